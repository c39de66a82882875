"""Paths and trees of small networks, and a curve that spirals for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.invariances.network import (
    Network,
    absolute_tree,
    count_paths,
    count_tree_vertices,
    dense_network,
    sign_tree,
)
from numerics.invariances.spirals import crossings, spiral

DEPTHS = np.arange(1, 11)
WIDTHS = (2, 4, 8)
EDGES = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 4), (3, 4)]
WEIGHTS = [0.5, -1.0, 2.0, 1.5, -0.5, 1.0]

Array = npt.NDArray[Any]


def _complete(hidden: int) -> Network:
    edges = [(i, j) for i in range(hidden + 2) for j in range(i + 1, hidden + 2)]
    return Network(1, edges, [1.0] * len(edges), {}, hidden + 1)


@figure(
    "invariances.path_counts",
    title="Paths multiply, edges add up",
    caption="""
        Paths from an input to the output, counted exactly in time proportional to the edges, against
        depth. Dense networks of widths 2, 4 and 8: as many as the product of all widths. The complete
        graph with one input: two to the number of hidden vertices, like width 2. Dotted: edges of the
        dense network of width 8.
    """,
    shows=("invariances.def4", "invariances.beyond.dp", "invariances.lemma6"),
)
def path_counts() -> dict[str, npt.ArrayLike]:
    """Counts of paths and edges."""
    data: dict[str, npt.ArrayLike] = {"depth": DEPTHS}
    for width in WIDTHS:
        nets = [dense_network(width, int(depth)) for depth in DEPTHS]
        data[f"dense_{width}"] = np.array([count_paths(net) for net in nets])
    data["edges_8"] = np.array([len(net.edges) for net in nets])
    data["tree_8"] = np.array([count_tree_vertices(net) for net in nets])
    data["complete"] = np.array([count_paths(_complete(int(m))) for m in DEPTHS])
    return data


@path_counts.drawing
def draw_counts(data: Mapping[str, Array]) -> Figure:
    """Draw all counts on a logarithmic axis."""
    picture = Figure(figsize=(FULL_WIDTH * 0.7, 3.2))
    ax = picture.subplots()
    for width, look in zip(WIDTHS, ("measured", "alternative", "active"), strict=True):
        role = ROLES[look]
        ax.plot(
            data["depth"],
            data[f"dense_{width}"],
            **role.line,
            marker=role.marker,
            label=f"dense, width {width}",
        )
    role = ROLES["separatrix"]
    ax.plot(
        data["depth"], data["complete"], **role.point, markersize=8, fillstyle="none", label="complete graph"
    )
    ax.plot(data["depth"], data["edges_8"], **ROLES["reference"].line, label="edges, width 8")
    ax.set(yscale="log", xlabel="layers before the output (hidden vertices)", ylabel="paths")
    ax.set_title("Number of paths")
    ax.legend(loc="upper left")
    return picture


@figure(
    "invariances.tree",
    title="A 2-2-1 network, its tree, and its tree of signs",
    caption="""
        Left: a network with two inputs, two hidden units and its weights. Middle: its tree over the sizes
        of its paths (Lemma 5): a leaf a path, weights plus or minus one. Right: its tree over the path
        activations (Lemma 1), every leaf's edge split by a vertex with the product of the signs of the
        path. Solid: +1, dashed: -1.
    """,
    shows=("invariances.lemma1", "invariances.lemma5", "invariances.lemma6", "invariances.lemma7"),
)
def trees() -> dict[str, npt.ArrayLike]:
    """Edges, weights and places of the vertices of the three graphs."""
    net = Network(2, EDGES, WEIGHTS, {2: (1, 0), 3: (1, 0)}, 4)
    data: dict[str, npt.ArrayLike] = {}
    for name, shown in (("network", net), ("sizes", absolute_tree(net)), ("paths", sign_tree(net))):
        data[f"edges_{name}"] = np.array(shown.edges)
        data[f"weights_{name}"] = np.asarray(shown.weights, dtype=float)
        data[f"places_{name}"] = _places(shown)
    return data


def _places(net: Network) -> Array:
    """Height by the distance from the output; leaves in the order of a walk, the others above them."""
    graph = nx.DiGraph(net.edges).reverse()
    depth = nx.single_source_shortest_path_length(graph, net.output)
    levels: dict[int, list[int]] = {}
    for vertex in nx.dfs_postorder_nodes(graph, net.output):
        levels.setdefault(depth[vertex], []).append(vertex)
    tree = graph.number_of_edges() == graph.number_of_nodes() - 1
    x: dict[int, float] = {}
    for level in sorted(levels, reverse=True):
        for at, vertex in enumerate(levels[level] if tree else sorted(levels[level])):
            below = [x[u] for u in graph.successors(vertex)] if tree or level == 0 else []
            x[vertex] = sum(below) / len(below) if below else float(at)
    return np.array([(x[v], -depth[v]) for v in range(net.n_vertices)])


@trees.drawing
def draw_trees(data: Mapping[str, Array]) -> Figure:
    """Draw the three graphs side by side."""
    picture = Figure(figsize=(FULL_WIDTH, 3.0))
    panels = picture.subplots(1, 3)
    titles = {"network": "network", "sizes": "tree over |h|", "paths": "tree over h"}
    for ax, (name, title) in zip(panels, titles.items(), strict=True):
        _draw_graph(
            ax, data[f"edges_{name}"], data[f"weights_{name}"], data[f"places_{name}"], name == "network"
        )
        ax.set_title(title)
    return picture


def _draw_graph(ax: Axes, edges: Array, weights: Array, places: Array, written: bool) -> None:
    for (start, end), weight in zip(edges, weights, strict=True):
        role = ROLES["measured"] if weight > 0 else ROLES["dead"]
        ends = np.array([places[start], places[end]])
        ax.plot(ends[:, 0], ends[:, 1], **role.line, linewidth=1.4)
        if written:
            x, y = ends[0] + 0.27 * (ends[1] - ends[0])
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
            ax.text(x, y, f"{weight:g}", ha="center", va="center", fontsize=8, bbox=box)
    ax.plot(places[:, 0], places[:, 1], "o", color="white", markeredgecolor="black", markersize=9, zorder=3)
    ax.margins(0.18)
    ax.set_axis_off()


@figure(
    "invariances.spiral",
    title="Converging in direction, crossing for ever",
    caption="""
        The curve t u + sin(t + 1) e_1 + sin(2t + 2) e_2 in three dimensions (left) converges in direction
        to u. Right: how often it has crossed four planes through u, whose normals are turned by the angle
        in the legend: twice at least in every period.
    """,
    shows=("invariances.claim2",),
)
def spiralling() -> dict[str, npt.ArrayLike]:
    """The curve and the number of crossings."""
    t = np.linspace(0, 8 * np.pi, 4001)
    curve = spiral(t, dimension=3)
    angles = np.array([0.0, 45.0, 90.0, 135.0])
    normals = np.stack([0 * angles, np.cos(np.radians(angles)), np.sin(np.radians(angles))])
    counts = np.cumsum(crossings((curve @ normals).T), axis=-1)
    return {"t": t, "curve": np.round(curve, 8), "angles": angles, "crossings": counts}


@spiralling.drawing
def draw_spiral(data: Mapping[str, Array]) -> Figure:
    """Draw the curve on the left and the counts on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 3.2))
    space: Any = picture.add_subplot(1, 2, 1, projection="3d")
    curve = data["curve"]
    space.plot(curve[:, 1], curve[:, 2], curve[:, 0], **ROLES["measured"].line, linewidth=1)
    space.plot([0, 0], [0, 0], [0, curve[-1, 0]], **ROLES["bound"].line)
    space.set(xlabel="along $e_1$", ylabel="along $e_2$", zlabel="along $u$")
    space.set_box_aspect((1, 1, 1.3), zoom=0.85)
    space.tick_params(labelsize=7)
    ax = picture.add_subplot(1, 2, 2)
    looks = ("measured", "alternative", "active", "separatrix")
    for angle, counts, look in zip(data["angles"], data["crossings"], looks, strict=True):
        ax.plot(data["t"] / (2 * np.pi), counts, **ROLES[look].line, label=f"{angle:g}°")
    periods = data["t"] / (2 * np.pi)
    ax.plot(periods, 2 * np.floor(periods), **ROLES["reference"].line, label="two a period")
    ax.set(xlabel="periods", ylabel="crossings so far")
    ax.set_title("Crossings of planes through $u$")
    ax.legend(loc="upper left")
    return picture
