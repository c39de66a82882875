"""Counting laws: known counts and what the parts do."""

from functools import reduce
from itertools import pairwise

import pytest

from numerics.invariances import architecture, conservation
from numerics.invariances.conservation import PRIME


def _dense(widths, modulo=None):
    w = conservation.weights(sum(m * n for m, n in pairwise(widths)), modulo=modulo)
    matrices = conservation.dense_matrices(widths, w)
    return conservation.entries(reduce(lambda a, b: conservation.multiply(b, a), matrices))


def test_bracket_of_linear_fields_is_the_commutator():
    x, y = conservation.weights(2)
    assert conservation.bracket([y, x * 0], [x * 0, x]) == [-x, y]


@pytest.mark.parametrize(("widths", "rank"), [((2, 2, 1), 3), ((1, 2, 2, 1), 1), ((2, 4, 1), 3)])
def test_ranks(widths, rank):
    assert conservation.lie_rank(_dense(widths, PRIME)) == rank


def test_the_rank_is_the_same_at_other_points():
    outputs = _dense((3, 2, 2, 1), PRIME)
    assert len({conservation.lie_rank(outputs, seed=seed) for seed in range(4)}) == 1


def test_laws_are_recognised_and_others_are_not():
    a, b = conservation.weights(2)  # f = a b x
    assert conservation.is_law(a * a - b * b, [a * b])
    assert not conservation.is_law(a * a + b * b, [a * b])
    assert conservation.quadratic_laws([a * b]) == 1
    assert conservation.independent([a * a - b * b, 2 * (a * a - b * b)]) == 1


def test_quadratic_laws_agree_modulo_the_prime():
    assert conservation.quadratic_laws(_dense((2, 3, 1))) == 6
    assert conservation.quadratic_laws(_dense((2, 3, 1), PRIME)) == 6


def test_graph_and_piece_agree_with_the_dense_network():
    w = conservation.weights(6)
    edges = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 4), (3, 4)]
    assert conservation.graph_outputs(2, edges, 4, w) == _dense((2, 2, 1))
    piece = architecture.convolution(1, 1, (3,), (2,))
    matrix = conservation.piece_matrix(piece, w)
    assert matrix == [[w[0], w[1], w[0] * 0], [w[0] * 0, w[0], w[1]]]


def test_errors_name_the_argument():
    with pytest.raises(ValueError, match="outputs must be at least one polynomial"):
        conservation.lie_rank([])
    with pytest.raises(ValueError, match=r"edges\[0\] must be from a lower"):
        conservation.graph_outputs(1, [(2, 1)], 2, conservation.weights(1))
