"""Ties and lost numbers in pooling."""

import array_api_strict as strict
import numpy as np
import pytest

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


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("bring", [np.asarray, strict.asarray])
def test_a_lost_number_is_not_hidden(size, bring):
    """Wherever in a square NaN stands, the square gives NaN, and its gradient goes somewhere."""
    for place in np.ndindex(size, size):
        square = np.arange(float(size * size)).reshape(1, size, size, 1)
        square[(0, *place, 0)] = np.nan
        layer = cnn.MaxPool(size)
        assert np.isnan(np.asarray(layer.forward(bring(square)))).all()
        assert np.asarray(layer.backward(bring(np.full((1, 1, 1, 1), 5.0)))).sum() == 5
