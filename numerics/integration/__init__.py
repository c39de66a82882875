"""SciPy's integrators, whose failures are errors: an orbit or an integral that was not reached is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.integrate import quad, solve_ivp

EVALUATIONS = 200_000
"""Evaluations of the rate after which an orbit is given up; the longest of the project takes a hundredth."""


def orbit(
    rate: Callable[..., Any],
    span: tuple[float, float],
    start: Any,
    *,
    args: tuple[Any, ...] = (),
    **options: Any,
) -> Any:
    """Follow an ordinary differential equation to the end of a span, or to a terminal event.

    Parameters
    ----------
    rate, span, start, args, **options
        As for `scipy.integrate.solve_ivp`.

    Returns
    -------
    OdeResult
        Of `scipy.integrate.solve_ivp`, with ``success`` true.

    Raises
    ------
    ArithmeticError
        If the integrator stops on the way, leaves the finite numbers or takes more than `EVALUATIONS`; the
        message says where.
    """
    taken = 0

    def counted(time: float, state: Any, *more: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken > EVALUATIONS:
            raise ArithmeticError(
                f"the integrator took {EVALUATIONS} evaluations to get to {time:g}: given up"
            )
        return rate(time, state, *more)

    with np.errstate(all="ignore"):  # what is not finite is told of below
        if not np.isfinite(rate(span[0], np.asarray(start, dtype=float), *args)).all():
            raise ArithmeticError(f"the rate at the start, {span[0]:g}, is not finite")
        run = solve_ivp(counted, span, start, args=args or None, **options)
    if not run.success:
        last = run.t[-1] if len(run.t) else span[0]
        raise ArithmeticError(f"the integrator stopped after {last:g}: {run.message}")
    if not np.isfinite(run.y).all():
        raise ArithmeticError("the integrator left the finite numbers")
    return run


def integral(function: Callable[[float], float], low: float, high: float, **options: Any) -> float:
    """Integrate a function of one number by adaptive quadrature.

    Parameters
    ----------
    function, low, high, **options
        As for `scipy.integrate.quad`.

    Raises
    ------
    ArithmeticError
        If the tolerance was not reached.
    """
    value, _, _, *trouble = quad(function, low, high, full_output=1, **options)
    if trouble:
        raise ArithmeticError(f"the integral from {low:g} to {high:g} was not reached: {trouble[0]}")
    return float(value)
