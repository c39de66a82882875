"""One claim, or the list of them, on a terminal."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from itertools import groupby
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from proofs_check.ledger import document as ledgers
from proofs_check.ledger.tables import mutants_text, outcome_text
from proofs_check.proof import ProofOf, proof_of
from relucidate.prose import to_text
from relucidate.seclusion import packages
from theory.bibliography import PAPERS
from theory.claim import Claim, Remark
from theory.claim.printing import domain_lines, formula_text

_INDENT = 2
#: What to call a form by where it comes from.
_SOURCES = {
    "printed": "printed in the paper",
    "prose": "said in the paper's prose",
    "reconstructed": "reconstructed, as the paper's display is lost",
}


def last_row(claim_id: str, path: Path) -> Mapping[str, Any] | None:
    """Row of a claim in the last ledger, if there is one that can be read."""
    try:
        rows = ledgers.read(path)["claims"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        print(f"no evidence shown: {error}", file=sys.stderr)
        return None
    return next((row for row in rows if row["id"] == claim_id), None)


def proofs(claim: Claim) -> Iterator[tuple[str, str, ProofOf]]:
    """Proofs of a claim: pytest's argument for each, the first line of its docstring, what it proves."""
    for package in packages([claim.paper]):
        for found in iter_modules(import_module(package).__path__, f"{package}."):
            if not found.name.rsplit(".", 1)[-1].startswith("proof_"):
                continue
            module = import_module(found.name)
            for name, function in vars(module).items():
                of = proof_of(function)
                if of is not None and of.claim is claim and function.__module__ == module.__name__:
                    summary = (inspect.getdoc(function) or "").partition("\n")[0]
                    yield f"{found.name}::{name}", summary, of


def show(claim: Claim, row: Mapping[str, Any] | None, console: Console) -> None:
    """Print everything about a claim.

    Parameters
    ----------
    claim
        The claim.
    row
        Its row of the last ledger, if any.
    console
        Where to print.
    """
    paper = PAPERS[claim.paper]
    console.print(Text.assemble((claim.id, "bold"), "  ", claim.title, "  ", (f"({claim.kind})", "dim")))
    console.print(f"{paper.short}, {claim.where}, {paper.url}", style="dim", soft_wrap=True)
    console.print()
    _sayings(claim, row, console)
    _formula(claim, console, printed=False)
    if claim.printed:
        for source in dict.fromkeys(claim.printed_sources.values()):
            parts = [name for name, of in claim.printed_sources.items() if of == source and name]
            _heading(f"{_SOURCES[source]}: {claim.erratum} {', '.join(parts)}".rstrip(), console)
        _formula(claim, console, printed=True)
    if claim.conjecture:
        _heading("open", console)
        _item(claim.conjecture, console)
    _heading("proofs", console)
    found = list(proofs(claim))
    for argument, summary, of in found:
        name = argument.partition("::")[2].removeprefix("proof_").replace("_", " ")
        parts = f" [{', '.join(of.parts)}]" if any(of.parts) else ""
        _item(f"{of.role} {name}{parts}" + (f": {summary}" if summary else ""), console)
    if not found:
        _item("none", console)
    _heading("evidence in the last ledger", console)
    _evidence(row, console)
    _heading("run just this", console)
    _item(f"relucidate check {claim.id}", console)
    for argument, _, _ in found:
        _item(f"pytest --pyargs {argument}", console)


def _heading(text: str, console: Console) -> None:
    console.print()
    console.print(text, style="bold")


def _item(text: str, console: Console) -> None:
    console.print(
        Padding(Text(text), (0, 0, 0, _INDENT)) if console.is_terminal else " " * _INDENT + text,
        soft_wrap=True,
    )


def _sayings(claim: Claim, row: Mapping[str, Any] | None, console: Console) -> None:
    """What is said, first of all: each assertion with what shows it and what it is worth, then remarks."""
    worth = {item["text"]: item for item in (row or {}).get("assertions", ())}
    for saying in claim.sayings:
        if isinstance(saying, Remark):
            console.print(Text.assemble(("Remark: ", "dim"), to_text(saying.text)))
            continue
        shown = ", ".join(_spoken(name) for name in saying.shown_by)
        known = worth.get(saying.text)
        grade = f"{known['headline']}; " if known else ""
        console.print(Text.assemble(to_text(saying.text), ("  [", "dim"), (f"{grade}by {shown}]", "dim")))
        for step in known["by_hand"] if known else ():
            _item(f"by hand: {to_text(step)}", console)
    if claim.scaled:
        console.print(Text(f"Scaled down: {to_text(claim.scaled)}"))


def _spoken(name: str) -> str:
    """Return the name of a part or of a proof in words."""
    return name.removeprefix("proof_").replace("_", " ") or "the formula"


def _formula(claim: Claim, console: Console, *, printed: bool) -> None:
    for name, drawn in formula_text(claim, printed=printed, width=console.width - 2 * _INDENT).items():
        console.print()
        caption = "" if printed else to_text(claim.captions.get(name, ""))
        label = ": ".join(text for text in (name, caption) if text)
        if label:
            console.print(Text(f"{label}:" if not caption else label, style="italic"))
        for line in drawn.split("\n"):
            console.print(" " * 2 * _INDENT + line.rstrip(), soft_wrap=True)
    lines = domain_lines(claim, printed=printed)
    if lines:
        console.print()
        console.print(f"for {', '.join(lines)}", soft_wrap=True)


def _evidence(row: Mapping[str, Any] | None, console: Console) -> None:
    if row is None:
        _item("none yet", console)
        return
    verdict = outcome_text(row) + ("" if row["strength"] == "none" else f": {row['headline']}")
    _item(verdict + (f": {row['reason']}" if row["reason"] else ""), console)
    for piece in row["evidence"]:
        witness = ", ".join(f"{name} = {value}" for name, value in piece["witness"].items())
        reach = piece["scope_note"] or piece["scope"]
        text = f"{piece['strength']:11} {piece['engine']} {piece['bearing']}, {reach}: {piece['detail']}"
        _item(text + (f" [at {witness}]" if witness else ""), console)
    for finding in row["assumptions"]:
        witness = ", ".join(f"{name} = {value}" for name, value in finding["witness"].items())
        need = f"necessary: false at {witness}" if finding["necessary"] else "necessity not shown"
        _item(f"assumption {finding['assumption']}: {need}", console)
    if row["conditional_on"]:
        unknown = ", not all of which were run" if row["partial"] else ""
        _item(f"conditional on {', '.join(row['conditional_on'])}{unknown}", console)
    _item(f"mutants killed: {mutants_text(row['mutants'])}", console)


def list_claims(claims: Iterable[Claim], console: Console) -> None:
    """Print a table of claims for each paper."""
    for key, group in groupby(claims, key=lambda claim: claim.paper):
        paper = PAPERS[key]
        console.print(Text.assemble((key, "bold"), f"  {paper.short}, {paper.url}"), soft_wrap=True)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("id", no_wrap=True)
        table.add_column("kind", no_wrap=True)
        table.add_column("title", overflow="fold")
        for claim in group:
            table.add_row(claim.id, claim.kind, Text(claim.title))
        console.print(table)
