"""The product of whole maps is the convolution."""

import numpy as np
import pytest

from numerics import cnn
from numerics.cnn import columns, whole_maps


@pytest.mark.parametrize(
    ("height", "width", "size"), [(1, 1, 1), (1, 1, 3), (2, 2, 3), (1, 2, 3), (2, 1, 3), (3, 2, 5), (3, 3, 5)]
)
def test_every_tap_is_where_it_belongs(height, width, size):
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(5, height, width, 2)), rng.normal(size=(size, size, 2, 3))
    gradient, bias = rng.normal(size=(5, height, width, 3)), rng.normal(size=3)
    assert whole_maps.fits(x, w)
    np.testing.assert_allclose(whole_maps.forward(x, w, bias), columns.forward(x, w, bias), atol=1e-12)
    for ours, other in zip(
        whole_maps.backward(x, w, gradient), columns.backward(x, w, gradient), strict=True
    ):
        np.testing.assert_allclose(ours, other, atol=1e-12)


@pytest.mark.parametrize(("height", "width", "size"), [(3, 2, 3), (2, 3, 3), (2, 1, 1), (4, 4, 5)])
def test_larger_maps_go_another_way(height, width, size):
    assert not whole_maps.fits(np.empty((1, height, width, 1)), np.empty((size, size, 1, 1)))


@pytest.mark.parametrize("side", [1, 2, 3])
def test_layers_take_this_way_where_they_can(side, monkeypatch):
    taken = []
    right = whole_maps.forward
    monkeypatch.setattr(whole_maps, "forward", lambda *given: taken.append(1) or right(*given))
    cnn.Convolution(2, 2).forward(np.ones((1, side, side, 2), np.float32))
    assert bool(taken) == (side < 3)
