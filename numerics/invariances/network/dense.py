"""The dense network as a graph: layers of one width, every unit joined to all of the next layer."""

from collections.abc import Callable
from typing import Any

from numerics.arrays import arguments
from numerics.invariances.network.graph import RELU, Network
from numerics.invariances.network.well_formed import Edge


def dense_network(width: int, depth: int, weight: Callable[[int], Any] = lambda _: 1.0) -> Network:
    """Return a network of `depth` layers of `width` vertices each, inputs first, and one output.

    Parameters
    ----------
    width : int
        Vertices of a layer, inputs included, at least 1.
    depth : int
        Layers before the output, at least 1.
    weight : callable
        Takes the index of an edge and returns its weight: exact numbers or floats.

    Returns
    -------
    Network
        Its hidden vertices are ReLU units, its output is linear.

    Raises
    ------
    TypeError, ValueError
        If width or depth is no such number.

    References
    ----------
    Le & Jegelka 2022, arXiv 2201.11968, Section 2.
    """
    width = arguments.count(width, "width", at_least=1)
    depth = arguments.count(depth, "depth", at_least=1)
    edges: list[Edge] = [
        (width * layer + i, width * (layer + 1) + j)
        for layer in range(depth - 1)
        for i in range(width)
        for j in range(width)
    ]
    output = width * depth
    edges += [(width * (depth - 1) + i, output) for i in range(width)]
    weights = [weight(edge) for edge in range(len(edges))]
    return Network(width, edges, weights, dict.fromkeys(range(width, output), RELU), output)
