r"""How a run of momentum descent on a unit quadratic oscillates, in closed form, and when it overshoots.

From distance 1 to the optimum and momentum 0 the distance s_t obeys s_{t+2} = T s_{t+1} - beta s_t with the
trace T = 1 + beta - a, s_0 = 1 and s_1 = 1 - a. Complex eigenvalues sqrt(beta) exp(+-i nu) give

    s_t = beta^(t/2) [sin((t + 1) nu) - sqrt(beta) sin(t nu)] / sin(nu).

Source: the linear system of Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 19-20, solved.
"""

from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.descent.steps import effective_step, learning
from numerics.dying_relu.momentum.spectrum import eigenvalues


def oscillation(t: Any, eta: Any, beta: Any, form: str = "ema") -> Array:
    """Distance to the optimum after t steps, from distance 1 at rest, where the eigenvalues are complex.

    Parameters
    ----------
    t : array_like, shape (...)
        Steps, t >= 0.
    eta, beta : array_like, shapes that broadcast against `t`
        Step size eta > 0 and momentum 0 <= beta < 1, such that the eigenvalues are complex.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    array, shape (...)
        s_t, dimensionless.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 19-20.
    """
    eta, beta, form = learning(eta, beta, form)
    named = {"t": t, "eta": eta, "beta": beta}
    named = dict(zip(named, arguments.arrays(named), strict=True))
    arguments.require(named["t"] >= 0, "t", t, "a number of steps of at least 0")
    steps, eta, beta = arguments.broadcast(named)
    xp = compat.array_namespace(steps)
    angle = _angle(eta, beta, form)
    allowed = "such that the eigenvalues are complex"
    arguments.require(angle > 0, "beta", beta, allowed)
    s = xp.sqrt(beta)
    return s**steps * (xp.sin((steps + 1) * angle) - s * xp.sin(steps * angle)) / xp.sin(angle)


def first_negative(eta: Any, beta: Any, form: str = "ema") -> Array:
    """First step at which the distance to the optimum is negative, from distance 1 at rest.

    For complex eigenvalues it is floor(X) + 1 with X = atan2(sin nu, sqrt(beta) - cos nu) / nu; it is 1 where
    both are negative, and never comes where both are positive or 0.

    Parameters
    ----------
    eta, beta : array_like, shapes that broadcast to (...)
        Step size eta > 0 and momentum 0 <= beta < 1.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    array, shape (...)
        Whole numbers in floating point; infinite where the run never turns negative.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 19-20.

    Examples
    --------
    >>> float(first_negative(0.1, 0.9))
    24.0
    """
    eta, beta, form = learning(eta, beta, form)
    xp = compat.array_namespace(eta)
    angle = _angle(eta, beta, form)
    turns = angle > 0
    safe = xp.where(turns, angle, xp.ones_like(angle))
    crossing = xp.atan2(xp.sin(safe), xp.sqrt(beta) - xp.cos(safe)) / safe
    real = xp.where(effective_step(eta, beta, form) > 1, xp.ones_like(angle), xp.full_like(angle, xp.inf))
    return xp.where(turns, xp.floor(crossing) + 1, real)


def _angle(eta: Array, beta: Array, form: str) -> Array:
    """Argument nu of the complex eigenvalue in the upper half plane; 0 where the eigenvalues are real."""
    xp = compat.array_namespace(eta)
    upper = eigenvalues(eta, beta, form)[..., 0]
    complex_ = xp.imag(upper) > 0
    return xp.where(complex_, xp.atan2(xp.imag(upper), xp.real(upper)), xp.zeros_like(eta))
