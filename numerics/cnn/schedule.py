"""Work on the parts of a batch, by threads; parts and order of sums never depend on how many there are."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache, partial
from typing import Any, TypeVar

import numpy as np
from threadpoolctl import ThreadpoolController

from numerics import arguments
from numerics.arguments import Array

IMAGES = (16, 64)
PIXELS = 1 << 15
ROWS = 512
"""A part of a batch has so many pixels within these numbers of images; without maps, so many rows."""

T = TypeVar("T")
U = TypeVar("U")

_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def set_threads(count: int) -> int:
    """Set how many threads work on a batch of NumPy arrays; return how many did before.

    The default is one for each processor. Results do not depend on it, bit for bit.
    """
    global _threads
    before, _threads = _threads, arguments.count(count, "count", at_least=1)
    return before


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


def spread(function: Callable[..., U], *columns: Iterable[Any]) -> list[U]:
    """Return [function(*row) for row in zip(*columns)], computed by several threads."""
    rows = list(zip(*columns, strict=True))
    if _threads == 1 or len(rows) == 1:
        return [function(*row) for row in rows]
    # Each call in a copy of this context, so that numpy.errstate holds there too.
    calls = [partial(copy_context().run, function, *row) for row in rows]
    return list(_pool(_threads).map(lambda call: call(), calls))


def alone() -> Any:
    """Return a context in which the linear algebra library keeps to one thread; ours are above it."""
    return _libraries().limit(limits=1, user_api="blas")


@cache
def _pool(count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, thread_name_prefix="cnn")


@cache
def _libraries() -> Any:
    return ThreadpoolController()
