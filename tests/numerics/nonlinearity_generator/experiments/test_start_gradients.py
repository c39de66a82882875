"""Gradients by layer at the start of the paper's networks."""

import numpy as np
import pytest

from numerics.nonlinearity_generator.experiments.start_gradients import gradient_norms


@pytest.mark.parametrize("family", ["plain", "resnet"])
def test_a_norm_a_layer_the_same_from_the_same_seed(family):
    norms = gradient_norms(family, 14, "generator", 3)
    assert norms.shape == (14,)
    assert (norms > 0).all()
    assert np.array_equal(norms, gradient_norms(family, 14, "generator", 3))
    assert not np.array_equal(norms, gradient_norms(family, 14, "generator", 4))


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"family": "dense"}, "family"), ({"depth": 9}, "depth"), ({"activation": "tanh"}, "activation"),
     ({"seed": -1}, "seed"), ({"side": 6}, "image")],
)  # fmt: skip
def test_bad_arguments_are_named(changes, name):
    given = {"family": "plain", "depth": 8, "activation": "relu", "seed": 0} | changes
    with pytest.raises((TypeError, ValueError), match=name):
        gradient_norms(**given)
