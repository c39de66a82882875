"""A budget of ranks for the tail."""

import random

import numpy as np
from flint import fmpq, fmpq_mat
from hypothesis import given

from numerics.invariances import tail
from numerics.invariances.architecture import Layered, ch_matrix, in_matrix
from numerics.invariances.tail.course import layers_of
from proofs_check.engines import agrees, bounded, exactly, for_all
from proofs_check.invariances import layers, trained
from proofs_check.invariances.instances import seeds
from proofs_check.proof import proof, relies_on, saboteur
from theory.invariances import low_rank, matrices


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
    bounded(_rank(np.concatenate([y, z])), "<=", allowed, because="the budget of a free block")
    d, m = rng.randint(1, 4), rng.randint(1, 3)
    w = _of_rank(rng, 3, d * m, 1)
    budget = tail.rank_budget([("conv", 1, 1, d, m), ("dense",)])[0]
    bounded([_rank(ch_matrix(w, d)), budget], "<=", [budget, min(d, m)], because="the budget of a flattening")
    a, s = rng.randint(1, 3), rng.randint(1, 3)
    t = _of_rank(rng, d, a * s, 1).reshape(d, a, s).transpose(1, 2, 0)
    bounded(_rank(in_matrix(t)), "<=", min(a, s), because="the budget of a convolution")


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
        chain = layers_of(net, theta, skip=1)
        eigenvalues = np.linalg.eigvalsh(tail.out_gram(chain[0]))[::-1]
        constant = max(float(np.linalg.norm(c, 2)) for c in tail.differences(chain))
        agrees(np.zeros(6), eigenvalues[1:7] * (eigenvalues[1:7] > constant), atol=1e-9, because="rounding")


@saboteur(low_rank.rank_budget)
def blocks_that_keep_the_rank(patch):
    patch.setattr(tail, "rank_budget", lambda shapes: [1] * len(shapes))
