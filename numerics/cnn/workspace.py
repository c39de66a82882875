"""Memory that is used again: fresh pages from the system cost more than most of the arithmetic on them.

It begins where pages begin. Rows of 16 numbers that cross a cache line each would cost a fifth of the speed.
"""

import mmap
import sys
import threading
import weakref
from collections import defaultdict
from collections.abc import Callable
from math import prod
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")

LARGE = 1 << 16
"""Bytes from which memory is kept for later."""
KEPT = 1 << 30
"""Bytes of unused memory above which all of it is given back."""
KEPT_BY_KEY = 1 << 28
"""The same for what a thread keeps by keys."""

_unused: defaultdict[int, list[mmap.mmap]] = defaultdict(list)
_used: dict[int, tuple[weakref.ref[Any], mmap.mmap]] = {}


class _Own(threading.local):
    """What a thread has kept by keys, and how many bytes the arrays among it take."""

    def __init__(self) -> None:
        self.values: dict[tuple[Any, ...], Any] = {}
        self.size = 0


_own = _Own()


def empty(shape: tuple[int, ...], dtype: Any) -> npt.NDArray[Any]:
    """Return an array of undefined contents, in memory that no living array shares.

    Memory is free again when the array and all views of it are gone; what was used last comes first, as it
    may still be in a cache.
    """
    size = prod(shape) * np.dtype(dtype).itemsize
    if size < LARGE:
        return np.empty(shape, dtype)
    try:
        block = _unused[size].pop()
    except IndexError:
        _give_back()
        block = _pages(size)
    # The base of this array is none itself, so that all views of it will keep this very array alive.
    array: npt.NDArray[Any] = np.ndarray(shape, dtype, block)
    reference = weakref.ref(array, _take_back)
    _used[id(reference)] = (reference, block)
    return array


def kept(key: tuple[Any, ...], shape: tuple[int, ...], dtype: Any) -> npt.NDArray[Any]:
    """Return this thread's own array by a key: zeros when it is asked for first, then as it was left.

    When such arrays become many, all are forgotten, and the next are zeros again.
    """
    key, size = (*key, shape, dtype), max(prod(shape), 1) * np.dtype(dtype).itemsize
    if key not in _own.values:
        _own.size += size
        if _own.size > KEPT_BY_KEY:
            _own.values.clear()
            _own.size = size
    return once(key, lambda: np.ndarray(shape, dtype, _pages(size)))


def once(key: tuple[Any, ...], make: Callable[[], T]) -> T:
    """Return what `make` gave this thread when it first asked by a key."""
    values = _own.values
    if key not in values:
        values[key] = make()
    found: T = values[key]
    return found


def forget() -> None:
    """Give back all memory that no array lies in, and what this thread has kept."""
    _unused.clear()
    _own.values.clear()
    _own.size = 0


def _pages(size: int) -> mmap.mmap:
    """Return fresh memory, zeros, that stays this process's own if it forks."""
    if sys.platform == "win32":
        return mmap.mmap(-1, size)
    return mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)


def _take_back(reference: Any) -> None:
    _, block = _used.pop(id(reference))
    _unused[len(block)].append(block)


def _give_back() -> None:
    """Forget unused memory if there is much."""
    if sum(size * len(blocks) for size, blocks in list(_unused.items())) > KEPT:
        _unused.clear()
