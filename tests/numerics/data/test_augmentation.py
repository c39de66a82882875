"""Shifts, flips and sizes of images."""

import doctest

import numpy as np
import pytest

from numerics import data
from numerics.data import augmentation, idx


@pytest.fixture
def batch():
    return np.random.default_rng(0).standard_normal((64, 6, 5, 2)).astype(np.float32)


def test_every_augmented_image_is_a_window_of_the_padded_one(batch):
    found = data.augment(batch, np.random.default_rng(1), margin=2)
    assert found.shape == batch.shape
    assert found.dtype == np.float32
    wide = data.pad(batch, 2)
    shifts = set()
    for image, around in zip(found, wide, strict=True):
        windows = {
            (i, j, flipped): window[:, ::-1] if flipped else window
            for i in range(5)
            for j in range(5)
            for window in [around[i : i + 6, j : j + 5]]
            for flipped in (False, True)
        }
        matches = [key for key, window in windows.items() if np.array_equal(window, image)]
        assert matches
        shifts.add(matches[0])
    assert {flipped for _, _, flipped in shifts} == {False, True}
    assert {i for i, _, _ in shifts} == {j for _, j, _ in shifts} == set(range(5))


def test_without_margin_and_flip_nothing_happens(batch):
    found = data.augment(batch, np.random.default_rng(1), margin=0, flip=False)
    assert np.array_equal(found, batch)
    assert not np.shares_memory(found, batch)


def test_the_same_seed_gives_the_same_images(batch):
    first, again = (data.augment(batch, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(first, again)


def test_halving_averages_squares(batch):
    even = batch[:, :, :4]
    found = data.halve(even)
    assert found.shape == (64, 3, 2, 2)
    np.testing.assert_allclose(found[7, 1, 1], even[7, 2:4, 2:4].mean(axis=(0, 1)), rtol=1e-6)
    whole = np.array([[1, 2], [3, 4]], np.uint8).reshape(1, 2, 2, 1)
    assert data.halve(whole).dtype == np.uint8
    assert data.halve(whole).item() == 2  # 2.5, rounded half to even


def test_bad_arguments(batch):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="images must be of even height and width"):
        data.halve(batch)
    for function in (data.halve, lambda x: data.pad(x, 1), lambda x: data.augment(x, rng)):
        with pytest.raises(TypeError, match="images must be a NumPy array"):
            function([[1.0]])
        with pytest.raises(ValueError, match="images must be of shape"):
            function(batch[0])
    with pytest.raises(ValueError, match="margin must be"):
        data.augment(batch, rng, margin=-1)
    with pytest.raises(TypeError, match="rng must be"):
        data.augment(batch, 3)


def test_a_data_set_must_fit_together():
    images, labels = np.zeros((3, 2, 2, 1), np.uint8), np.zeros(3, np.int64)
    good = data.Dataset("toy", images, labels, images, labels)
    assert good.image == (2, 2, 1)
    assert len(good.first(2, 1).train_labels) == 2
    assert good.mapped(data.halve).image == (1, 1, 1)
    for bad, message in (
        ((images[0], labels, images, labels), "train_images must be"),
        ((images, labels[1:], images, labels), "train_labels must be 3"),
        ((images, labels, images, labels + 10), "test_labels must be from 0 to 9"),
        ((images, labels - 1, images, labels), "train_labels must be from 0 to 9"),
        ((images, labels, images[:, :1], labels), "of one size"),
    ):
        with pytest.raises(ValueError, match=message):
            data.Dataset("toy", *bad)
    with pytest.raises(ValueError, match="train must be"):
        good.first(0, 1)


@pytest.mark.parametrize("module", [augmentation, idx])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0
