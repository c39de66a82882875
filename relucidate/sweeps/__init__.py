"""Long sweeps by name: what each computes, how long it takes, and what it leaves behind.

A paper's module has a function for each of its sweeps. Given a folder for the chunks, the number of
processes, what is told of progress, and what computes instead of those processes (and the sweep's options, by
name), it prints tables and returns the contents of files; here they are found by name and written. Nothing
heavy is imported until a sweep runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from numerics.sweeps.running import Progress

__all__ = ["SWEEPS", "Sweep", "run"]


@dataclass(frozen=True)
class Sweep:
    """A sweep that can be asked for.

    Attributes
    ----------
    paper
        Whose module it is in.
    function
        Its function there.
    what
        What it computes, in a line.
    takes
        How long, on one core.
    in_sizes
        Whether it knows the options ``--profile``, ``--data`` and ``--epochs``.
    """

    paper: str
    function: str
    what: str
    takes: str
    in_sizes: bool = False

    def contents(self, *args: Any, **options: Any) -> dict[str, bytes]:
        """Run it; return the files to be written, by name."""
        function: Callable[..., dict[str, bytes]] = getattr(
            import_module(f"relucidate.sweeps.{self.paper}"), self.function
        )
        return function(*args, **options)


#: Every sweep by the name that the command line knows it by.
SWEEPS: Mapping[str, Sweep] = {
    "shortcut-table1": Sweep(
        "shortcut",
        "table1",
        "the published table beside reconstructed settings, sampled and exact",
        "a minute",
    ),
    "dying-relu-fig1": Sweep(
        "dying_relu", "fig1", "the shallow networks of Figure 1, trained in full", "six minutes"
    ),
    "dying-relu-fig6": Sweep(
        "dying_relu", "fig6", "the networks of Figure 6 up to depth 8, trained in full", "eight hours"
    ),
    "dying-relu-phase": Sweep(
        "dying_relu",
        "phase",
        "certified phase diagrams with small cells, with and without momentum",
        "half an hour",
    ),
    "nonlinearity-generator": Sweep(
        "nonlinearity_generator",
        "experiments",
        "networks of 20 to 56 layers on images",
        "seconds (quick), a quarter of an hour (standard), hours (full) or weeks (paper)",
        in_sizes=True,
    ),
}


def run(
    name: str,
    out: Path,
    workers: int,
    progress: Callable[[Progress], object],
    executor: Executor | None = None,
    **options: Any,
) -> list[Path]:
    """Run a sweep and write its files; what is finished is kept and not computed again.

    Parameters
    ----------
    name
        A key of `SWEEPS`.
    out
        Folder for the files, and for the chunks already computed.
    workers
        Local processes; disregarded where there is an executor.
    progress
        Told how far the sweep has come.
    executor
        What computes instead of local processes.
    **options
        The sweep's own.

    Returns
    -------
    list of Path
        The files written.
    """
    processes = workers if executor is None else None
    contents = SWEEPS[name].contents(out / "chunks" / name, processes, progress, executor, **options)
    # Matplotlib is slow to import.
    from figures.output import write_whole  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    write_whole(out, contents)
    return [out / file for file in contents]
