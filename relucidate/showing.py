"""One claim on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from proofs_check.ledger.tables import mutants_text
from relucidate.paragraphs import INDENT, heading, item, line, where
from relucidate.sources.arguments import Argument
from relucidate.sources.places import Found
from theory.bibliography import PAPERS
from theory.claim import Claim
from theory.claim.printing import domain_lines, formula_text

Row = Mapping[str, Any]


def show(
    claim: Claim,
    arguments: Iterable[Argument],
    row: Row | None,
    run: Mapping[str, Any] | None,
    places: Iterable[Found],
    console: Console,
) -> None:
    """Print everything about a claim.

    Parameters
    ----------
    claim
        The claim.
    arguments
        Its proofs and refutations; saboteurs are passed over.
    row
        Its row of the ledger, if any.
    run
        What the ledger says of the run that the row is from, if anything.
    places
        Where all of it stands.
    console
        Where to print.
    """
    paper = PAPERS[claim.paper]
    console.print(Text.assemble((claim.id, "bold"), "  ", claim.title, "  ", (f"({claim.kind})", "dim")))
    console.print(Text(f"{paper.short}, {claim.where}, {paper.url}", style="dim"), soft_wrap=True)
    console.print()
    console.print(Text(claim.says))
    _formula(claim, console, printed=False)
    if claim.printed:
        heading(f"printed in the paper: {claim.erratum}", console)
        _formula(claim, console, printed=True)
    if claim.conjecture:
        heading("open", console)
        item(claim.conjecture, console)
    heading("proofs", console)
    own = [one for one in arguments if one.role != "saboteur"]
    for one in own:
        name = one.name.removeprefix("proof_").replace("_", " ")
        parts = f" [{', '.join(one.parts)}]" if one.parts else ""
        item(f"{one.role} {name}{parts}" + (f": {one.summary}" if one.summary else ""), console)
    if not own:
        item("none", console)
    heading("evidence in the last ledger", console)
    _evidence(row, run, console)
    heading("run just this", console)
    line(f"relucidate check {claim.id}", console)
    for one in own:
        line(f"pytest --pyargs {one.target}", console)
    where(places, console)


def _formula(claim: Claim, console: Console, *, printed: bool) -> None:
    for name, drawn in formula_text(claim, printed=printed, width=console.width - 2 * INDENT).items():
        console.print()
        if name:
            console.print(Text(f"{name}:", style="italic"))
        for row in drawn.split("\n"):
            console.print(Text(" " * 2 * INDENT + row.rstrip()), soft_wrap=True)
    lines = domain_lines(claim, printed=printed)
    if lines:
        console.print()
        console.print(Text(f"for {', '.join(lines)}"))


def _evidence(row: Row | None, run: Mapping[str, Any] | None, console: Console) -> None:
    if row is None:
        item("none yet", console)
        return
    verdict = row["outcome"] if row["strength"] == "none" else f"{row['outcome']}, {row['strength']}"
    item(verdict + (f": {row['reason']}" if row["reason"] else ""), console)
    for piece in row["evidence"]:
        witness = ", ".join(f"{name} = {value}" for name, value in piece["witness"].items())
        times = f", {piece['instances']} times" if piece["instances"] > 1 else ""
        text = f"{piece['strength']:11} {piece['engine']} {piece['bearing']}{times}: {piece['detail']}"
        item(text + (f" [at {witness}]" if witness else ""), console)
    for finding in row["assumptions"]:
        witness = ", ".join(f"{name} = {value}" for name, value in finding["witness"].items())
        need = f"necessary: false at {witness}" if finding["necessary"] else "necessity not shown"
        item(f"assumption {finding['assumption']}: {need}", console)
    if row["conditional_on"]:
        item(f"conditional on {', '.join(row['conditional_on'])}", console)
    item(f"mutants killed: {mutants_text(row['mutants'])}", console)
    if run is not None:
        what = " ".join(filter(None, ("relucidate", run["command"])))
        commit = f", commit {run['commit']}" if run["commit"] else ""
        item(f"found by {what}, {run['time']}, version {run['version']}{commit}", console)
