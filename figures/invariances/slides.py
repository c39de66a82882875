"""The paper's best two figures as slides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy.typing as npt
from matplotlib.figure import Figure

from figures.invariances.drift import step_drift
from figures.invariances.tail import low_rank_tail
from figures.style import ROLES

Array = npt.NDArray[Any]


@step_drift.slide
def draw_step_drift(data: Mapping[str, Array]) -> Figure:
    """Draw the drift against the step size."""
    picture = Figure()
    ax = picture.subplots()
    ax.plot(data["eta"], data["law"], **ROLES["theory"].line, label="the step's exact law")
    ax.plot(data["eta"], data["measured"], **ROLES["measured"].point, label="measured")
    ax.set(xscale="log", yscale="log", xlabel=r"step size $\eta$", ylabel="drift at a fixed time")
    ax.set_xticks([0.002, 0.005, 0.01, 0.02, 0.04], ["0.002", "0.005", "0.01", "0.02", "0.04"])
    ax.set_xticks([], minor=True)
    ax.legend()
    picture.suptitle("Halve the step, and the drift halves")
    return picture


@low_rank_tail.slide
def draw_tail(data: Mapping[str, Array]) -> Figure:
    """Draw the singular values of the linear map and of the one behind ReLU."""
    picture = Figure()
    ax = picture.subplots()
    for k in range(3):
        for name, role, label in (("dense", "measured", "linear"), ("relu", "alternative", "behind ReLU")):
            look = ROLES[role].line
            ax.plot(data["step"], data[f"values_{name}"][:, k], **look, label=None if k else label)
    ax.set(xscale="log", yscale="log", xlabel="update", ylabel="three largest singular values")
    ax.legend(loc="upper left")
    picture.suptitle("In a linear tail one singular value outgrows the others")
    return picture
