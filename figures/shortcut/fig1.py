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
        up with the output weights. Student (left): a patch goes two ways, through the trained filter w and,
        by the shortcut (curved), to 1'Z_j/sqrt p, which is sqrt p times its mean; the two are added and
        divided by the length of 1/sqrt p + w. Teacher (right): one filter v*, and the output weights a*.
    """,
    shows=("shortcut.eq1",),
)
def architecture() -> dict[str, npt.ArrayLike]:
    """Heights of the patches."""
    return {"height": np.linspace(1, 0, PATCHES)}


@architecture.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw student and teacher side by side."""
    picture = Figure(figsize=(FULL_WIDTH, 2.7))
    student, teacher = picture.subplots(1, 2, width_ratios=(1.25, 1))
    _network(student, data["height"], ("a", OKABE_ITO["blue"]), "$w^T Z$", shortcut=True)
    _network(teacher, data["height"], ("a^*", OKABE_ITO["vermillion"]), "$v^{*T} Z$", shortcut=False)
    student.set_title("Student")
    teacher.set_title("Teacher")
    return picture


def _network(ax: Axes, heights: Array, outputs: tuple[str, str], filtered: str, *, shortcut: bool) -> None:
    """Draw patches, filters, ReLUs and their weighed sum, from left to right."""
    output, colour = outputs
    ax.set(xlim=(-0.2, 4.2), ylim=(-0.25, 1.4))
    ax.axis("off")
    box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": colour}
    arrow: dict[str, Any] = {"arrowstyle": "->", "color": "0.4", "linewidth": 0.9}
    for height, index in zip(heights, ("1", "2", "k"), strict=True):
        entries = (("$Z_{" + index + "}$", 0.0), (filtered[:-1] + "_{" + index + "}$", 1.0), ("ReLU", 2.5))
        for text, place in entries:
            ax.text(place, height, text, ha="center", va="center", fontsize=7.5, bbox=box)
        ax.annotate("", (0.6, height), (0.18, height), arrowprops=arrow)
        ax.annotate("", (1.65 if shortcut else 2.1, height), (1.4, height), arrowprops=arrow)
        ax.annotate("", (3.65, 0.5), (2.88, height), arrowprops=arrow)
        middle = 0.5 + 0.62 * (height - 0.5) + 0.06
        ax.text(3.2, middle, f"${output}_{index}$", ha="center", va="bottom", fontsize=8)
        if shortcut:
            bypass = {**arrow, "color": OKABE_ITO["bluish green"], "linewidth": 1.4}
            bent = {**bypass, "connectionstyle": "arc3,rad=-0.32"}
            ax.annotate("", (1.75, height + 0.07), (0.1, height + 0.1), arrowprops=bent)
            ax.text(
                1.75, height, "+", ha="center", va="center", fontsize=8, bbox={**box, "boxstyle": "circle"}
            )
            ax.annotate("", (2.1, height), (1.88, height), arrowprops=arrow)
    if shortcut:
        ax.text(
            0.95,
            1.3,
            r"shortcut $1^T Z_j/\sqrt{p}$",
            ha="center",
            color=OKABE_ITO["bluish green"],
            fontsize=8,
        )
        ax.text(1.98, 1.14, r"$/\,\|1/\sqrt{p}+w\|$", ha="left", va="bottom", fontsize=7, color="0.3")
    ax.text(0, 0.25, r"$\vdots$", ha="center", va="center")
    ax.text(3.85, 0.5, r"$\Sigma$", ha="center", va="center", bbox=box)
