"""Blocked matrix products are the definition."""

import numpy as np
import pytest

from numerics.cnn import columns


@pytest.mark.parametrize("size", [1, 3, 5])
def test_columns_are_the_definition(size):
    rng = np.random.default_rng(2)
    x, w = rng.normal(size=(3, 6, 4, 2)), rng.normal(size=(size, size, 2, 3))
    padded = np.pad(x, ((0, 0), (size // 2,) * 2, (size // 2,) * 2, (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(1, 2))
    np.testing.assert_allclose(
        columns.forward(x, w, None), np.einsum("nhwcij,ijco->nhwo", windows, w), atol=1e-12
    )


@pytest.mark.parametrize("block", [1, 1 << 20])
@pytest.mark.parametrize("size", [1, 3, 5])
def test_filters_alone_have_the_same_gradients(size, block, monkeypatch):
    monkeypatch.setattr(columns, "BLOCK", block)
    rng = np.random.default_rng(4)
    x, gradient = rng.normal(size=(5, 6, 4, 2)), rng.normal(size=(5, 6, 4, 3))
    _, wanted = columns.backward(x, rng.normal(size=(size, size, 2, 3)), gradient)
    np.testing.assert_allclose(columns.by_filters(x, size, gradient), wanted, atol=1e-12)
