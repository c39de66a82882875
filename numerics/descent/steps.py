"""The momentum update itself, and runs of it.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 6-7; the two forms are set out in
`numerics.dying_relu.momentum`.
"""

from collections.abc import Callable
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array

FORMS = ("ema", "classical")
"""The two momentum updates: exponential moving average, and heavy ball."""


def check_learning(eta: Array, beta: Array) -> None:
    """Raise ValueError unless eta > 0 and 0 <= beta < 1 everywhere."""
    arguments.require(eta > 0, "eta", eta, "a finite step size above 0")
    arguments.require((beta >= 0) & (beta < 1), "beta", beta, "a momentum with 0 <= beta < 1")


def learning(eta: Any, beta: Any, form: Any, *, exact: bool = False) -> tuple[Array, Array, str]:
    """Check a step size, a momentum and a form, and broadcast the first two together."""
    form = arguments.one_of(form, "form", FORMS)
    eta, beta = arguments.arrays({"eta": eta, "beta": beta}, exact=exact)
    check_learning(eta, beta)
    eta, beta = arguments.broadcast({"eta": eta, "beta": beta})
    return eta, beta, form


def effective_step(eta: Any, beta: Any, form: str = "ema") -> Array:
    """Effective step a, through which both forms of momentum have the same trace 1 + beta - a.

    a = eta (1 - beta) for EMA, a = eta for classical: a classical run with step a moves as the EMA run.

    Parameters
    ----------
    eta, beta : array_like, shapes that broadcast to (...)
        Step size eta > 0 and momentum 0 <= beta < 1; exact numbers are allowed.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    array, shape (...)
        a, in the units of `eta`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 6-7 and 19-20.
    """
    eta, beta, form = learning(eta, beta, form, exact=True)
    return eta * (1 - beta) if form == "ema" else eta + 0 * beta


def step(theta: Any, m: Any, gradient: Any, *, eta: Any, beta: Any, form: str = "ema") -> tuple[Array, Array]:
    """One momentum update of a parameter.

    Parameters
    ----------
    theta, m, gradient : array_like, shapes that broadcast to (...)
        Parameter, its momentum, and the gradient at `theta`; exact numbers are allowed.
    eta, beta : array_like, broadcasting against the rest
        Step size eta > 0 and momentum 0 <= beta < 1.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    theta, m : arrays, shape (...)
        The parameter and the momentum after the step.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above, or if shapes do not broadcast,
        or if the result leaves the range of the dtype.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 6-7.
    """
    form = arguments.one_of(form, "form", FORMS)
    named = {"theta": theta, "m": m, "gradient": gradient, "eta": eta, "beta": beta}
    named = dict(zip(named, arguments.arrays(named, exact=True), strict=True))
    check_learning(named["eta"], named["beta"])
    theta_, m_, gradient_, eta_, beta_ = arguments.broadcast(named)
    with np.errstate(over="ignore", invalid="ignore"):
        after = _step(theta_, m_, gradient_, eta_, beta_, form)
    arguments.require(_finite(after[0]) and _finite(after[1]), "theta", theta, "such that the step is finite")
    return after


def _step(theta: Array, m: Array, gradient: Array, eta: Array, beta: Array, form: str) -> tuple[Array, Array]:
    m = beta * m + ((1 - beta) * gradient if form == "ema" else gradient)
    return theta - eta * m, m


def _finite(x: Array) -> bool:
    if not compat.is_array_api_obj(x) or arguments.is_exact(x):
        return True
    xp = compat.array_namespace(x)
    return bool(xp.all(xp.isfinite(x)))


def trajectory(
    theta0: Any,
    *,
    eta: Any,
    beta: Any,
    steps: int,
    form: str = "ema",
    gradient: Callable[[Array], Array] | None = None,
    m0: Any = None,
) -> Array:
    """Run momentum descent from a starting point.

    Parameters
    ----------
    theta0 : array_like, shape (...)
        Starting point; exact numbers are allowed.
    eta, beta : array_like, broadcasting against `theta0`
        Step size eta > 0 and momentum 0 <= beta < 1.
    steps : int
        How many updates to make, at least 0.
    form : {"ema", "classical"}
        How the gradient enters the running mean.
    gradient : callable, optional
        Maps theta, shape (...), to the gradient there, of the same shape, library and exactness. By
        default the identity: theta is then measured from the optimum of a unit quadratic (Eqs. 16-18).
    m0 : array_like, optional
        Momentum before the first step, broadcasting against `theta0`; zero by default.

    Returns
    -------
    array, shape (steps + 1, ...)
        theta at times 0, 1, ..., steps, where (...) is the shape `theta0`, `m0`, `eta` and `beta`
        broadcast to (that of `theta0` when it is the largest).

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above, if shapes do not broadcast, if
        `gradient` returns something of another shape or kind, or if the iterates leave the dtype's range.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 6-7 and 19-20.

    Examples
    --------
    >>> from fractions import Fraction
    >>> [str(x) for x in trajectory(Fraction(1), eta=Fraction(1, 2), beta=Fraction(1, 2), steps=2)]
    ['1', '3/4', '7/16']
    """
    form = arguments.one_of(form, "form", FORMS)
    steps = arguments.count(steps, "steps")
    slope = arguments.optional_callable(gradient, "gradient")
    named = {"theta0": theta0, "m0": 0 if m0 is None else m0, "eta": eta, "beta": beta}
    named = dict(zip(named, arguments.arrays(named, exact=True), strict=True))
    check_learning(named["eta"], named["beta"])
    theta, m, eta_, beta_ = arguments.broadcast(named)
    xp, shape = compat.array_namespace(theta), theta.shape
    path = [theta]
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(steps):
            g = theta if slope is None else _slope_at(slope, theta)
            theta, m = (xp.asarray(x, dtype=path[0].dtype) for x in _step(theta, m, g, eta_, beta_, form))
            if not _finite(theta):
                limit = f"small enough for theta to stay finite (it is not after step {t + 1})"
                arguments.require(False, "steps", steps, limit)
            path.append(theta)
    return xp.reshape(xp.stack(path), (steps + 1, *shape))


def _slope_at(slope: Callable[[Array], Array], theta: Array) -> Array:
    """Call the caller's gradient and check what it returns."""
    given = slope(theta)
    names = ("theta0", "what gradient returns")
    exact = arguments.is_exact(theta)
    try:
        value = arguments.arrays(dict(zip(names, (theta, given), strict=True)), exact=exact)[1]
    except (TypeError, ValueError) as error:
        raise type(error)(f"gradient must return an array like theta: {error}") from None
    if value.shape != theta.shape:
        allowed = f"a callable that keeps theta's shape {tuple(theta.shape)}"
        raise ValueError(f"gradient must be {allowed}, got one that returns shape {tuple(value.shape)}")
    return value
