"""Figure 1: relative error and dead units of one hidden layer against the scale of its targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, shades
from numerics.data import tables
from numerics.dying_relu.regression.results import Measured, find, gather
from numerics.dying_relu.regression.sweep import run
from numerics.dying_relu.regression.tasks import GAMMAS, chunk
from numerics.statistics import mean_and_error

NETWORKS = (
    ("plain", 1, 64, "adam"),
    ("plain", 1, 64, "adam without momentum"),
    ("plain", 1, 200, "adam"),
)
BATCH = 8
RECORD = (0, *range(2000, 24_001, 2000))
RUNS = 3

DECIMALS = 8
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (4, 1, 1, 1)), (0, (1, 0.8)), (0, (8, 2)))
MARKERS = ("o", "s", "^", "D", "X")
COLOURS = ("blue", "orange", "bluish green", "reddish purple")
SIDESTEP = (1.0, 1.18, 1 / 1.18, 1.39)
"""Factors that keep the error bars of different networks apart."""

Array = npt.NDArray[Any]


@figure(
    "dying_relu.fig1",
    title="Small targets leave a larger relative error, and in the end dead units",
    caption="""
        One hidden layer of ReLU units, trained on targets of standard deviation gamma by Adam with its usual
        parameters (step 0.001), or with its momentum switched off; 24000 updates in mini-batches of 8, means
        over 3 runs with their standard errors. Runs of one seed share start and mini-batches. Left: root mean
        square error in units of gamma at the end; 1 is what a constant achieves (dotted). Middle: share of
        units that are inactive on the whole table. As in the paper, small targets raise both: the error from
        gamma = 0.01 on (the step from 1 to 0.1 lowers that of 64 units), death from 0.1 (200 units) or 0.01
        (64 units) on, though 0.0001 does not kill more than 0.001 by then. What does not reproduce is the
        part of momentum: without it more units die. Right: for some 10000 updates next to none dies, so that
        a shorter run shows no death at all. The table is that of 442 patients with diabetes which ships with
        scikit-learn, or a made-up one where that is missing; the left title says which. A small profile: 20
        seeds, 40000 updates, batches of 32 and other tables are a matter of
        python -m numerics.dying_relu.regression.sweep fig1, in about six minutes; there the dead share
        rises at every step from gamma = 0.1 (200 units) or 0.01 (64 units) on.
    """,
    shows=("dying_relu.fig1",),
    seeds=range(RUNS),
)
def small_targets(*seeds: int) -> dict[str, Array]:
    """Relative error and dead share by target scale: mean and standard error over seeds."""
    table = tables.preferred()
    todo = [
        chunk(*net, table=table, gammas=GAMMAS, seeds=seeds, batch=BATCH, record=RECORD) for net in NETWORKS
    ]
    return measured(gather(run(todo, workers=1)))


def measured(results: Sequence[Measured]) -> dict[str, Array]:
    """Numbers of the figure: every network at its end, and the course of the one with 200 units and Adam.

    Parameters
    ----------
    results : sequence of Measured
        Networks with the same target scales, at most four; also those of the full experiment.

    Returns
    -------
    dict
        As the drawing takes it.
    """
    course = find(results, width=200, optimiser="adam")
    found: dict[str, Array] = {
        "gamma": np.array(course.gammas),
        "network": np.array([f"{one.width} units, {_brief(one.optimiser)}" for one in results]),
        "table": np.array(course.table),
        "steps": np.array(course.steps),
    }
    for name, values in {
        "error": [one.error[..., -1] for one in results],
        "dead": [one.dead[..., -1] for one in results],
        "course": [course.dead[:, i] for i in range(len(course.gammas))],
    }.items():
        rows = [summary(value) for value in values]
        found[name] = np.stack([mean for mean, _ in rows])
        found[f"{name}_deviation"] = np.stack([error for _, error in rows])
    return found


def summary(values: npt.ArrayLike) -> tuple[Array, Array]:
    """Mean over the first axis and its standard error, rounded."""
    mean, error = mean_and_error(values)
    return np.round(mean, DECIMALS), np.round(error, DECIMALS)


def _brief(optimiser: str) -> str:
    return {"adam": "Adam", "adam without momentum": "without momentum"}.get(optimiser, optimiser)


@small_targets.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw error and dead share against gamma, and the course of the dead share."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    left, middle, right = picture.subplots(1, 3)
    _draw_scales(left, data, "error")
    left.axhline(1, color="0.5", linestyle=":", linewidth=0.8)
    left.legend(loc="upper right", handlelength=2.2, fontsize="x-small")
    left.set(
        yscale="log", ylim=(None, 8 * np.max(data["error"])), ylabel=r"root mean square error / $\gamma$"
    )
    left.set_title(f"Relative error ({str(data['table']).replace('_', ' ')})")
    _draw_scales(middle, data, "dead")
    middle.set(ylabel="share of dead units", ylim=(-0.03, 1.03))
    middle.set_title("Dead units")
    _draw_course(right, data)
    right.set(ylabel="share of dead units", ylim=(-0.03, 1.03))
    right.set_title("Course, 200 units, Adam")
    right.legend(title=r"$\gamma$", loc="upper left", handlelength=2.8)
    return picture


def _draw_scales(ax: Axes, data: Mapping[str, Array], what: str) -> None:
    looks = zip(data["network"], COLOURS, DASHES, MARKERS, SIDESTEP, strict=False)
    for i, (label, colour, dashes, marker, aside) in enumerate(looks):
        ax.errorbar(
            data["gamma"] * aside,
            data[what][i],
            yerr=data[f"{what}_deviation"][i],
            color=OKABE_ITO[colour],
            linestyle=dashes,
            marker=marker,
            markersize=3.5,
            linewidth=1.1,
            elinewidth=0.8,
            label=str(label),
        )
    ax.set(xscale="log", xlabel=r"scale of the targets $\gamma$", xticks=data["gamma"])
    ax.xaxis.set_minor_locator(NullLocator())


def _draw_course(ax: Axes, data: Mapping[str, Array]) -> None:
    styles = zip(data["gamma"], shades(len(data["gamma"])), DASHES, MARKERS, strict=True)
    for i, (gamma, colour, dashes, marker) in enumerate(styles):
        ax.errorbar(
            data["steps"] / 1000,
            data["course"][i],
            yerr=data["course_deviation"][i],
            color=colour,
            linestyle=dashes,
            marker=marker,
            markersize=2.8,
            linewidth=1.1,
            elinewidth=0.8,
            label=f"{gamma:g}",
        )
    ax.set(xlabel="updates (thousands)")
