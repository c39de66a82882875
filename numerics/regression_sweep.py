"""The full experiments behind Figures 1 and 6 as sweeps that can be stopped and resumed.

``python -m numerics.regression_sweep fig1 --folder build/sweeps`` trains every network of the experiment,
several seeds a chunk, keeps finished chunks in the folder and prints one line a network: error in units of
gamma and share of dead units at each recorded update, mean and standard error over the seeds.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Figures 1 and 6.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np

from numerics import arguments, regression, tables
from numerics.optimisers import Adam, Optimiser, Sgd
from numerics.regression_network import Architecture
from numerics.sweep import Progress, sweep, terminal_bar

__all__ = ["EXPERIMENTS", "OPTIMISERS", "main", "run", "tasks", "work"]

GAMMAS = (1.0, 1e-1, 1e-2, 1e-3, 1e-4)

OPTIMISERS: Mapping[str, Callable[[], Optimiser]] = {
    "adam": Adam,
    "adam without momentum": lambda: Adam(beta1=0.0),
    "sgd": lambda: Sgd(0.1),
    "sgd with momentum": lambda: Sgd(0.01, beta=0.9),
}
"""Optimisers by name; the two last take steps of the same size on a constant slope."""

EXPERIMENTS: Mapping[str, Sequence[tuple[str, int, int, str]]] = {
    "fig1": [("plain", 1, width, name) for name in ("adam", "adam without momentum") for width in (64, 200)],
    "fig6": [
        (kind, depth, 64, name)
        for name in ("adam", "sgd", "sgd with momentum")
        for kind in ("plain", "residual")
        for depth in range(1, 9)
    ],
}
"""Kind, depth, width and optimiser of every network."""

SEEDS_PER_CHUNK = 4
VERSION = "1"
"""Of the numbers: to be changed with them, as stored chunks are found by it."""

Task = dict[str, Any]


def tasks(
    experiment: str, *, table: str = "diabetes", seeds: int = 20, steps: int = 40_000, batch: int = 32
) -> list[Task]:
    """Chunks of an experiment: every network, a few seeds each.

    Parameters
    ----------
    experiment : str
        A key of `EXPERIMENTS`.
    table : str
        One of `numerics.tables.TABLES`.
    seeds : int
        Runs of every network, at least 1; more seeds keep the chunks of fewer.
    steps : int
        Updates, at least 1; recorded are the start and ten moments at equal distances.
    batch : int
        Rows of a mini-batch, at least 2.

    Returns
    -------
    list of dict
        Plain data, for `work`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    """
    experiment = arguments.one_of(experiment, "experiment", EXPERIMENTS)
    table = arguments.one_of(table, "table", tables.TABLES)
    seeds = arguments.count(seeds, "seeds", at_least=1)
    steps = arguments.count(steps, "steps", at_least=1)
    batch = arguments.count(batch, "batch", at_least=2)
    moments = sorted({round(part * steps / 10) for part in range(11)})
    return [
        {
            "table": table,
            "kind": kind,
            "depth": depth,
            "width": width,
            "optimiser": name,
            "gammas": list(GAMMAS),
            "seeds": list(range(first, min(first + SEEDS_PER_CHUNK, seeds))),
            "steps": steps,
            "batch": batch,
            "record": moments,
        }
        for first in range(0, seeds, SEEDS_PER_CHUNK)  # outermost: every network has its first seeds soon
        for kind, depth, width, name in EXPERIMENTS[experiment]
    ]


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
    course = regression.train(
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
        As in `numerics.sweep.sweep`.

    Yields
    ------
    task : dict
    result : dict of arrays
        As `work` returns it.
    """
    results = sweep(
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
    yield from zip(todo, results, strict=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run an experiment from the command line and print what came out."""
    parser = argparse.ArgumentParser(prog="python -m numerics.regression_sweep", description=__doc__)
    parser.add_argument("experiment", choices=list(EXPERIMENTS))
    parser.add_argument("--table", choices=tables.TABLES, default=tables.preferred())
    for option, default in (("seeds", 20), ("steps", 40_000), ("batch", 32)):
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument("--folder", type=Path, default=None, help="where finished chunks are kept")
    given = vars(parser.parse_args(argv))
    folder, workers = given.pop("folder"), given.pop("workers")
    try:
        todo = tasks(**given)
    except ValueError as error:
        parser.error(str(error))
    gathered: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    with terminal_bar() as bar:
        for task, result in run(todo, folder=folder, workers=workers, progress=bar):
            key = tuple(task[name] for name in ("kind", "depth", "width", "optimiser"))
            gathered.setdefault(key, []).append(result)
    for (kind, depth, width, name), results in gathered.items():
        print(f"{given['table']}, {kind}, depth {depth}, width {width}, {name}")
        for what in ("error", "dead"):
            values = np.concatenate([result[what] for result in results]).astype(float)
            for index, gamma in enumerate(GAMMAS):
                print(f"  {what:5s} gamma {gamma:<7g}" + _summary(values[:, index]))
    return 0


def _summary(values: np.ndarray) -> str:
    """Mean and standard error over the first axis, moment by moment."""
    error = (
        values.std(axis=0, ddof=1) / len(values) ** 0.5
        if len(values) > 1
        else np.full(values.shape[1:], np.nan)
    )
    return "".join(f"  {m:.3g}±{e:.1g}" for m, e in zip(values.mean(axis=0), error, strict=True))


if __name__ == "__main__":
    sys.exit(main())
