"""Tiny data sets in every form, written by the tests themselves."""

import gzip
import json
import os
import pickle
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from numerics.data import cifar
from numerics.data.catalogue import MNIST_FILES


def idx_bytes(array):
    """An array of bytes in the IDX format."""
    header = bytes([0, 0, 8, array.ndim]) + np.asarray(array.shape, dtype=">u4").tobytes()
    return header + array.astype(np.uint8).tobytes()


def write_idx(folder, train=6, test=4, packed=False, seed=0):
    """A small MNIST; returns its arrays in the order of the files."""
    rng = np.random.default_rng(seed)
    arrays = []
    for size in (train, test):
        arrays.append(rng.integers(0, 256, (size, 28, 28), dtype=np.uint8))
        arrays.append(rng.integers(0, 10, size, dtype=np.uint8))
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in zip(MNIST_FILES, arrays, strict=True):
        data = idx_bytes(array)
        if packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(data))
        else:
            (folder / name).write_bytes(data)
    return arrays


def cifar_batches(size=3, seed=0):
    """Images (size, 32, 32, 3) and classes of six small batches."""
    rng = np.random.default_rng(seed)
    return {
        batch: (rng.integers(0, 256, (size, 32, 32, 3), dtype=np.uint8), rng.integers(0, 10, size).tolist())
        for batch in cifar.BATCHES
    }


def planes(images):
    """Rows of 3072 bytes, a colour after the other, pixel by pixel."""
    rows = [[image[y, x, c] for c in range(3) for y in range(32) for x in range(32)] for image in images]
    return np.array(rows, dtype=np.uint8)


def write_cifar(folder, form, batches):
    """A small CIFAR-10 in one of its forms."""
    folder.mkdir(parents=True, exist_ok=True)
    for batch, (images, labels) in batches.items():
        rows = planes(images)
        if form == "binary":
            records = b"".join(
                bytes([label]) + row.tobytes() for label, row in zip(labels, rows, strict=True)
            )
            (folder / f"{batch}.bin").write_bytes(records)
        elif form == "python":
            content = {b"batch_label": b"one", b"labels": labels, b"data": rows, b"filenames": []}
            (folder / batch).write_bytes(pickle.dumps(content, protocol=2))
        else:
            Image.fromarray(images.reshape(len(images), 1024, 3)).save(folder / f"{batch}.png")
    if form == "png":
        train = [label for batch in cifar.BATCHES[:-1] for label in batches[batch][1]]
        (folder / cifar.TRAIN_CLASSES).write_text(json.dumps(train))
        (folder / cifar.TEST_CLASSES).write_text(json.dumps(batches["test_batch"][1]))


@pytest.fixture
def data_folder():
    """The folder of real data that the tester names, if any."""
    folder = os.environ.get("RELUCIDATE_DATA")
    if not folder:
        pytest.skip("the environment variable RELUCIDATE_DATA names no folder of data sets")
    return Path(folder)


@pytest.fixture
def tiny():
    """What writes tiny data sets."""
    return SimpleNamespace(
        idx_bytes=idx_bytes, idx=write_idx, cifar=write_cifar, batches=cifar_batches, planes=planes
    )
