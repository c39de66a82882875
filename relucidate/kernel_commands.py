"""The command ``kernel``: claims proved again by a proof assistant."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs

from __future__ import annotations

from pathlib import Path

import click

from relucidate import options
from relucidate.usage import Command


@click.command(
    cls=Command,
    exit_codes={
        0: "every stored proof is accepted",
        1: "one is refused",
        2: "Rocq, or a library of it, is missing",
        3: "bad usage",
    },
)
@options.claim_names
@click.option("--search", is_flag=True, help="Search proofs of parts that have none, and store them; long.")
@click.option(
    "--export",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a Rocq project instead, to be checked by itself.",
)
@options.processes
@click.pass_context
def kernel(
    ctx: click.Context, names: tuple[str, ...], search: bool, export: Path | None, workers: int
) -> None:
    """Check stored proofs of claims with Rocq, from the statement that the claim makes now.

    Not every part has a proof there; how many have one is said. Verdicts of the ledger do not rest on this.
    """
    from relucidate.rechecking import run

    try:
        ctx.exit(run(search, names, export=export, workers=workers, say=click.echo))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(str(error)) from error
