"""Ranks of the velocities of Gram matrices (Remark 1)."""

import random

import numpy as np
from flint import fmpq, fmpq_mat
from hypothesis import given

from numerics.invariances import architecture
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.network import RELU
from proofs_check.engines import bounded, exactly, identity
from proofs_check.invariances import layers, saboteurs
from proofs_check.invariances.instances import seeds
from proofs_check.invariances.layers import left, right, velocities
from proofs_check.proof import by_hand, proof
from theory.invariances import units


def _rank(matrix):
    return fmpq_mat([[fmpq(x) for x in row] for row in matrix]).rank()


@proof(units.velocity_ranks)
def proof_for_any_sizes():
    by_hand("A product through so many columns has no higher rank than there are columns.")
    identity(units.velocity_ranks)


@proof(units.velocity_ranks)
def proof_of_the_ranks():
    """Never more than 2n, 2n and 4n, and that many for some networks with ReLU."""
    rng = random.Random(8)
    for n in (1, 2):
        attained = [0, 0, 0]
        for _ in range(12):
            h = 4 * n + 1
            net = Layered([Plain(architecture.dense(h, 3), (1, fmpq(1, 3))),
                           Plain(architecture.dense(3, h), RELU),
                           Plain(architecture.dense(1, 3))])  # fmt: skip
            w, g, _ = velocities(net, rng, examples=n)
            a, b = left(w[0], g[0]), right(w[1], g[1])
            ranks = [_rank(a), _rank(b), _rank(a - b)]
            bounded(ranks, "<=", [2 * n, 2 * n, 4 * n], because="the remark's bounds")
            attained = [max(pair) for pair in zip(attained, ranks, strict=True)]
        exactly(attained, [2 * n, 2 * n, 4 * n])


@proof(units.velocity_ranks)
@given(seeds)
def proof_of_one_example(seed):
    """W_1 G_1^T + G_1 W_1^T = delta z^T + z delta^T, with z = W_1 x and delta from the column of an input."""
    rng = random.Random(seed)
    net = Layered([Plain(architecture.dense(3, 2), RELU), *layers.behind(rng, 3)])
    w = layers.parameters(net, rng)
    x = np.array([layers.number(rng, zero=False) for _ in range(2)], dtype=object)
    g = net.gradient(w, [list(x)], [fmpq(1)])
    z, delta = w[0] @ x, g[0][:, 0] / x[0]
    exactly(left(w[0], g[0]), np.outer(delta, z) + np.outer(z, delta))


saboteurs.against(units.velocity_ranks, saboteurs.a_gradient_without_slopes)
saboteurs.against(units.velocity_ranks, saboteurs.a_map_whose_columns_change_places)
