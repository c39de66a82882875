"""Oscillations of momentum descent in closed form."""

import array_api_strict
import numpy as np
import pytest

from numerics.dying_relu.momentum import onset, trajectory
from numerics.dying_relu.momentum.ripples import first_negative, oscillation

FORMS = pytest.mark.parametrize("form", ["ema", "classical"])


@FORMS
@pytest.mark.parametrize("beta", [0.75, 0.9, 0.99])
@pytest.mark.parametrize("eta", [0.1, 0.5, 1.7])
def test_against_the_run_itself(eta, beta, form):
    run = trajectory(1.0, eta=eta, beta=beta, steps=300, form=form)
    # Rounding grows with the number of steps, and is divided by the sine of an angle above 0.05.
    np.testing.assert_allclose(oscillation(np.arange(301), eta, beta, form), run, atol=1e-11)
    assert first_negative(eta, beta, form) == np.flatnonzero(run < 0)[0]


@FORMS
def test_runs_that_never_turn_negative(form):
    edge = float(onset(0.1, form))
    beta = np.asarray([0.0, 0.2, edge - 1e-6, edge + 1e-2])
    assert np.isinf(first_negative(0.1, beta, form)).tolist() == [True, True, True, False]


def test_two_negative_eigenvalues_turn_at_once():
    assert first_negative(3.5, 0.01, "classical") == 1.0


def test_no_momentum_and_a_full_step_stay_at_the_optimum():
    assert first_negative(1.0, 0.0) == np.inf


def test_broadcasting_and_any_array_library():
    xp = array_api_strict
    beta = xp.asarray([0.8, 0.9], dtype=xp.float64)
    assert oscillation(xp.reshape(xp.arange(3), (3, 1)), 0.1, beta).shape == (3, 2)
    assert first_negative(xp.asarray([[0.1], [0.2]], dtype=xp.float64), beta).shape == (2, 2)


def test_bad_arguments(rejects):
    t = np.asarray([0.0, 1.0, 5.0])
    good = {"t": t, "eta": np.full(3, 0.1), "beta": np.full(3, 0.9), "form": "ema"}
    kinds = {"t": "real", "eta": "positive", "beta": "momentum", "form": "choice"}
    rejects(oscillation, good, kinds)
    del good["t"], kinds["t"]
    rejects(first_negative, good, kinds)


def test_real_eigenvalues_and_negative_steps_are_named():
    with pytest.raises(ValueError, match="beta must be such that the eigenvalues are complex"):
        oscillation(1, 0.1, 0.5)
    with pytest.raises(ValueError, match="t must be a number of steps"):
        oscillation(-1, 0.1, 0.9)
