"""Norms of the two flattenings of a convolution (Lemma 10)."""

from itertools import product

import numpy as np
import pytest

from numerics.invariances.architecture import in_matrix, out_matrix
from proofs_check.engines import agrees, leaves_nonnegative
from proofs_check.invariances.extremal import largest, one_eigenvalue, slice_of
from proofs_check.proof import by_hand, proof, saboteur
from theory.invariances.flattenings import contraction_rest, flattenings, trace_rest


@proof(flattenings, "contraction")
def proof_by_cauchy_and_schwarz():
    by_hand("Largest eigenvalues are the largest values of the squares along unit vectors.")
    leaves_nonnegative(flattenings, rest=contraction_rest())


@proof(flattenings, "trace")
def proof_by_the_trace():
    by_hand("A trace is the sum of the eigenvalues, and $MM^\\top$ has $\\min(S,d)$ at most that are not 0.")
    leaves_nonnegative(flattenings, rest=trace_rest())


@proof(flattenings)
def proof_that_identity_slices_attain_both():
    """Of every shape up to 3: In is a row of squared norm min(S, d), Out a part of the identity."""
    for a, s, d in product(range(1, 4), repeat=3):
        m, t = min(s, d), slice_of(a, s, d)
        turned = slice_of(d, s, a).transpose(2, 1, 0)
        for wide, narrow, most in (
            (in_matrix(t), out_matrix(t), m), (out_matrix(turned), in_matrix(turned), min(a, s)),
        ):  # fmt: skip
            one_eigenvalue(wide @ wide.T, most)
            one_eigenvalue(narrow @ narrow.T, 1)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("shape", [(1, 2, 3), (1, 3, 2), (2, 2, 2)])
@proof(flattenings)
def proof_by_maximising_the_ratio(shape, turned):
    """No start of an optimiser leads beyond the constant, and one leads to it."""
    a, s, d = shape

    def ratio(p):
        t = p.reshape(shape)
        t = t.transpose(2, 1, 0) if turned else t
        norms = [np.linalg.norm(matrix(t), 2) ** 2 for matrix in (in_matrix, out_matrix)]
        return norms[1] / norms[0] if turned else norms[0] / norms[1]

    most = largest(ratio, a * s * d, np.random.default_rng(3))
    agrees(min(s, d), most, rtol=1e-3, because="an optimiser that stops near a maximum without a gradient")


@saboteur(flattenings)
def flattenings_exchanged(patch):
    patch.setitem(globals(), "in_matrix", out_matrix)
