"""The ledger as text, by paper: a table where there is room for one, else a few lines a claim."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

#: Width of what is not printed on a terminal: no line is broken.
UNLIMITED = 100_000

_INDENT = 4

COLOURS = {
    "holds": "green",
    "corrected": "yellow",
    "sharpened": "yellow",
    "refuted": "magenta",
    "reproduced": "green",
    "not_reproduced": "magenta",
    "open": "cyan",
    "definition": "dim",
    "undecided": "bold red",
    "failed": "bold red",
}


def mutants_text(mutants: Mapping[str, Any] | None) -> str:
    """Killed of total, or a dash where no mutation has been run; "stale" where sources have changed since."""
    if not mutants:
        return "–"
    return f"{mutants['killed']}/{mutants['total']}{' stale' if mutants.get('stale') else ''}"


def kernel_text(row: Mapping[str, Any]) -> str:
    """Parts that a proof assistant's kernel accepts, of all; how many wait with a script; or a dash."""
    parts = (row.get("kernel") or {}).get("parts", ())
    number = Counter(one["status"] for one in parts)
    if number["accepted"] or number["refused"]:
        return f"{number['accepted']}/{len(parts)}"
    return f"{number['unchecked']} stored" if number["unchecked"] else "–"


def outcome_text(row: Mapping[str, Any]) -> str:
    """Outcome of a claim in words: also whether it was scaled down, and whether only some proofs ran."""
    text = str(row["outcome"]).replace("_", " ")
    text += ", scaled" if row["scaled"] else ""
    return text + (" (partial)" if row.get("not_run") else "")


def strength_text(row: Mapping[str, Any]) -> str:
    """Strength and scope of a row, or a dash; a star where it is conditional."""
    return (row["headline"] if row["strength"] != "none" else "–") + (" *" if row["conditional_on"] else "")


def _engines(row: Mapping[str, Any]) -> str:
    return ", ".join(dict.fromkeys(piece["engine"] for piece in row["evidence"])) or "–"


def paper_table(paper: str, rows: list[Mapping[str, Any]]) -> Table:
    """Table of one paper's claims."""
    table = Table(title=Text(paper, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("claim", "title", "outcome", "strength, scope", "engines"):
        table.add_column(column, overflow="fold")
    for column in ("kernel", "mutants", "seconds"):
        table.add_column(column, justify="right", overflow="fold")
    for row in rows:
        table.add_row(
            row["id"].removeprefix(f"{paper}."),
            Text(row["title"]),
            Text(outcome_text(row), style=COLOURS[row["outcome"]]),
            strength_text(row),
            _engines(row),
            kernel_text(row),
            mutants_text(row["mutants"]),
            f"{row['seconds']:.2f}",
        )
    return table


def fits(table: Table, console: Console) -> bool:
    """Whether no cell of a table has to be broken."""
    return console.measure(table, options=console.options.update(width=UNLIMITED)).maximum <= console.width


def _print_paper(paper: str, rows: list[Mapping[str, Any]], console: Console) -> None:
    table = paper_table(paper, rows)
    if fits(table, console):
        console.print(table)
        return
    console.print(Text(paper, style="bold"))
    for row in rows:
        console.print(Text.assemble((row["id"].removeprefix(f"{paper}."), "bold"), f"  {row['title']}"))
        verdict = f", {strength_text(row)}; {_engines(row)}"
        effort = f"; kernel {kernel_text(row)}; mutants {mutants_text(row['mutants'])}"
        effort += f"; {row['seconds']:.2f} s"
        line = Text.assemble((row["outcome"], COLOURS[row["outcome"]]), verdict + effort)
        console.print(Padding(line, (0, 0, 0, _INDENT)))


def render(ledger: Mapping[str, Any], console: Console) -> None:
    """Print a ledger: each paper's claims, then what is red and why, then the counts."""
    rows = ledger["claims"]
    for paper, group in groupby(rows, key=lambda row: str(row["paper"])):
        _print_paper(paper, list(group), console)
    for row in rows:
        if row["outcome"] in ("failed", "undecided") or (row["mutants"] and row["mutants"]["survivors"]):
            console.print(Text(f"{row['id']}: {row['outcome']}: {row['reason']}", style="red"))
            for survivor in (row["mutants"] or {}).get("survivors", ()):
                console.print(Text(f"  survives: {survivor}", style="red"))
        if row.get("not_run"):
            console.print(f"{row['id']} is partial: not run: {', '.join(row['not_run'])}")
        if row["conditional_on"]:
            unknown = ", not all of which were run" if row["partial"] else ""
            console.print(
                Text(f"* {row['id']} is conditional on {', '.join(row['conditional_on'])}{unknown}")
            )
    console.print(Text(summary_line(ledger)))
    if told := kernel_line(ledger):
        console.print(Text(told))


def kernel_line(ledger: Mapping[str, Any]) -> str:
    """What the kernel of a proof assistant says of all parts in a line; empty where nothing is stored."""
    entries = [row["kernel"] for row in ledger["claims"] if row.get("kernel")]
    parts = Counter(one["status"] for entry in entries for one in entry["parts"])
    sizes = Counter(one["status"] for entry in entries for one in entry["theorems"])
    if not (parts - Counter(missing=parts["missing"], untranslated=parts["untranslated"]) or sizes):
        return ""
    versions = sorted({entry["rocq"] for entry in entries} - {""})
    if not versions:
        return (
            f"kernel: not checked here, scripts stored ({parts['unchecked']} of {parts.total()} parts, "
            f"{sizes.total()} theorems for all sizes)"
        )
    text = f"kernel (Rocq {', '.join(versions)}): {parts['accepted']} of {parts.total()} parts accepted"
    words = {"refused": "refused", "unchecked": "not checked", "stale": "stale"}
    text += "".join(f", {parts[status]} {word}" for status, word in words.items() if parts[status])
    return f"{text}; {sizes['accepted']} of {sizes.total()} theorems for all sizes"


def summary_line(ledger: Mapping[str, Any]) -> str:
    """Counts of outcomes and strengths in a line."""
    rows = ledger["claims"]
    outcomes = Counter(row["outcome"] for row in rows)
    strengths = Counter(row["strength"] for row in rows if row["strength"] != "none")
    text = f"{len(rows)} claim{'s' * (len(rows) != 1)}: "
    text += ", ".join(f"{n} {name}" for name, n in outcomes.most_common())
    partial = sum(bool(row.get("not_run")) for row in rows)
    if partial:
        text += f", {partial} partial"
    if strengths:
        text += " (" + ", ".join(f"{n} {name}" for name, n in strengths.most_common()) + ")"
    return text


def lines(ledger: Mapping[str, Any], *, colour: bool, width: int) -> list[str]:
    """Return the rendered ledger as lines of text.

    Parameters
    ----------
    ledger
        As `proofs_check.ledger.document` describes it.
    colour
        Whether it goes to a terminal; if not, no line is broken, whatever the width.
    width
        Of the terminal.
    """
    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=colour,
        no_color=not colour,
        width=width if colour else UNLIMITED,
        highlight=False,
        legacy_windows=False,
    )
    render(ledger, console)
    return [line.rstrip() for line in stream.getvalue().splitlines()]
