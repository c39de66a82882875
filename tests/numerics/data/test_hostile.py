"""Files that are no data sets, or that would fill the memory or run code if one let them."""

import gzip
import io
import json
import os
import pickle
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from numerics.data import cifar, idx
from numerics.data.catalogue import MNIST_FILES
from numerics.data.dataset import DataError
from numerics.data.reading import cifar10, mnist


def header(shape, data=b""):
    return bytes([0, 0, 8, len(shape)]) + b"".join(struct.pack(">I", side) for side in shape) + data


def picture(width, height, mode="RGB", form="PNG"):
    stream = io.BytesIO()
    Image.new(mode, (width, height)).save(stream, form)
    return stream.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claimed(width, height):
    """A PNG that claims a size and has next to nothing in it."""
    rows = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + rows + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def batch(shape=(1, 3072), data=bytes(3072), labels=(1,)):
    """A pickle whose array says what it likes of itself."""

    class Fake:
        def __reduce__(self):
            state = (1, shape, np.dtype("u1"), False, data)
            return np._core.multiarray._reconstruct, (np.ndarray, (0,), b"b"), state

    return pickle.dumps({b"data": Fake(), b"labels": list(labels)}, 2)


class Evil:
    def __reduce__(self):
        return os.system, ("exit 1",)


MNIST_FAULTS = {
    "unpacks to too much": gzip.compress(bytes(idx.LARGEST + 1)),
    "too long": bytes(idx.LARGEST + 1),
    "an empty axis": header((0, 28, 28)),
    "an empty side": header((6, 0, 28)),
    "absurd sides": header((0, 2**32 - 1, 2**32 - 1)),
    "a size beyond all memory": header((2**32 - 1, 2**32 - 1, 2**32 - 1)),
    "other pixels": header((6, 8, 8), bytes(6 * 64)),
    "a torn gzip": gzip.compress(bytes(100))[:-9],
    "garbage behind a gzip": gzip.compress(bytes(100)) + b"garbage",
}


@pytest.mark.parametrize("fault", MNIST_FAULTS)
def test_hostile_files_of_mnist_are_named(tmp_path, tiny, fault):
    tiny.idx(tmp_path)
    (tmp_path / MNIST_FILES[0]).write_bytes(MNIST_FAULTS[fault])
    with pytest.raises(DataError, match=str(tmp_path)):
        mnist(tmp_path, whole=False)


@pytest.mark.parametrize("kind", ["pipe", "device", "loop"])
def test_what_is_no_regular_file_is_not_read(tmp_path, tiny, kind):
    tiny.idx(tmp_path)
    path = tmp_path / MNIST_FILES[0]
    path.unlink()
    {"pipe": os.mkfifo, "device": lambda p: p.symlink_to("/dev/zero"), "loop": lambda p: p.symlink_to(p)}[
        kind
    ](path)
    with pytest.raises(DataError, match=MNIST_FILES[0]):
        mnist(tmp_path, whole=False)


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_names_of_mirrors_are_known(tmp_path, tiny, ending):
    arrays = tiny.idx(tmp_path, packed=bool(ending))
    for name in MNIST_FILES:
        (tmp_path / f"{name}{ending}").rename(tmp_path / f"{name.replace('-idx', '.idx')}{ending}")
    assert np.array_equal(mnist(tmp_path, whole=False, raw=True).train_images[..., 0], arrays[0])


