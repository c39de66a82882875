"""Gram matrices that the flow conserves around dense maps and blocks, at exact velocities (Theorem 1).

Every proof also looks whether the two sides move at all: a matrix at rest is conserved by anything.
"""

import random

import numpy as np
from hypothesis import given

from numerics.invariances import architecture
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.network import LINEAR, RELU
from proofs_check.engines import exactly, identity
from proofs_check.invariances import layers, saboteurs
from proofs_check.invariances.instances import seeds
from proofs_check.invariances.layers import left, right, velocities
from proofs_check.proof import by_hand, proof, saboteur
from theory.invariances import matrices


@proof(matrices.dense_dense)
def proof_for_any_sizes():
    by_hand("Along the flow a map moves by minus its gradient, and what has the derivative 0 is constant.")
    identity(matrices.dense_dense)


@proof(matrices.dense_dense)
@given(seeds)
def proof_for_dense_maps(seed):
    rng = random.Random(seed)
    h = rng.randint(2, 4)
    net = Layered([Plain(architecture.dense(h, 2)), Plain(architecture.dense(2, h), RELU),
                   *layers.behind(rng, 2)])  # fmt: skip
    w, g, _ = velocities(net, rng)
    layers.conserved(left(w[0], g[0]), right(w[1], g[1]))


@proof(matrices.dense_dense)
@given(seeds)
def proof_for_neurons_that_agree(seed):
    """ReLU neurons, of which those with the same pattern are compared."""
    rng = random.Random(seed)
    h = 4
    net = Layered([Plain(architecture.dense(h, 2), RELU), *layers.behind(rng, h)])
    w = layers.parameters(net, rng)
    samples = [[layers.number(rng, zero=False) for _ in range(2)] for _ in range(2)]
    factors = [layers.number(rng, zero=False) for _ in samples]
    g = net.gradient(w, samples, factors)
    arguments = [w[0] @ np.array(x, dtype=object) for x in samples]
    if any((z == 0).any() for z in arguments):
        return
    pattern = [tuple(z[i] > 0 for z in arguments) for i in range(h)]
    a, b = left(w[0], g[0]), right(w[1], g[1])
    for i in range(h):
        for j in range(h):
            if pattern[i] == pattern[j] and i != j and a[i, j] != 0:
                exactly(a[i, j], b[i, j])


@proof(matrices.inside_block)
@given(seeds)
def proof_inside_any_block(seed):
    rng = random.Random(seed)
    skip = rng.choice(("identity", "diagonal", "free"))
    q = 3 if skip != "free" else rng.randint(1, 3)
    net = Layered([architecture.block(3, rng.randint(2, 3), q, skip, inner=LINEAR), *layers.behind(rng, q)])
    w, g, _ = velocities(net, rng)
    layers.conserved(left(w[0], g[0]), right(w[1], g[1]))


@proof(matrices.free_free)
@given(seeds)
def proof_for_free_blocks(seed):
    rng = random.Random(seed)
    q = rng.randint(2, 3)
    net = Layered([architecture.block(2, rng.randint(1, 3), q, "free"),
                   architecture.block(q, rng.randint(1, 3), 2, "free"), *layers.behind(rng, 2)])  # fmt: skip
    w, g, _ = velocities(net, rng)  # Y, U, Z of the first block are 0, 1, 2, of the second 3, 4, 5
    layers.conserved(left(*layers.stacked(w, g, 1, 2, 1)), right(*layers.stacked(w, g, 3, 5, 0)))


@proof(matrices.free_dense)
@given(seeds)
def proof_for_dense_maps_around_a_free_block(seed):
    rng = random.Random(seed)
    p, q = rng.randint(2, 3), rng.randint(2, 3)
    net = Layered([Plain(architecture.dense(p, 2)), architecture.block(p, rng.randint(1, 3), q, "free"),
                   *layers.behind(rng, q)])  # fmt: skip
    w, g, _ = velocities(net, rng)  # W_1, Y, U, Z, W_2, ...
    layers.conserved(left(w[0], g[0]), right(*layers.stacked(w, g, 1, 3, 0)))
    layers.conserved(left(*layers.stacked(w, g, 2, 3, 1)), right(w[4], g[4]))


for _claim in (matrices.dense_dense, matrices.inside_block, matrices.free_dense):
    saboteurs.against(_claim, *saboteurs.OF_ANY_PAIR)
saboteurs.against(matrices.free_free, saboteurs.a_forgotten_skip)


@saboteur(matrices.free_free)
def a_skip_that_climbs(patch):
    saboteurs.spoil_slope(patch, 2, lambda g: -g)


@saboteur(matrices.free_free)
def hidden_units_that_change_places(patch):
    """In U of the first block, or its rows where there is one hidden unit."""
    saboteurs.spoil_slope(patch, 1, lambda g: g[::-1, ::-1])
