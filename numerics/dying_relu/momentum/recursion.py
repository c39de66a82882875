r"""Gradient descent with momentum as a linear recursion, and the spectrum of that recursion.

Two forms of the update are in use, and the paper's Eqs. 6-7 do not say which one it means:

* ``"ema"``: m' = beta m + (1 - beta) g (an exponential moving average of gradients),
* ``"classical"``: m' = beta m + g (heavy ball),

and in both theta' = theta - eta m'. With gradient g = theta - theta* (an affine unit on whitened inputs,
Eqs. 16-18) each coordinate pair (m, theta - theta*) is multiplied at every step by a 2 x 2 matrix A
(Eqs. 19-20). Adding eta times the first row of A to its second leaves (0, 1) in the latter, so det A = beta
in both forms; the trace is 1 + beta - a with the effective step a = eta (1 - beta) or a = eta.

Source: Arnekvist et al. 2020, arXiv 2005.06195.
"""

from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.descent.steps import FORMS, check_learning, effective_step, learning, step, trajectory
from numerics.dying_relu.momentum.spectrum import eigenvalues, spectral_radius

__all__ = [
    "FORMS",
    "effective_step",
    "eigenvalues",
    "is_stable",
    "onset",
    "spectral_radius",
    "stability_limit",
    "step",
    "trajectory",
    "transition_matrix",
]


def transition_matrix(eta: Any, beta: Any, form: str = "ema") -> Array:
    """One step of momentum descent on a unit quadratic, as a matrix.

    EMA: ``[[beta, 1 - beta], [-eta beta, 1 - eta (1 - beta)]]``;
    classical: ``[[beta, 1], [-eta beta, 1 - eta]]``.

    Parameters
    ----------
    eta : array_like, shape (...)
        Step size, eta > 0, in units of one over the curvature; exact numbers are allowed.
    beta : array_like, shape (...)
        Momentum, 0 <= beta < 1, broadcast against `eta`; exact numbers are allowed.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    array, shape (..., 2, 2)
        A, acting on the column (m, theta - theta*). An object array of exact numbers for exact input.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 19-20.

    Examples
    --------
    >>> from fractions import Fraction
    >>> transition_matrix(Fraction(1, 2), Fraction(1, 3))[1, 1]
    Fraction(2, 3)
    """
    eta, beta, form = learning(eta, beta, form, exact=True)
    xp = compat.array_namespace(eta, beta)
    zero = beta * 0
    gain = 1 - beta if form == "ema" else zero + 1
    entries = (beta + zero, gain, -eta * beta, 1 - eta * gain)
    return xp.reshape(xp.stack(entries, axis=-1), (*beta.shape, 2, 2))


def stability_limit(beta: Any) -> Array:
    """Upper end 2 (1 + beta) of the effective steps for which the recursion converges.

    Parameters
    ----------
    beta : array_like, shape (...)
        Momentum, 0 <= beta < 1; exact numbers are allowed.

    Returns
    -------
    array, shape (...)
        The limit: at this effective step one eigenvalue is -1.

    Raises
    ------
    TypeError, ValueError
        If `beta` is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 19-20 (the sharp form of the prose on steps above 1).
    """
    (beta,) = arguments.arrays({"beta": beta}, exact=True)
    check_learning(beta * 0 + 1, beta)
    return 2 * (1 + beta)


def is_stable(eta: Any, beta: Any, form: str = "ema") -> Array:
    """Whether both eigenvalues of the transition matrix lie strictly inside the unit disc.

    Jury's test on trace T and determinant D asks |D| < 1 and |T| < 1 + D. Here D = beta < 1 and
    T = 1 + beta - a with a > 0, so what is left is -T < 1 + D, that is a < 2 (1 + beta).

    Parameters
    ----------
    eta, beta : array_like, shapes that broadcast to (...)
        Step size eta > 0 and momentum 0 <= beta < 1; exact numbers are allowed.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    array of bool, shape (...)

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Section 4 (prose on steps between 1 and 2).
    """
    a = effective_step(eta, beta, form)
    return a < stability_limit(beta)


def onset(eta: Any, form: str = "ema") -> Array:
    """Momentum above which the eigenvalues of the transition matrix are complex.

    The discriminant vanishes where trace = +-2 sqrt(beta), that is a = (1 -+ sqrt(beta))^2. For EMA that is
    sqrt(beta) = |1 - eta| / (1 + eta), for every eta > 0; for classical sqrt(beta) = |1 - sqrt(eta)|, which
    is below 1 only when eta < 4 (beyond, no momentum makes them complex).

    Parameters
    ----------
    eta : array_like, shape (...)
        Step size, eta > 0, and eta < 4 for the classical form.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    array, shape (...)
        The momentum at which the two eigenvalues meet. (It rounds to 1 where eta is below the resolution of
        the dtype, and for EMA also where 1 / eta is.)

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Section 4 and Fig. 2 (the onset of oscillation).
    """
    form = arguments.one_of(form, "form", FORMS)
    (eta,) = arguments.arrays({"eta": eta})
    check_learning(eta, eta * 0)
    if form == "ema":
        return ((1 - eta) / (1 + eta)) ** 2
    arguments.require(eta < 4, "eta", eta, "a step size with 0 < eta < 4 for the classical form")
    return (1 - compat.array_namespace(eta).sqrt(eta)) ** 2
