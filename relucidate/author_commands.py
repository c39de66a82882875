"""The commands for authors: ``new`` and ``diff``."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs

from __future__ import annotations

from pathlib import Path

import click

from relucidate.usage import Command


@click.command(cls=Command)
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Start a paper of your own: a folder that pip installs, with two claims checked at once.

    NAME is a folder to be made; its last part is the paper's key, with which its claims' ids begin.
    """
    from relucidate.starting import start

    try:
        written = start(folder)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(str(error)) from error
    for file in written:
        click.echo(str(file))
    click.echo(f"now: cd {folder}; pip install -e '.[test]'; pytest; relucidate")


@click.command(
    cls=Command,
    exit_codes={0: "no verdict got weaker", 1: "a verdict got weaker, or a claim is gone", 3: "bad usage"},
)
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new_", metavar="NEW", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_context
def diff(ctx: click.Context, old: Path, new_: Path) -> None:
    """Say which verdicts differ between two ledgers, OLD and NEW."""
    from proofs_check.ledger.document import read
    from relucidate.comparing import compare, lines

    try:
        changes = compare(read(old), read(new_))
    except (OSError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    for line in lines(changes):
        click.echo(line)
    ctx.exit(1 if any(change.weaker for change in changes) else 0)
