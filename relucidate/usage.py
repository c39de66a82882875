"""What a command line may say: exit codes, options, and places that can be written to."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

#: Exit code of a command line that makes no sense.
BAD_USAGE = 3
#: Exit code of a run whose results could not all be written.
UNWRITTEN = 4
#: Exit code of a run that was interrupted, as shells have it.
INTERRUPTED = 130
#: How alike two names of options must be, dashes aside, for one to be taken for a slip of the other.
ALIKE = 0.6


class Command(click.Command):
    """A command whose help lists its exit codes.

    Parameters
    ----------
    exit_codes
        What each exit code means; none are listed by default.
    """

    def __init__(self, *args: Any, exit_codes: Mapping[int, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exit_codes = exit_codes or {}

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes behind the options or commands."""
        _write_exit_codes(self.exit_codes, formatter)
        super().format_epilog(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse options; an unknown one is compared by its name alone."""
        with _near_options(ctx):
            return super().parse_args(ctx, args)


class Group(Command, click.Group):
    """A group of such commands, whose usage errors exit with 3, since 2 means undecided."""

    command_class = Command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, with characters replaced that an output's encoding does not have."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return super().main(*args, **kwargs)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Parse the group's own options."""
        with _exit_codes():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Parse a command's options, and run it."""
        with _exit_codes():
            return super().invoke(ctx)


def _write_exit_codes(codes: Mapping[int, str], formatter: click.HelpFormatter) -> None:
    if codes:
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), meaning) for code, meaning in codes.items()])


@contextmanager
def _exit_codes() -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        error.exit_code = BAD_USAGE  # type: ignore[misc] # click reads it from the instance
        raise
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # whoever reads has had enough, which click knows how to say
            raise
        click.echo(
            f"Error: {error.strerror or error}{f': {error.filename}' if error.filename else ''}", err=True
        )
        sys.exit(UNWRITTEN)


def with_assertions() -> None:
    """Start anew if Python was told to skip assertions: proofs are Python, and some of them assert."""
    if not sys.flags.optimize:
        return
    start = "from relucidate.cli import main\nmain(prog_name='relucidate')"
    code = f"import sys\nsys.path[:] = {sys.path!r}\n{start}"
    warnings = [f"-W{option}" for option in sys.warnoptions]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONOPTIMIZE"}
    done = subprocess.run([sys.executable, *warnings, "-P", "-c", code, *sys.argv[1:]], env=kept, check=False)
    sys.exit(done.returncode)


@contextmanager
def _near_options(ctx: click.Context) -> Iterator[None]:
    """Name options like an unknown one; click counts the dashes, which makes --foo look like --out."""
    try:
        yield
    except click.NoSuchOption as error:
        names = {
            option.lstrip("-"): option
            for parameter in ctx.command.get_params(ctx)
            for option in parameter.opts
            if option.startswith("--")
        }
        near = get_close_matches(error.option_name.lstrip("-"), names, cutoff=ALIKE)
        error.possibilities = [names[name] for name in near] or None  # type: ignore[misc] # as click does
        raise


def flag(parameter: click.Parameter) -> str:
    """Return an option as it is typed, such as ``--out`` or ``-n``."""
    return max(parameter.opts, key=len)


def writable_folder(_: click.Context, __: click.Parameter, value: Path) -> Path:
    """Refuse a folder that cannot be made or written to, before any work is done."""
    _check(value, folder=True)
    return value


def writable_file(_: click.Context, __: click.Parameter, value: Path | None) -> Path | None:
    """Refuse a file that cannot be written, before any work is done."""
    if value is not None:
        _check(value, folder=False)
    return value


def _check(path: Path, *, folder: bool) -> None:
    there = path.absolute()
    while not os.path.lexists(there):
        there = there.parent
    should_be_folder = folder or there != path.absolute()
    if there.is_dir() != should_be_folder:
        raise click.BadParameter(f"{there} is {'no' if should_be_folder else 'a'} folder")
    if not os.access(there, os.W_OK):
        raise click.BadParameter(f"{there} is read-only")
