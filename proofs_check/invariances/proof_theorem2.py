"""The ratio of norms in the tail (Theorem 2)."""

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from sympy import Rational

from numerics.invariances import tail
from numerics.invariances.architecture import ch_matrix
from numerics.invariances.tail.course import layers_of
from proofs_check.engines import agrees, attains, exactly, for_all, leaves_nonnegative, loosens
from proofs_check.invariances import trained
from proofs_check.invariances.extremal import balanced_chain, one_eigenvalue
from proofs_check.invariances.instances import seeds
from proofs_check.invariances.trained import observed
from proofs_check.proof import proof, relies_on, saboteur
from theory.invariances import flattenings as norms
from theory.invariances import low_rank, matrices
from theory.invariances.layers import between_layers


@proof(low_rank.tail)
def proof_of_the_recursion():
    relies_on(norms.flattenings, norms.free_block_norms, matrices.conv_free, matrices.conv_conv,
              matrices.free_free, matrices.dense_dense, between_layers)  # fmt: skip
    for_all(low_rank.tail)


@proof(low_rank.better, "mean")
def proof_that_a_mean_is_below_the_largest():
    leaves_nonnegative(low_rank.better, rest=low_rank.mean_rest())


@proof(low_rank.better, "better")
def proof_when_the_bound_is_better():
    relies_on(low_rank.tail)
    for_all(low_rank.better)


@pytest.mark.parametrize("blocks", [1, 2, 3, 4])
@proof(low_rank.tail, "ratio", "free")
def proof_that_two_to_the_blocks_is_attained(blocks):
    """Balanced rational chains: F = 4 and a largest eigenvalue of 4/2^N, where gamma = 2^N and D = 0."""
    names, size = low_rank, Fraction(4, 2**blocks)
    at = {names.f_now: 4, names.gamma_j: 2**blocks, names.lam_j: size, names.bound_j: 0}
    attains(low_rank.tail, {symbol: Rational(value) for symbol, value in at.items()}, part="ratio")
    loosens(low_rank.tail)
    chain = balanced_chain(blocks)
    for matrix in tail.differences(chain):
        exactly(matrix, matrix * 0)
    gram = tail.out_gram(chain[0])
    exactly(sum(gram[i, i] for i in range(len(gram))), 4)
    one_eigenvalue(gram, size)
    limits = tail.bounds([tuple(_floating(part) for part in layer) for layer in chain])
    agrees(2.0**blocks, limits.gamma[0], rtol=1e-12, because="rounding of products")
    agrees(0.0, limits.bound[0], atol=1e-12, because="rounding of eigenvalues")


def _floating(part):
    return part if isinstance(part, str) else part.astype(float)


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
    first = layers_of(net, run.theta[0])
    limits = tail.bounds(first)
    agrees(
        _GAMMAS[name], [float(value) for value in limits.gamma], rtol=1e-12, because="rounding of products"
    )
    before = tail.differences(first)
    for theta in run.theta[1:]:
        chain = layers_of(net, theta)
        for old, new in zip(before, tail.differences(chain), strict=True):
            agrees(old, new, atol=1e-9, because=_EXCESS)
        frobenius, spectral = tail.norms(chain)
        over = frobenius / limits.gamma - spectral - limits.bound
        agrees(np.zeros(len(over)), np.maximum(over, 0), atol=1e-9, because=_EXCESS)


@pytest.mark.parametrize("name", list(_GAMMAS))
@proof(low_rank.tail, "conclusion", "ratio")
def proof_where_the_bounds_have_nearly_nothing_left_to_add(name):
    """Along the log-risk's path until F has grown a hundredfold: only 1/gamma_j is left, and it holds."""
    net, path = trained.log_risk_course(name)
    first, last = (layers_of(net, theta) for theta in (path[0], path[-1]))
    limits, (frobenius, spectral) = tail.bounds(first), tail.norms(last)
    observed(frobenius > 50 * tail.norms(first)[0], because="norms at the end of a path in floating point")
    # Steps so long let C drift by parts of 1e-2 of F: the bounds at the end are those of C there.
    over = frobenius / limits.gamma - spectral - tail.bounds(last).bound
    agrees(np.zeros(len(over)), np.maximum(over, 0) / frobenius, atol=1e-12, because="rounding of norms")
    observed(spectral / frobenius > 1 / limits.gamma - 0.05, because="what is left of D/F at the end")


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
