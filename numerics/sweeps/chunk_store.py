"""Finished chunks of a sweep on disk: found by what was asked, trusted only when their checksum agrees.

A chunk is one file ``<key>.npz`` that ``numpy.load`` opens. Its zip comment, the last 64 bytes, is the
SHA-256 of the key and of every byte before the comment, so a file that was cut short, altered, or renamed
to another chunk's key is recognised before any of it is parsed. Files appear under their final name only
when complete and flushed to the disk, so processes may share a folder without locks: at worst two of them
compute the same chunk and write the same bytes.
"""

import contextlib
import hashlib
import io
import json
import os
import time
import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arrays", "ChunkStore", "content_key", "plain_arrays"]

Arrays = dict[str, NDArray[Any]]
"""What a chunk gives: named arrays."""

FORMAT = "chunk-1"
"""Part of every key; changes when the files or the way random numbers are drawn change."""

DIGEST_LENGTH = 64
"""Characters in a hexadecimal SHA-256."""

ABANDONED_AFTER = 3600.0
"""Seconds after which a temporary file has no living writer: writing one takes seconds."""


def content_key(**parts: object) -> str:
    """Give the SHA-256 of plain content, equal for equal content on every machine.

    Values and their types both count (``1``, ``1.0``, ``True`` and ``numpy.int8(1)`` all differ); the order
    of a dictionary's keys does not.

    Parameters
    ----------
    **parts : object
        Plain data: None, bool, int, float, complex, str, bytes, NumPy arrays and scalars without objects,
        and lists, tuples and string-keyed dicts of these.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    TypeError
        If a part holds anything else; the message says where.
    ValueError
        If a part contains itself.

    Examples
    --------
    >>> content_key(width=2, depth=3) == content_key(depth=3, width=2)
    True
    >>> content_key(width=2) == content_key(width=2.0)
    False
    """
    tree = {name: _tree(value, name) for name, value in parts.items()}
    return hashlib.sha256(json.dumps([FORMAT, tree], sort_keys=True).encode()).hexdigest()


def _tree(value: Any, where: str) -> object:
    """Rewrite plain data as JSON in which each value carries its type, so that no two values collide."""
    # Exact types only: a subclass may behave differently under the same content.
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return ["int", hex(value)]
    if kind is float:
        return ["float", value.hex()]
    if kind is complex:
        return ["complex", value.real.hex(), value.imag.hex()]
    if kind is bytes:
        return ["bytes", value.hex()]
    if (kind is np.ndarray or isinstance(value, np.generic)) and not value.dtype.hasobject:
        value = value.astype(value.dtype.newbyteorder("<"))  # one byte order, here and on every machine
        dtype = repr(np.lib.format.dtype_to_descr(value.dtype))
        bits = hashlib.sha256(value.tobytes()).hexdigest()
        return ["array" if kind is np.ndarray else "scalar", dtype, list(value.shape), bits]
    try:
        if kind is list or kind is tuple:
            return [kind.__name__, [_tree(item, f"{where}[{i}]") for i, item in enumerate(value)]]
        if kind is dict and all(type(key) is str for key in value):
            return {key: _tree(item, f"{where}[{key!r}]") for key, item in value.items()}
    except RecursionError:
        raise ValueError(f"{where.split('[', maxsplit=1)[0]} must not contain itself") from None
    raise TypeError(
        f"{where} must be plain data (None, bool, int, float, complex, str, bytes, a NumPy array or scalar "
        "without objects, or a list, tuple or string-keyed dict of these), "
        f"got {kind.__name__}: {value!r:.200}"
    )


