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
    unroll,
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
        dense network of width 8. Dashed: vertices of its unrolled tree, one for every path from any vertex.
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
    ax.plot(data["depth"], data["tree_8"], **ROLES["bound"].line, label="vertices of the tree, width 8")
    ax.plot(data["depth"], data["edges_8"], **ROLES["reference"].line, label="edges, width 8")
    ax.set(yscale="log", xlabel="layers before the output (hidden vertices)", ylabel="paths")
    ax.set_title("Number of paths")
    ax.legend(loc="upper left")
    return picture


@figure(
    "invariances.tree",
    title="A 2-2-1 network, its unrolled tree, and its trees of signs",
    caption="""
        First: a network with two inputs, two ReLU units and its weights. Second: unrolled (Lemma 6), a leaf
        a path, under it the input at which the path begins; every unit is copied below every path from it,
        with its activation. Third: the sizes of the weights are pulled back into the leaves (Lemma 5), which
        now read the input times the sizes on the path; what is left are signs. Fourth: the signs of each path
        go to a vertex of its own (Lemma 1), so that leaves read the entries of h. Solid: +1 or a positive
        weight; dashed: -1 or a negative one.
    """,
    shows=("invariances.lemma1", "invariances.lemma5", "invariances.lemma6", "invariances.lemma7"),
)
def trees() -> dict[str, npt.ArrayLike]:
    """Edges, weights and places of the vertices of the graphs, and what every leaf reads of which input."""
    net = Network(2, EDGES, WEIGHTS, {2: (1, 0), 3: (1, 0)}, 4)
    unrolled = unroll(net)
    data: dict[str, npt.ArrayLike] = {}
    graphs = {"network": net, "tree": unrolled.network, "sizes": absolute_tree(net), "paths": sign_tree(net)}
    for name, shown in graphs.items():
        data[f"edges_{name}"] = np.array(shown.edges)
        data[f"weights_{name}"] = np.asarray(shown.weights, dtype=float)
        data[f"places_{name}"] = _places(shown)
    products = np.array([np.prod([WEIGHTS[e] for e in path]) for path in unrolled.paths])
    data["starts"] = np.array(unrolled.starts)
    data["reads_tree"], data["reads_sizes"], data["reads_paths"] = np.ones(4), np.abs(products), products
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
    """Draw the four graphs, with what leaves read and which units are rectified."""
    picture = Figure(figsize=(FULL_WIDTH, 5.4))
    panels = picture.subplots(2, 2)
    titles = {
        "network": "network", "tree": "unrolled: a leaf a path", "sizes": "tree of signs over $|h|$",
        "paths": "tree of signs over $h$",
    }  # fmt: skip
    for ax, (name, title) in zip(panels.flat, titles.items(), strict=True):
        places = data[f"places_{name}"]
        weights = data[f"weights_{name}"]
        _draw_graph(ax, data[f"edges_{name}"], weights, places, written=name in ("network", "tree"))
        reads = [1.0, 1.0] if name == "network" else data[f"reads_{name}"]
        starts = [0, 1] if name == "network" else data["starts"]
        for leaf, (factor, start) in enumerate(zip(reads, starts, strict=True)):
            text = f"${'' if factor == 1 else f'{factor:g}'}x_{start + 1}$"
            ax.annotate(
                text, places[leaf], (0, -9), textcoords="offset points", ha="center", va="top", fontsize=8
            )
        units = places[places[:, 1] == -1]
        for x, y in units:
            ax.annotate(
                "relu", (x, y), (9, 0), textcoords="offset points", ha="left", va="center", fontsize=7
            )
        ax.annotate(
            "$f$", places[places[:, 1] == 0][0], (0, 9), textcoords="offset points", ha="center", fontsize=8
        )
        ax.set_title(title)
    return picture


def _draw_graph(ax: Axes, edges: Array, weights: Array, places: Array, *, written: bool) -> None:
    for (start, end), weight in zip(edges, weights, strict=True):
        role = ROLES["measured"] if weight > 0 else ROLES["dead"]
        ends = np.array([places[start], places[end]])
        ax.plot(ends[:, 0], ends[:, 1], **role.line, linewidth=1.4)
        if written:
            x, y = ends[0] + 0.3 * (ends[1] - ends[0])
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
            ax.text(x, y, f"{weight:g}", ha="center", va="center", fontsize=8, bbox=box)
    ax.plot(places[:, 0], places[:, 1], "o", color="white", markeredgecolor="black", markersize=9, zorder=3)
    ax.margins(0.2)
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
