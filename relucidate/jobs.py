"""The work that several commands share, with its failures told in the command line's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from rich.text import Text

import relucidate
from proofs_check.ledger import document as ledgers
from proofs_check.ledger.tables import lines, render
from relucidate.checking import BadExpressionError, Check, check
from relucidate.kept import NAME, commit, keep
from relucidate.mutating import mutate_sound, ship_results
from relucidate.selection import UnknownNameError, select
from relucidate.terminal import line_by_line, once_a_claim, output, progress
from relucidate.usage import UNWRITTEN
from theory.claim import Claim


def claims(names: Iterable[str]) -> list[Claim]:
    """Claims that ids and papers name; when none is given those of this folder's paper, or else all."""
    try:
        return select(names)
    except UnknownNameError as error:
        raise click.UsageError(str(error)) from error
    except (ImportError, TypeError, ValueError) as error:  # what a claim says that is not well made
        raise click.ClickException(f"the claims cannot be read: {error}") from error


def run_proofs(
    wanted: list[Claim], *, workers: int, thorough: bool = False, expression: str | None = None
) -> Check:
    """Run proofs, with a progress bar, or a line a claim."""
    if workers > 1 and find_spec("xdist") is None:
        click.echo("-n needs pytest-xdist, which is not installed; the proofs run in one process", err=True)
        workers = 1
    try:
        with progress("proofs", lines=False) as advance:
            return check(
                wanted,
                workers=workers,
                thorough=thorough,
                expression=expression,
                progress=advance,
                claim_done=line_by_line("claims"),
            )
    except BadExpressionError as error:
        raise click.UsageError(str(error)) from error
    except RuntimeError as error:
        raise click.ClickException(str(error)) from error


def add_kernel(checked: Check, wanted: list[Claim], out: Path) -> None:
    """Put stored proofs into the ledger, with what Rocq has said of them before."""
    from relucidate import rechecking  # noqa: PLC0415 - only here

    rechecking.add_known(checked.ledger, wanted, out / rechecking.FOLDER)


def draw(
    names: Iterable[str], folder: Path, outcomes: Mapping[str, str], *, slides: bool = False
) -> tuple[list[dict[str, Any]], bool]:
    """Draw figures, with a progress bar; return the ledger's rows, and whether all could be drawn.

    Parameters are those of `relucidate.drawing.draw`.
    """
    from relucidate import drawing  # noqa: PLC0415 - Matplotlib is slow to import

    with _figures() as advance:
        drawn, broken = drawing.draw(names, folder, advance, outcomes, slides=slides)
    for figure_id, reason in broken:
        click.echo(f"figure {figure_id} cannot be drawn: {reason}", err=True)
    return drawn, not broken


def animate(names: Iterable[str], folder: Path) -> list[Path]:
    """Draw animations, with a progress bar."""
    from relucidate import drawing  # noqa: PLC0415 - Matplotlib is slow to import

    with _figures() as advance:
        return drawing.animate(names, folder, advance)


def stale_figures(names: Iterable[str], folder: Path) -> dict[str, str]:
    """Find figures that no longer show what the code computes, with a progress bar."""
    from relucidate import drawing  # noqa: PLC0415 - Matplotlib is slow to import

    with _figures() as advance:
        return drawing.stale(names, folder, advance)


@contextmanager
def _figures() -> Iterator[Callable[[int, int, str], None]]:
    try:
        with progress("figures") as advance:
            yield advance
    except UnknownNameError as error:
        raise click.UsageError(str(error)) from error


def mutate(
    checked: Check,
    store: Path,
    *,
    workers: int,
    quick: bool,
    fresh: bool,
    executor: Executor | None = None,
    ship: Path | None = None,
) -> None:
    """Mutate the claims whose proofs pass, with a progress bar; the results go into the ledger.

    With `ship` they go into that file as well, which comes with the sources.
    """
    found: dict[str, dict[str, Any]] = {}
    try:
        with progress("mutants", lines=False) as advance:
            said = once_a_claim(line_by_line("mutants"))

            def tell(done: int, total: int, latest: str) -> None:
                advance(done, total, latest)
                said(done, total, latest)

            checked.unwritten = mutate_sound(
                checked.ledger,
                store,
                workers=workers,
                quick=quick,
                fresh=fresh,
                progress=tell,
                executor=executor,
                found=found,
            )
        if ship is not None:
            ship_results(found, commit(Path(relucidate.__path__[0]).parent), ship)
    except (RuntimeError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def finish(checked: Check, target: Path | None, kept: Path | None, command: str) -> int:
    """Print what was found, write it, and return the exit code.

    Parameters
    ----------
    checked
        What was found.
    target
        File for the ledger of this run alone, if asked for.
    kept
        Folder of the ledger into which it goes; None where only some of the proofs of a claim were run, as
        its row there speaks of all of them.
    command
        What was run.
    """
    print_ledger(checked)  # before anything is written: a full disk must not lose it
    if checked.unwritten:
        click.echo(f"results of mutation could not be kept: {checked.unwritten}", err=True)
    if target is not None:
        ledgers.write(checked.ledger, target)
    if kept is not None:
        keep(checked.ledger, kept, command)
    for what, file in (("ledger", kept and kept / NAME), ("ledger of this run", target)):
        if file is not None:
            click.echo(f"{what}: {file}")
    return checked.exit_code or (UNWRITTEN if checked.unwritten else 0)


def print_ledger(checked: Check) -> None:
    """Print what went wrong, and then the ledger."""
    console = output()
    for name, trace in checked.failures:
        if console.is_terminal:
            console.rule(name, align="left", style="red")
        else:
            console.print(Text(f"--- {name}"))
        console.print(Text(trace.rstrip()), soft_wrap=True)
    if console.is_terminal:
        render(checked.ledger, console)
    else:
        click.echo("\n".join(lines(checked.ledger, colour=False, width=console.width)))
    for line in checked.unlisted:
        click.secho(line, fg="red", err=True)
    for name in checked.uncollected:
        click.secho(f"{name} cannot be imported; its proofs have not been run", fg="red", err=True)
