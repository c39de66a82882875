import doctest
from fractions import Fraction

import array_api_strict as strict
import numpy as np
import pytest
from flint import fmpq

from numerics import gunn
from numerics.gunn import factorisation, layer, learning, training

RNG = np.random.default_rng(5)
WEIGHTS, X, G = RNG.normal(size=(3, 4, 4)), RNG.normal(size=(3, 4)), RNG.normal(size=(3, 4))
CHOICES = [(a, u) for a in layer.ACTIVATIONS for u in layer.UPDATES]


@pytest.mark.parametrize("module", [layer, learning, factorisation, training])
def test_examples_in_docstrings(module):
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted > 0


def by_loop(weights, x, activation, update):
    y = []
    for i, row in enumerate(weights):
        pre = sum(w * (y[j] if update == "gradual" and j < i else x[j]) for j, w in enumerate(row))
        y.append(x[i] + (max(pre, 0) if activation == "relu" else pre))
    return y


@pytest.mark.parametrize(("activation", "update"), CHOICES)
def test_outputs_jacobian_and_gradients_against_loops_and_differences(activation, update):
    how = {"activation": activation, "update": update}
    y, slopes = gunn.forward(WEIGHTS, X, **how), gunn.jacobian(WEIGHTS, X, **how)
    step, h = 1.0, 1e-6
    after = gunn.gradient_step(WEIGHTS, X[:, None], G[:, None], np.full(3, step), **how)
    for k in range(3):
        np.testing.assert_allclose(y[k], by_loop(WEIGHTS[k], X[k], **how), rtol=1e-13)
        for j in range(4):
            shift = h * np.eye(4)[j]
            plus, minus = (np.array(by_loop(WEIGHTS[k], X[k] + s * shift, **how)) for s in (1, -1))
            np.testing.assert_allclose(slopes[k][:, j], (plus - minus) / (2 * h), atol=1e-8)
        for i, j in np.ndindex(4, 4):
            moved = [WEIGHTS[k].copy() for _ in range(2)]
            moved[0][i, j] += h
            moved[1][i, j] -= h
            plus, minus = (G[k] @ by_loop(w, X[k], **how) for w in moved)
            assert WEIGHTS[k, i, j] - after[k, i, j] == pytest.approx((plus - minus) / (2 * h), abs=1e-7)


@pytest.mark.parametrize("number", [Fraction, fmpq])
@pytest.mark.parametrize(("activation", "update"), CHOICES)
def test_exact_numbers_stay_exact(number, activation, update):
    how = {"activation": activation, "update": update}
    weights = [[number(1, 2), number(1)], [number(2, 3), number(-1, 4)]]
    x, g = [number(1), number(-3)], [number(1), number(1, 5)]
    expected = by_loop(weights, x, **how)
    assert gunn.forward(weights, x, **how).tolist() == expected
    for values in (
        gunn.jacobian(weights, x, **how),
        gunn.total_gradient(weights, x, g, **how),
        gunn.gradient_step(weights, [x], [g], number(1, 10), **how),
        gunn.tangent_kernel(weights, x, update=update),
    ):
        assert all(isinstance(v, number) for v in values.flat)


