"""The sweeps ``dying-relu-fig1`` and ``dying-relu-fig6``: the full experiments behind these figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from numerics.dying_relu.regression.results import Measured
from numerics.dying_relu.regression.sweep import experiment
from numerics.statistics import mean_and_error
from numerics.sweeps.running import Progress
from relucidate.csv_table import csv_table
from relucidate.terminal import output

__all__ = ["train_fig1", "train_fig6"]

COLUMNS = ("table", "kind", "depth", "width", "optimiser", "gamma", "update", "error", "error's error",
           "dead", "dead's error", "seeds")  # fmt: skip


def train_fig1(out: Path, workers: int, progress: Callable[[Progress], object]) -> list[Path]:
    """Train the shallow networks of Figure 1; about six minutes on one core."""
    return _run("fig1", out, workers, progress)


def train_fig6(out: Path, workers: int, progress: Callable[[Progress], object]) -> list[Path]:
    """Train the networks of Figure 6 up to depth 8; about eight hours on one core."""
    return _run("fig6", out, workers, progress)


def _run(name: str, out: Path, workers: int, progress: Callable[[Progress], object]) -> list[Path]:
    key = f"dying-relu-{name}"
    results = experiment(name, folder=out / "chunks" / key, workers=workers, progress=progress)
    output().print(_table(key, results))
    # Matplotlib is slow to import.
    from figures.dying_relu import fig1, fig6  # noqa: PLC0415
    from figures.output import svg, write_whole  # noqa: PLC0415

    if name == "fig1":
        picture = fig1.small_targets.draw(fig1.measured(results))
    else:
        courses = [one for one in results if one.optimiser == "adam"]
        picture = fig6.depth_and_death.draw(fig6.measured(results, courses))
    out.mkdir(parents=True, exist_ok=True)
    contents = {
        f"{key}.csv": csv_table(COLUMNS, (row for one in results for row in _rows(one))),
        f"{key}.svg": svg(picture, key),
    }
    write_whole(out, contents)
    return [out / file for file in contents]


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
    table = Table(title=f"{title}: error in units of gamma and dead share at the end, ± standard error")
    for column in ("network", "optimiser", "gamma", "error", "dead share"):
        table.add_column(column, justify="right" if column not in ("network", "optimiser") else "left")
    for one in results:
        for row in _rows(one):
            gamma, step, error, error_error, dead, dead_error = row[5:11]
            if step == one.steps[-1]:
                table.add_row(
                    f"{one.kind}, depth {one.depth}, width {one.width}", one.optimiser, f"{gamma:g}",
                    f"{error:.3g} ± {error_error:.1g}", f"{dead:.3g} ± {dead_error:.1g}",
                )  # fmt: skip
    return table
