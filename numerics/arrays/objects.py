"""Checks on arguments that are no arrays of numbers: flags, objects of a class, sequences, images.

As in `numerics.arrays.arguments`, an error names the argument, what is allowed and what was given.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import array_api_compat as compat
import numpy as np
import numpy.typing as npt

from numerics.arrays.arguments import Array, require, shorten

__all__ = ["flag", "image_array", "instance", "moderate", "sequence"]

T = TypeVar("T")


def flag(value: Any, name: str) -> bool:
    """Return a truth value; raise TypeError for anything that only counts as one, such as "False" or 1."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, got {shorten(value)}")
    return bool(value)


def instance(value: Any, name: str, kind: type[T] | tuple[type[T], ...]) -> T:
    """Return `value` if it is of a class, or of one of several; raise TypeError if not."""
    if not isinstance(value, kind):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        wanted = " or ".join(one.__name__ for one in kinds)
        raise TypeError(f"{name} must be of the class {wanted}, got {shorten(value)}")
    return value


def sequence(value: Any, name: str, of: str) -> Sequence[Any]:
    """Return `value` if it is a list, a tuple or a range; raise TypeError, which says of what, if not."""
    if not isinstance(value, list | tuple | range):
        raise TypeError(f"{name} must be a list or tuple of {of}, got {shorten(value)}")
    return value


def moderate(array: Array, name: str, value: Any) -> None:
    """Raise ValueError unless products of two such numbers, and sums of these, stay in the dtype's range."""
    xp = compat.array_namespace(array)
    limit = 1e-4 * float(xp.finfo(array.dtype).max) ** 0.5
    require(xp.abs(array) <= limit, name, value, f"at most {limit:.3g} in size")


def image_array(value: Any, name: str) -> npt.NDArray[Any]:
    """Check a batch of images of shape (n, height, width, channels): real numbers, all finite.

    Raises
    ------
    TypeError
        If it is no NumPy array of integers or of float32 or float64.
    ValueError
        If it has other than four axes, or a number is NaN or infinite.
    """
    if not isinstance(value, np.ndarray) or isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} must be a NumPy array, got {shorten(value)}")
    if value.dtype.kind not in "iu" and value.dtype not in (np.float32, np.float64):
        raise TypeError(f"{name} must hold integers, float32 or float64, got {value.dtype}")
    require(value.ndim == 4, name, value, "of shape (n, height, width, channels)")
    if value.dtype.kind == "f":
        require(np.isfinite(value), name, value, "finite")
    return value
