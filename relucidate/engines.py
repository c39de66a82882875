"""What computes a sweep or judges mutants: processes here, or an engine that is running elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager

import click

__all__ = ["executor_of"]


@contextmanager
def executor_of(
    engine: str, scheduler: str | None, rooms: Sequence[str] = ("numerics",)
) -> Iterator[Executor | None]:
    """Connect to the engine that ``--engine`` and ``--scheduler`` name.

    Parameters
    ----------
    engine
        ``"local"`` or ``"dask"``.
    scheduler
        Address of the Dask cluster.
    rooms
        Packages of ours whose sources must be the same there as here.

    Yields
    ------
    Executor or None
        None for processes here.

    Raises
    ------
    click.UsageError
        If the two options do not fit each other, Dask is not installed or no cluster answers.
    """
    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together")
    if scheduler is None:
        yield None
        return
    # Dask is slow to import.
    from numerics.sweeps.dask_engine import dask_executor  # noqa: PLC0415

    with ExitStack() as stack:
        try:
            executor = stack.enter_context(dask_executor(scheduler, rooms))
        except (ImportError, ValueError) as error:
            raise click.UsageError(str(error)) from error
        yield executor
