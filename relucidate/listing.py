"""The list of claims on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from proofs_check.ledger.tables import COLOURS, fits, strength_text
from relucidate.paragraphs import INDENT
from theory.bibliography import PAPERS

Row = Mapping[str, Any]


def list_claims(rows: Iterable[Row], console: Console) -> None:
    """Print the claims of each paper: a table where there is room for one, else two lines a claim.

    Parameters
    ----------
    rows
        As `relucidate.finding.listed` returns them.
    console
        Where to print.
    """
    for key, group in groupby(rows, key=lambda row: str(row["paper"])):
        paper = PAPERS[key]
        console.print(
            Text.assemble((key, "bold"), f"  {', '.join(filter(None, (paper.short, paper.url)))}"),
            soft_wrap=True,
        )
        claims = list(group)
        table = _table(claims)
        if fits(table, console):
            console.print(table)
            continue
        for row in claims:
            words = [row["kind"], *(text.plain for text in _verdict(row) if text.plain)]
            console.print(Text.assemble((row["id"], "bold"), f"  {', '.join(words)}"))
            console.print(Padding(Text(row["title"]), (0, 0, 0, 2 * INDENT)))


def _table(rows: list[Row]) -> Table:
    known = any(row["outcome"] for row in rows)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("id", "kind", "title", *(("outcome", "strength") if known else ())):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(row["id"], row["kind"], Text(row["title"]), *(_verdict(row) if known else ()))
    return table


def _verdict(row: Row) -> tuple[Text, Text]:
    if row["outcome"] is None:
        return Text(), Text()
    return Text(row["outcome"], style=COLOURS[row["outcome"]]), Text(strength_text(row))
