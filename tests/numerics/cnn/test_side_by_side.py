"""Networks side by side do what each does alone."""

import numpy as np
import pytest

from numerics.cnn import (
    ACTIVATIONS,
    SGD,
    Chain,
    Dense,
    Layer,
    dense_stack,
    plain,
    resnet,
    softmax_cross_entropy,
)
from numerics.cnn.side_by_side import cross_entropies, side_by_side

RUNS, BATCH, CLASSES = 3, 6, 4
IMAGE = {"image": (8, 8, 2), "widths": (3, 4, 5)}
BUILDERS = {
    "dense": lambda activation, rng, **options: dense_stack(5, 8, activation, rng=rng, inputs=12, **options),
    "plain": lambda activation, rng, **options: plain(8, activation, rng=rng, bias=True, **IMAGE, **options),
    "resnet": lambda activation, rng, **options: resnet(8, activation, rng=rng, **IMAGE, **options),
    "element-wise": lambda activation, rng, **options: plain(
        8, activation, rng=rng, shared=False, **IMAGE, **options
    ),
}


@pytest.mark.parametrize("batch_norm", [False, True], ids=["bare", "normalised"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("kind", BUILDERS)
def test_training_as_each_would_alone(kind, activation, batch_norm):
    nets = [
        BUILDERS[kind](
            activation, np.random.default_rng(seed), classes=CLASSES, batch_norm=batch_norm, dtype=np.float64
        )
        for seed in range(RUNS)
    ]
    stack = side_by_side(nets)
    optimiser, alone = SGD(stack.parameters, 0.05), [SGD(net.parameters, 0.05) for net in nets]
    rng = np.random.default_rng(9)
    for _ in range(3):
        x = rng.normal(size=(RUNS, BATCH, 12) if kind == "dense" else (RUNS, BATCH, *IMAGE["image"]))
        labels = rng.integers(0, CLASSES, (RUNS, BATCH))
        losses, gradient = cross_entropies(stack.forward(x), labels)
        back = stack.backward(gradient)
        optimiser.step()
        for run, (net, own) in enumerate(zip(nets, alone, strict=True)):
            loss, by_logits = softmax_cross_entropy(net.forward(x[run]), labels[run])
            np.testing.assert_allclose(back[run], net.backward(by_logits), rtol=1e-9, atol=1e-12)
            own.step()
            assert losses[run] == pytest.approx(loss, rel=1e-12)
    x = rng.normal(size=x.shape)
    expected = [net.forward(image, training=False) for net, image in zip(nets, x, strict=True)]
    np.testing.assert_allclose(stack.forward(x, training=False), expected, rtol=1e-9, atol=1e-12)


def test_networks_are_copied():
    nets = [dense_stack(2, 3, "relu", rng=np.random.default_rng(s), inputs=2, classes=2) for s in (0, 1)]
    before = [p.value.copy() for p in nets[0].parameters]
    for parameter in side_by_side(nets).parameters:
        parameter.value += 1
    for parameter, value in zip(nets[0].parameters, before, strict=True):
        np.testing.assert_array_equal(parameter.value, value)


def test_a_flattened_image_lists_channels_last():
    rng = np.random.default_rng(3)
    nets = [Chain([Dense(2 * 3 * 4, 5, dtype=np.float64)]) for _ in range(2)]
    for net in nets:
        net.parameters[0].value[...] = rng.normal(size=(24, 5))
    stack, x, up = side_by_side(nets), rng.normal(size=(2, 6, 2, 3, 4)), rng.normal(size=(2, 6, 5))
    expected = [net.forward(image) for net, image in zip(nets, x, strict=True)]
    np.testing.assert_allclose(stack.forward(x), expected, rtol=1e-12)
    back = [net.backward(g) for net, g in zip(nets, up, strict=True)]
    np.testing.assert_allclose(stack.backward(up), back, rtol=1e-12)


class _Unknown(Layer):
    pass


@pytest.mark.parametrize(
    ("models", "error", "message"),
    [
        (Chain([]), TypeError, "models must be a list of Layer"),
        ([], ValueError, "models .* one or more networks"),
        ([Dense(2, 2), "net"], TypeError, "models must be made of Layer"),
        ([Dense(2, 2), Dense(2, 3)], ValueError, "models .* one architecture"),
        ([Dense(2, 2), Dense(2, 2, dtype=np.float64)], ValueError, "models .* one architecture"),
        ([_Unknown()], TypeError, "layers of numerics.cnn, got _Unknown"),
    ],
)
def test_what_cannot_be_stacked(models, error, message):
    with pytest.raises(error, match=message):
        side_by_side(models)
