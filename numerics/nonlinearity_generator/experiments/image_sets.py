"""Images of the experiments by name, and where they and checkpoints are kept.

Where is told by environment variables, which processes inherit, and not by the tasks of a sweep, so that
finished chunks are found again when a folder has moved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path

from numerics import data
from numerics.arrays import arguments
from numerics.data import Dataset

__all__ = ["CHECKPOINTS", "FOLDER", "READERS", "count_tests", "images", "named_folder", "places"]

FOLDER = "RELUCIDATE_DATA"
"""Environment variable that names the folder of data sets."""

CHECKPOINTS = "RELUCIDATE_CHECKPOINTS"
"""Environment variable that names the folder in which long runs keep their state."""


def _mnist(side: int, name: str = "mnist") -> Dataset:
    """MNIST padded to 32 x 32, which can be halved often enough, and averaged to 16 x 16 if asked for."""
    wide = data.load(name, named_folder(), raw=True).mapped(lambda images: data.pad(images, 2))
    return data.standard(wide if side == 32 else wide.mapped(data.halve))


READERS: Mapping[str, Callable[[], Dataset]] = {
    "digits": data.digits,
    "mnist16": lambda: _mnist(16),
    "mnist32": lambda: _mnist(32),
    "fashion32": lambda: _mnist(32, "fashion-mnist"),
    "cifar10": lambda: data.load("cifar10", named_folder()),
}
"""How each kind of images is read, in standard preprocessing."""


def images(name: str) -> Dataset:
    """Read images by name, from the folder of `FOLDER` if they need one.

    Parameters
    ----------
    name : str
        A key of `READERS`.

    Returns
    -------
    Dataset
        The latest one is kept in memory.

    Raises
    ------
    TypeError, ValueError
        If the name is unknown, or no folder is named, or it does not hold the data set whole.
    ImportError
        If the digits are asked for and scikit-learn is not installed.
    """
    name = arguments.one_of(name, "name", READERS)
    return _images(name, _folder(name))


def count_tests(name: str) -> int:
    """Count the test images of a data set, which is read once for it; raises as `images` does."""
    return _count_tests(arguments.one_of(name, "name", READERS), _folder(name))


def named_folder() -> Path | None:
    """Folder of data sets that `FOLDER` names, if it names one.

    Raises
    ------
    DataError
        If it is not there.
    """
    named = os.environ.get(FOLDER)
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise data.DataError(f"{FOLDER}={named!r}: there is no such folder; without one, unset the variable")
    return folder


def _folder(name: str) -> str | None:
    folder = None if name == "digits" else named_folder()
    return None if folder is None else str(folder)


@cache
def _count_tests(name: str, _folder: str | None) -> int:
    return len(images(name).test_labels)


@lru_cache(maxsize=1)
def _images(name: str, _folder: str | None) -> Dataset:
    return READERS[name]()


@contextmanager
def places(*, folder: Path | None = None, checkpoints: Path | None = None) -> Iterator[None]:
    """Name the folders of data sets and of checkpoints, for this process and those that it starts.

    Parameters
    ----------
    folder, checkpoints : Path, optional
        Left as they are if not given.
    """
    wanted = {FOLDER: folder, CHECKPOINTS: checkpoints}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update({name: str(path.resolve()) for name, path in wanted.items() if path is not None})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
