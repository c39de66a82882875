"""The commands that find things: ``show``, ``where`` and ``list``."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs

from __future__ import annotations

import json
from pathlib import Path

import click

from proofs_check.ledger.strength import Strength
from proofs_check.ledger.verdict import OUTCOMES
from relucidate import completion, options
from relucidate.usage import Command

_id = click.argument("id_", metavar="ID", shell_complete=completion.claims_and_figures)
_paper = click.option(
    "--paper",
    metavar="PAPER",
    shell_complete=completion.papers,
    help="Folder or module of the paper, where it is neither built in, installed nor in this folder.",
)


@click.command(cls=Command)
@_id
@_paper
@click.option("--bibtex", is_flag=True, help="Print the paper's BibTeX entry instead.")
@options.out_folder
def show(id_: str, paper: str | None, bibtex: bool, out: Path) -> None:
    """Show a claim or a figure: what it says, how it is proved, where all of it stands."""
    from relucidate import finding

    finding.know(paper)
    finding.show(id_, out, bibtex=bibtex)


@click.command(cls=Command)
@_id
@_paper
@click.option("--labels", is_flag=True, help="Say behind each place, after a tab, what stands there.")
def where(id_: str, paper: str | None, labels: bool) -> None:
    """Print where a claim or a figure stands, one path:line a row.

    First the statement, then each proof and saboteur, the simulations that the proofs call, figures and
    tests; paths are relative to the current folder where they lie below it.
    """
    from relucidate import finding

    finding.know(paper)
    for line in finding.places(id_, labels=labels):
        click.echo(line)


@click.command(name="list", cls=Command)
@options.claim_names
@options.paper_keys
@click.option(
    "--outcome", "outcomes", multiple=True, type=click.Choice(OUTCOMES), help="Only claims with it."
)
@click.option(
    "--strength",
    "strengths",
    multiple=True,
    type=click.Choice([strength.label for strength in reversed(Strength)]),
    help="Only these.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON on standard output.")
@options.out_folder
def list_(
    names: tuple[str, ...],
    papers: tuple[str, ...],
    outcomes: tuple[str, ...],
    strengths: tuple[str, ...],
    as_json: bool,
    out: Path,
) -> None:
    """List claims by paper, with outcome and strength where there is a ledger."""
    from relucidate import finding

    rows = finding.listed((*names, *papers), outcomes, strengths, out)
    if as_json:
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        finding.print_list(rows)
