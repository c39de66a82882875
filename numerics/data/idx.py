"""The IDX format of MNIST and Fashion-MNIST: a header that tells the shape, then bytes; plain or gzip.

The format is described on the MNIST database's home page, yann.lecun.com/exdb/mnist.
"""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.data.dataset import DataError
from numerics.data.files import first_file, read

__all__ = ["SUFFIXES", "content", "find", "parse"]

SUFFIXES = ("", ".gz")
"""Endings under which a file may come."""

LARGEST = 4 + 4 * 3 + 60_000 * 28 * 28
"""Bytes of the largest file, the images to train on: nothing larger is unpacked."""

UNSIGNED_BYTES = 0x08
"""Code of the only type of entries that images and labels have."""


def find(folder: Path, name: str) -> Path | None:
    """Find the file that holds a part, plain first; None if there is none.

    Some mirrors write a dot in front of ``idx``: ``train-images.idx3-ubyte``.
    """
    return first_file(folder, (name, name.replace("-idx", ".idx")), SUFFIXES)


def content(path: Path) -> bytes:
    """Read a file, and unpack it if it is gzip, whatever its name.

    Parameters
    ----------
    path : Path
        Of the file.

    Returns
    -------
    bytes
        Uncompressed.

    Raises
    ------
    DataError
        If the file is larger than such a file can be, packed or unpacked, or the gzip stream is cut short or
        damaged.
    """
    data = read(path, LARGEST)
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            unpacked = stream.read(LARGEST + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise DataError(f"{path} is cut short or damaged: {error}") from error
    if len(unpacked) > LARGEST:
        raise DataError(f"{path} unpacks to more than the {LARGEST} bytes that such a file can have")
    return unpacked


def parse(data: bytes, path: Path, *, dimensions: int) -> npt.NDArray[Any]:
    """Take an uncompressed IDX file apart.

    Parameters
    ----------
    data : bytes
        The whole file.
    path : Path
        Named in errors.
    dimensions : int
        How many axes there must be: 3 for images, 1 for labels.

    Returns
    -------
    ndarray of uint8
        Read-only, of the shape that the header tells.

    Raises
    ------
    DataError
        If the magic number is another one, an axis is empty, or there are more or fewer bytes than the header
        tells.

    Examples
    --------
    >>> parse(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]), Path("labels"), dimensions=1)
    array([7, 9], dtype=uint8)
    """
    magic = bytes([0, 0, UNSIGNED_BYTES, dimensions])
    if data[:4] != magic:
        found = f"0x{data[:4].hex()}" if data else "nothing"
        raise DataError(f"{path} must begin with the magic number 0x{magic.hex()}, found {found}")
    header = 4 + 4 * dimensions
    if len(data) < header:
        raise DataError(f"{path} is cut short: {len(data)} bytes, fewer than a header of {header}")
    shape = tuple(int(length) for length in np.frombuffer(data, ">u4", dimensions, offset=4))
    if min(shape) == 0:
        raise DataError(f"{path} holds nothing: its header tells the shape {shape}")
    expected = header + int(np.prod(shape, dtype=object))
    if len(data) != expected:
        fault = "is cut short" if len(data) < expected else "is too long"
        raise DataError(f"{path} {fault}: {len(data)} bytes where its header tells {expected}")
    return np.frombuffer(data, np.uint8, offset=header).reshape(shape)
