"""The worker's side of a sweep: little to import, as every new process does."""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from types import FrameType
from typing import Any, ParamSpec, TypeVar

import numpy as np

from numerics.sweeps.chunk_store import Arrays, plain_arrays

__all__ = [
    "ThisProcess",
    "compute_chunk",
    "compute_in_local_process",
    "enter_local_process",
    "interrupts_held",
]

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


def compute_chunk(
    work: Callable[[T, np.random.Generator], Mapping[str, Any]], task: T, seed: int, index: int
) -> Arrays:
    """Compute one chunk of a sweep, wherever this runs.

    Parameters
    ----------
    work, task, seed
        As for `numerics.sweeps.running.sweep`, `task` being this chunk's.
    index : int
        Which chunk.

    Returns
    -------
    dict of str to ndarray
        What `work` returned, by way of `numerics.sweeps.chunk_store.plain_arrays`.

    Raises
    ------
    TypeError
        If `work` returned anything else than named arrays.
    Exception
        What `work` raised; a RuntimeError that quotes it if it cannot be pickled.
    """
    # This is SeedSequence(seed).spawn(index + 1)[index]. PCG64 by name, as NumPy's default may change.
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(index,))))
    try:
        return plain_arrays(work(task, rng))
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            # It could not travel back from a process, and would take the whole pool down with it.
            raise RuntimeError(f"{type(error).__qualname__}: {error}") from error
        raise


class _Interrupts:
    """Ctrl-C in a local worker process: it ends the chunk under way, and lets no other begin.

    By default an idle worker would die with a traceback, and break the pool while it is being wound up.
    """

    computing = False
    received = False

    def handle(self, _signal: int, _frame: FrameType | None) -> None:
        self.received = True
        if self.computing:
            raise KeyboardInterrupt


_interrupts = _Interrupts()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C here, and in processes started meanwhile until they `enter_local_process`."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, set())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def enter_local_process() -> None:
    """Prepare a local worker process to heed Ctrl-C as above, and to end when its parent is killed."""
    signal.signal(signal.SIGINT, _interrupts.handle)

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    if sys.platform != "win32":  # only now, so that Ctrl-C wakes this thread and not the other
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def compute_in_local_process(
    work: Callable[[T, np.random.Generator], Mapping[str, Any]], task: T, seed: int, index: int
) -> Arrays:
    """Do as `compute_chunk`, but raise KeyboardInterrupt if Ctrl-C came before or comes meanwhile."""
    _interrupts.computing = True
    try:
        if _interrupts.received:
            raise KeyboardInterrupt
        return compute_chunk(work, task, seed, index)
    finally:
        _interrupts.computing = False


class ThisProcess(Executor):
    """An executor that runs each call at once, where it is."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a call; the future is finished when it is returned."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
