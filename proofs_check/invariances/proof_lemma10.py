"""Norms of flattenings and of the stacks of a free block (Lemmas 10 and 11)."""

import numpy as np
import pytest
from flint import fmpq_mat
from scipy.optimize import minimize
from sympy import Integer

from numerics.architecture import in_matrix, out_matrix
from proofs_check.engines import agrees, attains, exactly, for_all
from proofs_check.proof import proof, relies_on, saboteur
from theory.invariances import low_rank, matrices


@proof(low_rank.flattenings)
def proof_of_the_steps():
    for_all(low_rank.flattenings)


@proof(low_rank.flattenings, "conclusion")
def proof_that_an_identity_slice_attains_it():
    """One channel in, T[0] = identity of size 3: In is a row of squared norm 3, Out the identity."""
    at = {low_rank.in_sq: 3, low_rank.out_sq: 1, low_rank.m: 3, low_rank.slice_f: 3, low_rank.slice_s: 1}
    attains(low_rank.flattenings, {symbol: Integer(value) for symbol, value in at.items()})
    t = np.eye(3, dtype=int)[None]
    exactly(in_matrix(t) @ in_matrix(t).T, [[3]])
    exactly(out_matrix(t) @ out_matrix(t).T, np.eye(3, dtype=int))


def _largest(ratio, size, rng):
    """The largest value that an optimiser finds, from several starts."""
    found = [minimize(lambda p: -ratio(p), rng.normal(size=size), method="L-BFGS-B",
                      options={"maxiter": 400}).fun for _ in range(3)]  # fmt: skip
    return -min(found)


@pytest.mark.parametrize("shape", [(1, 2, 3), (1, 3, 2), (2, 2, 2)])
@proof(low_rank.flattenings, "conclusion")
def proof_by_maximising_the_ratio(shape):
    rng = np.random.default_rng(3)
    a, s, d = shape

    def ratio(p):
        t = p.reshape(shape)
        return np.linalg.norm(in_matrix(t), 2) ** 2 / np.linalg.norm(out_matrix(t), 2) ** 2

    most = _largest(ratio, a * s * d, rng)
    agrees(min(s, d), most, rtol=1e-3, because="an optimiser that stops near a maximum without a gradient")


@proof(low_rank.free_block_norms)
def proof_for_all_matrices_step_by_step():
    relies_on(matrices.inside_block)
    for_all(low_rank.free_block_norms)


@proof(low_rank.free_block_norms, "forward")
def proof_that_two_is_attained():
    names = low_rank
    at = {names.o: 4, names.i: 2, names.u: 2, names.z: 2, names.y: 2, names.kappa: 0}
    attains(low_rank.free_block_norms, {symbol: Integer(value) for symbol, value in at.items()})
    u, z = np.array([[1, 1]]), np.array([[1, 1, 0, 0]])
    y = np.array([[0, 0, 1, 0], [0, 0, 1, 0]])
    exactly(u.T @ u, y @ y.T)  # kappa = 0
    exactly(u @ u.T + z @ z.T, [[4]])
    into = y.T @ y + z.T @ z
    # Eigenvalues 2, 2, 0, 0: the characteristic polynomial is x^2 (x - 2)^2.
    exactly(fmpq_mat(into.tolist()).charpoly().coeffs(), [0, 0, 4, -4, 1])


@proof(low_rank.free_block_norms, "forward")
def proof_by_maximising_the_actual_ratio():
    """Y = U^T O with orthonormal rows of O has Y Y^T = U^T U; over U, Z and O the ratio comes to 2."""
    rng = np.random.default_rng(1)
    q, c, p = 1, 2, 4

    def ratio(v):
        u, z = v[: q * c].reshape(q, c), v[q * c : q * c + q * p].reshape(q, p)
        rows = np.linalg.qr(v[q * c + q * p :].reshape(p, q))[0].T
        y = u.T @ rows
        out = np.linalg.norm(np.hstack([u, z]), 2) ** 2
        return out / np.linalg.norm(np.vstack([y, z]), 2) ** 2

    most = _largest(ratio, q * c + 2 * q * p, rng)
    agrees(2, most, rtol=5e-3, because="an optimiser at a maximum that is a kink")


@saboteur(low_rank.free_block_norms)
def ratio_of_other_stacks(patch):
    patch.setattr(np, "hstack", lambda pair: pair[1])


@saboteur(low_rank.flattenings)
def flattenings_exchanged(patch):
    patch.setitem(globals(), "in_matrix", out_matrix)
