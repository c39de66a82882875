"""Figure 1: relative error and dead units of one hidden layer while it trains on small targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, shades
from numerics import regression, tables
from numerics.optimisers import Adam
from numerics.regression_network import Architecture

GAMMAS = (1.0, 1e-1, 1e-2, 1e-3, 1e-4)
WIDTH = 32
BATCH = 16
STEPS = 30_000
RECORD = (0, 10, 30, 100, 300, 1000, *range(2000, STEPS + 1, 2000))
RUNS = 6

DECIMALS = 8
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (4, 1, 1, 1)), (0, (1, 0.8)), (0, (8, 2)))
MARKERS = ("o", "s", "^", "D", "X")

Array = npt.NDArray[Any]


@figure(
    "dying_relu.fig1",
    title="Small targets leave a larger relative error, and in the end dead units",
    caption="""
        Networks with one hidden layer of 32 ReLU units, trained by Adam (step 0.001, usual averaging) in
        mini-batches of 16 on targets of standard deviation gamma; means over 6 runs with their standard
        errors. Runs of one seed share start and mini-batches. Left: root mean square error in units of gamma,
        which is 1 for a constant (dotted). Small targets begin far off and come down slowly. Right: share of
        units that are inactive on the whole table. Up to 10000 updates next to none dies; after that, units
        of the networks with the smallest targets die one after the other, while those with gamma from 1 to
        0.01 keep all of theirs. The table is that of 442 patients with diabetes that ships with scikit-learn;
        where scikit-learn is missing it is a made-up one, and the title of the left part says which. A small
        profile: width 200, 20 seeds and other tables are a matter of python -m numerics.regression_sweep
        fig1.
    """,
    shows=("dying_relu.fig1",),
    seeds=range(RUNS),
)
def small_targets(*seeds: int) -> dict[str, npt.ArrayLike]:
    """Relative error and dead share by target scale and update: mean and standard error over seeds."""
    data = tables.load(tables.preferred())
    course = regression.train(
        data.inputs.astype(np.float32),
        data.targets.astype(np.float32),
        Architecture(data.inputs.shape[1], WIDTH),
        gammas=GAMMAS,
        seeds=seeds,
        optimiser=Adam(),
        steps=STEPS,
        batch=BATCH,
        record=RECORD,
    )
    found: dict[str, npt.ArrayLike] = {"gamma": GAMMAS, "steps": RECORD, "table": data.name}
    for name, values in (("error", course.error), ("dead", course.dead)):
        found[name], found[f"{name}_deviation"] = summary(values)
    return found


def summary(values: Array) -> tuple[Array, Array]:
    """Mean over the first axis and its standard error, rounded."""
    values = np.asarray(values, dtype=float)
    error = values.std(axis=0, ddof=1) / len(values) ** 0.5
    return np.round(values.mean(axis=0), DECIMALS), np.round(error, DECIMALS)


@small_targets.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the error on the left and the share of dead units on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    left, right = picture.subplots(1, 2)
    _draw_courses(left, data, "error", slice(1, None))
    left.axhline(1, color="0.5", linestyle=":", linewidth=0.8)
    left.set(xscale="log", yscale="log", ylabel=r"root mean square error / $\gamma$")
    left.set_title(f"Relative error, table: {data['table']}")
    _draw_courses(right, data, "dead", slice(None))
    right.set(ylabel="share of dead units", ylim=(-0.03, 1))
    right.set_title("Dead units")
    right.legend(title=r"$\gamma$", loc="upper left")
    return picture


def _draw_courses(ax: Axes, data: Mapping[str, Array], what: str, shown: slice) -> None:
    styles = zip(data["gamma"], shades(len(GAMMAS)), DASHES, MARKERS, strict=True)
    for i, (gamma, colour, dashes, marker) in enumerate(styles):
        ax.errorbar(
            data["steps"][shown] / 1000,
            data[what][i][shown],
            yerr=data[f"{what}_deviation"][i][shown],
            color=colour,
            linestyle=dashes,
            marker=marker,
            markersize=2.8,
            linewidth=1.1,
            elinewidth=0.8,
            label=f"{gamma:g}",
        )
    ax.set(xlabel="updates (thousands)")
