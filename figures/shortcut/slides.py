"""The paper's best two figures as slides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from figures.shortcut.basins import ANGLES, maps
from figures.shortcut.landscape import barrier
from figures.style import OKABE_ITO, ROLES

Array = npt.NDArray[Any]


@maps.slide
def draw_maps(data: Mapping[str, Array]) -> Figure:
    """Draw the basins of three first angles."""
    picture = Figure()
    axes = picture.subplots(1, 3, sharey=True)
    colours = ListedColormap(["#808080", "#cfe8df", OKABE_ITO["vermillion"]])
    turn = np.linspace(0, 2 * np.pi, 200)
    for ax, codes, angle in zip(axes, data["codes"], ANGLES, strict=True):
        ax.pcolormesh(data["axis"], data["axis"], codes, cmap=colours, vmin=-0.5, vmax=2.5, rasterized=True)
        ax.plot(np.cos(turn), np.sin(turn), "k", linewidth=1.5)
        ax.set(aspect="equal", xticks=[], yticks=[], title=rf"first angle ${angle:g}\,\pi$")
    axes[0].text(0, 0.3, "reaches\nthe teacher", ha="center", va="center")
    axes[2].text(0, -0.45, "trapped", ha="center", va="center", color="white")
    picture.suptitle("The worse the first direction, the more starts are trapped")
    return picture


@barrier.slide
def draw_barrier(data: Mapping[str, Array]) -> Figure:
    """Draw the angle of the saddle, which divides success from failure."""
    picture = Figure()
    ax = picture.subplots()
    ax.plot(data["share"], data["edge"] / np.pi, **ROLES["separatrix"].line)
    ax.axhline(0.5, **ROLES["reference"].line)
    ax.text(0.62, 0.55, "success", ha="center", color=OKABE_ITO["bluish green"])
    ax.text(0.22, 0.9, "failure", ha="center", color=OKABE_ITO["vermillion"])
    ax.text(0.02, 0.47, "a right angle", color="0.35", fontsize=14, va="center")
    ax.set(xlabel="$r / r_c$ of the teacher", ylabel=r"first angle over $\pi$", ylim=(0.4, 1.01), xlim=(0, 1))
    picture.suptitle("With small filter steps the saddle decides")
    return picture
