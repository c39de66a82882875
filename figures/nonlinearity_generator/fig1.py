"""The generator for several thresholds, and its mean output for Gaussian inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES, shades
from numerics import nonlinearity_generator as ng

LEVELS = np.array([-2.0, -1.0, 0.0, 1.0])
DASHES: tuple[Any, ...] = ("-", "--", "-.", ":")
MEANS = np.array([0.0, -0.1, -0.5])
Array = npt.NDArray[Any]


@figure(
    "nonlinearity_generator.fig1",
    title="The generator, and where a threshold centres its output",
    caption="""
        Left: max(x, t) for four thresholds; t = 0 is ReLU and t = -1 the start of training. Right: mean
        output for normal inputs of standard deviation 1 and three means, against the threshold. For
        inputs of mean 0 it is positive for every t, though small at t = -1; for a negative mean it
        crosses zero once (marker).
    """,
    shows=("nonlinearity_generator.eq1", "nonlinearity_generator.property1"),
)
def shape() -> dict[str, npt.ArrayLike]:
    """Curves of the generator and of its mean output, and the zeros of the latter."""
    x, t = np.linspace(-3, 3, 121), np.linspace(-3, 1, 161)
    means = np.array([ng.moments(mean, 1.0, t)[0] for mean in MEANS])
    zeros = []
    for mean in MEANS[1:]:
        low, high = -20.0, 0.0
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if ng.moments(mean, 1.0, middle)[0] < 0 else (low, middle)
        zeros.append(high)
    output = np.asarray(ng.generator(x, LEVELS[:, None]))
    return {"x": x, "output": output, "t": t, "mean": np.round(means, 10), "zero": np.round(zeros, 8)}


@shape.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the curves on the left and the means on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    curves, means = picture.subplots(1, 2)
    for level, row, colour, dashes in zip(LEVELS, data["output"], shades(4), DASHES, strict=True):
        curves.plot(data["x"], row, color=colour, linestyle=dashes, label=f"$t = {level:g}$")
    curves.set(xlabel="input $x$", ylabel=r"$\max(x, t)$", xlim=(-3, 3))
    curves.set_title("The generator")
    curves.legend(loc="upper left")
    means.axhline(0, **ROLES["reference"].line)
    for mean, row, colour, dashes in zip(MEANS, data["mean"], shades(3), DASHES, strict=False):
        means.plot(data["t"], row, color=colour, linestyle=dashes, label=rf"$\mu = {mean:g}$")
    means.plot(data["zero"], 0 * data["zero"], **ROLES["measured"].point, markersize=4)
    means.set(xlabel="threshold $t$", ylabel=r"$E\,\max(X, t)$", xlim=(-3, 1))
    means.set_title("Mean output, normal inputs")
    means.legend(loc="upper left")
    return picture
