"""A leaky unit cannot die: the time in which it comes to the target's side, against its slope."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.dying_relu.outcome_panels import Array
from figures.registry import figure
from figures.style import ROLES, shades
from numerics.dying_relu.relu_unit.leaky import updates_to_the_right

WEIGHT, RATIOS = 0.5, (1.0, -1.0, -5.0)
SLOPES = np.geomspace(0.003, 1, 12)
ETA = 0.1
MOST = 2000


@figure(
    "dying_relu.leaky",
    title="Any leak brings a dead unit back, in a time that grows like one over its slope",
    caption="""
        Updates of descent, step size 0.1, after which a unit with weight -0.5 against the linear target of
        scale 1 has a weight above 0, against the slope alpha of its leaky ReLU, for three ratios c of bias
        to weight norm. Dashed: the bound 5/alpha that holds for all. With a positive bias the unit is alive
        and needs no leak; the deeper it is dead, the closer it comes to the bound.
    """,
    shows=("dying_relu.beyond.leaky",),
)
def recovery() -> dict[str, npt.ArrayLike]:
    """Updates by ratio and slope."""
    starts = np.full((len(RATIOS), 1), -WEIGHT), WEIGHT * np.array(RATIOS)
    counts = [updates_to_the_right(*starts, 1.0, float(alpha), eta=ETA, steps=MOST) for alpha in SLOPES]
    return {"ratio": np.array(RATIOS), "slope": SLOPES, "updates": np.array(counts).T}


@recovery.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the numbers of updates and the bound."""
    picture = Figure(figsize=(4.5, 3.0))
    ax = picture.subplots()
    ax.plot(data["slope"], WEIGHT / (ETA * data["slope"]), **ROLES["bound"].line, label="bound")
    looks = zip(data["ratio"], data["updates"], shades(len(RATIOS)), "so^", strict=True)
    for ratio, updates, colour, marker in looks:
        ax.plot(data["slope"], updates, marker, color=colour, markersize=4, label=f"$c = {ratio:g}$")
    ax.set(xscale="log", yscale="log", xlabel=r"slope $\alpha$", ylabel=r"updates until $w > 0$")
    ax.legend()
    return picture
