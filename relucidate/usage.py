"""What a command line may say: exit codes, and places that can be written to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

#: Exit code of a command line that makes no sense.
BAD_USAGE = 3
#: Exit code of a run whose results could not all be written.
UNWRITTEN = 4
#: Exit code of a run that was interrupted, as shells have it.
INTERRUPTED = 130


class Group(click.Group):
    """A group whose usage errors exit with 3, since 2 means undecided."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Parse the group's own options."""
        with _exit_codes():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Parse a command's options, and run it."""
        with _exit_codes():
            return super().invoke(ctx)


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
