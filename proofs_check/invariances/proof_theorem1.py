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

_AT_REST = "Along the flow a map moves by minus its gradient, and what has the derivative 0 is constant."


@proof(matrices.dense_dense)
def proof_for_any_sizes():
    by_hand(_AT_REST)
    identity(matrices.dense_dense)


def _pair(ahead, *stages):
    """A network of these stages behind those, and the place of the first of their parameters."""
    return Layered([*ahead, *stages]), len(ahead)


@proof(matrices.dense_dense)
@given(seeds)
def proof_for_dense_maps(seed):
    rng = random.Random(seed)
    n, h = rng.randint(1, 3), rng.randint(2, 4)
    net, at = _pair(layers.ahead(rng, n), Plain(architecture.dense(h, n)),
                    Plain(architecture.dense(2, h), RELU), *layers.behind(rng, 2))  # fmt: skip
    w, g, _ = velocities(net, rng)
    layers.conserved(left(w[at], g[at]), right(w[at + 1], g[at + 1]))


def _alike(rng, net, at, before):
    """Compare the entries of neurons with equal patterns; ``before`` gives what their map reads."""
    w = layers.parameters(net, rng)
    samples = [[layers.number(rng, zero=False) for _ in range(net.n_inputs)] for _ in range(2)]
    factors = [layers.number(rng, zero=False) for _ in samples]
    g = net.gradient(w, samples, factors)
    arguments = [w[at] @ before(w, np.array(x, dtype=object)) for x in samples]
    if any((z == 0).any() for z in arguments):
        return
    h = len(w[at])
    pattern = [tuple(z[i] > 0 for z in arguments) for i in range(h)]
    a, b = left(w[at], g[at]), right(w[at + 1], g[at + 1])
    for i in range(h):
        for j in range(h):
            if pattern[i] == pattern[j] and (a[i, j] != 0 or b[i, j] != 0):
                exactly(a[i, j], b[i, j])


@proof(matrices.dense_dense)
@given(seeds)
def proof_for_neurons_that_agree(seed):
    """ReLU neurons, of which those with the same pattern are compared, first or behind ReLU."""
    rng = random.Random(seed)
    first = rng.random() < 0.5
    front = [] if first else [Plain(architecture.dense(2, 2), RELU)]
    net, at = _pair(front, Plain(architecture.dense(4, 2), RELU), *layers.behind(rng, 4))
    _alike(rng, net, at, lambda w, x: x if first else (w[0] @ x) * (w[0] @ x > 0))


@proof(matrices.inside_block)
@given(seeds)
def proof_inside_any_block(seed):
    rng = random.Random(seed)
    skip, p = rng.choice(("identity", "diagonal", "free")), rng.randint(2, 3)
    q = p if skip != "free" else rng.randint(1, 3)
    block = architecture.block(p, rng.randint(2, 3), q, skip, inner=LINEAR)
    net, at = _pair(layers.ahead(rng, p), block, *layers.behind(rng, q))
    w, g, _ = velocities(net, rng)
    layers.conserved(left(w[at], g[at]), right(w[at + 1], g[at + 1]))


@proof(matrices.inside_block)
@given(seeds)
def proof_inside_a_block_with_relu(seed):
    """The hidden units of the block that agree."""
    rng = random.Random(seed)
    skip = rng.choice(("identity", "diagonal", "free"))
    net = Layered([architecture.block(2, 4, 2, skip, inner=RELU), *layers.behind(rng, 2)])
    _alike(rng, net, 0, lambda w, x: x)  # noqa: ARG005 - nothing is in front


@proof(matrices.free_free)
@given(seeds)
def proof_for_free_blocks(seed):
    rng = random.Random(seed)
    p, q = rng.randint(1, 3), rng.randint(2, 3)
    net, at = _pair(layers.ahead(rng, p), architecture.block(p, rng.randint(1, 3), q, "free"),
                    architecture.block(q, rng.randint(1, 3), 2, "free"), *layers.behind(rng, 2))  # fmt: skip
    w, g, _ = velocities(net, rng)  # Y, U, Z of the first block come first, then those of the second
    out, into = (at + 1, at + 2, 1), (at + 3, at + 5, 0)
    layers.conserved(left(*layers.stacked(w, g, *out)), right(*layers.stacked(w, g, *into)))


@proof(matrices.free_dense)
@given(seeds)
def proof_for_dense_maps_around_a_free_block(seed):
    rng = random.Random(seed)
    n, p, q = rng.randint(1, 3), rng.randint(2, 3), rng.randint(2, 3)
    net, at = _pair(layers.ahead(rng, n), Plain(architecture.dense(p, n)),
                    architecture.block(p, rng.randint(1, 3), q, "free"), *layers.behind(rng, q))  # fmt: skip
    w, g, _ = velocities(net, rng)  # W_1, Y, U, Z, W_2, ...
    layers.conserved(left(w[at], g[at]), right(*layers.stacked(w, g, at + 1, at + 3, 0)))
    layers.conserved(left(*layers.stacked(w, g, at + 2, at + 3, 1)), right(w[at + 4], g[at + 4]))


@proof(matrices.inside_block)
def proof_of_any_block():
    by_hand(_AT_REST)
    identity(matrices.inside_block)


@proof(matrices.free_free)
def proof_of_any_free_blocks():
    by_hand(_AT_REST)
    identity(matrices.free_free)


@proof(matrices.free_dense)
def proof_of_any_free_block_and_dense_map():
    by_hand(_AT_REST)
    identity(matrices.free_dense)


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
