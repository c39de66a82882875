"""Adam and gradient descent against their definitions."""

import array_api_strict
import numpy as np
import pytest

from numerics.descent import steps
from numerics.descent.optimisers import Adam, Sgd


def _run(optimiser, start, slopes, xp=np):
    parameters = {"a": xp.asarray(start, dtype=xp.float64, copy=True)}
    state = optimiser.begin(parameters)
    for slope in slopes:
        optimiser.step(parameters, {"a": xp.asarray(slope, dtype=xp.float64)}, state)
    assert state.steps == len(slopes)
    return parameters["a"]


SLOPES = np.random.default_rng(7).normal(size=(12, 2, 3))


def test_adam_is_the_published_algorithm():
    rate, beta1, beta2, epsilon = 0.01, 0.8, 0.99, 1e-3
    theta, m, v = np.ones((2, 3)), 0, 0
    for t, g in enumerate(SLOPES, start=1):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        theta = theta - rate * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    ours = _run(Adam(rate, beta1, beta2, epsilon), np.ones((2, 3)), SLOPES)
    np.testing.assert_allclose(ours, theta, rtol=1e-14)


def test_the_first_step_of_adam_has_the_size_of_its_rate():
    moved = _run(Adam(rate=0.5), np.zeros(3), [[1e-3, -7.0, 0.2]])
    np.testing.assert_allclose(moved, [-0.5, 0.5, -0.5], rtol=2e-5)  # epsilon over the smallest slope


def test_adam_does_not_see_the_scale_of_the_gradient():
    small = _run(Adam(epsilon=1e-30), np.zeros((2, 3)), SLOPES * 2**-10)
    np.testing.assert_allclose(small, _run(Adam(epsilon=1e-30), np.zeros((2, 3)), SLOPES), rtol=1e-13)


def test_plain_descent():
    np.testing.assert_allclose(_run(Sgd(0.1), np.ones((2, 3)), SLOPES), 1 - 0.1 * SLOPES.sum(axis=0))


def test_descent_with_momentum_is_the_classical_form():
    curvature = np.asarray([1.0, 0.3])
    parameters = {"a": np.asarray([1.0, -2.0])}
    optimiser = Sgd(0.2, beta=0.7)
    state = optimiser.begin(parameters)
    for _ in range(9):
        optimiser.step(parameters, {"a": curvature * parameters["a"]}, state)
    path = steps.trajectory(
        [1.0, -2.0], eta=0.2, beta=0.7, steps=9, form="classical", gradient=lambda at: curvature * at
    )
    np.testing.assert_allclose(parameters["a"], path[-1], rtol=1e-13)


@pytest.mark.parametrize("optimiser", [Adam(), Sgd(), Sgd(beta=0.5)])
def test_any_array_library(optimiser):
    strict = _run(optimiser, np.ones((2, 3)).tolist(), SLOPES.tolist(), xp=array_api_strict)
    np.testing.assert_array_equal(np.asarray(strict), _run(optimiser, np.ones((2, 3)), SLOPES))


def test_bad_arguments(rejects):
    rejects(Sgd, {"rate": 0.1, "beta": 0.5}, {"rate": "positive", "beta": "momentum"}, calls=200)
    rejects(
        Adam,
        {"rate": 0.1, "beta1": 0.5, "beta2": 0.5, "epsilon": 1e-8},
        {"rate": "positive", "beta1": "momentum", "beta2": "momentum", "epsilon": "positive"},
        calls=200,
    )
