"""Sums over paths in time proportional to the edges."""

import random
from fractions import Fraction
from itertools import product

from hypothesis import given

from numerics.invariances import network
from numerics.invariances.network import Network, path_sums
from proofs_check.engines import exactly
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import sample, seeds
from proofs_check.proof import proof, saboteur
from theory.invariances.paths import path_sums as claim


def _h_without(net, path, x, e):
    """Derivative of h_p by the weight e of the path."""
    value = x[net.edges[path[0]][0]]
    for other in path:
        value = value if other == e else value * net.weights[other]
    return value


@proof(claim)
@given(seeds)
def proof_against_enumeration(seed):
    rng = random.Random(seed)
    net = random_network(rng, zeros=True)
    x, y = sample(rng, net.n_inputs), sample(rng, net.n_inputs)
    paths = list(network.paths(net))
    h, other = network.path_values(net, x), network.path_values(net, y)
    ones = [Fraction(1)] * net.n_inputs
    exactly(network.count_paths(net), len(paths))
    exactly(network.absolute_path_norm(net), sum(map(abs, network.path_values(net, ones))))
    exactly(network.path_kernel(net, x, y), sum(p * q for p, q in zip(h, other, strict=True)))
    tangent = sum(_h_without(net, p, x, e) * _h_without(net, p, y, e) for p in paths for e in p)
    exactly(network.tangent_kernel(net, x, y), tangent)
    z = network.path_slopes(net, x)
    by_edge = [sum(z[p] * h[p] for p, path in enumerate(paths) if e in path) for e in range(len(net.edges))]
    exactly(network.edge_sums(net, x), by_edge)


@proof(claim)
def proof_of_64_to_the_21():
    """Twenty-one layers of 64, one output: the count is the product of all widths."""
    width, depth = 64, 21
    edges = [
        (width * layer + i, width * (layer + 1) + j)
        for layer, i, j in product(range(depth - 1), range(width), range(width))
    ]
    last = width * depth
    edges += [(width * (depth - 1) + i, last) for i in range(width)]
    net = Network(width, edges, [1.0] * len(edges), {}, last)
    exactly(network.count_paths(net), 64**21)


@proof(claim)
def proof_of_the_complete_graph():
    """One input, m hidden vertices and all edges forwards: every subset of them is a path."""
    for m in range(1, 9):
        edges = [(i, j) for i in range(m + 2) for j in range(i + 1, m + 2)]
        net = Network(1, edges, [1.0] * len(edges), {}, m + 1)
        exactly(network.count_paths(net), 2**m)
        exactly(network.count_paths(net), len(list(network.paths(net))))


saboteurs.against(claim, saboteurs.a_forgotten_path)


@saboteur(claim)
def signed_path_norm(patch):
    patch.setattr(network, "absolute_path_norm", lambda net: sum(
        path_sums._backward(net, list(net.weights))[: net.n_inputs]))  # fmt: skip


@saboteur(claim)
def kernel_of_one_input(patch):
    right = network.path_kernel
    patch.setattr(network, "path_kernel", lambda net, x, _: right(net, x, x))


@saboteur(claim)
def tangent_kernel_of_unsquared_weights(patch):
    def wrong(net, x, y):
        ahead = path_sums._forward(net, list(net.weights), [p * q for p, q in zip(x, y, strict=True)])
        back = path_sums._backward(net, list(net.weights))
        return sum(ahead[start] * back[end] for start, end in net.edges)

    patch.setattr(network, "tangent_kernel", wrong)
