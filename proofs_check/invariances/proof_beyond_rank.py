"""A budget of ranks for the tail."""

import random
from itertools import pairwise

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


def _shapes(rng):
    """Convolutions, then blocks and dense maps, then the row; channels of neighbours fit."""
    widths = [rng.randint(1, 4) for _ in range(rng.randint(0, 2) + 1)]
    convolutions = [("conv", a, rng.randint(1, 3), d, rng.randint(1, 3)) for a, d in pairwise(widths)]
    middle = [rng.choice((("dense",), ("free", rng.randint(1, 3)))) for _ in range(rng.randint(0, 3))]
    return [*convolutions, *middle, ("dense",)]


def _spread(rng, layer, rank):
    """What a layer whose matrix has this rank shows to the layer before, the stack [Y; Z] or In(T)."""
    if layer[0] == "conv":
        _, a, s, d, _ = layer
        return in_matrix(_of_rank(rng, d, a * s, rank).reshape(d, a, s).transpose(1, 2, 0))
    if layer[0] == "dense":
        return _of_rank(rng, rank + 1, 2 * rank + 2, rank)
    c, q, p = layer[1], rank + 1, 3 * rank + 3
    stacked = _of_rank(rng, q, c + p, rank)
    u, z = stacked[:, :c], stacked[:, c:]
    turned = np.array([[int(j == (i + 1) % p) for j in range(p)] for i in range(q)], dtype=object)
    y = u.T @ turned
    exactly(y @ y.T, u.T @ u)
    return np.concatenate([y, z])


@proof(low_rank.rank_budget)
@given(seeds)
def proof_of_the_steps_for_ranks(seed):
    """Down a random tail: matrices of the budget's rank show no higher rank than the next budget."""
    rng = random.Random(seed)
    shapes = _shapes(rng)
    budget = tail.rank_budget(shapes)
    reached = []
    for layer, before, own, next_ in zip(
        shapes[:0:-1], shapes[-2::-1], budget[:0:-1], budget[-2::-1], strict=True
    ):
        found = _rank(_spread(rng, layer, own))
        if before[0] == "conv" and layer[0] != "conv":
            d, m = before[3], before[4]
            rank = min(found, d * m)
            found = _rank(ch_matrix(_of_rank(rng, rank + 2, d * m, rank), d))
        bounded(found, "<=", next_, because="no rank is above the budget")
        reached.append(found == next_)
    _REACHED.extend(reached)


#: Whether each step of each tail reached its budget: random entries may fall short now and then.
_REACHED: list[bool] = []


@proof(low_rank.rank_budget)
def proof_that_the_budget_is_reached():
    """No budget could be less: over random tails nearly every step reaches it."""
    _REACHED.clear()
    for seed in range(40):
        proof_of_the_steps_for_ranks.hypothesis.inner_test(seed)
    bounded(sum(_REACHED), ">", 0.9 * len(_REACHED), because="random entries are special now and then")


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
def a_convolution_step_of_a_million(patch):
    right = tail.rank_budget

    def wrong(shapes):
        found, huge = right(shapes), 10**6
        before_convolutions = [later[0] == "conv" for later in [*shapes[1:], ("dense",)]]
        return [huge if before else r for r, before in zip(found, before_convolutions, strict=True)]

    patch.setattr(tail, "rank_budget", wrong)


@saboteur(low_rank.rank_budget)
def a_convolution_that_keeps_the_rank(patch):
    right = tail.rank_budget
    patch.setattr(tail, "rank_budget", lambda shapes: [
        min(r, right(shapes)[at + 1]) if at + 1 < len(shapes) and shapes[at + 1][0] == "conv" else r
        for at, r in enumerate(right(shapes))])  # fmt: skip


@saboteur(low_rank.rank_budget)
def a_flattening_forgotten(patch):
    right = tail.rank_budget
    patch.setattr(tail, "rank_budget", lambda shapes: right(
        [("conv", a, s, d, 1) for _, a, s, d, _ in (x for x in shapes if x[0] == "conv")]
        + [x for x in shapes if x[0] != "conv"]))  # fmt: skip


@saboteur(low_rank.rank_budget)
def blocks_that_keep_the_rank(patch):
    patch.setattr(tail, "rank_budget", lambda shapes: [1] * len(shapes))
