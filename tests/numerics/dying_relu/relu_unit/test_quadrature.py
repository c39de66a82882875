import numpy as np
import pytest
from scipy import special

from numerics.dying_relu.relu_unit import quadrature

RTOL = 2e-13  # what the rounding of c = b / ||w|| costs at c = -30; without tails 1e-14


@pytest.mark.parametrize("c", [-30.0, -8.0, -1.0, -1e-3, 0.0, 0.5, 6.0, 30.0])
@pytest.mark.parametrize("w", [[1.0], [-2.0], [0.6, 0.8], [1.0, 0.0], [1e-6, -1.0], [3.0, -1.0, 1e-3]])
def test_half_plane_moments(c, w):
    b = c * np.linalg.norm(w)

    def moments(p):
        return np.stack((1 + 0 * p.z, p.z, p.z**2, p.v * p.z, p.x_last**2))

    k_last = w[-1] / np.linalg.norm(w)
    phi, cdf = np.exp(-c * c / 2) / np.sqrt(2 * np.pi), special.ndtr(c)
    found = quadrature.expectation(moments, w, b, active_only=True)
    expected = [cdf, phi, cdf - c * phi, 0, cdf - k_last**2 * c * phi]
    np.testing.assert_allclose(found, expected, rtol=RTOL, atol=1e-14 * cdf)
    whole = quadrature.expectation(moments, w, b)
    np.testing.assert_allclose(whole, [1, 0, 1, 0, 1], atol=1e-14)


@pytest.mark.parametrize("angle", [1e-9, 1e-5, 0.1, 1.0, 1.5, 3.0, np.pi - 1e-7])
def test_orthant_probability(angle):
    w = [np.sin(angle), np.cos(angle)]
    found = quadrature.expectation(lambda p: (p.x_last < 0) * 1.0, w, 0.0, active_only=True)
    assert found == pytest.approx(angle / (2 * np.pi), rel=1e-12)


@pytest.mark.parametrize("target", ["linear", "relu"])
def test_hand_made_values(target):
    # A unit that equals its rectified target, and one orthogonal to it at bias 0.
    rest = 0.25 * 2.0**2 if target == "linear" else 0.0
    assert quadrature.quadrature_loss([0.0, 2.0], 0.0, 2.0, target) == pytest.approx(rest, abs=1e-14)
    overlap = 0 if target == "linear" else 1 / (2 * np.pi)
    power = 0.5 if target == "linear" else 0.25
    loss = quadrature.quadrature_loss([1.0, 0.0], 0.0, 1.0, target)
    assert loss == pytest.approx(0.25 + power - overlap, rel=1e-14)
    grad_w, grad_b = quadrature.quadrature_gradient([1.0, 0.0], 0.0, 1.0, target)
    root = 1 / np.sqrt(2 * np.pi)
    expected = [0.5, -0.5, root] if target == "linear" else [0.5 - overlap, -0.25, root - root / 2]
    np.testing.assert_allclose([*grad_w, grad_b], expected, atol=1e-14)


def test_bad_calls(rejects):
    good = {"w": np.asarray([0.6, 0.8]), "b": 0.1, "gamma": 0.5, "target": "relu"}
    kinds = {"w": "vector", "b": "real", "gamma": "positive", "target": "choice"}
    # Single units only: sequences that would broadcast are bad here too.
    rejects(
        quadrature.quadrature_loss, good, {key: kinds[key] for key in ("b", "gamma", "target")}, calls=300
    )
    rejects(
        quadrature.quadrature_gradient, good, {key: kinds[key] for key in ("b", "gamma", "target")}, calls=300
    )
    for bad in (0.5, [], [0.0, 0.0], [[1.0]], [np.nan], "w", None, [True]):
        with pytest.raises((TypeError, ValueError), match=r"^w must be"):
            quadrature.quadrature_gradient(bad, 0.1, 0.5)
    with pytest.raises(TypeError, match=r"^integrand must be a callable"):
        quadrature.expectation(3, [1.0], 0.0)
