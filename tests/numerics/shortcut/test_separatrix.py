import numpy as np
import pytest

from numerics.shortcut import reduced
from numerics.shortcut.separatrix import asymptotic_edge, edge, potential


def test_runs_on_either_side_end_apart():
    (found,) = edge([1.0], 30.0)
    eta_a = 0.005 / 30**0.5
    run = reduced.success(
        0.0,
        [found - 1e-3, found + 1e-3],
        1.0,
        k=5,
        q2=0.0,
        size=3.0,
        schedule=[(10**6, eta_a, 10 * eta_a)],
        every=8,
    )
    assert run.labels.tolist() == ["spurious", "global"]


def test_edge_rises_to_the_saddle_and_lies_below_its_limit_form():
    phi = np.linspace(0.3, 1.5, 7)
    found = edge(phi, 50.0)
    assert (np.diff(found) > 0).all()
    assert (found < asymptotic_edge(phi, 50.0)).all()
    assert found[-1] > -0.05


def test_potential_adds_up_and_its_slope_is_the_integrand():
    whole = potential(0.4, 1.1) + potential(1.1, 1.6)
    assert potential(0.4, 1.6) == pytest.approx(whole, rel=1e-12)
    slope = (potential(1.0, 1.3 + 1e-5) - potential(1.0, 1.3 - 1e-5)) / 2e-5
    g = (np.pi - 1.3) * np.cos(1.3) + np.sin(1.3)
    assert slope == pytest.approx((g - 1) / ((np.pi - 1.3) * np.sin(1.3)), rel=1e-8)


def test_bad_arguments_are_named(rejects):
    good = {"phi": np.full(3, 1.5), "pull": 4.0, "pace": 0.1}
    rejects(edge, good, {"phi": "vector", "pull": "positive", "pace": "positive"}, calls=200)
    rejects(
        asymptotic_edge,
        {"phi": np.full(3, 1.5), "pull": 4.0},
        {"phi": "vector", "pull": "positive"},
        calls=200,
    )
    rejects(potential, {"low": 0.5, "high": 0.6}, dict.fromkeys(("low", "high"), "positive"), calls=200)
    for name, value in (("phi", [1.6]), ("phi", [0.0]), ("pull", [4.0]), ("pace", 3.0), ("pace", [0.1])):
        with pytest.raises(ValueError, match=name):
            edge(**{**good, name: value})
