"""Certified phase diagrams: what is proved of every start, with and without momentum."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from figures.dying_relu.outcome_panels import FACES, Array, boundary, draw_boundary
from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES
from numerics.dying_relu.phase.diagram import LABELS, Diagram, phase_diagram

PANELS = ((1.0, 0.0), (0.1, 0.0), (0.01, 0.0), (1.0, 0.9), (0.1, 0.9), (0.01, 0.9))
"""Target scale and momentum of each panel."""
QUICK: dict[str, Any] = {"cells": 20, "rounds": 1, "steps": 800}
COLOURS = {
    "optimum": FACES["optimum"], "dead": FACES["dead"], "asleep": OKABE_ITO["sky blue"], "undecided": "white",
}  # fmt: skip


@functools.cache
def certified(gamma: float, beta: float) -> Diagram:
    """The small diagram of one panel."""
    return phase_diagram(gamma=gamma, beta=beta, **QUICK)


@figure(
    "dying_relu.phase_diagram",
    title="What is proved of every start: convergence, death, sleep",
    caption="""
        Descent with step size 0.1 on the linear target, from rest, without momentum (top) and with
        momentum 0.9 (bottom), for three target scales. Every square holds all starts in it, and all of
        them are proved to converge, never to recover, or still to be in the dead cone, b < -3 |w|, after
        20000 updates; white is undecided, with its share of the square. The line parts life and death
        under the gradient flow. A small profile: squares of side 1/10, cut once, and at most 800 updates.
        Smaller squares decide more (relucidate sweep dying-relu-phase, which can be stopped and goes on),
        though never the lines themselves. Small targets leave few starts that come to life within the
        budget.
    """,
    shows=("dying_relu.beyond.phase_diagram", "dying_relu.beyond.sleep", "dying_relu.beyond.look_ahead"),
)
def phases() -> dict[str, Array]:
    """Cells, labels and shares of every panel, and the separatrix."""
    return measured({at: certified(*at) for at in PANELS})


def measured(diagrams: Mapping[tuple[float, float], Diagram]) -> dict[str, Array]:
    """Numbers of the figure from diagrams by target scale and momentum, six at most."""
    found: dict[str, Array] = {"panels": np.array(list(diagrams))}
    for i, ((gamma, _), shown) in enumerate(diagrams.items()):
        found[f"cells_{i}"] = np.round(np.stack([shown.w, shown.b, shown.half]), 8)
        found[f"label_{i}"] = shown.label
        found[f"shares_{i}"] = np.round([shown.share(label) for label in LABELS], 4)
        found[f"boundary_{i}"] = np.round(boundary([gamma])[0], 6)
    return found


@phases.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw a panel for each target scale and momentum."""
    count = len(data["panels"])
    columns = 3 if count > 3 else count
    picture = Figure(figsize=(FULL_WIDTH, 0.35 + 2.45 * -(-count // columns)))
    axes: Any = picture.subplots(-(-count // columns), columns, sharex=True, sharey=True, squeeze=False)
    for i, ax in enumerate(axes.flat):
        _draw_panel(ax, data, i)
    for ax in axes[-1]:
        ax.set(xlabel=r"weight $w$")
    for ax in axes[:, 0]:
        ax.set(ylabel=r"bias $b$")
    names = {
        "optimum": "converges",
        "dead": "never recovers",
        "asleep": "sleeps past 20000",
        "undecided": "undecided",
    }
    handles: list[Any] = [
        Patch(facecolor=COLOURS[label], edgecolor="0.3", linewidth=0.5, label=names[label])
        for label in LABELS
    ]
    handles.append(Line2D([], [], color=ROLES["separatrix"].colour, linewidth=1.2, label="separatrix"))
    picture.legend(handles=handles, loc="outside lower center", ncols=5, columnspacing=1)
    return picture


def _draw_panel(ax: Axes, data: Mapping[str, Array], i: int) -> None:
    (w, b, half), label = data[f"cells_{i}"], data[f"label_{i}"]
    decided = label < LABELS.index("undecided")
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    squares = np.stack([w, b], axis=-1)[decided, None] + half[decided, None, None] * corners
    faces = [COLOURS[LABELS[code]] for code in label[decided]]
    ax.add_collection(PolyCollection(squares, facecolors=faces, edgecolors="0.4", linewidths=0.12))
    draw_boundary(ax, data[f"boundary_{i}"])
    gamma, beta = data["panels"][i]
    ax.plot(gamma, 0, **ROLES["optimum"].point, markersize=8, markeredgecolor="black", markeredgewidth=0.6,
            zorder=5, clip_on=False)  # fmt: skip
    ax.set(xlim=(-1, 1), ylim=(-1, 1), aspect="equal", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    share = 100 * data[f"shares_{i}"][LABELS.index("undecided")]
    ax.set_title(rf"$\gamma={gamma:g}$, $\beta={beta:g}$: {share:.0f} % undecided", fontsize="small")
