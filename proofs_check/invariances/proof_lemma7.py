"""Pulling the size of a weight back through a vertex (Lemma 7)."""

import random

from hypothesis import given

from numerics.invariances import network
from proofs_check.engines import exactly, for_all
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import sample, seeds
from proofs_check.proof import proof, saboteur
from theory.invariances.paths import pulling_back


@proof(pulling_back)
def proof_by_cases():
    for_all(pulling_back)


@proof(pulling_back)
@given(seeds)
def proof_on_rational_networks(seed):
    rng = random.Random(seed)
    net = random_network(rng, zeros=True)
    x = sample(rng, net.n_inputs)
    for vertex in range(net.n_vertices):
        if len(net.out_of[vertex]) != 1:
            continue
        (edge,) = net.out_of[vertex]
        for zero in (1, -1):
            moved, factors = network.pull_back(net, vertex, zero)
            inputs = [u * v for u, v in zip(x, factors, strict=True)]
            exactly(moved.forward(inputs), net.forward(x))
            exactly(abs(moved.weights[edge]), 1)
            exactly(moved.weights[edge] * net.weights[edge], abs(net.weights[edge]))


saboteurs.against(pulling_back, saboteurs.a_lost_sign)


@saboteur(pulling_back)
def one_weight_not_multiplied(patch):
    right = network.pull_back

    def wrong(net, vertex, zero=1):
        moved, factors = right(net, vertex, zero)
        if net.into[vertex]:
            weights = list(moved.weights)
            weights[net.into[vertex][0]] = net.weights[net.into[vertex][0]]
            moved = moved.with_weights(weights)
        return moved, factors

    patch.setattr(network, "pull_back", wrong)


@saboteur(pulling_back)
def an_input_not_multiplied(patch):
    right = network.pull_back
    patch.setattr(network, "pull_back", lambda net, v, zero=1: (
        right(net, v, zero)[0], [1] * net.n_inputs))  # fmt: skip
