"""Turning the weights onto the last axis (Eqs. 13-14)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import rotation
from proofs_check.dying_relu.instances import rational_vectors, small
from proofs_check.engines import exactly, identity
from proofs_check.proof import proof, saboteur
from theory.dying_relu.rotation import turning


@proof(turning)
def proof_by_a_reflection():
    identity(turning)


@proof(turning)
@given(rational_vectors(least=3), st.data())
def proof_in_exact_rationals(w, data):
    dimension = len(w)
    turn, r = rotation.turn_to_axis(w), rotation.length(w)
    x = np.array(data.draw(st.lists(small, min_size=dimension, max_size=dimension)), dtype=object)
    other = np.diag([-1] + [1] * (dimension - 1)) @ turn
    for u in (turn, other):
        exactly(u @ u.T, np.eye(dimension, dtype=int))
        exactly(u @ np.array(w, dtype=object), [0] * (dimension - 1) + [r])
        exactly(sum(a * b for a, b in zip(w, x, strict=True)), r * (u @ x)[-1])


@saboteur(turning)
def a_length_left_out(patch):
    patch.setattr(rotation, "length", lambda w: sum(abs(x) for x in w))
