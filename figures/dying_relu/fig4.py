"""Figure 4: what becomes of every start of the plane without momentum, for shrinking targets."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from figures.dying_relu.outcome_panels import (
    Array,
    boundary,
    draw_boundary,
    draw_map,
    legend,
    outcomes,
    shares,
)
from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.relu_unit.enclosure import fate_of_cell
from numerics.relu_unit.training import LABELS

GAMMAS = (1.0, 0.1, 0.01, 0.001)
STEPS = 20_000
ROWS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "linear": ("linear target", {"tolerance": 1e-6}),
    "tight": ("linear target,\ntolerance $10^{-9}$", {"tolerance": 1e-9}),
    "rectified": ("rectified target", {"tolerance": 1e-6, "target": "relu"}),
    "sign_dropped": ("linear target,\nsign dropped", {"tolerance": 1e-6, "field": "sign dropped"}),
}
"""Name of a row of panels, what is written beside it, and how its starts are trained."""

CELLS = 40
SPLITS = 1
DECIMALS = 8


@figure(
    "dying_relu.fig4",
    title="Who dies without momentum, as the target shrinks",
    caption="""
        Outcome of gradient descent (step size 0.1, at most 20 000 updates, stopped at the first update found
        below a tolerance of 1e-6) from every start of the plane of the weight along the target and the bias:
        within a fifth of the scale of the optimum, dead (bias below minus three weight norms), or neither.
        The number in a panel is the share at the optimum. Under the exact flow everything above the line
        recovers, so that the right half always does; what dies or stays undecided there does so by the
        stopping rule, and as the number of updates is limited too, a tighter tolerance (second row) brings
        little of it back. For gamma = 1 the outlined regions are certified: ball arithmetic has shown that
        all starts right of the solid outline reach the optimum and none left of the dashed one does. The
        rectified target changes little (its line is that of the linear one). Last row: a diagnostic, not a
        gradient: descent along the field without the sign of the weight in the bias derivative. It lets the
        lower left recover, as the paper's prose has it; that the prose describes this field is a conjecture.
    """,
    shows=(
        "dying_relu.majority",
        "dying_relu.switches_sign",
        "dying_relu.beyond.cells",
        "dying_relu.beyond.fate",
    ),
)
def maps() -> dict[str, npt.ArrayLike]:
    """Outcomes for each row and scale, their shares, the separatrix, and certified cells for scale 1."""
    data: dict[str, npt.ArrayLike] = {"gamma": np.array(GAMMAS)}
    for name, (_, how) in ROWS.items():
        codes = outcomes(GAMMAS, (0.0,) * len(GAMMAS), steps=STEPS, **how)
        data[name], data[f"{name}_shares"] = codes, np.round(shares(codes), DECIMALS)
    data["separatrix"] = np.round(boundary(GAMMAS), DECIMALS)
    data["certified"] = certified()
    return data


def certified() -> Array:
    """Certified labels of the cells of a coarser grid, for scale 1; shape (bias, weight)."""
    half = Fraction(1, CELLS)
    at = [half * (2 * i + 1) - 1 for i in range(CELLS)]
    labels = [[fate_of_cell(w, b, half, splits=SPLITS).label for w in at] for b in at]
    return np.array([[LABELS.index(label) for label in row] for row in labels], dtype=np.int8)


@maps.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw one row of panels for each way of training, one column for each scale."""
    picture = Figure(figsize=(FULL_WIDTH, 7.0))
    panels = picture.subplots(len(ROWS), len(GAMMAS), sharex=True, sharey=True)
    for row, (name, (title, _)) in zip(panels, ROWS.items(), strict=True):
        for index, ax in enumerate(row):
            draw_map(ax, data[name][index])
            if name != "sign_dropped":
                draw_boundary(ax, data["separatrix"][index])
        row[0].set_ylabel(f"{title}\n\nbias $b$", linespacing=1.3)
    for gamma, top, bottom in zip(data["gamma"], panels[0], panels[-1], strict=True):
        top.set_title(rf"$\gamma = {gamma:g}$")
        bottom.set_xlabel(r"weight $w$")
    edges = (np.arange(CELLS) + 0.5) * (2 / CELLS) - 1
    outlines = ((0, "black", "-"), (1, "white", (0, (3, 1.5))))
    for code, colour, dashes in outlines:
        inside = (data["certified"] == code).astype(float)
        panels[0][0].contour(edges, edges, inside, [0.5], colors=colour, linestyles=[dashes], linewidths=0.9)
    handles = [
        Line2D([], [], color=ROLES["separatrix"].colour, linewidth=1.2, label="separatrix"),
        Line2D([], [], color="black", linewidth=0.9, label="certified (dashed: dead)"),
    ]
    legend(picture, handles)
    return picture
