"""The rotation when the weights lie on the target's axis (Lemmas C1-C3)."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import rotation
from proofs_check.dying_relu.instances import positives, rational_vectors, small
from proofs_check.engines import exactly, for_all
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.rotation import column, row, span

signs = st.sampled_from([-1, 1])


def _turn(sign, r, vector):
    """A rotation for w = sign r e_L other than the standard one: the first coordinates are turned as well."""
    dimension = len(vector) + 1
    u = rotation.turn_to_axis([Fraction(0)] * (dimension - 1) + [sign * r])
    block = np.array(
        [[Fraction(int(i == j)) for j in range(dimension)] for i in range(dimension)], dtype=object
    )
    block[:-1, :-1] = rotation.turn_to_axis(vector)
    return block @ u


@proof(row)
def proof_from_the_length_of_the_last_row():
    for_all(row)


@proof(row)
@given(signs, positives, rational_vectors())
def proof_that_the_transpose_maps_e_to_lambda_e(sign, r, vector):
    exactly(_turn(sign, r, vector).T[:, -1], [0] * len(vector) + [sign])


@proof(column)
def proof_from_the_image_of_the_weights():
    relies_on(row)
    for_all(column)


@proof(column)
@given(signs, positives, rational_vectors())
def proof_of_row_and_column(sign, r, vector):
    u = _turn(sign, r, vector)
    exactly(u[-1], [0] * len(vector) + [sign])
    exactly(u[:, -1], [0] * len(vector) + [sign])


@proof(span)
def proof_from_row_and_column():
    relies_on(column)
    for_all(span)


@proof(span)
@given(signs, positives, rational_vectors(), small)
def proof_on_multiples_of_e(sign, r, vector, t):
    u = _turn(sign, r, vector)
    v = np.array([Fraction(0)] * len(vector) + [t], dtype=object)
    exactly(u @ v, sign * v)
    exactly(u.T @ v, sign * v)


def _without_sign(patch):
    right = rotation.turn_to_axis
    patch.setattr(rotation, "turn_to_axis", lambda v: right([abs(x) for x in v]))


for _claim in (row, column, span):
    saboteur(_claim)(_without_sign)
