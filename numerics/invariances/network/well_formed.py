"""What makes a network well-formed; errors name the edge or the vertex at fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
import numpy as np

from numerics.arrays import arguments

Edge = tuple[int, int]
Slopes = tuple[Any, Any]


def edges(given: Any) -> tuple[Edge, ...]:
    """Edges as pairs of whole numbers; TypeError or ValueError where one is none."""
    single = isinstance(given, np.ndarray) and given.ndim == 0
    if single or isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise TypeError(f"edges must be a sequence of pairs of vertices, got {arguments.shorten(given)}")
    found = tuple(_edge(edge, index) for index, edge in enumerate(given))
    if not found:
        raise ValueError("edges must not be empty")
    return found


def _edge(edge: Any, index: int) -> Edge:
    if not isinstance(edge, tuple | list | np.ndarray) or np.shape(edge)[:1] != (2,):
        raise TypeError(f"edges[{index}] must be a pair of vertices, got {arguments.shorten(edge)}")
    start, end = (arguments.count(vertex, f"edges[{index}]") for vertex in edge)
    return start, end


def slopes(given: Any, n_vertices: int) -> dict[int, Slopes]:
    """Two slopes for some vertices; TypeError or ValueError where they are none."""
    if not isinstance(given, Mapping):
        raise TypeError(f"slopes must be a mapping of vertices to pairs, got {arguments.shorten(given)}")
    checked: dict[int, Slopes] = {}
    for vertex, pair in given.items():
        known = isinstance(vertex, int) and not isinstance(vertex, bool) and 0 <= vertex < n_vertices
        arguments.require(known, "slopes", vertex, f"about vertices 0 to {n_vertices - 1}")
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise TypeError(f"slopes[{vertex}] must be a pair of numbers, got {arguments.shorten(pair)}")
        for slope in pair:
            # One at a time: a pair may mix whole numbers and exact ones with floats.
            (number,) = arguments.arrays({f"slopes[{vertex}]": slope}, exact=True)
            arguments.require(number.ndim == 0, f"slopes[{vertex}]", pair, "a pair of single numbers")
        a, b = (int(slope) if isinstance(slope, np.integer) else slope for slope in pair)
        checked[vertex] = (a, b)
    return checked


def require_exact(given: Mapping[int, Slopes]) -> None:
    """Raise TypeError if a slope is a float, as none may be beside exact weights."""
    for vertex, pair in given.items():
        if any(isinstance(slope, float | np.floating) for slope in pair):
            raise TypeError(
                f"slopes[{vertex}] must be exact (int, Fraction or fmpq) since weights are, got {pair}"
            )


def graph(n_inputs: int, edges: tuple[Edge, ...], output: int) -> nx.DiGraph:
    """The graph, if every vertex lies on a path from an input to the output.

    Raises
    ------
    TypeError, ValueError
        If there is a loop, a double edge, an edge into an input, a cycle, or a vertex off every path.
    """
    arguments.count(n_inputs, "n_inputs", at_least=1)
    arguments.count(output, "output")
    for edge, times in Counter(edges).items():
        if edge[0] == edge[1]:
            raise ValueError(f"edges must have no loops, got {edge}")
        if times > 1:
            raise ValueError(f"edges must all be different, got {edge} {times} times")
        if edge[1] < n_inputs:
            raise ValueError(f"edges must not end at an input (0 to {n_inputs - 1}), got {edge}")
    _require_few(n_inputs, edges, output)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(max(n_inputs, output + 1, 1 + max(max(edge) for edge in edges))))
    graph.add_edges_from(edges)
    if not nx.is_directed_acyclic_graph(graph):
        circle = " -> ".join(str(start) for start, _ in nx.find_cycle(graph))
        raise ValueError(f"edges must have no cycle, got one through {circle}")
    if output < n_inputs:
        raise ValueError(f"output must not be an input (0 to {n_inputs - 1}), got {output}")
    fed = _reached(graph, n_inputs)
    for vertex in graph:
        if vertex not in fed:
            raise ValueError(f"edges must lead from an input to every vertex, got none to vertex {vertex}")
    used = nx.ancestors(graph, output) | {output}
    for vertex in graph:
        if vertex not in used:
            raise ValueError(
                f"edges must lead from every vertex to the output, got none from vertex {vertex}"
            )
    return graph


def _require_few(n_inputs: int, edges: tuple[Edge, ...], output: int) -> None:
    """Name a vertex without an edge if there are more vertices than edges could reach, before making them."""
    starts, ends = ({edge[side] for edge in edges} for side in (0, 1))
    if n_inputs > len(edges):
        vertex = next(i for i in range(n_inputs) if i not in starts)
        raise ValueError(f"edges must lead from every vertex to the output, got none from vertex {vertex}")
    last = max(output, *starts, *ends)
    if last >= n_inputs + len(edges):
        vertex = next(v for v in range(n_inputs, last + 1) if v not in ends)
        raise ValueError(f"edges must lead from an input to every vertex, got none to vertex {vertex}")


def _reached(graph: nx.DiGraph, n_inputs: int) -> set[int]:
    reached, waiting = set(range(n_inputs)), list(range(n_inputs))
    while waiting:
        for after in graph.successors(waiting.pop()):
            if after not in reached:
                reached.add(after)
                waiting.append(after)
    return reached
