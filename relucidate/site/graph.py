"""What relies on what, as drawings in SVG whose boxes are links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

import networkx as nx
from markupsafe import Markup

BOX, ROW, GAP, LEVEL = 150, 26, 10, 205
"""Width and height of a box, space between boxes of a column, distance of columns, in pixels."""
_LONGEST = 17
_ROUNDS = 6


@dataclass(frozen=True)
class Node:
    """A claim in the drawing.

    Parameters
    ----------
    id
        Of the claim.
    label
        What stands in its box.
    title
        What is told of it where one points at it.
    kind
        A CSS class: its outcome or strength, with a sign of its own in ``mark``.
    mark
        A character that says the same without colour.
    link
        Where a click leads.
    """

    id: str
    label: str
    title: str
    kind: str
    mark: str
    link: str


def columns(ids: Iterable[str], edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Sort claims into columns: each stands to the right of all that it relies on.

    Parameters
    ----------
    ids
        Claims.
    edges
        Pairs (claim, what it relies on); pairs with other claims are left out, and so are pairs that close a
        circle.

    Returns
    -------
    list of lists of str
        Within a column near to what it is joined with, which keeps lines short.
    """
    names = list(ids)
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    for claim, other in edges:
        if claim in graph and other in graph and not nx.has_path(graph, claim, other):
            graph.add_edge(other, claim)
    level: dict[str, int] = {}
    for name in nx.lexicographical_topological_sort(graph, key=names.index):
        level[name] = max((level[before] + 1 for before in graph.predecessors(name)), default=0)
    found: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for name in names:
        found[level[name]].append(name)
    for _ in range(_ROUNDS):
        place = {name: i / max(len(column) - 1, 1) for column in found for i, name in enumerate(column)}
        for column in found:
            near = {
                name: [place[other] for other in nx.all_neighbors(graph, name)] or [place[name]]
                for name in column
            }
            column.sort(key=lambda name, near=near: sum(near[name]) / len(near[name]))  # type: ignore[misc]
    return found


def drawing(
    nodes: Mapping[str, Node], edges: Iterable[tuple[str, str]], label: str, here: str = ""
) -> Markup:
    """Draw claims and what they rely on.

    Parameters
    ----------
    nodes
        By id.
    edges
        Pairs (claim, what it relies on).
    label
        What the drawing shows, for those who cannot see it.
    here
        The claim of the page, which is set apart.

    Returns
    -------
    Markup
        An ``svg`` element; empty where there is nothing to draw.
    """
    pairs = [(a, b) for a, b in edges if a in nodes and b in nodes]
    rows = columns(nodes, pairs)
    if not rows:
        return Markup("")
    tallest = max(len(column) for column in rows)
    height = tallest * (ROW + GAP) + GAP
    at = {
        name: (GAP + x * LEVEL, GAP + (tallest - len(column)) * (ROW + GAP) / 2 + y * (ROW + GAP))
        for x, column in enumerate(rows)
        for y, name in enumerate(column)
    }
    full = (len(rows) - 1) * LEVEL + BOX + 2 * GAP
    lines = "".join(_line(at[other], at[claim]) for claim, other in pairs)
    boxes = "".join(_box(nodes[name], *at[name], name == here) for name in at)
    return Markup(
        f'<svg class="graph" viewBox="0 0 {full:g} {height:g}" width="{full:g}" height="{height:g}" '
        f'role="group" '
        f'aria-label="{escape(label)}">{lines}{boxes}</svg>'
    )


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    x1, y1, x2, y2 = start[0] + BOX, start[1] + ROW / 2, end[0], end[1] + ROW / 2
    bend = (x2 - x1) / 2 if x2 > x1 else 60
    return f'<path class="edge" d="M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"/>'


def _box(node: Node, x: float, y: float, here: bool) -> str:
    name = node.label if len(node.label) <= _LONGEST else f"{node.label[: _LONGEST - 1]}…"
    kind = f"node {node.kind}{' here' if here else ''}"
    return (
        f'<a href="{escape(node.link)}" class="{escape(kind)}"><title>{escape(node.title)}</title>'
        f'<rect x="{x:g}" y="{y:g}" width="{BOX}" height="{ROW}" rx="5"/>'
        f'<text x="{x + 8:g}" y="{y + 17:g}">{escape(node.mark)} {escape(name)}</text></a>'
    )
