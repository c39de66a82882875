"""Figures 1 and 2: the network with its shortcut, and its teacher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO

PATCHES = 3

Array = npt.NDArray[Any]


@figure(
    "shortcut.fig1",
    title="A convolutional network with a shortcut, and its teacher",
    caption="""
        Each patch Z_j goes through one filter, shared by all patches, and a ReLU, and the results are added
        up with the output weights. Student (left): the filter is w plus the constant unit vector 1/sqrt p,
        the shortcut, divided by the length of the sum. Teacher (right): the filter v*, which w has to make
        up for, and the output weights a*.
    """,
    shows=("shortcut.eq1",),
)
def architecture() -> dict[str, npt.ArrayLike]:
    """Heights of the patches."""
    return {"height": np.linspace(1, 0, PATCHES)}


@architecture.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw student and teacher side by side."""
    picture = Figure(figsize=(FULL_WIDTH, 2.3))
    student, teacher = picture.subplots(1, 2)
    _network(student, data["height"], r"$\frac{1/\sqrt{p}+w}{\|1/\sqrt{p}+w\|}$", "a", OKABE_ITO["blue"])
    _network(teacher, data["height"], r"$v^*$", "a^*", OKABE_ITO["vermillion"])
    student.set_title("Student")
    teacher.set_title("Teacher")
    return picture


def _network(ax: Axes, heights: Array, name: str, output: str, colour: str) -> None:
    ax.set(xlim=(-0.15, 3.3), ylim=(-0.2, 1.35))
    ax.axis("off")
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": colour}
    arrow = {"arrowstyle": "->", "color": "0.4", "linewidth": 0.9}
    labels = ["1", "2", "k"]
    for height, index in zip(heights, labels, strict=True):
        ax.annotate("", (1.6, height), (0.15, height), arrowprops=arrow)
        ax.annotate("", (2.95, 0.5), (1.9, height), arrowprops=arrow)
        ax.text(0, height, f"$Z_{index}$", ha="center", va="center", bbox=box)
        ax.text(1.75, height, "ReLU", ha="center", va="center", fontsize=7, bbox=box)
        ax.text(
            2.42,
            0.5 + 0.5 * (height - 0.5) + 0.07,
            f"${output}_{index}$",
            ha="center",
            va="bottom",
            fontsize=8,
        )
    ax.text(0.85, 1.2, name, ha="center", va="center", color=colour, fontsize=9)
    ax.text(0, 0.25, r"$\vdots$", ha="center", va="center")
    ax.text(3.1, 0.5, r"$\Sigma$", ha="center", va="center", bbox=box)
