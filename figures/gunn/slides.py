"""The paper's best two figures as slides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.gunn.one_step import one_step
from figures.gunn.separation import STEPS, courses
from figures.style import ROLES

FLOOR = 1e-14
Array = npt.NDArray[Any]


@courses.slide
def draw_courses(data: Mapping[str, Array]) -> Figure:
    """Draw the gap between the two copies in both kinds of layer."""
    picture = Figure()
    ax = picture.subplots()
    for name, role in (("gradual", "measured"), ("simultaneous", "alternative")):
        values = np.maximum(data[name], FLOOR)
        ax.plot(np.arange(values.size), values, **ROLES[role].line, label=f"{name} layer")
    ax.set(yscale="log", ylim=(3e-15, 30), xlim=(0, STEPS), xlabel="update", ylabel="gap between two copies")
    ax.legend(loc="center right")
    picture.suptitle("A gradual layer parts two copies in one step")
    return picture


@one_step.slide
def draw_one_step(data: Mapping[str, Array]) -> Figure:
    """Draw the separation after one step against the step size."""
    picture = Figure()
    ax = picture.subplots()
    for name, role, label in (
        ("gap", "measured", "gap between the copies"),
        ("error", "alternative", "what the first order misses"),
    ):
        ax.plot(data["size"], data[name], **ROLES[role].point, label=label)
    ax.set(xscale="log", yscale="log", xlabel=r"step size $\varepsilon$", ylabel="after one step")
    ax.legend(loc="upper left")
    picture.suptitle("Copies part in proportion to the step")
    return picture