def plain_arrays(result: object) -> Arrays:
    """Copy a chunk's result into arrays that look the same fresh, sent between processes, or read from disk.

    Parameters
    ----------
    result : Mapping of str to array_like
        Names are Python identifiers; values anything ``numpy.asarray`` takes, without objects.

    Returns
    -------
    dict of str to ndarray
        The same values, each array owning its memory, in C order and the machine's byte order.

    Raises
    ------
    TypeError
        If `result` is not such a mapping.

    Examples
    --------
    >>> plain_arrays({"loss": [0.5, 0.25]})
    {'loss': array([0.5 , 0.25])}
    """
    if not isinstance(result, Mapping):
        raise TypeError(
            f"a chunk must return a dict of named arrays, got {type(result).__name__}: {result!r:.200}"
        )
    arrays: Arrays = {}
    for name, value in result.items():
        if not (isinstance(name, str) and name.isidentifier()):
            raise TypeError(f"a chunk must name its arrays with Python identifiers, got {name!r}")
        if isinstance(value, np.ma.MaskedArray):
            raise TypeError(f"a chunk's array {name!r} must not be masked: the mask would be lost")
        array = np.array(value, order="C")
        if array.dtype.hasobject:
            raise TypeError(f"a chunk's array {name!r} must not hold Python objects, got {value!r:.200}")
        arrays[name] = array.astype(array.dtype.newbyteorder("="), copy=False)  # as some pickles come back
    return arrays


class ChunkStore:
    """A folder of finished chunks.

    Parameters
    ----------
    folder : str or path-like
        Made, with its parents, when missing. Temporary files abandoned there by killed sweeps are removed.

    Raises
    ------
    TypeError
        If `folder` is not a path.
    ValueError
        If `folder`, or something above it, is a file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     store = ChunkStore(folder)
    ...     key = content_key(width=2)
    ...     store.save(key, {"loss": np.zeros(2)})
    ...     store.load(key)
    {'loss': array([0., 0.])}
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        if not isinstance(folder, str | os.PathLike):
            raise TypeError(f"folder must be a path, got {type(folder).__name__}: {folder!r}")
        try:
            # Absolute, so that a change of the working directory cannot split a sweep over two folders.
            self.folder = Path(folder).resolve()
            self.folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise ValueError(
                f"folder must be a folder or not exist yet, got a file: {str(folder)!r}"
            ) from None
        for leftover in self.folder.glob(".*.tmp"):
            with contextlib.suppress(FileNotFoundError):  # another sweep may be tidying up as well
                if time.time() - leftover.stat().st_mtime > ABANDONED_AFTER:
                    leftover.unlink()

    def path(self, key: str) -> Path:
        """Say where the chunk of a key is, or would be."""
        return self.folder / f"{key}.npz"

    def keys(self) -> set[str]:
        """List the keys that have a file, sound or damaged."""
        return {path.stem for path in self.folder.glob("*.npz")}

    def load(self, key: str) -> Arrays | None:
        """Read a chunk.

        Parameters
        ----------
        key : str
            From `content_key`.

        Returns
        -------
        dict of str to ndarray, or None
            None when there is no file for `key` or its checksum disagrees.

        Raises
        ------
        OSError
            If a file is there but cannot be read.
        """
        try:
            data = self.path(key).read_bytes()
        except FileNotFoundError:
            return None
        if data[-DIGEST_LENGTH:] != _digest(key, data[:-DIGEST_LENGTH]):
            return None
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return dict(arrays)

    def save(self, key: str, arrays: Arrays) -> None:
        """Write a chunk, whole or not at all.

        Parameters
        ----------
        key : str
            From `content_key`.
        arrays : dict of str to ndarray
            From `plain_arrays`.

        Raises
        ------
        OSError
            If the folder cannot be written to.
        """
        # By hand rather than by numpy.savez, which claims names such as "file" for its own arguments.
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, array in arrays.items():
                with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, array, allow_pickle=False)
            archive.comment = bytes(DIGEST_LENGTH)
        content = buffer.getvalue()[:-DIGEST_LENGTH]
        temporary = self.folder / f".{uuid.uuid4().hex}.tmp"  # nobody else's, however many sweeps write here
        try:
            with temporary.open("xb") as file:
                file.write(content + _digest(key, content))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path(key))
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        if os.name == "posix":  # the new name itself must survive a power cut too
            entry = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(entry)
            finally:
                os.close(entry)


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + content).hexdigest().encode()
