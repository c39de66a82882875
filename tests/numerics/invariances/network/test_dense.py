from fractions import Fraction

import pytest

from numerics.invariances.network import count_paths, dense_network


@pytest.mark.parametrize(("width", "depth"), [(1, 1), (2, 3), (4, 5)])
def test_a_dense_network_has_the_product_of_its_widths_as_paths(width, depth):
    net = dense_network(width, depth)
    assert len(net.edges) == width**2 * (depth - 1) + width
    assert count_paths(net) == width**depth


def test_weights_are_asked_for_edge_by_edge():
    net = dense_network(2, 2, lambda edge: Fraction(edge, 7))
    assert list(net.weights) == [Fraction(edge, 7) for edge in range(6)]


@pytest.mark.parametrize(("width", "depth", "name"), [(0, 1, "width"), (2, 0, "depth"), (2, 1.5, "depth")])
def test_sizes_are_checked(width, depth, name):
    with pytest.raises((TypeError, ValueError), match=rf"^{name} must be"):
        dense_network(width, depth)
