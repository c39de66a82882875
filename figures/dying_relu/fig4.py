"""Figure 4: what becomes of every start of the plane without momentum, for shrinking targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from figures.dying_relu.cells import certificates, squares
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
from numerics.dying_relu.relu_unit.training import LABELS

GAMMAS = (1.0, 0.1, 0.01, 0.001)
STEPS = 20_000
ROWS: Mapping[str, tuple[str, int, dict[str, Any]]] = {
    "linear": ("linear target", 1, {"tolerance": 1e-6}),
    "late": ("linear target,\n200 000 updates", 10, {"tolerance": 1e-9}),
    "rectified": ("rectified target", 1, {"tolerance": 1e-6, "target": "relu"}),
    "sign_dropped": ("linear target,\nsign dropped", 1, {"tolerance": 1e-6, "field": "sign dropped"}),
}
"""Name of a row of panels: what is written beside it, how many times the updates, how starts are trained."""

DECIMALS = 8


@figure(
    "dying_relu.fig4",
    title="Who dies without momentum, as the target shrinks",
    caption="""
        Outcome of gradient descent (step size 0.1, at most 20 000 updates, stopped at the first update found
        below a tolerance of 1e-6) from every start of the plane of the weight along the target and the bias:
        within a fifth of the scale of the optimum, dead (bias below minus three weight norms), or neither.
        The number in a panel is the share at the optimum. Under the exact flow everything above the line
        recovers, so that the right half always does; what is dead or undecided there is asleep, and ten
        times as many updates with a tolerance of 1e-9 (second row) bring little of it back: sleep is
        exponentially long. For gamma = 1 the fates inside the outlined cells are certified by ball
        arithmetic for every start in them. For the rectified target (drawn with the line of the linear one)
        the number hardly changes, but at scales of 0.01 and less a band left of the line turns from dead to
        undecided, 3 and 4 percent of the window. The tolerance stops those starts at negative weight and
        bias, from where no step leads back: at 1e-9 all of them are dead. Last row: a diagnostic, not a
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
    for name, (_, times, how) in ROWS.items():
        codes = outcomes(GAMMAS, (0.0,) * len(GAMMAS), steps=times * STEPS, **how)
        data[name], data[f"{name}_shares"] = codes, np.round(shares(codes), DECIMALS)
    data["separatrix"] = np.round(boundary(GAMMAS), DECIMALS)
    cells = certificates()
    for name in ("w", "b", "half", "label"):
        data[f"cell_{name}"] = cells[name]
    return data


@maps.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw one row of panels for each way of training, one column for each scale."""
    picture = Figure(figsize=(FULL_WIDTH, 7.0))
    panels = picture.subplots(len(ROWS), len(GAMMAS), sharex=True, sharey=True)
    for row, (name, (title, *_)) in zip(panels, ROWS.items(), strict=True):
        for index, ax in enumerate(row):
            draw_map(ax, data[name][index])
            if name != "sign_dropped":
                draw_boundary(ax, data["separatrix"][index])
        row[0].set_ylabel(f"{title}\n\nbias $b$", linespacing=1.3)
    for gamma, top, bottom in zip(data["gamma"], panels[0], panels[-1], strict=True):
        top.set_title(rf"$\gamma = {gamma:g}$")
        bottom.set_xlabel(r"weight $w$")
    cells = {name: data[f"cell_{name}"] for name in ("w", "b", "half", "label")}
    decided = cells["label"] < LABELS.index("undecided")
    outlines = PolyCollection(squares(cells, decided), facecolors="none", edgecolors="0.35", linewidths=0.2)
    panels[0][0].add_collection(outlines)
    handles = [
        Line2D([], [], color=ROLES["separatrix"].colour, linewidth=1.2, label="separatrix"),
        Patch(facecolor="none", edgecolor="0.35", linewidth=0.4, hatch="+++", label="certified cells"),
    ]
    legend(picture, handles)
    return picture
