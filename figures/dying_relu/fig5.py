"""Figure 5: how momentum moves the outcome of every start of the plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

BETAS = (0.0, 0.66, 0.8, 0.9, 0.99)
STEPS = 6_000
ROWS: Mapping[str, tuple[str, float, int, dict[str, Any]]] = {
    "at_1": (r"$\gamma = 1$", 1.0, 1, {}),
    "at_10th": (r"$\gamma = 0.1$", 0.1, 1, {}),
    "at_10th_late": ("$\\gamma = 0.1$,\n60 000 updates", 0.1, 10, {}),
    "at_100th": (r"$\gamma = 0.01$", 0.01, 1, {}),
    "rectified": ("$\\gamma = 0.01$,\nrectified target", 0.01, 1, {"target": "relu"}),
    "sign_dropped": ("$\\gamma = 0.01$,\nsign dropped", 0.01, 1, {"field": "sign dropped"}),
}
"""Name of a row of panels: what is written beside it, target scale, how many times the updates, the rest."""
TOLERANCE = 1e-6

DECIMALS = 8


@figure(
    "dying_relu.fig5",
    title="Momentum saves units from large targets and kills them with small ones",
    caption="""
        Outcome of descent with momentum (averaging form, step size 0.1, 6000 updates from rest, stopped at
        the first update found below the tolerance) from every start of the plane, for five momentum
        coefficients; colours and numbers as in figure 4. At scale 0.01 nothing much changes up to the onset
        of oscillation of the affine unit (0.669), and beyond it overshooting carries next to everything into
        the dead cone. At scale 1 the same momentum carries starts on the left across w = 0 to the optimum,
        and the share that survives rises. The line, drawn in all panels of the gradient, is where the flow
        without momentum divides. The share depends on the budget: ten times as many updates (third row)
        bring many sleepers back at scale 0.1. The rectified target, for which figure 4 explains the band left
        of the line, loses some more starts at 0.8. Last row: a diagnostic, the field without the sign of the
        weight in the bias derivative.
    """,
    shows=("dying_relu.onset", "dying_relu.momentum_harms"),
)
def maps() -> dict[str, npt.ArrayLike]:
    """Outcomes for each row and momentum, their shares, and the separatrix of each row's scale."""
    data: dict[str, npt.ArrayLike] = {"beta": np.array(BETAS)}
    for name, (_, gamma, times, how) in ROWS.items():
        codes = _outcomes(gamma, BETAS, times, how)
        data[name], data[f"{name}_shares"] = codes, np.round(shares(codes), DECIMALS)
    data["separatrix"] = np.round(boundary([gamma for _, gamma, *_ in ROWS.values()]), DECIMALS)
    return data


def _outcomes(gamma: float, betas: Sequence[float], times: int, how: dict[str, Any]) -> Array:
    scales = (gamma,) * len(betas)
    return outcomes(scales, betas, steps=times * STEPS, tolerance=TOLERANCE, **how)


@maps.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw one row of panels for each way of training, one column for each momentum."""
    picture = Figure(figsize=(FULL_WIDTH, 8.0))
    panels = picture.subplots(len(ROWS), len(BETAS), sharex=True, sharey=True)
    for row, (name, (title, *_)), curve in zip(panels, ROWS.items(), data["separatrix"], strict=True):
        for index, ax in enumerate(row):
            draw_map(ax, data[name][index])
            if name != "sign_dropped":
                draw_boundary(ax, curve)
        row[0].set_ylabel(f"{title}\n\nbias $b$", linespacing=1.3)
    for beta, top, bottom in zip(data["beta"], panels[0], panels[-1], strict=True):
        top.set_title(rf"$\beta = {beta:g}$")
        bottom.set_xlabel(r"weight $w$")
    line = Line2D([], [], color=ROLES["separatrix"].colour, linewidth=1.2, label="separatrix of the flow")
    legend(picture, [line])
    return picture


SLIDE = {"at_1": "A large target, $\\gamma = 1$", "at_100th": "A small target, $\\gamma = 0.01$"}
SLIDE_BETAS = (0.0, 0.8, 0.99)


@figure(
    "dying_relu.fig5_slide",
    title="Momentum saves units from large targets and kills them with small ones, for a slide",
    caption="""
        Six panels of figure 5: outcome of descent with momentum (averaging form, step size 0.1, 6000 updates
        from rest) from every start of the plane of the weight along the target and the bias; colours and
        numbers as in figure 4. The line is where the flow without momentum divides.
    """,
    shows=("dying_relu.onset", "dying_relu.momentum_harms"),
)
def few_maps() -> dict[str, npt.ArrayLike]:
    """Outcomes at two target scales for three momentum coefficients, and their separatrices."""
    data: dict[str, npt.ArrayLike] = {"beta": np.array(SLIDE_BETAS)}
    for name in SLIDE:
        _, gamma, times, how = ROWS[name]
        data[name] = _outcomes(gamma, SLIDE_BETAS, times, how)
    data["separatrix"] = np.round(boundary([ROWS[name][1] for name in SLIDE]), DECIMALS)
    return data


@few_maps.drawing
def draw_few(data: Mapping[str, Array]) -> Figure:
    """Draw a row for each scale and a column for each momentum, to be read from afar."""
    picture = Figure(figsize=(FULL_WIDTH, 5.2))
    panels = picture.subplots(len(SLIDE), len(SLIDE_BETAS), sharex=True, sharey=True)
    for row, name, title, curve in zip(panels, SLIDE, SLIDE.values(), data["separatrix"], strict=True):
        for index, ax in enumerate(row):
            draw_map(ax, data[name][index])
            draw_boundary(ax, curve)
        row[0].set_ylabel(f"{title}\n\nbias $b$", linespacing=1.3)
    for beta, top, bottom in zip(data["beta"], panels[0], panels[-1], strict=True):
        top.set_title(rf"momentum $\beta = {beta:g}$")
        bottom.set_xlabel(r"weight $w$")
    line = Line2D([], [], color=ROLES["separatrix"].colour, linewidth=1.2, label="separatrix of the flow")
    legend(picture, [line])
    return picture
