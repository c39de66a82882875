"""Small networks and their gradients, shared by the oracles of this folder."""

import numpy as np
import pytest

from numerics import cnn


def _scramble(model, rng):
    """Give every parameter and state a value of no special kind."""
    for parameter in model.parameters:
        value = rng.normal(size=parameter.value.shape) * 0.4
        parameter.value[...] = value - 0.3 if parameter.name == "thresholds" else value
    for name, value in model.state.items():
        value[...] = rng.uniform(0.5, 1.5, size=value.shape) - (0.8 if name.endswith("mean") else 0)
    return model


def _layers(dtype=np.float64):
    """Name -> (layer, shape of a batch for it), every layer and a few compositions."""
    how = {"dtype": dtype}
    cases = {
        "convolution": (cnn.Convolution(3, 4, **how), (2, 5, 4, 3)),
        "convolution without bias": (cnn.Convolution(2, 3, bias=False, **how), (2, 4, 5, 2)),
        "convolution with stride": (cnn.Convolution(2, 3, stride=2, **how), (2, 6, 5, 2)),
        "wide convolution": (cnn.Convolution(2, 3, size=5, padding=1, **how), (2, 6, 7, 2)),
        "even convolution": (cnn.Convolution(2, 3, size=2, stride=3, padding=0, **how), (2, 8, 7, 2)),
        "pixelwise convolution": (cnn.Convolution(3, 2, size=1, padding=0, **how), (2, 3, 3, 3)),
        "whole tiles": (cnn.Convolution(4, 4, **how), (2, 8, 8, 4)),
        "dense": (cnn.Dense(6, 4, **how), (3, 6)),
        "flattening": (cnn.Dense(12, 4, **how), (3, 2, 2, 3)),
        "batch normalisation": (cnn.BatchNorm(3, **how), (2, 3, 4, 3)),
        "flat normalisation": (cnn.BatchNorm(3, **how), (5, 3)),
        "maximum": (cnn.MaxPool(2), (2, 4, 6, 3)),
        "mean": (cnn.GlobalAveragePool(), (2, 4, 3, 3)),
        "relu": (cnn.ReLU(), (2, 3, 3, 2)),
        "prelu": (cnn.PReLU(2, **how), (2, 3, 3, 2)),
        "generator, shared": (cnn.NonlinearityGenerator(2, **how), (2, 3, 3, 2)),
        "generator, element-wise": (cnn.NonlinearityGenerator((3, 3, 2), **how), (2, 3, 3, 2)),
        "identity": (cnn.IdentityShortcut(2, 5, 2), (2, 4, 5, 2)),
    }
    rng = np.random.default_rng(8)
    for kind in cnn.ACTIVATIONS:
        for norm in (False, True):
            what = {"rng": rng, "image": (8, 8, 2), "classes": 3, "widths": (2, 3), "batch_norm": norm, **how}
            said = f"{kind}{', normalised' if norm else ''}"
            cases[f"plain net, {said}"] = (cnn.plain(6, kind, bias=True, **what), (3, 8, 8, 2))
            cases[f"residual net, {said}"] = (cnn.resnet(6, kind, shared=False, **what), (3, 8, 8, 2))
            stack = cnn.dense_stack(3, 5, kind, rng=rng, inputs=4, classes=3, batch_norm=norm, **how)
            cases[f"dense net, {said}"] = (stack, (4, 4))
    return {name: (_scramble(layer, rng), shape) for name, (layer, shape) in cases.items()}


NAMES = sorted(_layers())


@pytest.fixture(params=NAMES)
def case(request):
    """A layer in double precision and a batch for it."""
    layer, shape = _layers()[request.param]
    return request.param, layer, np.random.default_rng(4).normal(size=shape)
