"""Arithmetic on NumPy arrays whose last axis is that of channels: numbers of a channel meet all its values.

Rows as short as there are channels would be slow, so a row of a map is taken at once, with the numbers of the
channels repeated along it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.cnn import workspace

Floats = npt.NDArray[Any]


def widen(x: Floats, *channels: Floats | None) -> tuple[Floats, list[Any]]:
    """Return `x` as a matrix with long rows, and numbers of each channel repeated along such a row."""
    if x.ndim < 3:
        return x, list(channels)
    w, c = x.shape[-2:]
    repeated = [None if v is None else v[np.newaxis].repeat(w, axis=0).ravel() for v in channels]
    return x.reshape(-1, w * c), repeated


def sums(x: Floats) -> Floats:
    """Return the sums over all axes but the last."""
    wide, _ = widen(x)
    n = len(wide)
    # A product with ones is the fastest way to add up rows.
    ones = workspace.once(("ones", n, x.dtype), lambda: np.ones(n, x.dtype))
    return _fold(ones @ wide, x)


def product_sums(x: Floats, y: Floats) -> Floats:
    """Return the sums of x y over all axes but the last."""
    wide, _ = widen(x)
    return _fold(np.einsum("ij,ij->j", wide, y.reshape(wide.shape)), x)


def _fold(row: Floats, x: Floats) -> Floats:
    """Return the sums of each channel from those of each number in a long row."""
    return np.asarray(np.add.reduce(row.reshape(-1, x.shape[-1])))


def add(x: Floats, constants: Floats) -> None:
    """Add a constant of each channel, in place."""
    wide, (repeated,) = widen(x, constants)
    wide += repeated
