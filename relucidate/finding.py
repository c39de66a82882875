"""What ``list``, ``show`` and ``where`` print. SymPy is imported only for the formulas of one claim."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from relucidate import kept, selection
from relucidate.sources.arguments import arguments_about
from relucidate.sources.places import Found, of_claim, of_figure
from relucidate.sources.plates import FigureSource
from relucidate.sources.statements import Statement
from relucidate.terminal import output
from theory.bibliography import PAPERS


def know(paper: str | None) -> None:
    """Register the paper of a folder or a module.

    Raises
    ------
    click.UsageError
        If there is none.
    """
    try:
        selection.resolved([paper] if paper else [])
    except selection.UnknownNameError as error:
        raise click.UsageError(str(error)) from error


def _named(id_: str) -> tuple[Statement | None, FigureSource | None]:
    try:
        return selection.named(id_)
    except selection.UnknownNameError as error:
        raise click.UsageError(str(error)) from error


def places(id_: str, *, labels: bool) -> Iterator[str]:
    """Yield ``path:line`` of everything about a claim or figure, each once, with what it is if asked for.

    Raises
    ------
    click.UsageError
        If there is no such claim or figure.
    """
    claim, figure = _named(id_)
    found: list[Found] = [] if claim is None else of_claim(claim)
    found += [] if figure is None else of_figure(figure)
    seen = set()
    for one in found:
        text = one.place.text(Path.cwd())
        if text not in seen:
            seen.add(text)
            yield f"{text}\t{one.what} {one.name}" if labels else text


def show(id_: str, out: Path, *, bibtex: bool) -> None:
    """Print a claim, a figure, or one after the other where both bear the id.

    Parameters
    ----------
    id_
        Of a claim or a figure.
    out
        Folder of the ledger and of the figures.
    bibtex
        Print the paper's BibTeX entry instead.

    Raises
    ------
    click.UsageError
        If there is no such claim or figure.
    """
    claim, figure = _named(id_)
    if bibtex:
        click.echo(PAPERS[id_.partition(".")[0]].bibtex, nl=False)
        return
    console = output()
    if claim is not None:
        _show_claim(claim, out)
    if claim is not None and figure is not None:
        console.print()
    if figure is not None:
        from relucidate.showing_figures import show_figure  # noqa: PLC0415 - only needed here

        show_figure(figure, out / "figures", of_figure(figure), console)


def _show_claim(claim: Statement, out: Path) -> None:
    # Importing SymPy and building formulas makes hundreds of thousands of objects that all stay.
    gc.disable()
    try:
        from proofs_check.kernel import known, store  # noqa: PLC0415
        from proofs_check.kernel.standing import standing  # noqa: PLC0415
        from relucidate import showing  # noqa: PLC0415 - SymPy is slow to import
        from theory.claim import find  # noqa: PLC0415

        import_module(claim.module)
    finally:
        gc.enable()
    ledger = kept.last(out) or {"claims": []}
    row = next((row for row in ledger["claims"] if row["id"] == claim.id), None)
    run = next((run for run in ledger.get("runs", ()) if row and run["id"] == row.get("run")), None)
    found = find(claim.id)
    entry = standing(found, store.load({claim.paper}), known.read(out / "kernel"))
    showing.show(found, arguments_about(claim), row, run, of_claim(claim), output(), entry)


def listed(
    names: Iterable[str], outcomes: Collection[str], strengths: Collection[str], out: Path
) -> list[dict[str, Any]]:
    """Claims as data, each with its outcome, strength and run in the ledger, or None where it has none.

    Parameters
    ----------
    names
        Claim ids and paper keys; all when none is given.
    outcomes, strengths
        Words of the ledger; only claims with one of them are listed, or all if there are none.
    out
        Folder of the ledger.

    Raises
    ------
    click.UsageError
        If there is no such claim or paper, or nothing is known of outcomes and strengths.
    """
    try:
        claims = selection.listed(names)
    except selection.UnknownNameError as error:
        raise click.UsageError(str(error)) from error
    ledger = kept.last(out)
    if ledger is None and (outcomes or strengths):
        raise click.UsageError(f"no ledger {out / kept.NAME} to filter by; 'relucidate check' makes one")
    rows = {row["id"]: row for row in (ledger or {"claims": []})["claims"]}
    found = []
    for claim in claims:
        row = rows.get(claim.id, {})
        outcome, strength = row.get("outcome"), row.get("strength")
        if (not outcomes or outcome in outcomes) and (not strengths or strength in strengths):
            found.append(
                {
                    "id": claim.id,
                    "paper": claim.paper,
                    "kind": claim.kind,
                    "title": claim.title,
                    "where": claim.where,
                    "outcome": outcome,
                    "strength": strength,
                    "headline": row.get("headline"),
                    "conditional_on": row.get("conditional_on", []),
                    "run": row.get("run"),
                }
            )
    return found


def print_list(rows: Iterable[dict[str, Any]]) -> None:
    """Print what `listed` returns as tables."""
    from relucidate.listing import list_claims  # noqa: PLC0415 - only needed here

    list_claims(rows, output())
