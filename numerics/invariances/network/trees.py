"""Unrolling a network to a tree, pulling weights back to the inputs, and the tree of signs.

Source: Le & Jegelka 2022, arXiv 2201.11968, Lemmas 1, 5, 6 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.objects import flag, instance
from numerics.invariances.network.graph import LINEAR, Edge, Network, Slopes


@dataclass(frozen=True)
class Tree:
    """A network whose graph is a tree, one leaf a path of the network it came from.

    Attributes
    ----------
    network : Network
        Its inputs are the leaves.
    starts : tuple of int
        By leaf, the input of the original network at which the path begins.
    paths : tuple of tuples of int
        By leaf, the path: edges of the original network from the input to the output.
    """

    network: Network
    starts: tuple[int, ...]
    paths: tuple[tuple[int, ...], ...]

    def forward(self, x: Any) -> Any:
        """Value at an input x, shape (n_inputs,), of the original network."""
        (inputs,) = arguments.arrays({"x": x}, exact=True)
        n = 1 + max(self.starts)
        arguments.require(tuple(inputs.shape) == (n,), "x", x, f"of shape ({n},)")
        return self.network.forward([inputs[start] for start in self.starts])


def unroll(net: Network) -> Tree:
    """Unroll a network: one vertex for every path to the output, its parent the path without its first edge.

    Parameters
    ----------
    net
        A network with few paths: they are all listed.

    Returns
    -------
    Tree
        It computes the same function (Lemma 6). A vertex has the activation of the vertex at which its path
        begins; an edge has the weight of the edge that is removed. Leaves come in the order of `paths`.

    Examples
    --------
    >>> diamond = Network(1, [(0, 1), (0, 2), (1, 3), (2, 3)], [2.0, 3.0, 5.0, 7.0], {}, 3)
    >>> unroll(diamond).network.n_vertices
    5
    """
    instance(net, "net", Network)
    vertices: list[tuple[int, tuple[int, ...], int]] = [(net.output, (), -1)]  # vertex, path, parent
    for index, (vertex, path, _) in enumerate(vertices):
        vertices.extend((net.edges[e][0], (e, *path), index) for e in net.into[vertex])
    leaves = [index for index, (vertex, _, _) in enumerate(vertices) if vertex < net.n_inputs]
    leaves.sort(key=lambda index: (vertices[index][0], vertices[index][1]))
    inner = [index for index, (vertex, _, _) in enumerate(vertices) if vertex >= net.n_inputs]
    name = {index: new for new, index in enumerate([*leaves, *inner])}
    edges, weights = [], []
    for index, (_, path, parent) in enumerate(vertices[1:], start=1):
        edges.append((name[index], name[parent]))
        weights.append(net.weights[path[0]])
    slopes = {name[i]: net.slopes[v] for i, (v, _, _) in enumerate(vertices) if v in net.slopes}
    tree = Network(len(leaves), edges, weights, slopes, name[0])
    return Tree(tree, tuple(vertices[i][0] for i in leaves), tuple(vertices[i][1] for i in leaves))


def pull_back(net: Network, vertex: int, zero: int = 1) -> tuple[Network, list[Any]]:
    """Move the size of the weight out of a vertex to the weights into it, leaving the sign (Lemma 7).

    Parameters
    ----------
    net
        The network.
    vertex
        A vertex with a single edge out of it; not the output.
    zero : 1 or -1
        What counts as the sign of a weight 0.

    Returns
    -------
    network : Network
        It computes the same function of inputs multiplied by the factors.
    factors : list of numbers
        By input; 1 for all but the vertex, if that is an input.

    Raises
    ------
    ValueError
        If the vertex has no or several edges out of it.
    """
    instance(net, "net", Network)
    vertex = arguments.count(vertex, "vertex")
    single = vertex < net.n_vertices and len(net.out_of[vertex]) == 1
    arguments.require(single, "vertex", vertex, "a vertex with a single edge out of it")
    zero = _sign_of_zero(zero)
    weights, one = list(net.weights), net.weights[0] * 0 + 1
    (edge,) = net.out_of[vertex]
    size, weights[edge] = abs(weights[edge]), sign(weights[edge], zero) * one
    for e in net.into[vertex]:
        weights[e] = weights[e] * size
    factors = [size if i == vertex else one for i in range(net.n_inputs)]
    return net.with_weights(weights), factors


def sign(weight: Any, zero: int = 1) -> int:
    """Sign of a weight, that of 0 being `zero`."""
    (number,) = arguments.arrays({"weight": weight}, exact=True)
    arguments.require(number.ndim == 0, "weight", weight, "a single number")
    zero = _sign_of_zero(zero)
    return zero if weight == 0 else 1 if weight > 0 else -1


def _sign_of_zero(zero: Any) -> int:
    whole = isinstance(zero, int | np.integer) and not isinstance(zero, bool)
    if not whole:
        raise TypeError(f"zero must be 1 or -1, got {arguments.shorten(zero)}")
    arguments.require(zero in (1, -1), "zero", zero, "1 or -1")
    return int(zero)


def absolute_tree(net: Network, zero: int = 1) -> Network:
    """Tree of weights +-1 that turns x_p prod |w_e|, one input a path, into the network's value (Lemma 5).

    Found by pulling back the weights of the unrolled tree, from the output to the leaves.
    """
    tree, zero = unroll(net).network, _sign_of_zero(zero)
    for vertex in reversed(tree.order[:-1] if tree.order[-1] == tree.output else tree.order):
        if vertex != tree.output:
            tree, _ = pull_back(tree, vertex, zero)
    return tree


def sign_tree(net: Network, zero: int = 1, *, on_inserted: bool = True) -> Network:
    """Tree of weights +-1 that turns all h_p, one input a path, into the network's value (Lemma 1).

    Every leaf's edge is split by a vertex whose incoming weight is the product of the signs on the path.

    Parameters
    ----------
    net
        The network.
    zero
        What counts as the sign of a weight 0.
    on_inserted
        Whether an activation of an input goes to the inserted vertex, as it must; the printed lemma leaves it
        at the leaf. Without activations of inputs there is no difference.

    Returns
    -------
    Network
        Inputs in the order of `paths`.
    """
    on_inserted = flag(on_inserted, "on_inserted")
    tree, unrolled = absolute_tree(net, zero), unroll(net)
    n, first = tree.n_inputs, tree.n_vertices
    one = tree.weights[0] * 0 + 1
    edges: list[Edge] = []
    weights: list[Any] = []
    slopes: dict[int, Slopes] = {v: pair for v, pair in tree.slopes.items() if v >= n}
    for leaf in range(n):
        product = 1
        for e in unrolled.paths[leaf]:
            product *= sign(net.weights[e], zero)
        edges.append((leaf, first + leaf))
        weights.append(product * one)
        slopes[first + leaf if on_inserted else leaf] = tree.slopes.get(leaf, LINEAR)
    for (start, end), weight in zip(tree.edges, tree.weights, strict=True):
        edges.append((first + start if start < n else start, end))
        weights.append(weight)
    return Network(n, edges, weights, slopes, tree.output)
