"""How far a sweep has come, and a bar, or lines, that show it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bars

__all__ = ["Progress", "terminal_bar"]


@dataclass(frozen=True)
class Progress:
    """How far a sweep has come.

    Attributes
    ----------
    name : str
        The sweep's.
    total : int
        All chunks.
    resumed : int
        Chunks found stored. They cost nothing and say nothing about the speed.
    computed : int
        Chunks computed by this run.
    damaged : int
        Chunks found stored, but not as they were written; they are computed again.
    seconds : float
        Since this run began.
    note : str
        What else there is to tell, such as the latest loss.

    Examples
    --------
    >>> Progress("widths", total=10, resumed=4, computed=2, seconds=6.0).seconds_left
    12.0
    """

    name: str
    total: int
    resumed: int = 0
    computed: int = 0
    damaged: int = 0
    seconds: float = 0.0
    note: str = ""

    @property
    def done(self) -> int:
        """Chunks that are finished."""
        return self.resumed + self.computed

    @property
    def seconds_left(self) -> float | None:
        """Time left at the present rate, or None before the first chunk is computed."""
        if self.done == self.total:
            return 0.0
        return self.seconds / self.computed * (self.total - self.done) if self.computed else None


QUIET = 60.0
"""Seconds between two lines about what goes on within a chunk."""


@contextmanager
def terminal_bar(console: Console | None = None) -> Iterator[Callable[[Progress], None]]:
    """Show the progress of sweeps, one bar for each name; where there is no terminal, a line for each chunk.

    What goes on within a chunk, which carries a note, gets a line a minute there.

    Parameters
    ----------
    console : rich.console.Console, optional
        Where; standard error by default.

    Yields
    ------
    callable
        To be given to sweeps as `progress`.

    Examples
    --------
    ::

        with terminal_bar() as progress:
            for result in sweep(work, tasks, name="widths", seed=1, progress=progress):
                ...
    """
    console = console or Console(stderr=True, highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        yield _lines(console)
        return
    bars = Bars(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}", markup=False),
        console=console,
    )
    rows: dict[str, TaskID] = {}

    def show(progress: Progress) -> None:
        left, total, done = _told(progress), progress.total, progress.done
        if progress.name not in rows:
            rows[progress.name] = bars.add_task(progress.name, total=total, completed=done, left=left)
        bars.update(rows[progress.name], total=total, completed=done, left=left)

    with bars:
        yield show


def _told(progress: Progress) -> str:
    # Rich's own estimate would take resumed chunks for fast ones.
    seconds = progress.seconds_left
    left = "" if seconds is None else f"{timedelta(seconds=round(seconds))} left"
    return ", ".join(filter(None, (progress.note, left)))


def _lines(console: Console) -> Callable[[Progress], None]:
    last: dict[str, tuple[int, float]] = {}

    def show(progress: Progress) -> None:
        done, said = last.get(progress.name, (-1, 0.0))
        now = time.monotonic()
        finished = progress.done == progress.total
        if progress.done == done or (progress.note and not finished and now - said < QUIET):
            return
        last[progress.name] = progress.done, now
        line = f"{progress.name} {progress.done}/{progress.total}"
        print(": ".join(filter(None, (line, _told(progress)))), file=console.file, flush=True)

    return show
