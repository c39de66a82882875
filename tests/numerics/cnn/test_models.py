import doctest
from importlib import import_module

import numpy as np
import pytest

from numerics import cnn

RNG = np.random.default_rng(0)

MODULES = ("activations", "chain", "convolution", "dense", "initialisation", "layer", "loss", "models")
MODULES += ("normalisation", "pooling", "sgd")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(import_module(f"numerics.cnn.{name}")).failed == 0


def size(model):
    return sum(parameter.value.size for parameter in model.parameters)


@pytest.mark.parametrize("build", [cnn.plain, cnn.resnet])
@pytest.mark.parametrize(
    ("depth", "without", "extra"),
    [(20, 268_346, 688), (32, 461_882, 1136), (44, 655_418, 1584), (56, 848_954, 2032)],
)
def test_parameter_counts_of_the_tables(build, depth, without, extra):
    sizes = {kind: size(build(depth, kind, rng=RNG)) for kind in cnn.ACTIVATIONS}
    assert sizes == {"relu": without, "prelu": without + extra, "generator": without + extra}
    layers = [layer for layer in build(depth, "relu", rng=RNG).walk() if layer.own_parameters]
    assert len(layers) == depth


def test_element_wise_thresholds_have_the_shape_of_the_maps():
    model = cnn.plain(8, "generator", rng=RNG, image=(8, 12, 3), shared=False)
    shapes = [p.value.shape for p in model.parameters if p.name == "thresholds"]
    assert shapes == [(8, 12, 16)] * 3 + [(4, 6, 32)] * 2 + [(2, 3, 64)] * 2


@pytest.mark.parametrize("build", [cnn.plain, cnn.resnet])
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("kind", cnn.ACTIVATIONS)
def test_a_small_network_learns_four_images_by_heart(build, batch_norm, kind):
    rng = np.random.default_rng(1)
    model = build(8, kind, rng=rng, image=(8, 8, 1), classes=4, widths=(4, 6, 8), batch_norm=batch_norm)
    images, labels = rng.standard_normal((4, 8, 8, 1)).astype(np.float32), np.arange(4)
    optimiser = cnn.SGD(model.parameters, 0.02)
    losses = []
    for _ in range(200):
        loss, gradient = cnn.softmax_cross_entropy(model.forward(images), labels)
        model.backward(gradient)
        optimiser.step()
        losses.append(loss)
    assert losses[-1] < 0.1 < losses[0]


def test_a_dense_stack_flattens_images():
    model = cnn.dense_stack(3, 5, "relu", rng=RNG, inputs=12, classes=4, batch_norm=True)
    assert model.forward(np.ones((2, 2, 2, 3), np.float32)).shape == (2, 4)
    assert size(model) == 12 * 5 + 5 + 10 + 25 + 5 + 10 + 20 + 4
