"""Arithmetic channel by channel."""

import numpy as np
import pytest

from numerics.cnn import channels


@pytest.mark.parametrize("shape", [(7, 3), (7, 4, 3), (2, 5, 4, 3), (1, 1, 1, 1), (0, 2, 2, 3)])
def test_sums_and_products(shape):
    rng = np.random.default_rng(0)
    x, y, constants = rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=shape[-1])
    axes = tuple(range(len(shape) - 1))
    np.testing.assert_allclose(channels.sums(x), x.sum(axis=axes), atol=1e-12)
    np.testing.assert_allclose(channels.product_sums(x, y), (x * y).sum(axis=axes), atol=1e-12)
    wanted = x + constants
    channels.add(x, constants)
    assert np.array_equal(x, wanted)
