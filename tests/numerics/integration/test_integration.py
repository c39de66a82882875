import contextlib

import numpy as np
import pytest

from numerics import integration
from numerics.dying_relu import dormancy
from numerics.dying_relu.relu_unit import gradient_flow, plane_orbits
from numerics.integration import integral, orbit
from numerics.shortcut import separatrix


def test_an_orbit_is_that_of_scipy_and_an_integral_too():
    run = orbit(lambda _, x, pace: -pace * x, (0.0, 1.0), [1.0], args=(2.0,), rtol=1e-10, atol=1e-12)
    assert run.y[0, -1] == pytest.approx(np.exp(-2), rel=1e-9)
    assert integral(np.exp, 0.0, 1.0) == pytest.approx(np.e - 1)


@pytest.mark.parametrize(
    ("rate", "start", "word"),
    [
        (lambda _, x: x**2, 1.0, "stopped after"),
        (lambda _, x: 1 / x, 0.0, "not finite"),
        (lambda t, _: [np.sin(1e9 * t)], 0.0, "given up"),
    ],
    ids=["blows up", "starts nowhere", "never ends"],
)
def test_an_orbit_that_is_not_reached_is_an_error(monkeypatch, rate, start, word):
    monkeypatch.setattr(integration, "EVALUATIONS", 20_000)
    with pytest.raises(ArithmeticError, match=word):
        orbit(rate, (0.0, 2.0), [start], rtol=1e-12, atol=1e-14)


def test_an_integral_that_is_not_reached_is_an_error():
    with pytest.raises(ArithmeticError, match="from 0 to 1 was not reached"):
        integral(lambda t: 1 / t, 0.0, 1.0)


def test_a_flow_gives_a_state_for_every_time_or_none():
    with pytest.raises(ArithmeticError, match="the integrator"):
        gradient_flow.flow(1.0, -1.0, 1.0, [0, 5, 10])
    rng = np.random.default_rng(0)
    for _ in range(40):
        c, k, u = rng.normal(), rng.uniform(-1, 1), rng.exponential()
        with contextlib.suppress(ArithmeticError):
            assert gradient_flow.flow(c, k, u, [0, 5, 10]).shape == (3, 3)


@pytest.mark.parametrize(("c", "u"), [(1e308, 1.0), (0.0, 1e308), (-1e308, 1e308)])
def test_absurd_starts_are_answered_soon(c, u):
    try:
        found = gradient_flow.flow(c, 0.5, u, [0, 1])
    except ArithmeticError:
        return
    assert found.shape == (3, 2)
    assert np.isfinite(found).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: dormancy.deepest_ratio(0.5),
        lambda: dormancy.recovery_time(0.5),
        lambda: plane_orbits.separatrix([0.5]),
        lambda: plane_orbits.attracting_line([-2.0]),
        lambda: gradient_flow.flow(0.1, 0.1, 1.0, [1.0]),
        lambda: gradient_flow.dies(-1.0, -0.5, 1.0),
    ],
    ids=["deepest", "recovery", "separatrix", "line", "flow", "dies"],
)
def test_no_failure_of_an_integrator_goes_unseen(monkeypatch, call):
    right = integration.solve_ivp

    def failing(*args, **options):
        run = right(*args, **options)
        run.success, run.message = False, "on purpose"
        return run

    monkeypatch.setattr(integration, "solve_ivp", failing)
    with pytest.raises(ArithmeticError, match="on purpose"):
        call()


def test_a_potential_whose_integral_fails_is_an_error(monkeypatch):
    monkeypatch.setattr(integration, "quad", lambda *_, **__: (0.0, 1.0, {}, "on purpose"))
    with pytest.raises(ArithmeticError, match="on purpose"):
        separatrix.potential(1.0, 2.0)
