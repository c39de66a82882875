"""What the command line shows: results on standard output, progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

#: Columns of a table that nobody's window limits.
WIDTH = 110


def output() -> Console:
    """Console for results; plain text of a fixed width where standard output is not a terminal."""
    return _console(Console(file=sys.stdout, highlight=False, emoji=False, markup=False))


def _console(console: Console) -> Console:
    if not console.is_terminal:
        console.width = WIDTH
    return console


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """Show a bar on standard error while a long job runs, if that is a terminal.

    Parameters
    ----------
    what
        What is being done, such as ``proofs``.

    Yields
    ------
    callable
        To be called with the number done, the total and the name of the latest; a total of 0 means that it
        is not known yet.
    """
    # The stream is bound here: while pytest runs, `sys.stderr` is a different one.
    console = Console(file=sys.stderr, highlight=False, emoji=False, markup=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[latest]}", style="dim", markup=False),
    )
    bar = Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(what, total=None, latest="")

        def advance(done: int, total: int, latest: str) -> None:
            bar.update(task, completed=done, total=total or None, latest=latest)

        yield advance
