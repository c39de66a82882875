"""Processes that sum arrays over the parts of a batch that each of them holds."""

from __future__ import annotations

import ctypes
import multiprocessing
import time
from collections.abc import Callable, Sequence
from multiprocessing.context import SpawnContext
from typing import Any

import numpy as np

from numerics.arrays.arguments import Array

PATIENCE = 2e-3
"""Seconds for which a process asks again and again before it sleeps, as waking it takes a while."""
GLANCE = 0.2
"""Seconds after which one that sleeps looks whether the others still live."""


class TeamError(RuntimeError):
    """Another process failed or ended, so that its part of a sum will never come."""


def _parent_lives() -> bool:
    parent = multiprocessing.parent_process()
    return parent is None or parent.is_alive()


class Team:
    """What processes share in order to sum; each has a rank of its own from 0 on.

    A sum goes from rank to rank, each of which adds its parts one after another, so that the order in which
    numbers are added does not depend on how many processes there are.

    Parameters
    ----------
    context : SpawnContext
    size : int
        Number of processes.
    length : int
        How many bytes a sum takes at most.

    Attributes
    ----------
    rank : int
        Of this process.
    lives : callable
        Tells whether the processes that this one may wait for live; by default, the one that began it.
    """

    def __init__(self, context: SpawnContext, size: int, length: int) -> None:
        self.rank = 0
        self.active = size
        self.turns = [context.Semaphore(0) for _ in range(size)]
        self.broken = context.RawValue(ctypes.c_bool, False)
        # Two, for one may still be read while the next sum is begun in the other.
        self._memory = [context.RawArray(ctypes.c_byte, length) for _ in range(2)]
        self._begun = 0
        self.lives: Callable[[], bool] = _parent_lives

    def begin(self, active: int) -> None:
        """Make ready for the sums of one pass, to which the first `active` ranks contribute."""
        self.active, self._begun = active, 0

    def mend(self) -> None:
        """Forget an error, once no process sums any more."""
        for turn in self.turns:
            while turn.acquire(False):
                pass
        self.broken.value = False

    def total(self, parts: Sequence[Sequence[Array]]) -> list[Array]:
        """Sum arrays of each part over all parts of all ranks.

        Raises
        ------
        TeamError
            If another process has failed or ended.
        """
        return [whole.copy() for whole in self.shared_total(parts)]

    def shared_total(self, parts: Sequence[Sequence[Array]]) -> list[Array]:
        """Return what `total` does in memory that all share, where the next sums will overwrite it.

        Raises
        ------
        TeamError
            If another process has failed or ended.
        """
        memory: Any = self._memory[self._begun % 2]
        self._begun += 1
        sums, start = [], 0
        for array in parts[0]:
            sums.append(np.ndarray(array.shape, array.dtype, memory, start))
            start += array.nbytes
        if self.rank:
            self.wait(self.turns[self.rank])
        for i, part in enumerate(parts):
            for whole, array in zip(sums, part, strict=True):
                if i or self.rank:
                    np.add(whole, array, out=whole)
                else:
                    whole[...] = array
        if self.rank < self.active - 1:
            self.turns[self.rank + 1].release()
            self.wait(self.turns[self.rank])
        else:
            for turn in self.turns[: self.rank]:
                turn.release()
        return sums

    def wait(self, turn: Any, *, idle: bool = False) -> None:
        """Wait until another process releases a semaphore.

        Parameters
        ----------
        turn : Semaphore
        idle : bool
            Whether this process waits for new work, which will come after an error as well.

        Raises
        ------
        TeamError
            If another process has failed or ended.
        """
        until = time.perf_counter() + PATIENCE
        while not turn.acquire(False):
            if self.broken.value and not idle:
                raise TeamError("another process that shares a batch has failed")
            if time.perf_counter() > until:
                if turn.acquire(True, GLANCE):
                    return
                if not self.lives():
                    raise TeamError("another process that shares a batch has ended")
