"""The low-rank tail (Lemmas 10 and 11, Theorem 2, Eq. 15, Corollary 1, the rank budget)."""

import random
from itertools import pairwise

import numpy as np
import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given
from scipy.optimize import minimize
from sympy import Integer

from numerics import descent, losses, tail
from numerics.architecture import Layered, ch_matrix, floating, in_matrix, out_matrix
from proofs_check.engines import agrees, attains, exactly, for_all
from proofs_check.invariances import layers, trained
from proofs_check.invariances.instances import seeds
from proofs_check.proof import proof, relies_on, saboteur
from theory.invariances import low_rank, matrices
from theory.invariances.units import between_layers


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
    exactly([round(float(value)) for value in limits.gamma], _GAMMAS[name])
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


@proof(low_rank.alignment)
def proof_of_the_angle():
    relies_on(low_rank.tail)
    for_all(low_rank.alignment)


def _within(net, theta, skip, atol):
    """Both bounds of Eq. 15 on the linear dense layers; gradient descent drifts, so C is taken at the end."""
    chain = trained.tail_layers(net, theta, skip)
    limits = tail.bounds(chain)
    frobenius, spectral = tail.norms(chain)
    over = 1 - limits.bound / frobenius - spectral / frobenius
    agrees(np.zeros(len(over)), np.maximum(over, 0), atol=atol, because="rounding")
    for first, second in pairwise(chain):
        sine, most = tail.sines(first[1], second[1])
        agrees(0, max(sine - most, 0), atol=atol, because="rounding")
    return spectral / frobenius


@proof(low_rank.alignment)
def proof_on_trained_networks():
    net = Layered(trained.STAGES["8-16-8-1"])
    _, after = trained.ends("8-16-8-1", 0.05, 0.3, 1500, range(4))
    for theta in after:
        ratios = _within(net, theta, 1, 1e-12)
        agrees(np.ones(2), ratios, atol=0.01, because="the ratio is above .99 by then")


@saboteur(low_rank.alignment)
def vectors_of_the_other_side(patch):
    right = tail.sines
    patch.setattr(tail, "sines", lambda a, b: (right(a[::-1], b)[0], right(a, b)[1]))


@saboteur(low_rank.alignment)
def training_uphill(patch):
    trained.afresh(patch)
    _uphill(patch)


def _uphill(patch):
    right = losses.slopes_unchecked
    patch.setattr(losses, "slopes_unchecked", lambda f, y, loss: -right(f, y, loss) / 30)


@proof(low_rank.separable)
def proof_that_all_are_classified():
    relies_on(low_rank.alignment)
    for_all(low_rank.separable)


@proof(low_rank.separable)
def proof_by_training_from_below_the_threshold():
    net = Layered(trained.STAGES["6-7-5-1"])
    x, y = trained.data(0)
    theta = trained.ends("6-7-5-1", 0.3, 0.5, 1500, range(3))[1]
    threshold = float(np.log(2)) / len(y)
    below = losses.risk(floating.outputs(net, theta, x), y, "logistic") < threshold
    exactly([bool(b) for b in below], [True] * 3)
    later = descent.train(net, theta, x, y, loss="logistic", eta=0.5, steps=1500)
    for at in later:
        margins = y * floating.outputs(net, at, x)
        exactly(bool((margins > 0).all()), True)
        _within(net, at, 1, 1e-12)


@saboteur(low_rank.separable)
def training_the_other_labels(patch):
    trained.afresh(patch)
    _uphill(patch)


@proof(low_rank.rank_budget)
def proof_of_the_budget():
    relies_on(matrices.inside_block, matrices.free_free)
    for_all(low_rank.rank_budget)


def _of_rank(rng, rows, cols, rank):
    left = [[layers.number(rng) for _ in range(rank)] for _ in range(rows)]
    right = [[layers.number(rng) for _ in range(cols)] for _ in range(rank)]
    return np.array(left, dtype=object).reshape(rows, rank) @ np.array(right, dtype=object).reshape(
        rank, cols
    )


def _rank(matrix):
    return fmpq_mat([[fmpq(x) for x in row] for row in matrix.tolist()]).rank()


@proof(low_rank.rank_budget)
@given(seeds)
def proof_of_the_steps_for_ranks(seed):
    """[U Z] of rank r and Y Y^T = U^T U: [Y; Z] has rank r + min(r, c) at most; and the two flattenings."""
    rng = random.Random(seed)
    r, q, c = rng.randint(1, 2), rng.randint(2, 4), rng.randint(1, 3)
    p = q + rng.randint(0, 2)
    stacked = _of_rank(rng, q, c + p, r)
    u, z = stacked[:, :c], stacked[:, c:]
    turned = np.array([[int(j == (i + 1) % p) for j in range(p)] for i in range(q)], dtype=object)
    y = u.T @ turned
    exactly(y @ y.T, u.T @ u)
    (most, _) = tail.rank_budget([("dense",), ("free", c), ("dense",)])[:2]
    allowed = most if r == 1 else r + min(r, c)
    exactly(_rank(np.concatenate([y, z])) <= allowed, True)
    d, m = rng.randint(1, 4), rng.randint(1, 3)
    w = _of_rank(rng, 3, d * m, 1)
    budget = tail.rank_budget([("conv", 1, 1, d, m), ("dense",)])[0]
    exactly([_rank(ch_matrix(w, d)) <= budget, budget <= min(d, m)], [True, True])
    a, s = rng.randint(1, 3), rng.randint(1, 3)
    t = _of_rank(rng, d, a * s, 1).reshape(d, a, s).transpose(1, 2, 0)
    exactly(_rank(in_matrix(t)) <= min(a, s), True)


@proof(low_rank.rank_budget, "one_unit")
def proof_for_blocks_with_one_unit():
    for blocks in range(1, 6):
        shapes = [("dense",), *[("free", 1)] * blocks, ("dense",)]
        exactly(tail.rank_budget(shapes)[0], blocks + 1)


@proof(low_rank.rank_budget, "free")
def proof_that_the_other_eigenvalues_stay_bounded():
    """A trained block: beyond the budget of 2, eigenvalues stay below the largest of the constants C."""
    net = Layered(trained.STAGES["8-16-free-1"])
    _, after = trained.ends("8-16-free-1", 0.05, 0.3, 1500, range(3))
    for theta in after:
        chain = trained.tail_layers(net, theta, 1)
        eigenvalues = np.linalg.eigvalsh(tail.out_gram(chain[0]))[::-1]
        constant = max(float(np.linalg.norm(c, 2)) for c in tail.differences(chain))
        agrees(np.zeros(6), eigenvalues[1:7] * (eigenvalues[1:7] > constant), atol=1e-9, because="rounding")


@saboteur(low_rank.rank_budget)
def blocks_that_keep_the_rank(patch):
    patch.setattr(tail, "rank_budget", lambda shapes: [1] * len(shapes))
