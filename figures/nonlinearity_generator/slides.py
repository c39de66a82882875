"""The paper's best two figures as slides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.nonlinearity_generator.curves import MOMENTS, curves
from figures.nonlinearity_generator.depth import DEPTH, LOOKS, through_depth
from figures.nonlinearity_generator.training_curves import LOOKS as UNITS
from figures.nonlinearity_generator.training_curves import NAMES

Array = npt.NDArray[Any]


@through_depth.slide
def draw_depth(data: Mapping[str, Array]) -> Figure:
    """Draw the variance by layer."""
    picture = Figure()
    ax = picture.subplots()
    for name, (look, _, label) in LOOKS.items():
        ax.plot(np.arange(DEPTH + 1), 10 ** data[f"{name}_variance"], **look.line, label=label)
    ax.set(yscale="log", ylim=(1e-4, 1e2), xlim=(0, DEPTH), xlabel="layer", ylabel="variance of the signal")
    ax.legend(loc="lower right", title="unit, variance of the weights")
    picture.suptitle("With weights of variance 1/n the generator's signal lives on")
    return picture


@curves.slide
def draw_curves(data: Mapping[str, Array]) -> Figure:
    """Draw the test accuracy of deep dense networks without normalisation."""
    picture = Figure()
    ax = picture.subplots()
    for activation, look in UNITS.items():
        rows = data[f"dense_{activation}"]
        (line,) = ax.plot(data["updates"], np.median(rows, axis=0), **look.line, label=NAMES[activation])
        ax.fill_between(
            data["updates"], rows.min(axis=0), rows.max(axis=0), color=line.get_color(), alpha=0.18
        )
    ax.axhline(0.1, color="0.5", linestyle=":", linewidth=1.5)
    ax.set(ylim=(0, 1), xlim=(0, MOMENTS[-1]), xlabel="update", ylabel="test accuracy (digits)")
    ax.legend(loc="upper left")
    picture.suptitle("56 dense layers: the generator learns first")
    return picture
