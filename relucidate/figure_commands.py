"""The command ``figures``."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs

from __future__ import annotations

from pathlib import Path

import click

from relucidate import completion, options
from relucidate.usage import Command


@click.command(
    cls=Command,
    exit_codes={
        0: options.EXIT_CODES[0],
        1: "a figure could not be drawn, or with --check one is stale",
        3: options.EXIT_CODES[3],
    },
)
@click.argument("names", nargs=-1, metavar="[IDS or PAPERS]...", shell_complete=completion.figures_and_papers)
@options.paper_keys
@click.option("--slides", is_flag=True, help="Also the versions for slides: larger type, one idea.")
@click.option(
    "--animations", is_flag=True, help="The animations of the papers instead, as GIF; some minutes."
)
@click.option(
    "--check", is_flag=True, help="Draw nothing; say which figures no longer show what the code computes."
)
@options.out_folder
@click.pass_context
def figures(
    ctx: click.Context,
    names: tuple[str, ...],
    papers: tuple[str, ...],
    slides: bool,
    animations: bool,
    check: bool,
    out: Path,
) -> None:
    """Draw figures, each as SVG and PNG with a sidecar."""
    from relucidate import jobs
    from relucidate.kept import last

    chosen, folder = (*names, *papers), out / "figures"
    if check:
        stale = jobs.stale_figures(chosen, folder)
        for name, reason in stale.items():
            click.echo(f"{name}: {reason}")
        click.echo(f"{len(stale)} stale" if stale else "every figure shows what the code computes")
        ctx.exit(1 if stale else 0)
    if animations:
        for file in jobs.animate(chosen, folder):
            click.echo(file)
        ctx.exit(0)
    ledger = last(out) or {"claims": []}
    outcomes = {row["id"]: row["outcome"] for row in ledger["claims"]}
    drawn, all_drawn = jobs.draw(chosen, folder, outcomes, slides=slides)
    for row in drawn:
        click.echo(f"{row['id']}: {', '.join(str(folder / file) for file in row['files'].values())}")
    ctx.exit(0 if all_drawn else 1)
