import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.stats import norm

from numerics.dying_relu.relu_unit import plane_orbits, population_gradient


def test_tip_is_the_root():
    c = plane_orbits.tip()
    assert (1 + c**2) * norm.pdf(c) == pytest.approx(c * norm.cdf(c), abs=1e-14)


def test_separatrix_is_an_orbit_from_the_tip():
    v = np.array([0.0, 1e-7, 0.1, 0.4, 2.0])
    c = plane_orbits.separatrix(v[::-1])[::-1]
    assert c[:2] == pytest.approx(plane_orbits.tip())
    assert np.all(np.diff(c[1:]) > 0)
    orbit = solve_ivp(
        plane_orbits.slope,
        (0.1, 2.0),
        [c[2]],
        rtol=1e-10,
        atol=1e-12,
        method="DOP853",
        t_eval=v[2:],
        max_step=0.02,
    )
    np.testing.assert_allclose(orbit.y[0], c[2:], rtol=1e-7)
    assert plane_orbits.separatrix(0.4) == pytest.approx(c[3])


def test_nullclines_are_where_the_gradient_vanishes():
    for c in (-0.3, -3.0, -9.0):
        for component in (0, 1):
            w = float(plane_orbits.nullcline(c, component))
            slopes = population_gradient([w], c * w, 1.0)
            ceiling = 1e-14 * abs(c * w) * max(norm.cdf(c), 1e-300)
            assert abs(float(np.ravel(slopes[component])[0])) <= max(ceiling, 1e-15 * w * norm.pdf(c) * c**2)


def test_attracting_line_is_an_orbit_of_the_field():
    c = np.array([-4.0, -3.99])
    w = plane_orbits.attracting_line(c)
    by_weight, by_bias = population_gradient(w[:, None], c * w, 1.0)
    along = np.diff(c * w)[0] / np.diff(w)[0]
    assert along == pytest.approx(np.mean(by_bias / by_weight[:, 0]), rel=1e-3)


def test_shapes_are_kept():
    assert plane_orbits.separatrix(0.4).shape == ()
    assert plane_orbits.separatrix([[0.4, 1.0]]).shape == (1, 2)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: plane_orbits.separatrix(-1.0), "v"),
        (lambda: plane_orbits.slope(0.0, 1.0), "v"),
        (lambda: plane_orbits.nullcline(1.0, 0), "c"),
        (lambda: plane_orbits.nullcline(-1.0, 2), "component"),
        (lambda: plane_orbits.attracting_line([0.0]), "c"),
    ],
)
def test_bad_arguments_are_rejected(call, name):
    with pytest.raises((TypeError, ValueError), match=rf"\b{name}\b"):
        call()
