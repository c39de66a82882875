"""The ledger as a terminal table, by paper."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

#: Width of the table where no terminal sets one.
PIPE_WIDTH = 110

_COLOURS = {
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
    """Killed of total, or a dash where no mutation has been run."""
    return f"{mutants['killed']}/{mutants['total']}" if mutants else "–"


def outcome_text(row: Mapping[str, Any]) -> str:
    """A claim's outcome in words, whether its experiment was scaled down, and whether only some proofs ran."""
    text = str(row["outcome"]).replace("_", " ")
    text += ", scaled" if row["scaled"] else ""
    return text + (" (partial)" if row.get("not_run") else "")


def paper_table(paper: str, rows: list[Mapping[str, Any]]) -> Table:
    """Table of one paper's claims."""
    table = Table(title=Text(paper, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("claim", no_wrap=True)
    table.add_column("title", ratio=3, min_width=20)
    table.add_column("outcome", no_wrap=True)
    table.add_column("strength, scope", ratio=2, min_width=14)
    table.add_column("engines", ratio=2, min_width=10)
    table.add_column("mutants", justify="right", no_wrap=True)
    table.add_column("seconds", justify="right", no_wrap=True)
    for row in rows:
        engines = Counter(piece["engine"] for piece in row["evidence"])
        strength = row["headline"] if row["strength"] != "none" else "–"
        table.add_row(
            row["id"].removeprefix(f"{paper}."),
            row["title"],
            Text(outcome_text(row), style=_COLOURS[row["outcome"]]),
            strength + (" *" if row["conditional_on"] else ""),
            ", ".join(engines) or "–",
            mutants_text(row["mutants"]),
            f"{row['seconds']:.2f}",
        )
    return table


def render(ledger: Mapping[str, Any], console: Console) -> None:
    """Print a ledger: a table for each paper, then what is red and why, then the counts."""
    rows = ledger["claims"]
    for paper, group in groupby(
        sorted(rows, key=lambda row: str(row["paper"])), key=lambda row: row["paper"]
    ):
        console.print(paper_table(str(paper), list(group)))
    for row in rows:
        if row["outcome"] in ("failed", "undecided") or (row["mutants"] and row["mutants"]["survivors"]):
            console.print(Text(f"{row['id']}: {row['outcome']}: {row['reason']}", style="red"))
            for survivor in (row["mutants"] or {}).get("survivors", ()):
                console.print(Text(f"  survives: {survivor}", style="red"))
        if row.get("not_run"):
            console.print(f"{row['id']} is partial: not run: {', '.join(row['not_run'])}")
        if row["conditional_on"]:
            unknown = ", not all of which were run" if row["partial"] else ""
            console.print(f"* {row['id']} is conditional on {', '.join(row['conditional_on'])}{unknown}")
    console.print(summary_line(ledger))


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
    """Return the rendered ledger as lines of text."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        force_terminal=colour,
        no_color=not colour,
        width=width if colour else max(width, PIPE_WIDTH),
        highlight=False,
        legacy_windows=False,
    )
    render(ledger, console)
    return [line.rstrip() for line in stream.getvalue().splitlines()]
