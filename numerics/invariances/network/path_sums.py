"""Sums over all paths of a network: by listing the paths, and without, in time proportional to the edges.

Source: Le & Jegelka 2022, arXiv 2201.11968, Definition 4 and Eqs. 1-3, 8-11. A path is a tuple of edge
indices from an input to the output; its value is h_p(x), the start's x times all weights on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.arrays.objects import instance
from numerics.invariances.network.graph import Network

Path = tuple[int, ...]


def paths(net: Network) -> Iterator[Path]:
    """All paths from an input to the output, one at a time, in lexicographic order of inputs and edges.

    Examples
    --------
    >>> net = Network(1, [(0, 1), (0, 2), (1, 3), (2, 3)], [1.0] * 4, {}, 3)
    >>> list(paths(net))
    [(0, 2), (1, 3)]
    """
    instance(net, "net", Network)
    for start in range(net.n_inputs):
        # A list of iterators rather than recursion: depth is not limited by the interpreter's stack.
        walk: list[int] = []
        branches = [iter(net.out_of[start])]
        while branches:
            edge = next(branches[-1], None)
            if edge is None:
                branches.pop()
                if walk:
                    walk.pop()
            elif net.edges[edge][1] == net.output:
                yield (*walk, edge)
            else:
                walk.append(edge)
                branches.append(iter(net.out_of[net.edges[edge][1]]))


def count_paths(net: Network) -> int:
    """How many paths there are, exactly, in O(E) additions.

    Examples
    --------
    >>> count_paths(Network(1, [(0, 1), (0, 2), (1, 3), (2, 3)], [1.0] * 4, {}, 3))
    2
    """
    instance(net, "net", Network)
    return sum(_backward(net, [1] * len(net.edges))[: net.n_inputs])


def count_tree_vertices(net: Network) -> int:
    """How many paths begin anywhere and end at the output: the vertices of the unrolled tree (Lemma 6)."""
    instance(net, "net", Network)
    return sum(_backward(net, [1] * len(net.edges)))


def path_values(net: Network, x: Any) -> list[Any]:
    """h_p(x) of every path, in the order of `paths`; x has shape (n_inputs,)."""
    inputs, weights = _checked(net, x)
    values = []
    for path in paths(net):
        value = inputs[net.edges[path[0]][0]]
        for edge in path:
            value = value * weights[edge]
        values.append(value)
    return values


def path_slopes(net: Network, x: Any) -> list[Any]:
    """Z_p(x) of every path: the product of the slopes in use at its vertices, the input's included.

    Inputs are linear in the paper, so there it does not matter that the input's slope counts.
    """
    instance(net, "net", Network)
    slope = net.values(x)[2]
    found = []
    for path in paths(net):
        value = slope[net.edges[path[0]][0]]
        for edge in path:
            value = value * slope[net.edges[edge][1]]
        found.append(value)
    return found


def path_enumeration(net: Network, x: Any) -> Any:
    """The network's value as the sum of Z_p h_p over all paths, listed one by one (Eq. 1)."""
    terms = [z * h for z, h in zip(path_slopes(net, x), path_values(net, x), strict=True)]
    return sum(terms[1:], terms[0])


def gradient_by_paths(net: Network, x: Any) -> Array:
    """Derivative by each weight: the paths through the edge, each without that edge's weight (Eqs. 2-3).

    Parameters
    ----------
    net
        The network.
    x : array_like, shape (n_inputs,)

    Returns
    -------
    array, shape (E,)
    """
    inputs, weights = _checked(net, x)
    total = [0 * weights[0]] * len(net.edges)
    for path, slope in zip(paths(net), path_slopes(net, x), strict=True):
        for edge in path:
            value = slope * inputs[net.edges[path[0]][0]]
            for other in path:
                if other != edge:
                    value = value * weights[other]
            total[edge] = total[edge] + value
    return np.array(total, dtype=object if arguments.is_exact(weights) else None)


def absolute_path_norm(net: Network) -> Any:
    """Sum over all paths of the product of |w_e|, in O(E)."""
    instance(net, "net", Network)
    sizes = [abs(w) for w in net.weights]
    terms = _backward(net, sizes)[: net.n_inputs]
    return sum(terms[1:], terms[0])


def path_kernel(net: Network, x: Any, other: Any) -> Any:
    """Sum of h_p(x) h_p(other) over all paths, in O(E); both inputs have shape (n_inputs,)."""
    inputs, weights = _checked(net, x)
    others, _ = _checked(net, other, "other")
    back = _backward(net, [w * w for w in weights])
    terms = [inputs[i] * others[i] * back[i] for i in range(net.n_inputs)]
    return sum(terms[1:], terms[0])


def tangent_kernel(net: Network, x: Any, other: Any) -> Any:
    """Sum over paths p and edges e of p of h_p(x) h_p(other) / w_e^2, in O(E).

    It is the inner product of the derivatives of all h_p by all weights, so a weight 0 does no harm.
    """
    inputs, weights = _checked(net, x)
    others, _ = _checked(net, other, "other")
    squares = [w * w for w in weights]
    ahead = _forward(net, squares, [inputs[i] * others[i] for i in range(net.n_inputs)])
    back = _backward(net, squares)
    terms = [ahead[start] * back[end] for start, end in net.edges]
    return sum(terms[1:], terms[0])


def edge_sums(net: Network, x: Any) -> list[Any]:
    """A_e, the sum of Z_p h_p over the paths through each edge, in O(E); x has shape (n_inputs,)."""
    inputs, weights = _checked(net, x)
    slope = net.values(x)[2]
    factors = [weights[e] * slope[end] for e, (_, end) in enumerate(net.edges)]
    ahead = _forward(net, factors, [inputs[i] * slope[i] for i in range(net.n_inputs)])
    back = _backward(net, factors)
    return [ahead[start] * factors[e] * back[end] for e, (start, end) in enumerate(net.edges)]


def _forward(net: Network, factors: list[Any], starts: list[Any]) -> list[Any]:
    """By vertex: the sum over paths from an input to it, of the start times all factors."""
    total: list[Any] = [*starts, *[0] * (net.n_vertices - net.n_inputs)]
    for v in net.order:
        for e in net.into[v]:
            total[v] = total[v] + total[net.edges[e][0]] * factors[e]
    return total


def _backward(net: Network, factors: list[Any]) -> list[Any]:
    """By vertex: the sum over paths from it to the output, of the product of all factors."""
    total: list[Any] = [0] * net.n_vertices
    total[net.output] = 1
    for v in reversed(net.order):
        for e in net.out_of[v]:
            total[v] = total[v] + factors[e] * total[net.edges[e][1]]
    return total


def _checked(net: Network, x: Any, name: str = "x") -> tuple[Any, Any]:
    instance(net, "net", Network)
    inputs, weights = arguments.arrays({name: x, "weights": net.weights}, exact=True)
    arguments.require(tuple(inputs.shape) == (net.n_inputs,), name, x, f"of shape ({net.n_inputs},)")
    return inputs, weights
