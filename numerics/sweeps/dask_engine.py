"""Sweeps on a Dask cluster: calls go to its workers, which must run the same code.

Dask is an optional dependency (the extra ``dask``), and is imported only when a cluster is asked for.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import platform
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["DaskExecutor", "dask_executor"]

R = TypeVar("R")

CARRIED = ("RELUCIDATE_", "PYTEST_", "HYPOTHESIS_")
"""Environment variables that begin so hold on the workers as well, which do not inherit them."""

PATIENCE = 10.0
"""Seconds to wait for a scheduler to answer, and for its first worker."""


class DaskExecutor(Executor):
    """Runs calls on the workers of a cluster; a worker's calls are given to others if it is killed.

    Parameters
    ----------
    client : distributed.Client
        Connected to the cluster; not closed here.
    rooms : sequence of str
        Packages of ours whose sources must be the same on every worker as here.

    Attributes
    ----------
    workers : int
        Worker processes at the start; others may join.
    """

    def __init__(self, client: Any, rooms: Sequence[str] = ("numerics",)) -> None:
        self.client = client
        self.workers = len(client.scheduler_info(n_workers=-1)["workers"])
        self._rooms = tuple(rooms)
        self._submit = client.get_executor(pure=False).submit

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Hand a call to the cluster; it is named on Dask's dashboard for what is computed."""
        named = args[0] if args and callable(args[0]) else fn
        carried = {name: value for name, value in os.environ.items() if name.startswith(CARRIED)}
        key = f"{getattr(named, '__name__', 'call')}-{uuid.uuid4().hex}"
        ours = _sources(self._rooms)
        given: Future[R] = self._submit(_call, ours, self._rooms, carried, fn, args, kwargs, key=key)
        return given


@contextmanager
def dask_executor(scheduler: str, rooms: Sequence[str] = ("numerics",)) -> Iterator[DaskExecutor]:
    """Connect to a cluster for the time of a sweep.

    Parameters
    ----------
    scheduler : str
        Its address, such as ``"tcp://127.0.0.1:8786"``.
    rooms : sequence of str
        As for `DaskExecutor`.

    Yields
    ------
    DaskExecutor

    Raises
    ------
    ImportError
        If Dask is not installed.
    TypeError
        If the address is not a string.
    ValueError
        If no scheduler answers there, or it has no worker.
    """
    if not isinstance(scheduler, str):
        raise TypeError(f"scheduler must be an address such as 'tcp://127.0.0.1:8786', got {scheduler!r}")
    try:
        from distributed import Client  # noqa: PLC0415 - optional, and slow to import

        # Where Dask is installed its constructor has no types, elsewhere it has none to check.
        connect: Callable[..., Any] = Client
    except ImportError:
        raise ImportError("a Dask cluster needs Dask: pip install 'relucidate[dask]'") from None
    try:
        client = connect(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ValueError(
            f"scheduler must be the address of one that runs, got {scheduler!r}: {error}"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise ValueError(f"scheduler must have a worker, got {scheduler!r}, which has none") from None
        yield DaskExecutor(client, rooms)


def _call(
    theirs: Mapping[str, str],
    rooms: tuple[str, ...],
    carried: Mapping[str, str],
    fn: Callable[..., R],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> R:
    """Run a call on a worker, if it would give there what it gives where it was asked for."""
    from distributed import get_worker  # noqa: PLC0415 - as in `dask_executor`

    worker = get_worker()
    if worker.state.nthreads != 1:
        raise RuntimeError(
            f"worker {worker.address} has {worker.state.nthreads} threads; what is computed shares what a "
            "process keeps, so start workers with --nthreads 1"
        )
    ours = _sources(rooms)
    differing = [f"{name} {ours[name]}, not {asked}" for name, asked in theirs.items() if ours[name] != asked]
    if differing:
        raise RuntimeError(f"worker {worker.address} runs other code: {', '.join(differing)}")
    os.environ.update(carried)
    return fn(*args, **kwargs)


@cache
def _sources(rooms: tuple[str, ...]) -> dict[str, str]:
    """What decides the numbers: our sources, by a digest, and the versions of Python and of what computes."""
    found = {"Python": platform.python_version()}
    found |= {name: version(name) for name in ("numpy", "scipy", "sympy")}
    for room in rooms:
        folder = Path(next(iter(importlib.import_module(room).__path__)))
        digest = hashlib.sha256()
        for file in sorted(folder.rglob("*.py"), key=lambda file: file.relative_to(folder).as_posix()):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
        found[room] = digest.hexdigest()[:12]
    return found
