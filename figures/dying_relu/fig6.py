"""Figure 6: depth and dying units, in plain networks and in residual ones with batch normalisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.dying_relu.fig1 import DASHES, MARKERS, summary
from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES, shades
from numerics.data import tables
from numerics.dying_relu.regression.results import Measured, find, gather
from numerics.dying_relu.regression.sweep import run
from numerics.dying_relu.regression.tasks import chunk

DEPTHS = tuple(range(1, 9))
SMALL = 1e-4
WIDTH = 32
BATCH = 16
COURSE = (0, 100, 200, 300)

LATE_DEPTHS = (1, 2, 4)
LATE_WIDTH = 16
LATE_COURSE = tuple(range(0, 9001, 1000))
LATE_RUNS = 4

RUNS = 12

Array = npt.NDArray[Any]


@figure(
    "dying_relu.fig6",
    title="Depth kills plain units early; in the long run, and in residual networks, it spares them",
    caption="""
        Share of ReLU units that are inactive on the whole table, means over seeds with standard errors
        (diabetes, or the made-up table where scikit-learn is missing; mini-batches of 16). Left: plain
        networks of 32 units a layer, 12 seeds, by depth: at the start, and after 300 updates on targets of
        standard deviation gamma. As in the paper, deep networks have dead units from the start, Adam (step
        0.001) on small targets adds to them the more the deeper, and SGD (step 0.1) does not. With gamma = 1
        Adam wakes some of them. Middle: plain networks of 16 units, 4 seeds, gamma = 0.0001, units lost since
        the start. In the long run the order turns round: one layer, after a slow start, loses more than four.
        Right: residual networks of 16 units, a batch normalisation before each ReLU, 4 seeds, gamma = 0.0001.
        As in the paper none of their units is dead at the start and many die; but the paper has more of them
        die, and sooner, the deeper the network, where four blocks here lose fewer, and later, than one or
        two. Middle and right shorten Adam's average of squared gradients from 0.999 to 0.99,
        which shortens the wait. A small profile: residual networks of every depth from 1 to 8, width 64, 20
        seeds, Adam's usual parameters and all target scales are a matter of
        python -m numerics.dying_relu.regression.sweep fig6, in hours.
    """,
    shows=("dying_relu.fig6",),
    seeds=range(RUNS),
)
def depth_and_death(*seeds: int) -> dict[str, Array]:
    """Dead share at the start and after training by depth, and in the course of training."""
    table = tables.preferred()
    late: tuple[str, tuple[float, ...], tuple[int, ...], tuple[int, ...]]
    late = ("adam with shorter averages", (SMALL,), seeds[:LATE_RUNS], LATE_COURSE)
    wanted = [
        *(("plain", d, WIDTH, "adam", (1.0, SMALL), seeds, COURSE) for d in DEPTHS),
        *(("plain", d, WIDTH, "sgd", (SMALL,), seeds, COURSE) for d in DEPTHS),
        *((kind, d, LATE_WIDTH, *late) for kind in ("plain", "residual") for d in LATE_DEPTHS),
    ]
    todo = [
        chunk(
            kind, depth, width, optimiser, table=table, gammas=gammas, seeds=some, batch=BATCH, record=record
        )
        for kind, depth, width, optimiser, gammas, some, record in wanted
    ]
    results = gather(run(todo, workers=1))
    return measured(results[: 2 * len(DEPTHS)], results[2 * len(DEPTHS) :])


def measured(by_depth: Sequence[Measured], courses: Sequence[Measured]) -> dict[str, Array]:
    """Numbers of the figure.

    Parameters
    ----------
    by_depth : sequence of Measured
        Plain networks trained by "adam" and "sgd", for the left part.
    courses : sequence of Measured
        Plain and residual networks of the same depths, for the others. The networks of the full experiment
        trained by "adam" serve for both.

    Returns
    -------
    dict
        As the drawing takes it.
    """
    depths = sorted({one.depth for one in by_depth if one.kind == "plain" and one.optimiser == "adam"})
    plain = [find(by_depth, kind="plain", optimiser="adam", depth=d) for d in depths]
    sgd = [find(by_depth, kind="plain", optimiser="sgd", depth=d) for d in depths]
    late_depths = sorted({one.depth for one in courses})
    late = {
        kind: [find(courses, kind=kind, depth=d).of("dead", SMALL) for d in late_depths]
        for kind in ("plain", "residual")
    }
    found: dict[str, Array] = {
        "depth": np.array(depths),
        "course_depth": np.array(late_depths),
        "steps": np.array(courses[0].steps),
        "table": np.array(by_depth[0].table),
    }
    for name, values in {
        "start": [one.of("dead", SMALL)[:, 0] for one in plain],
        "adam_large": [one.of("dead", 1.0)[:, -1] for one in plain],
        "adam_small": [one.of("dead", SMALL)[:, -1] for one in plain],
        "sgd_small": [one.of("dead", SMALL)[:, -1] for one in sgd],
        "lost": [dead - dead[:, :1] for dead in late["plain"]],
        "residual": late["residual"],
    }.items():
        found[name], found[f"{name}_deviation"] = summary(np.stack(values, axis=1))
    return found


@depth_and_death.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw plain networks by depth, their course, and the course of residual ones."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    left, middle, right = picture.subplots(1, 3, width_ratios=[1.25, 1, 1])
    _draw_depths(left, data)
    _draw_courses(middle, data, "lost")
    middle.legend(title="depth", loc="upper left")
    middle.set(xlabel="updates (thousands)", ylabel="share lost since the start", ylim=(-0.03, 1))
    middle.set_title(r"Plain, Adam, $\gamma = 10^{-4}$")
    _draw_courses(right, data, "residual")
    right.legend(title="depth", loc="upper left")
    right.set(xlabel="updates (thousands)", ylabel="share of dead units", ylim=(-0.03, 1))
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
    ax.set_title(f"Plain, early ({str(data['table']).replace('_', ' ')})")
    ax.legend(loc="upper left")


def _draw_courses(ax: Axes, data: Mapping[str, Array], what: str) -> None:
    styles = zip(
        data["course_depth"], shades(len(data["course_depth"])), DASHES * 2, MARKERS * 2, strict=False
    )
    for i, (depth, colour, dashes, marker) in enumerate(styles):
        ax.errorbar(
            data["steps"] / 1000,
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
