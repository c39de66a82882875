"""Certified cells: squares of starts whose fate is proved by ball arithmetic."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch

from figures.dying_relu.outcome_panels import FACES, Array, boundary, draw_boundary
from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES
from numerics.dying_relu.region_map import G_BOUND
from numerics.dying_relu.relu_unit.enclosure import fate_of_cell
from numerics.dying_relu.relu_unit.training import LABELS, RADIUS

COARSE = 20
"""Cells along each side of the window to begin with."""
ROUNDS = 2
"""How often the cells that stay undecided are cut into four."""
STEPS = 400
"""Updates after which a cell is given up; those that get anywhere take fewer."""
DECIMALS = 8


@functools.cache
def certificates() -> Mapping[str, Array]:
    """Certify the window for scale 1, step size 0.1 and no momentum, finer where nothing was shown.

    Returns
    -------
    mapping
        ``w``, ``b``, ``half`` (centre and half the side), ``label`` (a position in `LABELS`) and ``steps``
        (updates until the cell lies in a set that decides) of cells that tile the window.
    """
    half = Fraction(1, COARSE)
    open_cells = [
        (half * (2 * i + 1) - 1, half * (2 * j + 1) - 1) for j in range(COARSE) for i in range(COARSE)
    ]
    rows = []
    for turn in range(ROUNDS + 1):
        found = [(w, b, fate_of_cell(w, b, half, steps=STEPS, splits=0)) for w, b in open_cells]
        given_up = [(w, b) for w, b, shown in found if shown.label == "undecided"]
        rows += [
            (float(w), float(b), float(half), LABELS.index(shown.label), shown.steps)
            for w, b, shown in found
            if shown.label != "undecided" or turn == ROUNDS
        ]
        half /= 2
        signs = (-half, half)
        open_cells = [(w + right, b + up) for w, b in given_up for up in signs for right in signs]
    w, b, halves, labels, steps = map(np.array, zip(*rows, strict=True))
    return {"w": w, "b": b, "half": halves, "label": labels.astype(np.int8), "steps": steps}


def areas(cells: Mapping[str, Array]) -> Array:
    """Share of the window that the cells of each label cover, shape (labels,)."""
    return np.array([np.sum(cells["half"][cells["label"] == i] ** 2) for i in range(len(LABELS))])


def squares(cells: Mapping[str, Array], chosen: Array) -> list[Array]:
    """Corners of each of the chosen cells, shape (4, 2)."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    centres = np.stack([cells["w"], cells["b"]], axis=-1)[chosen]
    return list(centres[:, None, :] + cells["half"][chosen][:, None, None] * corners)


@figure(
    "dying_relu.cells",
    title="Fates that are proved for every start of a cell at once",
    caption="""
        Plain gradient descent on the linear target of scale 1, step size 0.1. Each square holds all starts
        in it: ball arithmetic encloses all their runs, rounding included, until the enclosure lies in a set
        that decides. That is the disc of radius 0.2 around the optimum, which no update leaves, or the set
        of negative weights with a bias below -0.044, from which no update leads back. White: not decided
        here, with squares of side 1/10 cut into four at most twice and at most 400 updates. More cutting
        decides more, but never the line that divides the fates, nor the neighbourhood of the negative bias
        axis, where updates become as small as you please. Left: the fate. Right: the number of updates that
        it takes to see it.
    """,
    shows=("dying_relu.beyond.cells", "dying_relu.beyond.hessian", "dying_relu.switches_sign"),
)
def certified() -> dict[str, npt.ArrayLike]:
    """Certified cells, the share of the window that they cover, and the separatrix."""
    cells = certificates()
    return {
        **cells,
        "areas": np.round(areas(cells), DECIMALS),
        "separatrix": np.round(boundary([1.0])[0], DECIMALS),
    }


@certified.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the fates on the left and the number of updates on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 3.7))
    left, right = picture.subplots(1, 2, sharex=True, sharey=True)
    decided = data["label"] < LABELS.index("undecided")
    faces = [FACES[LABELS[label]] for label in data["label"][decided]]
    left.add_collection(
        PolyCollection(squares(data, decided), facecolors=faces, edgecolors="0.35", linewidths=0.3)
    )
    steps = PolyCollection(
        squares(data, decided), array=np.maximum(data["steps"][decided], 1), norm=LogNorm(1, 400),
        linewidths=0.3, edgecolors="face",
    )  # fmt: skip
    right.add_collection(steps)
    for ax in (left, right):
        _draw_frame(ax, data)
    left.set(ylabel=r"bias $b$", title="Certified fate")
    right.set_title("Updates until it is certain")
    bar = picture.colorbar(steps, ax=right, pad=0.02, aspect=25, shrink=0.95, ticks=[1, 10, 100])
    bar.ax.set_yticklabels([r"$\leq 1$", "10", "100"])
    bar.set_label("updates")
    shares = zip(LABELS, (FACES["optimum"], FACES["dead"], "white"), data["areas"], strict=True)
    handles = [
        Patch(facecolor=colour, edgecolor="0.3", linewidth=0.5, label=f"{label} ({100 * share:.1f} %)")
        for label, colour, share in shares
    ]
    lines = [
        Line2D([], [], color=ROLES["separatrix"].colour, linewidth=1.2, label="separatrix of the flow"),
        Line2D([], [], color=OKABE_ITO["blue"], linewidth=1.0, label="sets that decide"),
    ]
    picture.legend(handles=[*handles, *lines], loc="outside lower center", ncols=3)
    return picture


def _draw_frame(ax: Axes, data: Mapping[str, Array]) -> None:
    draw_boundary(ax, data["separatrix"])
    edge = {"edgecolor": OKABE_ITO["blue"], "fill": False, "linewidth": 1.0}
    ax.add_patch(Circle((1, 0), RADIUS, **edge))
    bottom = -0.1 * G_BOUND / (1 - 0.1 / 2)
    ax.plot([-1, 0, 0], [bottom, bottom, -1], color=OKABE_ITO["blue"], linewidth=1.0)
    ax.plot(1, 0, **ROLES["optimum"].point, markersize=9, markeredgecolor="black", markeredgewidth=0.6,
            zorder=5, clip_on=False)  # fmt: skip
    ax.set(xlim=(-1, 1), ylim=(-1, 1), aspect="equal", xlabel=r"weight $w$")
    ax.set(xticks=[-1, -0.5, 0, 0.5, 1], yticks=[-1, -0.5, 0, 0.5, 1])
