"""Batches in parts that stay in a processor's cache, and sums over all parts of a batch.

Parts, and the order in which they are summed, never depend on how many processes share a batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Protocol

import numpy as np
from threadpoolctl import ThreadpoolController

from numerics.arrays.arguments import Array

IMAGES = (4, 64)
PIXELS = 1 << 15
ROWS = 512
"""A part of a batch has so many pixels within these numbers of images; without maps, so many rows."""


class Summing(Protocol):
    """Processes that sum up over the parts of all of them."""

    rank: int

    def total(self, parts: Sequence[Sequence[Array]]) -> list[Array]:
        """Return what `total` returns."""
        ...


_others: ContextVar[Summing | None] = ContextVar("others", default=None)


def split(x: Array) -> list[Array]:
    """Cut a batch of NumPy floats into parts that fit into a processor's cache; leave any other whole."""
    if not plain(x) or len(x) == 0:
        return [x]
    least, most = IMAGES
    size = min(max(PIXELS // (x.shape[1] * x.shape[2]), least), most) if x.ndim == 4 else ROWS
    return [x[start : start + size] for start in range(0, len(x), size)]


def plain(x: Array) -> bool:
    """Return whether `x` is a NumPy array of floats, for which there are faster ways."""
    return isinstance(x, np.ndarray) and x.dtype.char in "fd"


def total(parts: Sequence[Sequence[Array]]) -> list[Array]:
    """Sum arrays of each part over all parts of the batch, one after another, and those of other processes.

    Parameters
    ----------
    parts : sequence of sequences of arrays
        As many arrays of the same shapes for each part.
    """
    others = _others.get()
    if others is not None:
        return others.total(parts)
    return [sum(found[1:], found[0]) for found in zip(*parts, strict=True)]


def leads() -> bool:
    """Return whether this process is the only one, or the first of those that share the batch."""
    others = _others.get()
    return others is None or others.rank == 0


@contextmanager
def shared_with(others: Summing) -> Iterator[None]:
    """Let `total` sum over the parts that other processes hold, too."""
    token = _others.set(others)
    try:
        yield
    finally:
        _others.reset(token)


def alone() -> Any:
    """Return a context in which the linear algebra library keeps to one thread.

    Processes that share a batch are above it, and no sum may depend on how many threads it has.
    """
    return _libraries().limit(limits=1, user_api="blas")


@cache
def _libraries() -> Any:
    return ThreadpoolController()
