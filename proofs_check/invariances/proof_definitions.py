"""Definitions, as far as they can be checked, and what the text says of them in passing."""

import random
from fractions import Fraction
from itertools import product
from math import prod

import networkx as nx
import numpy as np
from hypothesis import given
from sympy import Eq, Function

from numerics.invariances import architecture, network
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.network import RELU, Network, path_sums
from proofs_check.engines import (
    exactly,
    for_all,
    identity,
    induction,
    induction_on_vertices,
)
from proofs_check.invariances import layers as layered
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import sample, seeds
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.claim import Reals
from theory.invariances import definitions, graph_sums
from theory.invariances.graph_sums import T, u, v, w, x, z
from theory.invariances.paths import path_gradient, unrolling
from theory.invariances.setting import a, b, sigma


@proof(definitions.residual)
@given(seeds)
def proof_of_the_special_cases(seed):
    """The three blocks with one Z, as networks in exact rationals."""
    rng = random.Random(seed)
    p, c = rng.randint(1, 3), rng.randint(1, 3)
    nets = {kind: Layered([architecture.block(p, c, p, kind, inner=RELU), Plain(architecture.dense(1, p))])
            for kind in ("free", "diagonal", "identity")}  # fmt: skip
    y, u_, scale, row = layered.parameters(nets["diagonal"], rng)
    at = [layered.number(rng) for _ in range(p)]
    free = nets["free"].value([y, u_, np.diag(scale) * scale[0] / scale[0], row], at)
    exactly(nets["diagonal"].value([y, u_, scale, row], at), free)
    ones = scale / scale
    exactly(nets["identity"].value([y, u_, row], at), nets["diagonal"].value([y, u_, ones, row], at))


def _inclusions(sets):
    """The diagram of inclusions: an edge from each set to every next smaller one."""
    return nx.transitive_reduction(nx.DiGraph((one, other) for one in sets for other in sets if other < one))


def _all_paths(net, of_edges):
    """Paths from every vertex to the output, as sets of edges or of vertices."""
    found = {frozenset() if of_edges else frozenset({net.output}): None}
    waiting = [(net.output, next(iter(found)))]
    while waiting:
        vertex, path = waiting.pop()
        for edge in net.into[vertex]:
            start = net.edges[edge][0]
            longer = path | {edge if of_edges else start}
            found[longer] = path
            waiting.append((start, longer))
    return found


@proof(definitions.unrolling_by_inclusion)
@given(seeds)
def proof_that_sets_of_edges_give_a_tree(seed):
    net = random_network(random.Random(seed), hidden=(1, 3))
    paths = _all_paths(net, of_edges=True)
    parents = {path: set(diagram) for path, diagram in _inclusions(paths).adjacency()}
    for path, parent in paths.items():
        if parent is not None:
            exactly([len(parents[path]), len(parents[path] - {parent})], [1, 0])
    exactly(len(paths), path_sums.count_tree_vertices(net))


@proof(definitions.unrolling_by_inclusion)
def proof_that_sets_of_vertices_do_not():
    net = Network(1, [(0, 1), (1, 2), (0, 2)], [Fraction(1)] * 3, {}, 2)
    parents = dict(_inclusions(_all_paths(net, of_edges=False)).adjacency())
    exactly(len(parents[frozenset({0, 1, 2})]), 2)


