"""Backpropagation and momentum training of dense ReLU networks."""

from fractions import Fraction

import array_api_strict
import numpy as np
import pytest

from numerics.dying_relu.dense import forward
from numerics.dying_relu.dense.training import gradients, train

RNG = np.random.default_rng(1)
WEIGHTS = [RNG.normal(size=(4, 3)), RNG.normal(size=(5, 4)), RNG.normal(size=(2, 5))]
BIASES = [RNG.normal(size=4), RNG.normal(size=5), RNG.normal(size=2)]
X, Y = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2))
SMALL = ([[[1.0, -2.0], [3.0, 0.5]], [[1.0, -1.0]]], [[1.0, 0.0], [0.25]])
RATES = {"weight_steps": [0.5, 0.25], "bias_steps": [0.125, 0.0625], "beta": 0.5}


def _exact(nested):
    return [_exact(x) for x in nested] if isinstance(nested, list) else Fraction(nested)


def _loss(weights, biases):
    return 0.5 * np.mean(np.sum((forward(X, weights, biases) - Y) ** 2, axis=-1))


@pytest.mark.parametrize("kind", [0, 1])
@pytest.mark.parametrize("layer", [0, 1, 2])
def test_against_central_differences(kind, layer):
    found = gradients(X, Y, WEIGHTS, BIASES)[kind][layer]
    h = 1e-6
    for index in np.ndindex(found.shape):
        shifted = []
        for sign in (1, -1):
            parameters = ([w.copy() for w in WEIGHTS], [b.copy() for b in BIASES])
            parameters[kind][layer][index] += sign * h
            shifted.append(_loss(*parameters))
        # Central differences of a piecewise quadratic: rounding of the loss over 2h is what is left.
        assert found[index] == pytest.approx((shifted[0] - shifted[1]) / (2 * h), abs=1e-7)


def test_by_hand():
    # hidden 0 (inactive) and 4; output -3.75, target -1.75: error -2, of which the second unit sees +2.
    by_weights, by_biases = gradients([[1.0, 2.0]], [[-1.75]], *SMALL)
    assert by_weights[1].tolist() == [[0.0, -8.0]]
    assert by_biases[1].tolist() == [-2.0]
    assert by_weights[0].tolist() == [[0.0, 0.0], [2.0, 4.0]]
    assert by_biases[0].tolist() == [0.0, 2.0]


def test_training_is_exact_on_fractions_and_agrees_with_floats():
    x, y = [[1.0, 2.0], [-1.0, 0.5]], [[0.5], [-0.25]]
    rates = {name: _exact(value) for name, value in RATES.items()}
    for form in ("ema", "classical"):
        floats = train(x, y, *SMALL, steps=4, form=form, **RATES)
        exact = train(_exact(x), _exact(y), *map(_exact, SMALL), steps=4, form=form, **rates)
        for measured, expected in zip((*floats[0], *floats[1]), (*exact[0], *exact[1]), strict=True):
            assert all(isinstance(value, Fraction) for value in expected.flat)
            np.testing.assert_allclose(measured, expected.astype(float), rtol=1e-12, atol=1e-12)


def test_one_step_without_momentum_is_gradient_descent():
    x, y = [[1.0, 2.0]], [[-1.75]]
    weights, biases = train(x, y, *SMALL, steps=1, **(RATES | {"beta": 0.0}))
    slopes = gradients(x, y, *SMALL)
    for i in range(2):
        assert np.array_equal(weights[i], SMALL[0][i] - RATES["weight_steps"][i] * slopes[0][i])
        assert np.array_equal(biases[i], SMALL[1][i] - RATES["bias_steps"][i] * slopes[1][i])


def test_no_steps_change_nothing():
    weights, biases = train([[1.0, 2.0]], [[0.0]], *SMALL, steps=0, **RATES)
    assert [np.asarray(w).tolist() for w in weights] == SMALL[0]
    assert [np.asarray(b).tolist() for b in biases] == SMALL[1]


def test_any_array_library():
    xp = array_api_strict
    arrays = [[xp.asarray(p, dtype=xp.float64) for p in group] for group in SMALL]
    x, y = (xp.asarray(v, dtype=xp.float64) for v in ([[1.0, 2.0]], [[-1.75]]))
    weights, _ = train(x, y, *arrays, steps=1, **(RATES | {"beta": 0.0}))
    assert float(weights[1][0, 1]) == -1.0 + 0.25 * 8


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"x": [1.0, 2.0]}, "x"),
        ({"x": [[1.0]]}, r"weights\[0\]"),
        ({"x": [[1.0, float("nan")]]}, "x"),
        ({"y": [[0.0, 1.0]]}, "y"),
        ({"y": [["0"]]}, "y"),
        ({"weights": [], "weight_steps": [], "bias_steps": []}, "weights"),
        ({"biases": [[1.0, 0.0]]}, "biases"),
        ({"steps": -1}, "steps"),
        ({"steps": 1.5}, "steps"),
        ({"weight_steps": [0.1]}, "weight_steps"),
        ({"weight_steps": [0.1, 0.0]}, "weight_steps"),
        ({"bias_steps": [0.1, float("inf")]}, "bias_steps"),
        ({"bias_steps": [0.1, [0.1, 0.1]]}, "bias_steps"),
        ({"beta": 1.0}, "beta"),
        ({"beta": None}, "beta"),
        ({"form": "EMA"}, "form"),
    ],
)
def test_bad_arguments_are_named(change, name):
    good = {"x": [[1.0, 2.0]], "y": [[0.0]], "weights": SMALL[0], "biases": SMALL[1], "steps": 1, **RATES}
    with pytest.raises((ValueError, TypeError), match=rf"{name} must be"):
        train(**(good | change))