def test_a_batch_of_samples_is_a_sum_and_leading_axes_are_loops():
    x, g = RNG.normal(size=(2, 5, 4))
    together = gunn.gradient_step(WEIGHTS[0], x, g, 0.1)
    apart = sum(gunn.gradient_step(WEIGHTS[0], x[[k]], g[[k]], 0.1) - WEIGHTS[0] for k in range(5))
    np.testing.assert_allclose(together - WEIGHTS[0], apart, atol=1e-14)
    kernels = gunn.tangent_kernel(WEIGHTS, X)
    for k in range(3):
        np.testing.assert_array_equal(kernels[k], gunn.tangent_kernel(WEIGHTS[k], X[k]))


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize(("activation", "update"), CHOICES)
def test_other_array_libraries(precision, activation, update):
    how = {"activation": activation, "update": update}
    dtype = getattr(strict, precision)
    w, x, g = (strict.asarray(v, dtype=dtype) for v in (WEIGHTS, X, G))
    rtol = 1e-12 if precision == "float64" else 2e-4
    for call in (
        lambda w, x, _: gunn.forward(w, x, **how),
        lambda w, x, _: gunn.jacobian(w, x, **how),
        lambda w, x, g: gunn.total_gradient(w, x, g, **how),
        lambda w, x, g: gunn.gradient_step(w, x[:, None, :], g[:, None, :], 0.1, **how),
        lambda w, x, _: gunn.tangent_kernel(w, x, update=update),
        lambda w, *_: gunn.linear_map(w),
        lambda w, *_: gunn.weights_of(w),
        lambda w, x, g: gunn.separation(w[0, ...], x, g, p=0, q=1, epsilon=0.01, steps=2, **how),
    ):
        ours = call(w, x, g)
        assert type(ours) is type(w)
        assert str(ours.dtype).endswith(precision)
        np.testing.assert_allclose(np.asarray(ours), call(WEIGHTS, X, G), rtol=rtol, atol=rtol)


def test_the_factorisation_goes_both_ways():
    np.testing.assert_allclose(gunn.weights_of(gunn.linear_map(WEIGHTS)), WEIGHTS, atol=1e-10)
    with pytest.raises(ValueError, match="matrix must be with leading minors"):
        gunn.weights_of([[0.0, 1.0], [1.0, 0.0]])


def test_training_loops_are_repeated_steps():
    gaps = gunn.separation(WEIGHTS[0], X, G, p=1, q=3, epsilon=0.02, steps=3)
    w = WEIGHTS[0]
    for row in gaps:
        y = gunn.forward(w, X)
        np.testing.assert_allclose(row, y[:, 3] - y[:, 1], atol=1e-13)
        w = gunn.gradient_step(w, X, y - G, 0.02)
    end, maps = gunn.fit_map(WEIGHTS[0] / 4, np.eye(4), epsilon=0.05, steps=400)
    np.testing.assert_allclose(maps[0], gunn.linear_map(WEIGHTS[0] / 4), atol=1e-13)
    np.testing.assert_allclose(maps[-1], np.eye(4), atol=1e-3)
    np.testing.assert_allclose(gunn.linear_map(end), maps[-1], atol=1e-13)


def test_runs_that_leave_the_range_are_refused():
    with np.errstate(all="ignore"), pytest.raises(ValueError, match="steps must be small enough"):
        gunn.separation(WEIGHTS[0], X, G, p=0, q=1, epsilon=1e3, steps=200)


GOOD = {"weights": np.full((3, 3), 0.1), "x": np.full(3, 0.1), "g": np.full(3, 0.1)}
BAD = [None, "a", float("nan"), [[1.0, float("inf")]], np.full((3, 2), 0.1), np.full(7, 0.1), 1j, True]


@pytest.mark.parametrize("bad", BAD, ids=repr)
@pytest.mark.parametrize("name", GOOD)
def test_bad_arguments_are_named(name, bad):
    with pytest.raises((TypeError, ValueError), match=r"(weights|x|g)\b.* must"):
        gunn.total_gradient(**(GOOD | {name: bad}))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"p": 3}, "p"),
        ({"q": -1}, "q"),
        ({"steps": 1.5}, "steps"),
        ({"epsilon": [0.1, 0.2]}, "epsilon"),
        ({"target": np.ones((2, 2))}, "target"),
        ({"activation": "tanh"}, "activation"),
        ({"update": "both"}, "update"),
    ],
)
def test_bad_training_is_named(changes, name):
    good = {"weights": np.eye(3), "x": np.ones((2, 3)), "target": np.ones((2, 3)), "p": 0, "q": 1}
    with pytest.raises((TypeError, ValueError), match=rf"^{name} must"):
        gunn.separation(**(good | {"epsilon": 0.1, "steps": 1} | changes))
