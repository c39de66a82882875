"""Reading files of data sets whole, but never more than such a file can hold."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from numerics.data.dataset import DataError

__all__ = ["first_file", "read"]


def first_file(folder: Path, stems: Iterable[str], endings: Iterable[str]) -> Path | None:
    """Find a file by its stem, in the first form that is there; None if there is none."""
    forms = tuple(endings)
    paths = (folder / f"{stem}{ending}" for stem in stems for ending in forms)
    return next((path for path in paths if _is_there(path)), None)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be entered, a link to itself
        return False


def read(path: Path, most: int) -> bytes:
    """Read a file whose size is known to be bounded.

    Parameters
    ----------
    path : Path
        Of the file.
    most : int
        Bytes that such a file can have.

    Returns
    -------
    bytes

    Raises
    ------
    DataError
        If it is no regular file, is larger than `most`, or cannot be read.
    """
    try:
        # A pipe or a device would go on for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise DataError(f"{path} must be a regular file")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(data) > most:
        raise DataError(f"{path} is too long: more than the {most} bytes that such a file can have")
    return data
