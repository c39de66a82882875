"""The sweeps ``dying-relu-fig1``, ``dying-relu-fig6`` and ``dying-relu-phase``: the figures in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from numerics.dying_relu.phase.diagram import LABELS, phase_diagram
from numerics.dying_relu.regression.results import Measured
from numerics.dying_relu.regression.sweep import experiment
from numerics.statistics import mean_and_error
from numerics.sweeps.running import Progress
from relucidate.sweeps.csv_table import csv_table
from relucidate.terminal import output, print_table, table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["fig1", "fig6", "phase"]

SHOWN = ((1.0, 0.0), (0.1, 0.0), (0.01, 0.0), (1.0, 0.9), (0.1, 0.9), (0.01, 0.9))
FINE: Mapping[str, Any] = {"cells": 40, "rounds": 4, "steps": 4000}

COLUMNS = ("table", "kind", "depth", "width", "optimiser", "gamma", "update", "error", "error's error",
           "dead", "dead's error", "seeds")  # fmt: skip


def fig1(
    folder: Path,
    workers: int | None,
    progress: Callable[[Progress], object],
    executor: Executor | None = None,
) -> dict[str, bytes]:
    """Train the shallow networks of Figure 1.

    Parameters
    ----------
    folder
        For the chunks already computed.
    workers
        Local processes; None where there is an executor.
    progress
        Told how far the sweep has come.
    executor
        What computes instead of local processes.

    Returns
    -------
    dict
        A CSV file and the figure, by name.
    """
    results = _trained("fig1", folder, workers, progress, executor)
    # Matplotlib is slow to import.
    from figures.dying_relu import fig1 as drawn  # noqa: PLC0415

    return _files("dying-relu-fig1", results, drawn.small_targets.draw(drawn.measured(results)))


def fig6(
    folder: Path,
    workers: int | None,
    progress: Callable[[Progress], object],
    executor: Executor | None = None,
) -> dict[str, bytes]:
    """Train the networks of Figure 6 up to depth 8; parameters and result are those of `fig1`."""
    results = _trained("fig6", folder, workers, progress, executor)
    from figures.dying_relu import fig6 as drawn  # noqa: PLC0415 - as in `fig1`

    courses = [one for one in results if one.optimiser == "adam"]
    return _files("dying-relu-fig6", results, drawn.depth_and_death.draw(drawn.measured(results, courses)))


def phase(
    folder: Path,
    workers: int | None,
    progress: Callable[[Progress], object],
    executor: Executor | None = None,
) -> dict[str, bytes]:
    """Certify the phase diagrams with small cells; parameters and result are those of `fig1`."""
    shown = {
        (gamma, beta): phase_diagram(
            gamma=gamma,
            beta=beta,
            **FINE,
            folder=folder,
            workers=workers,
            executor=executor,
            progress=progress,
        )
        for gamma, beta in SHOWN
    }
    shares = [
        [gamma, beta, *(each.share(label) for label in LABELS), each.w.size]
        for (gamma, beta), each in shown.items()
    ]
    made = table("dying-relu-phase: parts of the square", ("gamma", "beta", *LABELS, "cells"))
    for row in shares:
        made.add_row(*(f"{value:.4g}" for value in row))
    print_table(output(), made)
    from figures.dying_relu import phase_diagram as drawn  # noqa: PLC0415 - as in `fig1`
    from figures.output import svg  # noqa: PLC0415

    picture = drawn.phases.draw(drawn.measured(shown))
    return {
        "dying-relu-phase.csv": csv_table(("gamma", "beta", *LABELS, "cells"), shares),
        "dying-relu-phase.svg": svg(picture, "dying-relu-phase"),
    }


def _trained(
    name: str,
    folder: Path,
    workers: int | None,
    progress: Callable[[Progress], object],
    executor: Executor | None,
) -> list[Measured]:
    results = experiment(name, folder=folder, workers=workers, executor=executor, progress=progress)
    print_table(output(), _table(f"dying-relu-{name}", results))
    return results


def _files(name: str, results: Sequence[Measured], picture: Figure) -> dict[str, bytes]:
    from figures.output import svg  # noqa: PLC0415 - as in `fig1`

    rows = (row for one in results for row in _rows(one))
    return {f"{name}.csv": csv_table(COLUMNS, rows), f"{name}.svg": svg(picture, name)}


def _rows(one: Measured) -> list[list[Any]]:
    """Mean and standard error over seeds, a row each target scale and moment."""
    rows = []
    for gamma in one.gammas:
        columns = [column for what in ("error", "dead") for column in mean_and_error(one.of(what, gamma))]
        rows += [
            [one.table, one.kind, one.depth, one.width, one.optimiser, gamma, step, *values, len(one.seeds)]
            for step, *values in zip(one.steps, *columns, strict=True)
        ]
    return rows


def _table(title: str, results: Sequence[Measured]) -> Table:
    made = table(
        f"{title}: error in units of gamma and dead share at the end, ± standard error",
        ("network", "optimiser", "gamma", "error", "dead share"),
        text=("network", "optimiser"),
    )
    for one in results:
        for row in _rows(one):
            gamma, step, error, error_error, dead, dead_error = row[5:11]
            if step == one.steps[-1]:
                made.add_row(
                    f"{one.kind}, depth {one.depth}, width {one.width}", one.optimiser, f"{gamma:g}",
                    f"{error:.3g} ± {error_error:.1g}", f"{dead:.3g} ± {dead_error:.1g}",
                )  # fmt: skip
    return made
