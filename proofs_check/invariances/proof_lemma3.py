"""What a layer is, and what two of them conserve (Definition 7, Lemma 3)."""

import random
from fractions import Fraction
from itertools import chain, combinations

import networkx as nx
from hypothesis import given
from sympy import Integer

from numerics.invariances import architecture, network
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.network import RELU, Network
from proofs_check.engines import bounded, coincides, exactly, identity, induction_on_vertices, refutes
from proofs_check.invariances import layers, saboteurs
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import rational, sample, seeds
from proofs_check.proof import by_hand, proof, refutation, relies_on
from theory.invariances import graph_sums
from theory.invariances import layers as layers_of
from theory.invariances.graph_sums import C, v, z
from theory.invariances.paths import path_flow


def _at_every_vertex(claim):
    by_hand(
        "All paths to a vertex have met the layer equally often, as each goes on in the same ways; where the "
        "derivative of a vertex's value is taken, that of an activation is the slope in use."
    )
    recursion = {z[v]: graph_sums.value, C[v]: graph_sums.layer_sum}
    induction_on_vertices(claim, "sum", on=v, recursion=recursion, over=graph_sums.graph)


@proof(layers_of.layers, "sum")
def proof_at_every_vertex():
    _at_every_vertex(layers_of.layers)


@proof(layers_of.layers, "both", "last")
def proof_on_the_smallest_network():
    identity(layers_of.layers)


@proof(layers_of.between_layers, "sum")
def proof_for_any_layer():
    _at_every_vertex(layers_of.between_layers)


@proof(layers_of.between_layers, "examples", "shared")
def proof_for_any_examples_and_shared_weights():
    identity(layers_of.between_layers)


def _subsets(items):
    return chain.from_iterable(combinations(items, n) for n in range(1, len(items) + 1))


def _is_printed_layer(net, edges, paths):
    """No two edges on a path, and the graph falls apart without them."""
    graph = nx.Graph(net.edges)
    graph.remove_edges_from([net.edges[e] for e in edges])
    return all(len(set(path) & set(edges)) <= 1 for path in paths) and not nx.is_connected(graph)


def _small_graphs():
    rng = random.Random(7)
    while True:
        net = random_network(rng, hidden=(1, 3))
        if len(net.edges) <= 8:
            x = sample(rng, net.n_inputs)
            yield net, x


@proof(layers_of.layers)
def proof_on_all_sets_of_edges_of_small_graphs():
    """Sets that all paths meet once give f exactly; of those that are layers as printed, many do not."""
    literal, broken, correct = 0, 0, 0
    graphs = _small_graphs()
    for _ in range(25):
        net, x = next(graphs)
        paths = list(network.paths(net))
        slopes, f = net.gradient(x), net.forward(x)
        for edges in _subsets(range(len(net.edges))):
            total = sum(net.weights[e] * slopes[e] for e in edges)
            if all(len(set(path) & set(edges)) == 1 for path in paths):
                exactly(total, f)
                correct += 1
            elif _is_printed_layer(net, edges, paths):
                broken += total != f
                literal += 1
    bounded([correct, literal, broken], ">", [50, 50, literal // 2], because="enough sets of either kind")


@refutation(layers_of.layers)
def proof_that_the_printed_definition_admits_too_much():
    one = dict.fromkeys(
        (layers_of.w_1, layers_of.w_2, layers_of.w_3, layers_of.x_1, layers_of.x_2), Integer(1)
    )
    refutes(layers_of.layers, one)


@proof(layers_of.layers)
def proof_that_what_is_printed_is_not_conserved():
    net = Network(2, [(0, 2), (1, 2), (2, 3)], [Fraction(1)] * 3, {}, 3)
    paths = list(network.paths(net))
    coincides(_is_printed_layer(net, (0,), paths), True, because="it is a layer as printed")
    # And w_1^2 - w_3^2 moves: half its rate is w_3 f_3 - w_1 f_1.
    slopes = net.gradient([Fraction(1)] * 2)
    exactly(slopes[2] - slopes[0], 1)


@proof(layers_of.between_layers)
@given(seeds)
def proof_on_rational_networks(seed):
    relies_on(path_flow)
    rng = random.Random(seed)
    net = random_network(rng, hidden=(1, 3))
    if len(net.edges) > 8:
        return
    paths = list(network.paths(net))
    slopes, total = [Fraction(0)] * len(net.edges), Fraction(0)
    for _ in range(2):
        x, c = sample(rng, net.n_inputs), rational(rng)
        slopes = [old + c * g for old, g in zip(slopes, net.gradient(x), strict=True)]
        total += c * net.forward(x)
    for edges in _subsets(range(len(net.edges))):
        if all(len(set(path) & set(edges)) == 1 for path in paths):
            exactly(sum(net.weights[e] * slopes[e] for e in edges), total)


def _layered(net, rng):
    parameters, slopes, total = layers.velocities(net, rng)
    return [(p * g).sum() for p, g in zip(parameters, slopes, strict=True)], total


@proof(layers_of.between_layers)
@given(seeds)
def proof_for_convolutions_and_blocks(seed):
    rng = random.Random(seed)
    conv = architecture.convolution(1, 2, (4,), (2,), stride=1, pad=rng.randint(0, 1))
    width = conv.shape[0]
    net = Layered([Plain(conv, RELU), architecture.block(width, 2, 3, "free"),
                   architecture.block(3, 2, 3, "diagonal"), Plain(architecture.dense(1, 3))])  # fmt: skip
    (t, y, u, z, y_2, u_2, z_2, w), total = _layered(net, rng)
    exactly([t, u + z, y + z, u_2 + z_2, y_2 + z_2, w], [total] * 6)


@proof(layers_of.between_layers)
@given(seeds)
def proof_with_identity_skips(seed):
    """Only what avoids the skips is a layer; within the block Y and U balance."""
    rng = random.Random(seed)
    net = Layered([Plain(architecture.dense(3, 2)), architecture.block(3, 2, 3, "identity"),
                   Plain(architecture.dense(1, 3))])  # fmt: skip
    (first, y, u, last), total = _layered(net, rng)
    exactly([first, last, y - u], [total, total, 0])


@proof(layers_of.between_layers)
@given(seeds)
def proof_with_biases(seed):
    """Biases are weights from an input that is 1; those behind cancel from the later layer."""
    rng = random.Random(seed)
    edges = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 4), (3, 4), (1, 4)]  # vertex 1 is the constant
    net = Network(2, edges, [rational(rng) for _ in edges], {2: RELU, 3: RELU}, 4)
    slopes = net.gradient([rational(rng), Fraction(1)])
    flow = [w * g for w, g in zip(net.weights, slopes, strict=True)]
    exactly(sum(flow[:4]), sum(flow[4:6]))


for _claim in (layers_of.layers, layers_of.between_layers):
    saboteurs.against(_claim, saboteurs.an_edge_missing_on_the_way_back, saboteurs.a_gradient_without_slopes)
