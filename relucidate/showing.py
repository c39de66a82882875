"""One claim on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from proofs_check.ledger.rung import STATUSES
from proofs_check.ledger.tables import kernel_text, mutants_text, outcome_text
from relucidate.paragraphs import INDENT, heading, item, line, where
from relucidate.prose import to_text
from relucidate.sources.arguments import Argument
from relucidate.sources.places import Found
from theory.bibliography import PAPERS
from theory.claim import Claim, Remark
from theory.claim.printing import domain_lines, formula_text

#: What to call a form by where it comes from.
_SOURCES = {
    "printed": "printed in the paper",
    "prose": "said in the paper's prose",
    "reconstructed": "reconstructed, as the paper's display is lost",
}
Row = Mapping[str, Any]


def show(
    claim: Claim,
    arguments: Iterable[Argument],
    row: Row | None,
    run: Mapping[str, Any] | None,
    places: Iterable[Found],
    console: Console,
    standing: Mapping[str, Any] | None = None,
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
    standing
        How it stands with the kernel of a proof assistant, as the ledger has it.
    """
    paper = PAPERS[claim.paper]
    console.print(Text.assemble((claim.id, "bold"), "  ", claim.title, "  ", (f"({claim.kind})", "dim")))
    console.print(
        Text(f"{', '.join(filter(None, (paper.short, claim.where, paper.url)))}", style="dim"), soft_wrap=True
    )
    console.print()
    _sayings(claim, row, console)
    _formula(claim, console, printed=False)
    if claim.printed:
        for source in dict.fromkeys(claim.printed_sources.values()):
            printed = ", ".join(name for name, of in claim.printed_sources.items() if of == source and name)
            heading(f"{_SOURCES[source]}: {claim.erratum} {printed}".rstrip(), console)
        if claim.objection:
            console.print(Text(to_text(claim.objection)))
        _formula(claim, console, printed=True)
    if claim.conjecture:
        heading("open", console)
        item(claim.conjecture, console)
    heading("proofs", console)
    own = [one for one in arguments if one.role != "saboteur"]
    for one in own:
        name = one.name.removeprefix("proof_").replace("_", " ")
        about = f" [{', '.join(one.parts)}]" if one.parts else ""
        item(f"{one.role} {name}{about}" + (f": {one.summary}" if one.summary else ""), console)
    if not own:
        item("none", console)
    heading("evidence in the last ledger", console)
    _evidence(row, run, console)
    if standing is not None:
        _kernel(standing, console)
    heading("run just this", console)
    line(f"relucidate check {claim.id}", console)
    for one in own:
        line(f"pytest {one.target(Path.cwd())}", console)
    where(places, console)


def _kernel(entry: Mapping[str, Any], console: Console) -> None:
    """Statements and scripts of the parts, and theorems for all sizes."""
    heading(f"proofs for Rocq's kernel{f' ({version})' if (version := entry['rocq']) else ''}", console)
    for one in (*entry["parts"], *entry["theorems"]):
        name = _spoken(one["part"]) if "part" in one else f"for all sizes, {one['file']}, {one['name']}"
        item(f"{name}: {STATUSES[one['status']]}" + f": {one['reason']}" * bool(one["reason"]), console)
        if "says" in one:
            item(f"it says, as a person has compared: {one['says']}", console)
        for text in (one.get("statement", ""), one.get("script", "")):
            for each in text.splitlines():
                line(each, console)
        if one["status"] == "accepted":
            item(f"axioms: {', '.join(one['axioms']) or 'none, closed under the global context'}", console)


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
            item(f"by hand: {to_text(step)}", console)
    if claim.scaled:
        console.print(Text(f"Scaled down: {to_text(claim.scaled)}"))


def _spoken(name: str) -> str:
    """Return the name of a part or of a proof in words."""
    return name.removeprefix("proof_").replace("_", " ") or "the formula"


def _formula(claim: Claim, console: Console, *, printed: bool) -> None:
    for name, drawn in formula_text(claim, printed=printed, width=console.width - 2 * INDENT).items():
        console.print()
        caption = "" if printed else to_text(claim.captions.get(name, ""))
        label = ": ".join(text for text in (name, caption) if text)
        if label:
            console.print(Text(f"{label}:" if not caption else label, style="italic"))
        for drawn_line in drawn.split("\n"):
            console.print(Text(" " * 2 * INDENT + drawn_line.rstrip()), soft_wrap=True)
    lines = domain_lines(claim, printed=printed)
    if lines:
        console.print()
        console.print(Text(f"for {', '.join(lines)}"))


def _evidence(row: Row | None, run: Mapping[str, Any] | None, console: Console) -> None:
    if row is None:
        item("none yet", console)
        return
    verdict = outcome_text(row) + ("" if row["strength"] == "none" else f": {row['headline']}")
    item(verdict + (f": {row['reason']}" if row["reason"] else ""), console)
    for piece in row["evidence"]:
        witness = ", ".join(f"{name} = {value}" for name, value in piece["witness"].items())
        reach = piece["scope_note"] or piece["scope"]
        text = f"{piece['strength']:11} {piece['engine']} {piece['bearing']}, {reach}: {piece['detail']}"
        item(text + (f" [at {witness}]" if witness else ""), console)
    for finding in row["assumptions"]:
        witness = ", ".join(f"{name} = {value}" for name, value in finding["witness"].items())
        need = f"necessary: false at {witness}" if finding["necessary"] else "necessity not shown"
        item(f"assumption {finding['assumption']}: {need}", console)
    if row["conditional_on"]:
        unknown = ", not all of which were run" if row["partial"] else ""
        item(f"conditional on {', '.join(row['conditional_on'])}{unknown}", console)
    item(f"parts accepted by the kernel: {kernel_text(row)}", console)
    item(f"mutants killed: {mutants_text(row['mutants'])}", console)
    if run is not None:
        what = " ".join(filter(None, ("relucidate", run["command"])))
        commit = f", commit {run['commit']}" if run["commit"] else ""
        item(f"found by {what}, {run['time']}, version {run['version']}{commit}", console)
