"""Backward passes against complex steps, and against differences of exact rationals."""

from fractions import Fraction

import numpy as np
import pytest

from numerics import cnn

STEP = 1e-40
RTOL = 1e-10
"""Complex steps have no cancellation: what is left is rounding of sums of some thousand terms."""


def functional(layer, x, weights, training=True):
    return (layer.forward(x, training=training) * weights).sum()


@pytest.mark.parametrize("training", [True, False])
def test_every_gradient_is_the_complex_steps(case, training):
    _, layer, x = case
    rng = np.random.default_rng(1)
    weights = rng.normal(size=layer.forward(x).shape)
    functional(layer, x, weights, training)
    found = [layer.backward(weights).copy(), *(p.gradient.copy() for p in layer.parameters)]
    layer.convert(lambda a: a.astype(complex))
    z = x.astype(complex)
    for array, gradient in zip([z, *(p.value for p in layer.parameters)], found, strict=True):
        places = rng.permutation(array.size)[:12]
        for place in places:
            index = np.unravel_index(place, array.shape)
            array[index] += 1j * STEP
            slope = functional(layer, z, weights, training).imag / STEP
            array[index] -= 1j * STEP
            assert gradient[index] == pytest.approx(slope, rel=RTOL, abs=RTOL)


def exactly(array):
    out = np.empty(array.size, dtype=object)
    out[:] = [Fraction(round(64 * float(v)), 64) for v in array.ravel()]
    return out.reshape(array.shape)


def test_every_gradient_is_a_difference_of_exact_rationals(case):
    """Nets without normalisation are piecewise linear in each number: small steps give slopes exactly."""
    name, layer, x = case
    if "normal" in name:
        pytest.skip("normalisation has a square root")
    rng = np.random.default_rng(2)
    layer.convert(exactly)
    z = exactly(x[:1])
    weights = exactly(rng.normal(size=layer.forward(z).shape))
    step = Fraction(1, 10**30)
    before = functional(layer, z, weights)
    gradients = [layer.backward(weights), *(p.gradient.copy() for p in layer.parameters)]
    for array, gradient in zip([z, *(p.value for p in layer.parameters)], gradients, strict=True):
        for place in rng.permutation(array.size)[:2]:
            index = np.unravel_index(place, array.shape)
            array[index] += step
            after = functional(layer, z, weights)
            array[index] -= step
            assert isinstance(after, Fraction)
            if (after - before) / step != gradient[index]:
                # At a kink the slope to one side is right, that to the other is not.
                array[index] -= step
                after = functional(layer, z, weights)
                array[index] += step
                assert (before - after) / step == gradient[index]


def test_the_gradient_of_the_loss_is_the_complex_steps():
    rng = np.random.default_rng(3)
    logits, labels = rng.normal(size=(5, 4)) * 3, np.asarray([0, 3, 3, 1, 2])
    loss, gradient = cnn.softmax_cross_entropy(logits, labels)

    def by_definition(z):
        return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(5), labels])

    assert loss == pytest.approx(by_definition(logits), rel=1e-13)
    for index in np.ndindex(logits.shape):
        z = logits.astype(complex)
        z[index] += 1j * STEP
        assert gradient[index] == pytest.approx(by_definition(z).imag / STEP, rel=1e-12, abs=1e-15)


def test_losses_of_huge_logits_do_not_overflow():
    loss, gradient = cnn.softmax_cross_entropy(np.asarray([[1e300, 0.0], [0.0, 1e4]]), np.asarray([0, 0]))
    assert loss == 5000
    assert gradient.tolist() == [[0, 0], [-0.5, 0.5]]


def test_momentum_and_decay_in_exact_rationals():
    """Two steps of v <- v/2 + (g + d w)/4, w <- w - v by hand; thresholds do not decay."""
    layer = cnn.Chain([cnn.Dense(1, 1), cnn.NonlinearityGenerator(1)])
    optimiser = cnn.SGD(layer.parameters, 0.25, momentum=0.5, decay=0.125)
    weight, _, threshold = layer.parameters
    weight.value[...], threshold.value[...] = 2, -1
    for parameter in layer.parameters:
        parameter.gradient[...] = 1
    optimiser.step()
    assert optimiser.velocities[0].item() == 0.25 * (1 + 0.25)
    assert (weight.value.item(), threshold.value.item()) == (2 - 0.3125, -1.25)
    optimiser.step(0.5)
    v = 0.5 * 0.3125 + 0.5 * (1 + 0.125 * 1.6875)
    assert weight.value.item() == np.float32(1.6875 - v)
    assert threshold.value.item() == -1.25 - (0.125 + 0.5)
