"""The paper's best two figures as slides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy.typing as npt
from matplotlib.figure import Figure

from figures.dying_relu.fate import DIMENSIONS, fates
from figures.dying_relu.fig1 import DASHES
from figures.dying_relu.fig2 import oscillation
from figures.style import OKABE_ITO, ROLES, shades

Array = npt.NDArray[Any]


@fates.slide
def draw_fates(data: Mapping[str, Array]) -> Figure:
    """Draw the chance of death against the scale of the target."""
    picture = Figure()
    ax = picture.subplots()
    looks = zip(data["dimension"], data["probability"], shades(len(DIMENSIONS)), DASHES, strict=False)
    for dimension, share, colour, dashes in looks:
        ax.plot(data["scale"], share, color=colour, linestyle=dashes, label=str(int(dimension)))
    ax.axhline(0.5, **ROLES["bound"].line, linewidth=1.5)
    ax.set(xscale="log", xlabel=r"scale of the target $\gamma$ over $\|w\|$", ylabel="share that dies")
    ax.set(ylim=(-0.01, 0.55), xlim=(data["scale"][0], data["scale"][-1]))
    ax.legend(title="inputs", loc="upper right", bbox_to_anchor=(1, 0.9))
    picture.suptitle("The smaller the target, the more units die")
    return picture


@oscillation.slide
def draw_oscillation(data: Mapping[str, Array]) -> Figure:
    """Draw the bias over the weight norm against time for several momentum coefficients."""
    picture = Figure()
    ax = picture.subplots()
    ax.axhspan(-12, -3, color=OKABE_ITO["vermillion"], alpha=0.13, linewidth=0)
    ax.axhspan(3, 8, color=OKABE_ITO["sky blue"], alpha=0.2, linewidth=0)
    colours = shades(len(data["beta"]))
    for beta, trace, colour, dashes in zip(data["beta"], data["c"], colours, DASHES, strict=False):
        ax.plot(trace, color=colour, linestyle=dashes, label=rf"$\beta={beta:g}$")
    ax.text(240, -3.9, "dead", ha="right", va="center", color=OKABE_ITO["vermillion"])
    ax.text(240, 4.3, "linear", ha="right", va="center", color=OKABE_ITO["blue"])
    ax.set(xlabel="update", ylabel="bias over weight norm", xlim=(0, data["c"].shape[1] - 1), ylim=(-11, 5.5))
    ax.legend(loc="upper center", ncols=len(colours), columnspacing=0.8, handlelength=1.5, fontsize=13)
    picture.suptitle("Momentum swings a unit into the dead cone")
    return picture
