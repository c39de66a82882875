"""Curvature at the optimum: the numbers behind the figure, against formulas and runs of their own."""

import numpy as np
import pytest
from scipy.stats import norm

from figures.dying_relu import curvature

APART = 1 / np.sqrt(2 * np.pi)


@pytest.fixture(scope="module")
def data():
    return curvature.around_the_optimum.data()


def _hessian(w, b):
    c, pull = b / w, b / w**2
    pdf, cdf = norm.pdf(c), norm.cdf(c)
    mixed = pdf - c * pull * pdf
    matrix = [[cdf - c * pdf + c**2 * pull * pdf, mixed], [mixed, cdf + pull * pdf]]
    return np.moveaxis(np.array(matrix), (0, 1), (-2, -1))


def test_the_map_is_the_closed_form(data):
    least = np.linalg.eigvalsh(_hessian(*np.meshgrid(data["w"], data["b"])))[..., 0]
    np.testing.assert_allclose(data["least"], least, atol=2e-6)
    np.testing.assert_allclose(data["least"][data["b"] == 0], 0.5 - APART, atol=2e-6)


def test_the_square_is_convex_and_runs_come_no_further_out_once_in_the_disc(data):
    w, b = np.meshgrid(data["w"], data["b"])
    inside = (np.abs(w - 1) <= 0.2) & (np.abs(b) <= 0.2)
    assert inside.sum() > 300
    assert data["least"][inside].min() > 1 / 80
    assert data["least"].min() < 0  # while the loss is not convex everywhere
    distance = np.linalg.norm(data["runs"] - [1, 0], axis=-1)
    assert np.all(distance[-1] < 0.02)
    for run in distance.T:
        entered = np.flatnonzero(run < 0.2)[0]
        assert np.all(np.diff(run[entered:]) < 1e-6)


def test_curvatures_and_onsets(data):
    np.testing.assert_allclose(data["curvature"], [0.5 - APART, 0.5, 0.5 + APART], atol=2e-6)
    np.testing.assert_allclose(data["onset"], [0.960, 0.819, 0.697, 0.669], atol=5e-4)
    for imaginary, onset in zip(data["imaginary"], data["onset"], strict=True):
        assert np.all(imaginary[data["beta"] < onset] == 0)
        assert np.all(imaginary[data["beta"] > onset] > 0)


def test_runs_of_the_unit_oscillate_as_the_recursion_says(data):
    beta = data["measured_beta"]
    for mode, curve in zip(data["curvature"], data["measured"], strict=True):
        half_trace = (1 + beta - 0.1 * mode * (1 - beta)) / 2
        expected = np.sqrt(np.maximum(beta - half_trace**2, 0))
        np.testing.assert_allclose(curve, expected, atol=3e-5)
