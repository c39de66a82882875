"""The affine unit under momentum: how fast its error shrinks, and when it first overshoots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.dying_relu.momentum import onset, spectral_radius, trajectory
from numerics.dying_relu.momentum.ripples import first_negative

ETAS = (0.5, 0.1)
"""Step sizes in units of one over the curvature."""
RUNS = 18
"""Simulated runs for each step size, at momenta above the onset."""
STEPS = 400

DECIMALS = 8
"""Kept in the data: finer than any print, coarser than rounding errors, so the data hash can settle."""

LOOKS = (ROLES["alternative"], ROLES["measured"])

Array = npt.NDArray[Any]


@figure(
    "dying_relu.linear_system",
    title="Momentum is fastest where it begins to oscillate, and overshoots from there on",
    caption="""
        Gradient descent with momentum (averaging form) on the affine unit, started at rest, for steps of 0.5
        and 0.1. Left: the spectral radius, the factor by which the distance to the optimum shrinks per step.
        It falls to its least value, (1 - step)/(1 + step), where the eigenvalues meet (marker), and is the
        root of the momentum coefficient from there on (dotted), whatever the step. Right: the first step at
        which the distance is negative, that is, at which the bias has changed its sign. Below the onset it
        never comes; just above, it comes late; it is earliest in between, and late again as the momentum
        coefficient nears 1. Lines: the closed form; markers: simulated runs.
    """,
    shows=("dying_relu.beyond.linear_system", "dying_relu.complex_onset"),
)
def overshooting() -> dict[str, npt.ArrayLike]:
    """Spectral radii, and first negative steps by the closed form and by simulation."""
    data: dict[str, npt.ArrayLike] = {"eta": np.array(ETAS)}
    # Samples crowd at the onset, where the radius has a vertical tangent, but leave out the double root.
    crowded = np.linspace(0.01, 1, 100) ** 2
    for index, eta in enumerate(ETAS):
        meet = float(onset(eta))
        beta = np.concatenate([meet * (1 - crowded[::-1]), meet + (0.9999 - meet) * crowded])
        data[f"onset_{index}"] = round(meet, DECIMALS)
        data[f"beta_{index}"] = np.round(beta, DECIMALS)
        data[f"radius_{index}"] = np.round(np.asarray(spectral_radius(eta, beta)), DECIMALS)
        fine = meet + (1 - meet) * np.sin(np.pi / 2 * np.linspace(0.02, 0.995, 600)) ** 2
        data[f"fine_{index}"] = np.round(fine, DECIMALS)
        data[f"closed_form_{index}"] = np.asarray(first_negative(eta, np.round(fine, DECIMALS)))
        sampled = np.round(meet + (1 - meet) * np.sin(np.pi / 2 * np.linspace(0.06, 0.97, RUNS)) ** 2, 6)
        data[f"sampled_{index}"] = sampled
        data[f"simulated_{index}"] = np.array([_first_negative_step(eta, beta) for beta in sampled])
    return data


def _first_negative_step(eta: float, beta: float) -> int:
    run = np.asarray(trajectory(1.0, eta=eta, beta=beta, steps=STEPS))
    return int(np.flatnonzero(run < 0)[0])


@overshooting.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the radii on the left and the first negative steps on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    radius, steps = picture.subplots(1, 2)
    _draw_radius(radius, data)
    _draw_steps(steps, data)
    return picture


def _draw_radius(ax: Axes, data: Mapping[str, Array]) -> None:
    grid = np.linspace(0, 1, 201)
    ax.plot(grid, np.sqrt(grid), **ROLES["reference"].line, label=r"$\sqrt{\beta}$")
    for index, (eta, look) in enumerate(zip(data["eta"], LOOKS, strict=True)):
        ax.plot(data[f"beta_{index}"], data[f"radius_{index}"], **look.line, label=rf"$\eta = {eta:g}$")
        meet = float(data[f"onset_{index}"])
        ax.plot([meet], [np.sqrt(meet)], look.marker, color=look.colour)
    ax.set(xlim=(0, 1), ylim=(0.25, 1.01), xlabel=r"momentum $\beta$", ylabel="spectral radius")
    ax.set_title("Shrinking of the error per step")
    ax.legend(loc="lower right")


def _draw_steps(ax: Axes, data: Mapping[str, Array]) -> None:
    for index, (eta, look) in enumerate(zip(data["eta"], LOOKS, strict=True)):
        ax.plot(data[f"fine_{index}"], data[f"closed_form_{index}"], **look.line, label=rf"$\eta = {eta:g}$")
        ax.plot(data[f"sampled_{index}"], data[f"simulated_{index}"], **look.point, markersize=3.5)
        ax.axvline(float(data[f"onset_{index}"]), **ROLES["reference"].line, linewidth=0.8)
    ax.set(xlim=(0, 1), yscale="log", ylim=(2, 300))
    ax.set(xlabel=r"momentum $\beta$ (dotted: onset)", ylabel="first negative step")
    ax.set_title("When the error first turns negative")
    ax.legend(loc="upper left", bbox_to_anchor=(0.14, 1.0))
