"""What the sweep's order, bounds and store cost, beside the bare pools of the standard library.

Every way computes the same chunks on the same number of spawned processes, pool start included, and gives
the results in order. Executor.map is that of `concurrent.futures.ProcessPoolExecutor`, Pool.imap that of
`multiprocessing.Pool`. Run with ``python benchmarks/sweep_overhead.py``.
"""

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from numerics.sweeps.running import sweep

SEED = 1
Task = dict[str, int]


def simulate(task: Task, rng: np.random.Generator) -> dict[str, np.ndarray[Any, Any]]:
    """Draw and reduce, `repeats` times over; give 80 kB."""
    draws = rng.standard_normal((10, 1000))
    total = np.zeros_like(draws)
    for _ in range(task["repeats"]):
        total += np.maximum(rng.standard_normal(draws.shape), 0)
    return {"total": total}


def bare(numbered: tuple[int, Task]) -> dict[str, np.ndarray[Any, Any]]:
    """Do the same chunk without a sweep."""
    index, task = numbered
    seeds = np.random.SeedSequence(SEED, spawn_key=(index,))
    return simulate(task, np.random.Generator(np.random.PCG64(seeds)))


def by_executor(tasks: list[Task], workers: int) -> Iterable[dict[str, np.ndarray[Any, Any]]]:
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(bare, enumerate(tasks))


def by_pool(tasks: list[Task], workers: int) -> Iterable[dict[str, np.ndarray[Any, Any]]]:
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap(bare, enumerate(tasks))


def by_sweep(tasks: list[Task], workers: int, stored: bool) -> Iterable[dict[str, np.ndarray[Any, Any]]]:
    with tempfile.TemporaryDirectory() as folder:
        where = folder if stored else None
        yield from sweep(simulate, tasks, name="overhead", seed=SEED, workers=workers, folder=where)


def seconds(way: Callable[..., Iterable[Any]], tasks: list[Task], workers: int) -> tuple[float, float]:
    """Time one run, and give a checksum that every way must agree on."""
    begin = time.perf_counter()
    checksum = sum(float(result["total"].sum()) for result in way(tasks, workers))
    return time.perf_counter() - begin, checksum


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chunks", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5, help="the ways take turns; ratios are medians")
    options = parser.parse_args()

    sweeps = {
        "sweep, in memory": partial(by_sweep, stored=False),
        "sweep, stored": partial(by_sweep, stored=True),
    }
    bare_pools = {"Executor.map": by_executor, "Pool.imap": by_pool}
    ways = bare_pools | sweeps
    table = Table(title=f"{options.chunks} chunks on {options.workers} processes, median of {options.rounds}")
    for column in ("chunk", "way", "seconds", *(f"over {name}" for name in bare_pools)):
        table.add_column(column, justify="left" if column in ("chunk", "way") else "right")
    console = Console()
    for repeats in (1, 50, 200):
        tasks = [{"repeats": repeats}] * options.chunks
        begin = time.perf_counter()
        bare((0, tasks[0]))
        length = f"{1000 * (time.perf_counter() - begin):.1f} ms"
        times: dict[str, list[float]] = {name: [] for name in ways}
        checksums = set()
        for _ in track(range(options.rounds), length, console=Console(stderr=True), transient=True):
            for name, way in ways.items():
                spent, checksum = seconds(way, tasks, options.workers)
                times[name].append(spent)
                checksums.add(checksum)
        assert len(checksums) == 1, "the ways disagree on the results"
        for name in ways:
            # Ratios within a round, so that a machine that slows down between rounds does not count.
            ratios = [
                statistics.median(mine / its for mine, its in zip(times[name], times[other], strict=True))
                for other in bare_pools
            ]
            table.add_row(
                length, name, f"{statistics.median(times[name]):.2f}", *(f"{r:.2f}" for r in ratios)
            )
        table.add_section()
    console.print(table)


if __name__ == "__main__":
    main()
