"""The full experiments behind Figures 1 and 6 as sweeps that can be stopped and resumed.

From a shell, ``python -m numerics.dying_relu.regression.sweep fig1 --folder build/sweeps`` trains every
network of the experiment, several seeds a chunk, keeps finished chunks in the folder and prints one line a
network and target scale: error in units of gamma and share of dead units at each recorded update, mean and
standard error over the seeds. From Python, `experiment` gives the same numbers::

    from numerics.dying_relu.regression.sweep import experiment
    from numerics.sweeps.running import terminal_bar

    with terminal_bar() as bar:
        results = experiment("fig1", seeds=20, folder="build/sweeps", workers=2, progress=bar)

    from figures.dying_relu import fig1  # the figure from these numbers, in place of its small profile
    fig1.small_targets.draw(fig1.measured(results)).savefig("fig1.png")

On one core fig1 takes about six minutes, fig6 about eight hours (20 seeds, 40000 updates).

Source: Arnekvist et al. 2020, arXiv 2005.06195, Figures 1 and 6.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.arrays.objects import sequence
from numerics.data import tables
from numerics.dying_relu.regression import training
from numerics.dying_relu.regression.network import Architecture
from numerics.dying_relu.regression.results import Measured, gather
from numerics.dying_relu.regression.tasks import EXPERIMENTS, OPTIMISERS, Task, tasks
from numerics.statistics import mean_and_error
from numerics.sweeps.running import Progress, paired, terminal_bar

__all__ = ["experiment", "main", "run", "work"]

VERSION = "1"
"""Of the numbers: to be changed with them, as stored chunks are found by it."""


def work(task: Task, _rng: np.random.Generator) -> dict[str, Any]:
    """Train the networks of one chunk; its seeds, not the sweep's, so that networks are paired.

    Parameters
    ----------
    task : dict
        An item of `tasks`.
    _rng : numpy.random.Generator
        Not used.

    Returns
    -------
    dict of arrays
        ``steps``, and ``error`` and ``dead`` of shape (seeds, gammas, moments), as in `regression.Course`.
    """
    data = tables.load(task["table"])
    course = training.train(
        data.inputs.astype(np.float32),
        data.targets.astype(np.float32),
        Architecture(data.inputs.shape[1], task["width"], task["depth"], task["kind"]),
        gammas=task["gammas"],
        seeds=task["seeds"],
        optimiser=OPTIMISERS[task["optimiser"]](),
        steps=task["steps"],
        batch=task["batch"],
        record=task["record"],
    )
    return {"steps": np.asarray(course.steps), "error": course.error, "dead": course.dead}


def run(
    todo: Sequence[Task],
    *,
    folder: str | Path | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Iterator[tuple[Task, dict[str, Any]]]:
    """Compute chunks, or take them from the folder, in the order given.

    Parameters
    ----------
    todo : sequence of dict
        As `tasks` makes them.
    folder, workers, executor, progress
        As in `numerics.sweeps.running.sweep`.

    Returns
    -------
    iterator of (dict, dict of arrays)
        Each task with what `work` returns for it.
    """
    arguments.require(len(sequence(todo, "todo", "tasks")) > 0, "todo", todo, "at least one task")
    return paired(
        work,
        todo,
        name="regression",
        seed=0,
        version=VERSION,
        folder=folder,
        workers=workers,
        executor=executor,
        progress=progress,
    )


def experiment(
    name: str,
    *,
    table: str | None = None,
    seeds: int = 20,
    steps: int = 40_000,
    batch: int = 32,
    folder: str | Path | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> list[Measured]:
    """Run a whole experiment, or take from the folder what is there.

    Parameters
    ----------
    name : str
        A key of `EXPERIMENTS`.
    table : str, optional
        As in `tasks`; by default `numerics.data.tables.preferred`.
    seeds, steps, batch
        As in `tasks`.
    folder, workers, executor, progress
        As in `numerics.sweeps.running.sweep`.

    Returns
    -------
    list of Measured
        One record a network, as the drawings of the two figures take them.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    arguments.one_of(name, "name", EXPERIMENTS)
    table = tables.preferred() if table is None else table
    todo = tasks(name, table=table, seeds=seeds, steps=steps, batch=batch)
    return gather(run(todo, folder=folder, workers=workers, executor=executor, progress=progress))


def main(argv: Sequence[str] | None = None) -> int:
    """Run an experiment from the command line and print what came out."""
    parser = argparse.ArgumentParser(prog="python -m numerics.dying_relu.regression.sweep")
    parser.add_argument("experiment", choices=list(EXPERIMENTS))
    parser.add_argument("--table", choices=tables.TABLES, default=None)
    for option, default in (("seeds", 20), ("steps", 40_000), ("batch", 32)):
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument("--folder", type=Path, default=None, help="where finished chunks are kept")
    given = vars(parser.parse_args(argv))
    try:
        with terminal_bar() as bar:
            results = experiment(given.pop("experiment"), **given, progress=bar)
    except ValueError as error:
        parser.error(str(error))
    for one in results:
        print(f"{one.table}, {one.kind}, depth {one.depth}, width {one.width}, {one.optimiser}")
        for what in ("error", "dead"):
            for gamma in one.gammas:
                print(f"  {what:5s} gamma {gamma:<7g}{_line(one.of(what, gamma))}")
    return 0


def _line(values: npt.ArrayLike) -> str:
    """Mean and standard error over the first axis, moment by moment."""
    return "".join(f"  {m:.3g}±{e:.1g}" for m, e in zip(*mean_and_error(values), strict=True))


if __name__ == "__main__":
    sys.exit(main())
