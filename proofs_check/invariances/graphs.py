"""All small acyclic graphs up to renaming, and what is known or conjectured of the laws of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, combinations_with_replacement, permutations, product
from typing import Any

from numerics.invariances.conservation import Polynomial

#: Inputs, edges and output, vertices numbered in order.
Graph = tuple[int, list[tuple[int, int]], int]


def all_graphs(n_inputs: int, hidden: int) -> Iterator[Graph]:
    """Every graph with so many vertices, all of them on a path, once up to renaming."""
    output = n_inputs + hidden
    known: set[Any] = set()
    inner = range(n_inputs, output + 1)
    places = list(combinations(inner, 2))
    targets = [tuple(chosen) for k in range(1, hidden + 2) for chosen in combinations(inner, k)]
    for keep in product((False, True), repeat=len(places)):
        behind = [edge for edge, kept in zip(places, keep, strict=True) if kept]
        if {start for start, _ in behind} != set(range(n_inputs, output)):
            continue
        for fronts in combinations_with_replacement(targets, n_inputs):
            if {*(end for _, end in behind), *(v for front in fronts for v in front)} != set(inner):
                continue
            name = min(_renamed(behind, fronts, n_inputs, order) for order in permutations(range(hidden)))
            if name not in known:
                known.add(name)
                yield n_inputs, [(i, v) for i, front in enumerate(fronts) for v in front] + behind, output


def _renamed(
    behind: list[tuple[int, int]], fronts: Sequence[tuple[int, ...]], first: int, order: tuple[int, ...]
) -> Any:
    """The graph with its hidden vertices renamed and its inputs in order."""
    new = [*order, len(order)]
    inputs = sorted(tuple(sorted(new[v - first] for v in front)) for front in fronts)
    return tuple(sorted((new[a - first], new[b - first]) for a, b in behind)), tuple(inputs)


def laws_of_lemma_2(graph: Graph, w: Sequence[Polynomial]) -> list[Polynomial]:
    """Q_uv = sum w_au w_av - sum w_ub w_vb for every hidden vertex and every pair of twins."""
    n_inputs, edges, output = graph
    into: dict[int, dict[int, Any]] = {v: {} for v in range(output + 1)}
    out: dict[int, dict[int, Any]] = {v: {} for v in range(output + 1)}
    for weight, (start, end) in zip(w, edges, strict=True):
        into[end][start] = out[start][end] = weight
    laws = []
    for u in range(n_inputs, output):
        for v in range(u, output):
            if into[u].keys() == into[v].keys() and out[u].keys() == out[v].keys():
                law = w[0] * 0
                for a in into[u]:
                    law = law + into[u][a] * into[v][a]
                for b in out[u]:
                    law = law - out[u][b] * out[v][b]
                laws.append(law)
    return laws


def predicted(n_in: int, edges: Sequence[tuple[int, int]], output: int) -> int:
    """The conjectured number of quadratic laws, class by class of twins."""
    classes: dict[Any, int] = {}
    for v in range(n_in, output):
        into = frozenset(u for u, end in edges if end == v)
        out = frozenset(end for u, end in edges if u == v)
        classes[into, out] = classes.get((into, out), 0) + 1
    return sum(k * k if len(i) == len(o) == 1 else k * (k + 1) // 2 for (i, o), k in classes.items())
