"""What the command line shows: results on standard output, progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from proofs_check.ledger.tables import UNLIMITED

#: Told how many are done, the total (0 if not known yet) and the name of the latest.
Told = Callable[[int, int, str], None]


def output() -> Console:
    """Console for results; where standard output is no terminal, plain text whose lines are never broken."""
    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = UNLIMITED
    return console


def table(title: str = "", columns: tuple[str, ...] = (), *, text: tuple[str, ...] = ()) -> Table:
    """Return an empty table that breaks what is too wide for a terminal, and crops nothing.

    Parameters
    ----------
    title
        Above it.
    columns
        Heads of the columns.
    text
        Those that are words, and so begin at the left; the others are numbers.
    """
    made = Table(title=title or None)
    for column in columns:
        made.add_column(column, justify="left" if column in text else "right", overflow="fold")
    return made


def print_table(console: Console, made: Table) -> None:
    """Print a table under its title, which may be wider than the table is."""
    if made.title:
        console.print(Text(str(made.title), style="bold"))
        made.title = None
    console.print(made)


@contextmanager
def progress(what: str, *, lines: bool = True) -> Iterator[Told]:
    """Show on standard error how far a long job is: a bar on a terminal, else a line for each step.

    Parameters
    ----------
    what
        What is being done, such as ``proofs``.
    lines
        Whether to print lines where there is no terminal.

    Yields
    ------
    callable
        To be called with the number done, the total and the name of the latest; a total of 0 means that it
        is not known yet.
    """
    # The stream is bound here: while pytest runs, `sys.stderr` is a different one.
    console = Console(file=sys.stderr, highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        yield line_by_line(what, console.file) if lines else _silent
        return
    from rich.progress import (  # noqa: PLC0415 - not needed where nothing takes long
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[latest]}", style="dim", markup=False),
    )
    bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    with bar:
        task = bar.add_task(what, total=None, latest="")

        def advance(done: int, total: int, latest: str) -> None:
            bar.update(task, completed=done, total=total or None, latest=latest)

        yield advance


def line_by_line(what: str, stream: IO[str] | None = None) -> Told:
    """Return what prints a line a step, if standard error is no terminal."""
    target = stream or sys.stderr
    return _silent if target.isatty() else lambda *step: print(_line(what, *step), file=target, flush=True)


def _line(what: str, done: int, total: int, latest: str) -> str:
    return f"{what} {done}/{total or '?'}: {latest}"


def _silent(_done: int, _total: int, _latest: str) -> None:
    """Say nothing."""


def once_a_claim(told: Told) -> Told:
    """Pass on only the first step of each claim; a step's name begins with the claim's id and a colon."""
    seen: set[str] = set()

    def tell(done: int, total: int, latest: str) -> None:
        claim = latest.partition(":")[0]
        if claim not in seen:
            seen.add(claim)
            told(done, total, claim)

    return tell
