"""The commands that make pages and open lessons: ``report`` and ``lessons``."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs

from __future__ import annotations

from pathlib import Path

import click

from relucidate import completion, options
from relucidate.usage import Command


@click.command(cls=Command)
@options.out_folder
def report(out: Path) -> None:
    """Make the site from the ledger and the figures that are in the folder already."""
    from relucidate.kept import NAME, figures, last
    from relucidate.site import write_site

    ledger = last(out)
    if ledger is None:
        raise click.UsageError(
            f"there is no ledger {out / NAME}; 'relucidate' or 'relucidate check' writes it"
        )
    ledger["figures"] = figures(ledger, out / "figures")
    click.echo(write_site(ledger, out / "figures", out / "report"))


@click.command(cls=Command)
@click.argument("paper", required=False, shell_complete=completion.papers)
@click.option(
    "--export",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write every lesson as static HTML into this folder instead.",
)
def lessons(paper: str | None, folder: Path | None) -> None:
    """Open the notebook of a lesson in the browser, or say which there are."""
    from relucidate import teaching

    try:
        if folder is not None:
            for file in teaching.export(folder, paper):
                click.echo(f"wrote {file}")
        elif paper is None:
            for key, place in teaching.notebooks().items():
                click.echo(f"{key:22} {place}")
        else:
            teaching.open_one(paper)
    except (ImportError, ValueError) as error:
        raise click.UsageError(str(error)) from error
