"""Dormancy and mirror laws: the numbers behind the figures, against runs of their own."""

import numpy as np
import pytest
from scipy.stats import norm

from figures.dying_relu import dormancy, mirror


def _descend(w, b, gamma, beta, steps):
    mean = np.zeros(2)
    for _ in range(steps):
        c = b / abs(w)
        pdf, cdf = norm.pdf(c), norm.cdf(c)
        slope = np.array([(w - gamma) * cdf + gamma * c * pdf, b * cdf + np.sign(w) * (w - gamma) * pdf])
        mean = beta * mean + (1 - beta) * slope
        w, b = w - 0.1 * mean[0], b - 0.1 * mean[1]
    return w, b


def test_mirror_fates_are_those_of_single_runs_and_the_boundary_is_the_law():
    data = mirror.mirrored.data()
    for form in mirror.FORMS:
        base = data[f"base_{form}"]
        assert np.all((base >= 0.5) & (base <= 1))
        assert np.any(data[f"agreement_{form}"] > base + 0.1)
    assert np.all(data["agreement_ema"] > 0.8)
    assert np.any(data["agreement_classical"] < data["base_classical"] - 0.05)
    gamma, beta = data["shown"][0]
    for i in (3, 100, 200):
        w, b = _descend(data["w_0"][i], data["b_0"][i], gamma, beta, mirror.STEPS)
        assert (b < -3 * abs(w)) == data["dead_0"][i]
    run = [1.0, 0.9 + 0.1 * beta]
    for _ in range(200):
        run.append((1 + beta - 0.1 * (1 - beta)) * run[-1] - beta * run[-2])
    q = -min(run)
    left, right, height = data["edges_0"]
    for edge in (left, right):
        np.testing.assert_allclose(height * q, 3 * np.abs(gamma - q * (edge - gamma)), atol=1e-6)


def test_depth_and_activity_are_those_of_descent_and_near_the_laws():
    data = dormancy.sleep.data()
    flow = np.interp(np.log(data["run_scale"]), np.log(data["scale"]), np.log(data["deepest"]))
    np.testing.assert_allclose(np.log(data["run_deepest"]), flow, atol=0.08)
    assert data["deepest"][0] == pytest.approx((1.88736e-4) ** (-1 / 3), rel=0.02)
    assert data["recovery"][0] == pytest.approx(3, abs=0.1)
    w, b = 1.0, 0.0
    for _ in range(10):  # against the rectified target the active inputs have no target
        c = b / w
        w, b = (
            w - 0.1 * w * (norm.cdf(c) - c * norm.pdf(c)) - 0.1 * b * norm.pdf(c),
            (b - 0.1 * (b * norm.cdf(c) + w * norm.pdf(c))),
        )
    assert data["active"][0, 2] == pytest.approx(norm.cdf(b / w), rel=0.05)
