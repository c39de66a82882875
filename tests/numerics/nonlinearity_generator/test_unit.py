from fractions import Fraction

import array_api_strict as strict
import mpmath
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from numerics import nonlinearity_generator as ng

RNG = np.random.default_rng(6)


def test_a_composed_form_differs_in_the_last_bit_but_the_maximum_does_not():
    x, t = RNG.normal(size=10_000), -0.1
    composed = np.maximum(x - t, 0) + t
    exact = np.asarray(ng.generator(x, t))
    assert np.array_equal(exact, np.where(x > t, x, t))
    assert (composed != exact).any()
    np.testing.assert_allclose(composed, exact, atol=1e-15)


def test_gradients_add_up_and_ties_go_to_the_threshold():
    to_x, to_t = ng.gradients([-2.0, -1.0, 0.0], -1.0, [1.0, 2.0, 3.0])
    assert np.asarray(to_x).tolist() == [0, 0, 3]
    assert np.asarray(to_t).tolist() == [1, 2, 0]


def test_exact_numbers_stay_exact():
    d, z = [[Fraction(1), Fraction(3)]], [[Fraction(0), Fraction(2)]]
    assert ng.update_variance(d, z) == sum(ng.variance_parts(d, z)) == 6
    assert ng.generator(Fraction(1, 3), Fraction(1, 2)) == Fraction(1, 2)


def test_variances_of_batches_and_their_leading_axes():
    d, z = RNG.normal(size=(3, 5, 4)), RNG.normal(size=(3, 5, 6))
    measured = ng.update_variance(d, z, 0.3)
    for k in range(3):
        assert measured[k] == pytest.approx(np.var(-0.3 * d[k].T @ z[k] / 5), rel=1e-12)
    np.testing.assert_allclose(sum(ng.variance_parts(d, z, 0.3)), measured, rtol=1e-12)
    ours = ng.update_variance(strict.asarray(d), strict.asarray(z), 0.3)
    np.testing.assert_allclose(np.asarray(ours), measured, rtol=1e-12)
    parts = ng.variance_parts(strict.asarray(d), strict.asarray(z))
    assert all(type(part) is type(ours) for part in parts)


@pytest.mark.parametrize(("mu", "sigma", "t"), [(0.0, 1.0, -1.0), (0.3, 0.5, 2.0), (-1.0, 2.0, -4.0)])
def test_moments_by_quadrature(mu, sigma, t):
    for power, value in enumerate(ng.moments(mu, sigma, t), start=1):
        below = t**power * norm.cdf((t - mu) / sigma)
        above = quad(lambda x, n=power: x**n * norm.pdf(x, mu, sigma), t, mu + 12 * sigma + abs(t))[0]
        assert value == pytest.approx(below + above, abs=1e-8)


@pytest.mark.parametrize(
    ("mu", "sigma", "t"),
    [(0, 1, -7), (0, 1, 7), (1, 0.5, -7), (-7, 1, 0), (-3, 2, -3), (0, 3, -1)],
)
def test_moments_keep_their_relative_accuracy(mu, sigma, t):
    """At t = -7 the mean of a centred input is 1e-13, and must not be what is left of 7 - 7."""
    with mpmath.workdps(40):
        m, s, level = mpmath.mpf(mu), mpmath.mpf(sigma), mpmath.mpf(t)
        a = (level - m) / s
        density, below, above = mpmath.npdf(a), mpmath.ncdf(a), mpmath.ncdf(-a)
        mean = level * below + m * above + s * density
        energy = level**2 * below + (m**2 + s**2) * above + s * (m + level) * density
    found = [float(value) for value in ng.moments(mu, sigma, t)]
    assert found == pytest.approx([float(mean), float(energy)], rel=1e-12)


def test_energies_of_each_activation():
    np.testing.assert_allclose(ng.energies(4.0, depth=3, activation="relu"), [4, 2, 1, 0.5])
    np.testing.assert_allclose(ng.energies(1.0, depth=1, scale=2, activation="prelu"), [1, 1.0625])
    q = ng.energies(1.0, depth=2)
    assert q[1] == pytest.approx(norm.cdf(-1) + norm.cdf(1) - norm.pdf(1))
    assert ng.gradient_factor(1.0, 1.5) == pytest.approx(1.5 * norm.cdf(1))


def test_a_narrow_monte_carlo_of_one_layer():
    x = RNG.normal(size=200_000) * 1.3 + 0.2
    mean, energy = ng.moments(0.2, 1.3, -1.0)
    out = np.maximum(x, -1)
    assert out.mean() == pytest.approx(mean, abs=0.01)
    assert (out**2).mean() == pytest.approx(energy, abs=0.03)


CALLS = {
    "generator": {"x": "real", "t": "real"},
    "gradients": {"x": "real", "t": "real", "g": "real"},
    "moments": {"mu": "real", "sigma": "positive", "t": "real"},
    "gradient_factor": {"q": "positive", "scale": "real"},
}


@pytest.mark.parametrize("name", CALLS)
def test_a_thousand_bad_calls(name, rejects):
    rejects(getattr(ng, name), {key: np.full(3, 0.5) for key in CALLS[name]}, CALLS[name])


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (([1.0], [[1.0]]), "d"),
        (([[1.0]], [1.0]), "z"),
        (([[1.0], [2.0]], [[1.0]]), "z"),
        (([[1.0]], [[1.0]], [1.0, 2.0]), "eta"),
        (([[float("nan")]], [[1.0]]), "d"),
    ],
)
def test_bad_batches_are_named(arguments, name):
    for function in (ng.update_variance, ng.variance_parts):
        with pytest.raises((TypeError, ValueError), match=rf"^{name} must"):
            function(*arguments)


@pytest.mark.parametrize(
    "bad", [{"q": 0.0}, {"q": [1.0]}, {"depth": -1}, {"scale": -1.0}, {"activation": "tanh"}]
)
def test_bad_depths_are_named(bad):
    with pytest.raises((TypeError, ValueError), match=rf"^{next(iter(bad))} must"):
        ng.energies(**({"q": 1.0, "depth": 2} | bad))