@proof(definitions.filters)
@given(seeds)
def proof_of_the_parameters(seed):
    rng = random.Random(seed)
    a_, d = rng.randint(1, 3), rng.randint(1, 3)
    size, kernel, stride, pad = layered.geometry(rng)
    piece = architecture.convolution(a_, d, size, kernel, stride=stride, pad=pad)
    exactly(piece.size, a_ * prod(kernel) * d)
    m = [(n + 2 * pad - k) // stride + 1 for n, k in zip(size, kernel, strict=True)]
    exactly(piece.shape, (d * prod(m), a_ * prod(size)))


def _rows(piece):
    """For every neuron where it reads with which parameter."""
    rows = [{} for _ in range(piece.shape[0])]
    for row, col, index in zip(piece.rows, piece.cols, piece.index, strict=True):
        rows[row][col] = index
    return rows


@proof(definitions.filters)
@given(seeds)
def proof_of_shared_weights(seed):
    """Without padding every neuron of a channel has all weights of the channel, each once."""
    rng = random.Random(seed)
    a_, d = rng.randint(1, 2), rng.randint(1, 3)
    size, kernel, stride, _ = layered.geometry(rng)
    piece = architecture.convolution(a_, d, size, kernel, stride=stride)
    m = piece.shape[0] // d
    for neuron, row in enumerate(_rows(piece)):
        own = [tap * d + neuron // m for tap in range(a_ * prod(kernel))]
        exactly(sorted(row.values()), own)


@proof(definitions.filters)
@given(seeds)
def proof_of_shared_inputs(seed):
    rng = random.Random(seed)
    d = rng.randint(2, 3)
    size, kernel, stride, pad = layered.geometry(rng)
    rows = _rows(architecture.convolution(2, d, size, kernel, stride=stride, pad=pad))
    m = len(rows) // d
    for q in range(m):
        for channel in range(1, d):
            exactly(sorted(rows[q]), sorted(rows[channel * m + q]))


@proof(definitions.filters)
def proof_of_alexnet():
    positions = architecture.positions((227, 227), (11, 11), 4, 0)
    exactly([*positions, 96 * prod(positions)], [55, 55, 290400])
    exactly(list(architecture.positions((224, 224), (11, 11), 4, 0)), [54, 54])


@proof(definitions.multilinear)
@given(seeds)
def proof_that_every_entry_is_affine(seed):
    """Equal steps of one weight change an entry equally, and only where the weight is on its path."""
    rng = random.Random(seed)
    net = random_network(rng)
    at, edge = sample(rng, net.n_inputs), rng.randrange(len(net.edges))
    values = []
    for step in (0, 1, 2):
        moved = list(net.weights)
        moved[edge] = moved[edge] + step
        values.append(network.path_values(net.with_weights(moved), at))
    for path, (first, second, third) in zip(network.paths(net), zip(*values, strict=True), strict=True):
        exactly(third - second, second - first)
        if edge not in path:
            exactly(second, first)


@proof(definitions.multilinear, "tensor")
def proof_through_any_number_of_layers():
    by_hand(
        "A vertex of a fully connected layer is reached by the paths to all vertices of the layer before."
    )
    n, k = definitions.layers, Function("k", real=True)
    begin = tuple(Eq(of(0), 1) for of in (definitions.paths, definitions.widths))
    step = tuple(Eq(of(n + 1), k(n) * of(n)) for of in (definitions.paths, definitions.widths))
    induction(definitions.multilinear, on=n, along="layers", begin=begin, step=step)


@proof(definitions.multilinear)
@given(seeds)
def proof_of_the_tensor(seed):
    rng = random.Random(seed)
    widths = [rng.randint(1, 3) for _ in range(rng.randint(1, 3))]
    net = Layered(
        [Plain(architecture.dense(m, n), RELU) for n, m in zip([*widths], [*widths[1:], 1], strict=True)]
    )
    matrices = layered.parameters(net, rng)
    at = [layered.number(rng, zero=False) for _ in range(widths[0])]
    compiled = net.compile(matrices)
    entries = []
    for index in product(*map(range, widths)):
        entry = at[index[0]]
        for matrix, column, row in zip(matrices, index, [*index[1:], 0], strict=True):
            entry = entry * matrix[row, column]
        entries.append(entry)
    exactly(sorted(network.path_values(compiled.network, at)), sorted(entries))
    exactly(network.count_paths(compiled.network), prod(widths))


@proof(definitions.regions)
def proof_that_patterns_are_not_convex_in_the_weights():
    """Units max(0, w_1) and max(0, w_2 max(0, w_1) - 1): of (3, 1/5), (1/5, 3) and their mean, at input 1."""
    patterns = []
    for w_1, w_2 in ((3, Fraction(1, 5)), (Fraction(1, 5), 3), (Fraction(8, 5), Fraction(8, 5))):
        weights = [Fraction(w_1), Fraction(w_2), Fraction(-1), Fraction(1)]
        net = Network(1, [(0, 1), (1, 2), (0, 2), (2, 3)], weights, {1: RELU, 2: RELU}, 3)
        pre = net.values([Fraction(1)])[0]
        patterns.append([int(pre[1] > 0), int(pre[2] > 0)])
    exactly(patterns, [[1, 0], [1, 0], [1, 1]])


@proof(definitions.regions, "convex")
def proof_between_two_inputs():
    by_hand("By induction over the vertices: where the slopes before it are the same an argument is affine.")
    for_all(definitions.regions)


def _argument(of):
    return x[v] + graph_sums.before(w[u, v] * sigma(of[u]))


@proof(definitions.recursion, "parts")
def proof_of_the_parts():
    by_hand("In the part of a network that leads to a vertex every vertex has all that lead to it.")
    over = {name: values for name, values in graph_sums.graph.items() if name != graph_sums.d.label}
    known = {z[v]: _argument(z), T[v]: _argument(T)}
    induction_on_vertices(definitions.recursion, on=v, recursion=known, over=over | {a: Reals, b: Reals})


def _part(net, vertex):
    """The part of a network that leads to a vertex, and its inputs."""
    graph = nx.DiGraph(net.edges)
    kept = sorted(nx.ancestors(graph, vertex) | {vertex})
    name = {old: new for new, old in enumerate(kept)}
    edges = [(e, (s, t)) for e, (s, t) in enumerate(net.edges) if s in name and t in name]
    inputs = [i for i in kept if i < net.n_inputs]
    renamed, weights = [(name[s], name[t]) for _, (s, t) in edges], [net.weights[e] for e, _ in edges]
    slopes = {name[k]: pair for k, pair in net.slopes.items() if k in name}
    return Network(len(inputs), renamed, weights, slopes, name[vertex]), inputs


@proof(definitions.recursion)
@given(seeds)
def proof_that_trees_are_joined(seed):
    """Vertices of the tree and values, part by part."""
    relies_on(unrolling)
    rng = random.Random(seed)
    net = random_network(rng)
    at = sample(rng, net.n_inputs)
    values, trees = net.values(at)[1], 1
    for edge in net.into[net.output]:
        start = net.edges[edge][0]
        if start < net.n_inputs:
            trees += 1
            continue
        part, inputs = _part(net, start)
        trees += path_sums.count_tree_vertices(part)
        exactly(part.forward([at[i] for i in inputs]), values[start])
    exactly(path_sums.count_tree_vertices(net), trees)


@proof(definitions.pieces)
def proof_of_jagged_paths():
    relies_on(path_gradient)
    identity(definitions.pieces)


saboteurs.against(definitions.multilinear, saboteurs.a_forgotten_path)


@saboteur(definitions.unrolling_by_inclusion)
def paths_taken_for_sets_of_vertices(patch):
    right = _all_paths
    patch.setitem(globals(), "_all_paths", lambda net, of_edges: right(net, not of_edges))


@saboteur(definitions.filters)
def a_stride_forgotten(patch):
    right = architecture.convolution
    patch.setattr(architecture, "convolution", lambda *args, pad=0, **_: right(*args, pad=pad))


@saboteur(definitions.residual)
def a_skip_forgotten(patch):
    right = architecture.block
    patch.setattr(architecture, "block", lambda p, c, q, kind, **named: right(
        p, c, q, "identity" if kind == "diagonal" else kind, **named))  # fmt: skip


@saboteur(definitions.regions)
def kinks_forgotten(patch):
    patch.setattr(Network, "values", lambda self, x: ([1] * self.n_vertices, x, x))


@saboteur(definitions.recursion)
def edges_counted_for_trees(patch):
    patch.setattr(path_sums, "count_tree_vertices", lambda net: len(net.edges))
