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
        1: "one is refused, or proves what is false",
        2: "Rocq, or a library of it, is missing",
        3: "bad usage",
    },
)
@options.claim_names
@options.paper_keys
@click.option("--search", is_flag=True, help="Search proofs of parts that have none, and store them; long.")
@click.option(
    "--controls",
    is_flag=True,
    help="Try the stored proofs on what is false instead: printed errors and mutants; long.",
)
@click.option(
    "--export",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a Rocq project instead, to be checked by itself.",
)
@options.processes
@options.out_folder
@click.pass_context
def kernel(
    ctx: click.Context,
    names: tuple[str, ...],
    papers: tuple[str, ...],
    search: bool,
    controls: bool,
    export: Path | None,
    workers: int,
    out: Path,
) -> None:
    """Check stored proofs of claims with Rocq, from the statement that each claim makes now.

    What the kernel accepts goes into the ledger that is kept, as evidence besides that of the claim's own
    proofs. Not every part has a stored proof; how many have one is said.
    """
    from relucidate.jobs import claims
    from relucidate.rechecking import run

    try:
        ctx.exit(
            run(
                claims((*names, *papers)),
                out,
                search=search,
                controls=controls,
                export=export,
                workers=workers,
                say=click.echo,
            )
        )
    except OSError as error:
        raise click.ClickException(str(error)) from error
