"""Ties in pooling."""

import numpy as np

from numerics import cnn
from numerics.cnn import pooling


def test_of_equal_pixels_the_first_in_reading_order_is_the_largest(monkeypatch):
    """All sixteen patterns of equals among four pixels, and three levels."""
    squares = np.stack(np.meshgrid(*[[0.0, 1.0, 2.0]] * 4), axis=-1).reshape(-1, 2, 2, 1)
    gradient = np.arange(1.0, len(squares) + 1).reshape(-1, 1, 1, 1)
    layer = cnn.MaxPool(2)
    fast = layer.forward(squares), layer.backward(gradient)
    monkeypatch.setattr(pooling.batches, "plain", lambda _: False)
    simple = layer.forward(squares), layer.backward(gradient)
    assert all(np.array_equal(a, b) for a, b in zip(fast, simple, strict=True))
