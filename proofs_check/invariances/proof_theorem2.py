"""The ratio of norms in the tail (Theorem 2)."""

import random

import numpy as np
import pytest
from flint import fmpq_mat
from hypothesis import given
from sympy import Integer

from numerics import tail
from numerics.architecture import ch_matrix
from proofs_check.engines import agrees, attains, exactly, for_all
from proofs_check.invariances import trained
from proofs_check.invariances.instances import seeds
from proofs_check.proof import proof, relies_on, saboteur
from theory.invariances import low_rank, matrices
from theory.invariances.units import between_layers


@proof(low_rank.tail)
def proof_of_the_recursion():
    relies_on(low_rank.flattenings, low_rank.free_block_norms, matrices.conv_free, matrices.conv_conv,
              matrices.free_free, matrices.dense_dense, between_layers)  # fmt: skip
    for_all(low_rank.tail)


@proof(low_rank.tail, "ratio")
def proof_that_two_to_the_n_is_attained():
    """A balanced rational example with one block: F = 4, largest eigenvalue 2, all C = 0."""
    names = low_rank
    at = {names.f_now: 4, names.gamma_j: 2, names.lam_j: 2, names.bound_j: 0}
    attains(low_rank.tail, {symbol: Integer(value) for symbol, value in at.items()})
    w = np.array([[0, 0, 1], [0, 0, 1], [1, 1, 0], [0, 0, 0]])
    u, z = np.array([[1, 1]]), np.array([[1, 1, 0, 0]])
    y, last = np.array([[0, 0, 1, 0], [0, 0, 1, 0]]), np.array([[2]])
    chain = [("dense", w), ("free", u, y, z), ("dense", last)]
    for matrix in tail.differences(chain):
        exactly(matrix, matrix * 0)
    gram = fmpq_mat((w @ w.T).tolist())
    exactly(sum(gram[i, i] for i in range(4)), 4)
    exactly(gram.charpoly().coeffs(), [0, 0, 4, -4, 1])


def _balanced(blocks):
    """The widest balanced chain: orthogonal images double at every block, so that each norm is halved."""
    n, gram = 1, 2.0**blocks
    last = np.array([[np.sqrt(gram)]])
    chain = [("dense", last)]
    out = np.array([[np.sqrt(gram)]])  # a root of Gout: q x n orthogonal columns
    for _ in range(blocks):
        q, n = out.shape
        u = out / np.sqrt(2)
        z = np.concatenate([out / np.sqrt(2), np.zeros((q, n))], axis=1) @ np.eye(2 * n)
        # p = 2 n features in: Z reads the first n, Y = U^T O the others, O selecting n of them.
        y = np.concatenate([np.zeros((n, n)), np.eye(n) * np.linalg.norm(u, axis=0)], axis=1)
        chain.insert(0, ("free", u, y, z))
        into = np.concatenate([y, z])
        out = np.linalg.cholesky(into.T @ into + 1e-300 * np.eye(2 * n))
    chain.insert(0, ("dense", out))
    return chain


@pytest.mark.parametrize("blocks", [1, 2, 3, 4])
@proof(low_rank.tail, "ratio", "free")
def proof_that_balanced_chains_attain_it_at_any_depth(blocks):
    chain = _balanced(blocks)
    rounding = "rounding in roots"
    for matrix in tail.differences(chain):
        agrees(matrix * 0, matrix, atol=1e-12, because=rounding)
    frobenius, spectral = tail.norms(chain)
    limits = tail.bounds(chain)
    agrees(2.0**-blocks, spectral[0] / frobenius[0], rtol=1e-12, because=rounding)
    agrees(2.0**blocks, limits.gamma[0], rtol=1e-12, because=rounding)


@proof(low_rank.tail, "flattening")
@given(seeds)
def proof_that_the_flattening_costs_min_of_m_and_d(seed):
    """Ch(w) with orthonormal rows or columns: ||w||^2 = 1 min(m, d) while ||Ch(w)||^2 = 1."""
    rng = random.Random(seed)
    d, m = rng.randint(1, 4), rng.randint(1, 4)
    ones = np.zeros((d, m), dtype=int)
    for k in range(min(m, d)):
        ones[k, k] = 1
    w = ones.reshape(1, d * m)
    exactly(ch_matrix(w, d), ones)
    exactly((w @ w.T)[0, 0], min(m, d))
    exactly((ones @ ones.T).max(), 1)


_GAMMAS = {
    "dense": [1, 1, 1],
    "dense-free-dense": [2, 1, 1],
    "dense-free-free-dense": [4, 2, 1, 1],
    "conv-conv-dense-dense": [6, 3, 1, 1],
    "conv-conv-free-dense": [12, 6, 1, 1],
}
_EXCESS = "rounding of norms and an integrator at 1e-12"


@pytest.mark.parametrize("loss", ["logistic", "squared"])
@pytest.mark.parametrize("name", list(_GAMMAS))
@proof(low_rank.tail)
def proof_along_flows(name, loss):
    net, run = trained.course(name, 0, loss)
    first = trained.tail_layers(net, run.theta[0], 0)
    limits = tail.bounds(first)
    agrees(
        _GAMMAS[name], [float(value) for value in limits.gamma], rtol=1e-12, because="rounding of products"
    )
    before = tail.differences(first)
    for theta in run.theta[1:]:
        chain = trained.tail_layers(net, theta, 0)
        for old, new in zip(before, tail.differences(chain), strict=True):
            agrees(old, new, atol=1e-9, because=_EXCESS)
        frobenius, spectral = tail.norms(chain)
        over = frobenius / limits.gamma - spectral - limits.bound
        agrees(np.zeros(len(over)), np.maximum(over, 0), atol=1e-9, because=_EXCESS)


@saboteur(low_rank.tail)
def a_block_without_its_factor(patch):
    right = tail.bounds

    def wrong(chain):
        found = right(chain)
        return tail.Bounds(found.gamma * 0 + 1, found.bound)

    patch.setattr(tail, "bounds", wrong)


@saboteur(low_rank.tail)
def differences_of_the_wrong_side(patch):
    right = tail.in_gram
    patch.setattr(tail, "in_gram", lambda layer, before: right(layer, before) * 2)


@saboteur(low_rank.tail)
def a_flattening_forgotten(patch):
    patch.setitem(globals(), "ch_matrix", lambda w, d: w.reshape(-1, d).T)
