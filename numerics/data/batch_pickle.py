"""The Python version of a CIFAR-10 batch, read without letting the pickle import, call or reserve anything.

A pickle is a program for a small machine. Its instructions are looked at before they are run: only those that
plain data and arrays of bytes need are allowed, and none may speak of more bytes or places than the file has.
"""

from __future__ import annotations

import io
import pickle
import pickletools
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.data.dataset import DataError

__all__ = ["content"]

#: Longest integer, in digits, that a batch has any use for.
DIGITS = 20

_REFUSED = frozenset(
    {
        "PERSID",
        "BINPERSID",
        "EXT1",
        "EXT2",
        "EXT4",
        "INST",
        "OBJ",
        "NEWOBJ_EX",
        "NEXT_BUFFER",
        "READONLY_BUFFER",
    }
)


def content(data: bytes, path: Path, width: int) -> tuple[npt.NDArray[np.uint8], Any]:
    """Return the images and classes of a batch.

    Parameters
    ----------
    data : bytes
        The pickle: protocols 0 to 5.
    path : Path
        Named in errors.
    width : int
        Bytes of an image.

    Returns
    -------
    planes : ndarray of uint8, shape (images, width)
    labels : object
        What stands under ``labels``, unchecked.

    Raises
    ------
    DataError
        If the pickle is damaged, does more than describe a batch, or its array has another shape.
    """
    try:
        _look_through(data)
        found = _Reader(io.BytesIO(data), encoding="bytes").load()
    except Exception as error:  # whatever bytes that are no pickle of a batch may lead to
        raise DataError(f"{path} is cut short or no batch: {error}") from error
    if not isinstance(found, dict):
        raise DataError(f"{path} must hold a dictionary with data and labels")
    array, labels = (found.get(key.encode(), found.get(key)) for key in ("data", "labels"))
    if not isinstance(array, _Array) or not array.is_sound(width):
        raise DataError(f"{path} must hold an array 'data' of bytes, {width} an image")
    planes = np.frombuffer(array.bytes, np.uint8)
    if planes.size != array.shape[0] * width:
        raise DataError(f"{path} is cut short: {planes.size} bytes for {array.shape[0]} images")
    return planes.reshape(array.shape), labels


def _look_through(data: bytes) -> None:
    """Refuse instructions that a batch does not need, and places or numbers beyond its own size."""
    for opcode, argument, _ in pickletools.genops(data):
        if opcode.name in _REFUSED:
            raise pickle.UnpicklingError(f"the instruction {opcode.name} has no place in a batch")
        if "PUT" in opcode.name and isinstance(argument, int) and argument > len(data):
            raise pickle.UnpicklingError(f"a memory of {argument} places has no place in a batch")
        if isinstance(argument, int) and abs(argument) >= 10**DIGITS:
            raise pickle.UnpicklingError("an integer of so many digits has no place in a batch")


class _Array:
    """Stands in for a NumPy array of bytes: keeps what a pickle says of it."""

    shape: Any = ()
    bytes: Any = b""

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        _, self.shape, kind, fortran, self.bytes = state
        _require_bytes(kind, "F" if fortran else "C")

    def is_sound(self, width: int) -> bool:
        """Whether it is a matrix of bytes with rows of this length."""
        shape = self.shape
        whole = isinstance(shape, tuple) and len(shape) == 2 and all(type(side) is int for side in shape)
        return whole and shape[0] > 0 and shape[1] == width and isinstance(self.bytes, bytes | bytearray)


class _Kind:
    """Stands in for a NumPy dtype."""

    def __init__(self, code: Any = None, *_: Any) -> None:
        self.code = code

    def __setstate__(self, state: Any) -> None:
        pass


def _require_bytes(kind: Any, order: Any) -> None:
    if not isinstance(kind, _Kind) or kind.code not in (b"u1", "u1") or order not in ("C", b"C"):
        raise ValueError("its array is not one of bytes in C order")


def _from_buffer(buffer: Any, kind: Any, shape: Any, order: Any, *_: Any) -> _Array:
    """Build what protocol 5 makes of an array."""
    _require_bytes(kind, order)
    array = _Array()
    array.shape, array.bytes = shape, buffer
    return array


def _encode(text: str, encoding: str) -> bytes:
    if encoding not in ("latin1", b"latin1"):
        raise ValueError(f"encoding {encoding!r} has no place in a batch")
    return text.encode("latin1")


def _reconstruct(*_: Any) -> _Array:
    return _Array()


class _Reader(pickle.Unpickler):
    """Reads plain data and arrays of bytes; nothing that a pickle names is imported or called."""

    known: dict[tuple[str, str], Any] = {  # noqa: RUF012 - a constant
        ("numpy", "ndarray"): _Array,
        ("numpy", "dtype"): _Kind,
        ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
        ("numpy._core.multiarray", "_reconstruct"): _reconstruct,
        ("numpy.core.numeric", "_frombuffer"): _from_buffer,
        ("numpy._core.numeric", "_frombuffer"): _from_buffer,
        ("_codecs", "encode"): _encode,
    }

    def find_class(self, module: str, name: str) -> Any:
        """Give the stand-in for a name, or refuse it."""
        try:
            return self.known[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a batch") from None
