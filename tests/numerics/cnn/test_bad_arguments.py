import re

import numpy as np
import pytest

from numerics import cnn

RNG = np.random.default_rng(0)
BUILD = {"depth": 8, "activation": "relu", "rng": RNG}
STACK = {"depth": 2, "width": 3, "activation": "relu", "rng": RNG, "inputs": 4, "classes": 2}

CALLS = {
    "Convolution": (dict.fromkeys(("c_in", "c_out", "size", "stride"), 2), {}),
    "Dense": ({"n_in": 2, "n_out": 2}, {}),
    "MaxPool": ({"size": 2}, {}),
    "IdentityShortcut": ({"c_in": 2, "c_out": 2, "stride": 1}, {}),
    "BatchNorm": (
        {"channels": 3, "momentum": 0.5, "epsilon": 0.5},
        {"momentum": "momentum", "epsilon": "positive"},
    ),
    "NonlinearityGenerator": ({"shape": 2, "start": 0.5}, {"shape": None, "start": "real"}),
    "PReLU": ({"shape": 2, "start": 0.5}, {"shape": None, "start": "real"}),
    "plain": (BUILD, {"activation": "choice", "rng": None}),
    "resnet": (BUILD, {"activation": "choice", "rng": None}),
    "dense_stack": (STACK, {"activation": "choice", "rng": None}),
}


@pytest.mark.parametrize("name", CALLS)
def test_bad_calls(name, rejects):
    good, said = CALLS[name]
    kinds = {key: said.get(key, "count") for key in good}
    rejects(getattr(cnn, name), good, {key: kind for key, kind in kinds.items() if kind}, calls=200)


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("plain", {"depth": 21}),
        ("plain", {"depth": 2}),
        ("plain", {"widths": []}),
        ("plain", {"widths": 16}),
        ("plain", {"image": (32, 32)}),
        ("plain", {"image": (30, 30, 3)}),
        ("plain", {"rng": 0}),
        ("plain", {"initialisation": "lecun"}),
        ("plain", {"scale": -1.0}),
        ("plain", {"scale": [1.0, 2.0]}),
        ("plain", {"classes": 0}),
        ("resnet", {"widths": (16, 8), "depth": 6}),
    ],
)
def test_bad_models_are_named(name, bad):
    named = next(iter(bad))
    with pytest.raises((TypeError, ValueError), match=rf"^{named} must"):
        getattr(cnn, name)(**{**BUILD, **bad})


F32 = np.float32


@pytest.mark.parametrize(
    ("layer", "x"),
    [
        (cnn.Convolution(3, 4), np.ones((2, 4, 4, 2), F32)),
        (cnn.Convolution(3, 4), np.ones((4, 4, 3), F32)),
        (cnn.Convolution(3, 4), np.ones((2, 4, 4, 3))),
        (cnn.Convolution(3, 4, size=5, padding=0), np.ones((2, 4, 4, 3), F32)),
        (cnn.Dense(3, 4), np.ones((2, 4), F32)),
        (cnn.Dense(3, 4), [[1.0, 2.0, 3.0]]),
        (cnn.Dense(3, 4), None),
        (cnn.BatchNorm(3), np.ones((1, 3), F32)),
        (cnn.BatchNorm(3), np.ones((4, 2), F32)),
        (cnn.MaxPool(2), np.ones((1, 3, 4, 1), F32)),
        (cnn.MaxPool(2), np.ones((4, 4), F32)),
        (cnn.GlobalAveragePool(), np.ones((4, 4), F32)),
        (cnn.NonlinearityGenerator(3), np.ones((4, 2), F32)),
        (cnn.PReLU((2, 2, 3)), np.ones((4, 2, 3, 3), F32)),
        (cnn.IdentityShortcut(2, 3), np.ones((4, 2, 2, 3), F32)),
    ],
)
def test_bad_inputs_are_named(layer, x):
    with pytest.raises((TypeError, ValueError), match=r"^x must") as caught:
        layer.forward(x)
    assert len(str(caught.value)) < 400


def test_backward_wants_the_shape_of_the_outputs_and_a_forward_before():
    layer = cnn.Dense(2, 3)
    with pytest.raises(RuntimeError, match="must follow"):
        layer.backward(np.ones((1, 3), F32))
    layer.forward(np.ones((4, 2), F32))
    with pytest.raises(ValueError, match=r"^gradient must"):
        layer.backward(np.ones((4, 2), F32))


@pytest.mark.parametrize(
    "labels", [[0, 1], np.ones(2), np.ones(3, int), np.asarray([0, 3]), np.asarray([-1, 0])]
)
def test_bad_labels_are_named(labels):
    with pytest.raises((TypeError, ValueError), match=r"^labels must"):
        cnn.softmax_cross_entropy(np.zeros((2, 3)), labels)
    with pytest.raises((TypeError, ValueError), match=r"^logits must"):
        cnn.softmax_cross_entropy(np.zeros(2), labels)


def test_bad_compositions_are_named():
    with pytest.raises(TypeError, match=r"^layers must"):
        cnn.Chain([cnn.ReLU(), "relu"])
    with pytest.raises(TypeError, match=r"^layers must"):
        cnn.Chain(cnn.ReLU())
    with pytest.raises(TypeError, match=r"^shortcut must"):
        cnn.Residual(cnn.ReLU(), None)
    with pytest.raises(ValueError, match=r"^branch must"):
        cnn.Residual(cnn.Dense(2, 3), cnn.Chain([])).forward(np.ones((1, 2), F32))
    with pytest.raises(TypeError, match=r"^model must"):
        cnn.initialise("net", "he", rng=RNG)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate", 0.0),
        ("rate", float("nan")),
        ("rate", "fast"),
        ("momentum", 1.0),
        ("momentum", -0.1),
        ("decay", -1.0),
    ],
)
def test_bad_rates_are_named(name, value):
    with pytest.raises((TypeError, ValueError), match=rf"^{re.escape(name)} must"):
        cnn.SGD([], **{"rate": 0.1, name: value})


def test_a_bad_rate_of_a_step_is_named():
    with pytest.raises(ValueError, match=r"^rate must"):
        cnn.SGD([], 0.1).step(0.0)
