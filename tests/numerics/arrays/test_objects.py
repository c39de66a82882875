import numpy as np
import pytest

from numerics.arrays import arguments, objects


@pytest.mark.parametrize("value", [True, False, np.True_])
def test_flags_are_truth_values(value):
    assert objects.flag(value, "x") is bool(value)


@pytest.mark.parametrize("value", ["False", 1, 0.0, None, [], np.array([True])])
def test_what_only_counts_as_true_or_false_is_no_flag(value):
    with pytest.raises(TypeError, match=r"^x must be True or False, got"):
        objects.flag(value, "x")


def test_objects_are_of_a_class_or_of_one_of_several():
    assert objects.instance(1, "x", int) == 1
    with pytest.raises(TypeError, match=r"^x must be of the class str or bytes, got 1"):
        objects.instance(1, "x", (str, bytes))


def test_sequences_are_lists_tuples_and_ranges():
    for value in ([1], (1,), range(1)):
        assert objects.sequence(value, "x", "integers") is value
    for value in (1, "word", {1}, iter([1]), np.ones(1)):
        with pytest.raises(TypeError, match=r"^x must be a list or tuple of integers, got"):
            objects.sequence(value, "x", "integers")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_products_of_moderate_numbers_are_finite(dtype):
    limit = 0.9e-4 * np.sqrt(np.finfo(dtype).max)
    array = np.full(100, limit, dtype)
    objects.moderate(array, "x", array)
    assert np.isfinite(array @ array)
    with pytest.raises(ValueError, match=r"^x must be at most"):
        objects.moderate(2 * array, "x", array)


def test_images_are_finite_real_arrays_of_four_axes():
    for dtype in (np.uint8, np.int64, np.float32, np.float64):
        images = np.ones((2, 3, 3, 1), dtype)
        assert objects.image_array(images, "images") is images
    good = np.ones((2, 3, 3, 1))
    for bad, error in (
        (good[0], ValueError),
        (good * np.nan, ValueError),
        (good * 1j, TypeError),
        (good.astype(np.float16), TypeError),
        (good > 0, TypeError),
        (np.ma.masked_array(good), TypeError),
        (good.tolist(), TypeError),
    ):
        with pytest.raises(error, match=r"^images must"):
            objects.image_array(bad, "images")


def test_no_count_needs_more_than_64_bits():
    assert arguments.count(2**63 - 1, "x") == 2**63 - 1
    with pytest.raises(ValueError, match=r"^x must be an integer that is at least 0 and below 2\*\*63"):
        arguments.count(2**63, "x")
