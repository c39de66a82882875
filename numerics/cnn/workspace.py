"""Memory that is used again: fresh pages from the system cost more than most of the arithmetic on them."""

import sys
import threading
from collections import defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt

LARGE = 1 << 16
"""Bytes from which memory is kept for later."""
KEPT = 1 << 30
"""Bytes of unused memory above which all of it is given back."""

_lock = threading.Lock()
_blocks: defaultdict[int, list[npt.NDArray[np.uint8]]] = defaultdict(list)
# References to a block that nobody uses: the list's, the loop's and that of the call which counts.
_UNUSED = 3


def empty(shape: tuple[int, ...], dtype: Any) -> npt.NDArray[Any]:
    """Return an array of undefined contents, in memory that no living array shares.

    Views keep the block they look at alive, so a block without references but ours is free.
    """
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    if size < LARGE:
        return np.empty(shape, dtype)
    with _lock:
        for block in _blocks[size]:
            if sys.getrefcount(block) == _UNUSED:
                return _shaped(block, shape, dtype)
        _give_back()
        block = np.empty(size, np.uint8)
        _blocks[size].append(block)
        return _shaped(block, shape, dtype)


def _shaped(block: npt.NDArray[np.uint8], shape: tuple[int, ...], dtype: Any) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] = block.view(dtype).reshape(shape)
    return found


def _give_back() -> None:
    """Forget unused blocks if they are many."""
    unused = {
        size: [block for block in blocks if sys.getrefcount(block) == _UNUSED]
        for size, blocks in _blocks.items()
    }
    if sum(size * len(blocks) for size, blocks in unused.items()) > KEPT:
        for size, blocks in unused.items():
            free = {id(block) for block in blocks}
            _blocks[size] = [block for block in _blocks[size] if id(block) not in free]
