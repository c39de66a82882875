"""The gradient of attention against differences of its loss."""

import numpy as np
import pytest

from numerics.invariances import attention
from numerics.invariances.attention import Head

SHAPES = {"query": (2, 3), "key": (2, 3), "value": (2, 3), "out": (3, 2)}


@pytest.mark.parametrize("name", SHAPES)
def test_the_gradient_is_that_of_the_loss(name):
    rng = np.random.default_rng(0)
    maps = {key: rng.normal(size=shape) for key, shape in SHAPES.items()}
    x, g, turn = rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), rng.normal(size=SHAPES[name])

    def loss(t):
        heads = [Head(**{**maps, name: maps[name] + t * turn}), Head(**maps)]
        return float((g * attention.forward(heads, x)).sum())

    slopes = attention.gradient([Head(**maps), Head(**maps)], x, g)[0]
    assert (getattr(slopes, name) * turn).sum() == pytest.approx((loss(1e-5) - loss(-1e-5)) / 2e-5, rel=1e-7)


def test_maps_that_do_not_fit_are_named():
    head = Head(np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"heads\[0\]"):
        attention.forward([head], np.ones((4, 3)))