PICKLE_FAULTS = {
    "code": pickle.dumps({b"data": Evil(), b"labels": []}),
    "a huge place in memory": b"\x80\x02Nr\xff\xff\xff\x7f.",
    "bytes that are not there": b"\x80\x04\x8e" + struct.pack("<Q", 1 << 40) + b"x.",
    "a frame that is not there": b"\x80\x04\x95" + struct.pack("<Q", 1 << 40) + b"N.",
    "a long that is not there": b"\x80\x02\x8b" + struct.pack("<i", 0x7FFFFFFF) + b"x.",
    "a million digits": b"L" + b"9" * 1_000_000 + b"L\n.",
    "another's name": b"\x80\x04\x8c\x05numpy\x8c\x13ndarray.__subclasses__\x93)R.",
    "a codec": b"\x80\x02c_codecs\nencode\n(X\x01\x00\x00\x00aX\x03\x00\x00\x00hext R.",
    "an extension": b"\x80\x02\x82\x01.",
    "a person": b"\x80\x02Pfoo\n.",
    "a deep list": b"\x80\x02" + b"]" * 100_000 + b"a" * 99_999 + b".",
    "no dictionary": pickle.dumps([1]),
    "keys of other kinds": pickle.dumps({b"\xff": 1, 3: 1}),
    "nothing": b"",
    "text": b"hello world\n",
    "a shape that is a number": batch(5, b"x"),
    "a shape that is nothing": batch(None, b"x"),
    "a shape of floats": batch((1.0, 3072)),
    "a shape of flags": batch((True, 3072)),
    "a shape of strings": batch(("a", 3072)),
    "a shape below 0": batch((-1, 3072)),
    "a shape of one side": batch((3072,)),
    "no images": batch((0, 3072), b"", []),
    "images that are nothing": batch(data=None),
    "images that are text": batch(data="x" * 3072),
    "images that are a list": batch(data=[0] * 3072),
    "a class beyond all": batch(labels=[10**30]),
    "nested classes": batch(labels=[[1]]),
    "ragged classes": batch(labels=[[1], [1, 2]]),
    "a flag for a class": batch(labels=[True]),
}


@pytest.mark.parametrize("fault", PICKLE_FAULTS)
def test_hostile_pickles_are_named(tmp_path, tiny, fault):
    tiny.cifar(tmp_path, "python", tiny.batches())
    (tmp_path / "data_batch_1").write_bytes(PICKLE_FAULTS[fault])
    with pytest.raises(DataError, match="data_batch_1"):
        cifar10(tmp_path, whole=False)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_protocol_is_read(tmp_path, tiny, protocol):
    batches = tiny.batches()
    tiny.cifar(tmp_path, "python", batches)
    images, labels = batches["data_batch_1"]
    content = {"labels": labels, "data": tiny.planes(images)}
    (tmp_path / "data_batch_1").write_bytes(pickle.dumps(content, protocol))
    found = cifar10(tmp_path, whole=False, raw=True)
    assert np.array_equal(found.train_images[: len(images)], images)
    assert found.train_labels[: len(labels)].tolist() == labels


PNG_FAULTS = {
    "cut short": picture(1024, 3)[:-20],
    "grey": picture(1024, 3, "L"),
    "another width": picture(1000, 3),
    "a huge row": claimed(2_000_000_000, 1),
    "millions of rows": claimed(1024, 2_000_000),
    "no rows": claimed(1024, 0),
    "a JPEG": picture(1024, 3, form="JPEG"),
    "nothing": b"",
}


@pytest.mark.parametrize("fault", PNG_FAULTS)
def test_hostile_pictures_are_named(tmp_path, tiny, fault):
    tiny.cifar(tmp_path, "png", tiny.batches())
    (tmp_path / "data_batch_1.png").write_bytes(PNG_FAULTS[fault])
    with pytest.raises(DataError, match=r"data_batch_1\.png"):
        cifar10(tmp_path, whole=False)


JSON_FAULTS = {
    "deep": b"[" * 200_000,
    "not a number": b"[NaN" + b",1" * 14 + b"]",
    "endless digits": b"[" + b"9" * 10_000 + b"]",
    "another encoding": b"\xff\xfe",
    "no list": b"{}",
    "empty": b"[]",
    "too few": json.dumps([1] * 14).encode(),
}


@pytest.mark.parametrize("fault", JSON_FAULTS)
def test_hostile_lists_of_classes_are_named(tmp_path, tiny, fault):
    tiny.cifar(tmp_path, "png", tiny.batches())
    (tmp_path / cifar.TRAIN_CLASSES).write_bytes(JSON_FAULTS[fault])
    with pytest.raises(DataError, match=r"data_batch_1|train_lables"):
        cifar10(tmp_path, whole=False)
