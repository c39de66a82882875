"""How many conservation laws there are, from both sides."""

import random
from functools import reduce
from itertools import combinations, islice, pairwise
from itertools import count as count_up

import pytest
from flint import fmpz_mat
from hypothesis import given

from numerics.invariances import conservation, network
from numerics.invariances.conservation import PRIME
from numerics.invariances.network import Network
from proofs_check.engines import exactly, identity
from proofs_check.invariances.graphs import predicted
from proofs_check.invariances.instances import seeds
from proofs_check.proof import proof, saboteur
from theory.invariances.beyond import count, quadratic_rule


@proof(count)
def proof_of_the_laws_beyond_lemma_2():
    identity(count)


def _gram(first, second):
    """Entries of first first^T - second^T second, on and above the diagonal."""
    laws = []
    for i in range(len(first)):
        for j in range(i, len(first)):
            into = [p * q for p, q in zip(first[i], first[j], strict=True)]
            out = [row[i] * row[j] for row in second]
            laws.append(reduce(lambda p, q: p + q, into) - reduce(lambda p, q: p + q, out))
    return laws


def _dense(widths, modulo):
    w = conservation.weights(sum(m * n for m, n in pairwise(widths)), modulo=modulo)
    matrices = conservation.dense_matrices(widths, w)
    outputs = conservation.entries(reduce(lambda a, b: conservation.multiply(b, a), matrices))
    return outputs, [law for pair in pairwise(matrices) for law in _gram(*pair)]


def _block(p, q, c, modulo):
    """A read-out behind a free linear block behind nothing: f = r (U Y + Z) x."""
    w = conservation.weights(c * p + q * c + q * p + q, modulo=modulo)
    take = iter(w)
    y = [[next(take) for _ in range(p)] for _ in range(c)]
    u = [[next(take) for _ in range(c)] for _ in range(q)]
    z = [[next(take) for _ in range(p)] for _ in range(q)]
    row = [[next(take) for _ in range(q)]]
    outputs = conservation.multiply(row, conservation.add(conservation.multiply(u, y), z))[0]
    stack = [u_row + z_row for u_row, z_row in zip(u, z, strict=True)]
    return outputs, [*_gram(y, u), *_gram(stack, row)]


def _two_sided(build, expected):
    outputs, laws = build(None)
    exactly(sum(conservation.is_law(law, outputs) for law in laws), len(laws))
    exactly(conservation.independent(laws), expected)
    outputs, _ = build(PRIME)
    exactly(outputs[0].context().nvars() - conservation.lie_rank(outputs), expected)


@pytest.mark.parametrize(
    ("widths", "expected"),
    [((2, 2, 1), 3), ((3, 2, 2, 1), 6), ((2, 3, 2, 1), 9), ((2, 2, 2, 2), 6), ((2, 4, 1), 9)],
)
@proof(count)
def proof_for_dense_networks(widths, expected):
    _two_sided(lambda modulo: _dense(widths, modulo), expected)


@pytest.mark.parametrize("shape", [(2, 2, 1), (2, 2, 2), (3, 2, 2)])
@proof(count)
def proof_for_free_blocks(shape):
    p, q, c = shape
    expected = c * (c + 1) // 2 + q * (q + 1) // 2
    _two_sided(lambda modulo: _block(p, q, c, modulo), expected)


@proof(count)
def proof_that_one_input_has_more():
    """1-2-2-1: one field only, so 8 - 1 laws, of which Lemma 2 knows 6."""
    outputs, laws = _dense((1, 2, 2, 1), None)
    exactly(conservation.independent(laws), 6)
    outputs, _ = _dense((1, 2, 2, 1), PRIME)
    exactly(8 - conservation.lie_rank(outputs), 7)


def _graph(net, modulo):
    w = conservation.weights(len(net[1]), modulo=modulo)
    return conservation.graph_outputs(*net, w)


@pytest.mark.parametrize("k", [1, 2, 3])
@proof(count, "twins")
def proof_of_k_squared_quadratic_laws(k):
    """Two inputs into a, k linear units between a and b, and b the output behind."""
    edges = [(0, 2), (1, 2)] + [(2, 3 + i) for i in range(k)] + [(3 + i, 3 + k) for i in range(k)]
    # Vertex 2 is a class of its own with two edges in: k(k+1)/2 = 1 for it.
    outputs = _graph((2, edges, 3 + k), None)
    exactly(conservation.quadratic_laws(outputs), k * k + 1)


@pytest.mark.parametrize(("kernel", "stride", "expected"), [(2, 1, 4), (3, 1, 4), (2, 2, 3), (3, 2, 3)])
@proof(count)
def proof_for_pairs_of_convolutions(kernel, stride, expected):
    outputs = conservation.convolution_pair(1, 2, kernel, strides=(stride, 1))
    exactly(conservation.quadratic_laws(outputs), expected)


def _random_graph(rng):
    n_in, hidden = rng.randint(1, 3), rng.randint(1, 3)
    output = n_in + hidden
    edges = [(u, v) for u, v in combinations(range(output + 1), 2) if v >= n_in and rng.random() < 0.55]
    try:
        Network(n_in, edges, [1.0] * len(edges), {}, output)
    except ValueError:
        return None
    return n_in, edges, output


def _random_graphs(seed, number=20):
    rng = random.Random(seed)
    drawn = (_random_graph(rng) for _ in count_up())
    return islice((graph for graph in drawn if graph is not None), number)


@proof(quadratic_rule)
@given(seeds)
def proof_of_the_rule_on_random_graphs(seed):
    """The conjectured number of quadratic laws, exactly, on every graph drawn."""
    for graph in _random_graphs(seed):
        exactly(conservation.quadratic_laws(_graph(graph, None)), predicted(*graph))


@proof(count)
@given(seeds)
def proof_of_one_law_a_vertex_for_relu(seed):
    """The incidence of paths and edges has rank E - H: with all path monomials apart, H laws are left."""
    for n_in, edges, output in _random_graphs(seed):
        net = Network(n_in, edges, [1.0] * len(edges), {}, output)
        incidence = [[int(e in path) for e in range(len(edges))] for path in network.paths(net)]
        exactly(fmpz_mat(incidence).rank(), len(edges) - len(net.hidden))


@saboteur(count)
def brackets_forgotten(patch):
    right = conservation.lie_rank
    patch.setattr(conservation, "lie_rank", lambda outputs, **_: right(outputs, at_most=len(outputs)))


@saboteur(count)
def laws_counted_without_their_dependence(patch):
    patch.setattr(conservation, "independent", len)


@saboteur(count)
def a_forgotten_path(patch):
    right = network.paths
    patch.setattr(network, "paths", lambda net: iter(list(right(net))[1:]))


@saboteur(count)
def quadratic_laws_of_the_first_output_only(patch):
    right = conservation.quadratic_laws
    patch.setattr(conservation, "quadratic_laws", lambda outputs: right(outputs[:1]))


@saboteur(quadratic_rule)
def one_output_coefficient_only(patch):
    quadratic_laws_of_the_first_output_only(patch)
