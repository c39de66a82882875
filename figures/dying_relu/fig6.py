"""Figure 6: depth and dying units, in plain networks and in residual ones with batch normalisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.dying_relu.fig1 import BATCH, DASHES, MARKERS, summary
from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES, shades
from numerics import regression, tables
from numerics.optimisers import Adam, Optimiser, Sgd
from numerics.regression_network import Architecture

DEPTHS = tuple(range(1, 9))
SMALL = 1e-4
WIDTH = 32
STEPS = 300

COURSE_DEPTHS = (1, 2, 4, 8)
COURSE = (0, 25, 50, 100, 150, 200, 250, 300)

RESIDUAL_DEPTHS = (1, 3)
RESIDUAL_WIDTH = 16
RESIDUAL_COURSE = tuple(range(0, 9001, 1000))
RESIDUAL_RUNS = 6

RUNS = 12

Array = npt.NDArray[Any]


@figure(
    "dying_relu.fig6",
    title="Deeper plain networks lose more units, deeper residual ones fewer",
    caption="""
        Share of ReLU units that are inactive on the whole table, means over seeds with standard errors
        (diabetes, or the made-up table where scikit-learn is missing; mini-batches of 16). Left: plain
        networks of 32 units a layer, 12 seeds, by depth: at the start, and after 300 updates on targets of
        standard deviation gamma. With small targets Adam (step 0.001) adds to the units that were dead from
        the start; with gamma = 1 it wakes some of them; SGD (step 0.1) on small targets leaves the share as
        it was. Middle: units lost since the start by Adam with gamma = 0.0001, by depth. Almost all of it
        happens within the first hundred updates. Right: residual networks of 16 units, a batch normalisation
        before each ReLU, 6 seeds, gamma = 0.0001. None of their units is dead at the start, and for thousands
        of updates none dies; then many do, more of them with one block than with three. There Adam averages
        squared gradients with 0.99 in place of 0.999, which shortens the wait. A small profile: width 64, 20
        seeds, more updates and all target scales are a matter of python -m numerics.regression_sweep fig6.
    """,
    shows=("dying_relu.fig6",),
    seeds=range(RUNS),
)
def depth_and_death(*seeds: int) -> dict[str, npt.ArrayLike]:
    """Dead share at the start and after training by depth, and in the course of training."""
    data = tables.load(tables.preferred())
    table = data.inputs.astype(np.float32), data.targets.astype(np.float32)

    def dead(
        net: tuple[str, int, int], optimiser: Optimiser, gammas: tuple[float, ...], record: tuple[int, ...]
    ) -> Array:
        kind, depth, width = net
        course = regression.train(
            *table,
            Architecture(data.inputs.shape[1], width, depth, kind),
            gammas=gammas,
            seeds=seeds if kind == "plain" else seeds[:RESIDUAL_RUNS],
            optimiser=optimiser,
            steps=record[-1],
            batch=BATCH,
            record=record,
        )
        return np.asarray(course.dead, dtype=float)

    adam = np.stack([dead(("plain", d, WIDTH), Adam(), (1.0, SMALL), COURSE) for d in DEPTHS], axis=1)
    sgd = np.stack([dead(("plain", d, WIDTH), Sgd(0.1), (SMALL,), (0, STEPS)) for d in DEPTHS], axis=1)
    late = [
        dead(("residual", d, RESIDUAL_WIDTH), Adam(beta2=0.99), (SMALL,), RESIDUAL_COURSE)[:, 0]
        for d in RESIDUAL_DEPTHS
    ]
    chosen = [DEPTHS.index(depth) for depth in COURSE_DEPTHS]
    found: dict[str, npt.ArrayLike] = {"depth": DEPTHS, "table": data.name}
    for name, values in {
        "start": adam[:, :, 0, 0],
        "adam_large": adam[:, :, 0, -1],
        "adam_small": adam[:, :, 1, -1],
        "sgd_small": sgd[:, :, 0, -1],
        "lost": adam[:, chosen, 1] - adam[:, chosen, 1, :1],
        "residual": np.stack(late, axis=1),
    }.items():
        found[name], found[f"{name}_deviation"] = summary(values)
    return found


@depth_and_death.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw plain networks by depth, their course, and the course of residual ones."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    left, middle, right = picture.subplots(1, 3, width_ratios=[1.25, 1, 1])
    _draw_depths(left, data)
    _draw_courses(middle, data, "lost", COURSE, COURSE_DEPTHS)
    middle.legend(title="depth", loc="center right", bbox_to_anchor=(1, 0.38))
    middle.axhline(0, color="0.75", linewidth=0.5, zorder=0.5)
    middle.set(xlabel="updates", ylabel="units lost since the start (share)")
    middle.set_title(r"Plain, Adam, $\gamma = 10^{-4}$")
    _draw_courses(right, data, "residual", np.array(RESIDUAL_COURSE) / 1000, RESIDUAL_DEPTHS)
    right.legend(title="depth", loc="upper left")
    right.set(xlabel="updates (thousands)", ylabel="share of dead units")
    right.set_title(r"Residual, Adam, $\gamma = 10^{-4}$")
    return picture


def _draw_depths(ax: Axes, data: Mapping[str, Array]) -> None:
    looks: tuple[tuple[str, str, str, Any, str], ...] = (
        ("adam_small", r"Adam, $\gamma = 10^{-4}$", ROLES["dead"].colour, ROLES["dead"].dashes, "X"),
        ("start", "at the start", OKABE_ITO["black"], "-", "o"),
        ("sgd_small", r"SGD, $\gamma = 10^{-4}$", OKABE_ITO["orange"], (0, (1, 1)), "^"),
        ("adam_large", r"Adam, $\gamma = 1$", OKABE_ITO["blue"], (0, (4, 1.5)), "s"),
    )
    for name, label, colour, dashes, marker in looks:
        ax.errorbar(
            data["depth"],
            data[name],
            yerr=data[f"{name}_deviation"],
            color=colour,
            linestyle=dashes,
            marker=marker,
            markersize=3.5,
            elinewidth=0.8,
            label=label,
        )
    ax.set(xlabel="hidden layers", ylabel="share of dead units", xticks=data["depth"], ylim=(-0.01, None))
    ax.set_title(f"Plain networks ({data['table']})")
    ax.legend(loc="upper left")


def _draw_courses(
    ax: Axes, data: Mapping[str, Array], what: str, when: npt.ArrayLike, depths: tuple[int, ...]
) -> None:
    styles = zip(depths, shades(len(depths)), DASHES, MARKERS, strict=False)
    for i, (depth, colour, dashes, marker) in enumerate(styles):
        ax.errorbar(
            np.asarray(when),
            data[what][i],
            yerr=data[f"{what}_deviation"][i],
            color=colour,
            linestyle=dashes,
            marker=marker,
            markersize=3,
            linewidth=1.1,
            elinewidth=0.8,
            label=f"{depth}",
        )
