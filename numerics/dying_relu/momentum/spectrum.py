"""Eigenvalues of the linear recursion that momentum descent follows on a unit quadratic.

Its matrix is `numerics.dying_relu.momentum.transition_matrix`, of determinant beta and trace 1 + beta - a.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 19-20.
"""

from typing import Any

import array_api_compat as compat

from numerics.arrays.arguments import Array
from numerics.descent.steps import effective_step, learning


def _roots(eta: Any, beta: Any, form: Any) -> tuple[Array, Array, Array, Array]:
    """Return trace, root of |discriminant|, determinant, and whether the eigenvalues are complex."""
    eta, beta, form = learning(eta, beta, form)
    xp = compat.array_namespace(eta, beta)
    a = effective_step(eta, beta, form)
    root = xp.sqrt(beta)
    # T^2 - 4 D = (T - 2 sqrt D)(T + 2 sqrt D); each factor as a difference of two positive numbers, because
    # near a double root T^2 - 4 D itself would have lost its digits.
    if form == "ema":
        low = (1 - beta) * ((1 - root) / (1 + root) - eta)
    else:
        low = ((1 - beta) / (1 + root)) ** 2 - a
    high = (1 + root) ** 2 - a
    gap = xp.sqrt(xp.abs(low)) * xp.sqrt(xp.abs(high))
    return 1 + beta - a, gap, beta, (low < 0) & (high > 0)


def eigenvalues(eta: Any, beta: Any, form: str = "ema") -> Array:
    """Eigenvalues of the transition matrix.

    Found from its trace and determinant: of two real ones the larger in size comes first, from a sum of
    equal signs, and the other from the product of the two.

    Parameters
    ----------
    eta, beta : array_like, shapes that broadcast to (...)
        Step size eta > 0 and momentum 0 <= beta < 1.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    complex array, shape (..., 2)
        Real ones by falling value; of a complex pair the one in the upper half plane first.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 19-20 and Fig. 2.
    """
    trace, gap, det, is_complex = _roots(eta, beta, form)
    xp = compat.array_namespace(trace)
    # Halves first, so that no sum can overflow.
    outer = trace / 2 + xp.where(trace < 0, -gap, gap) / 2
    inner = det / xp.where(outer == 0, 1, outer)
    upper = xp.where(is_complex, trace / 2, xp.where(trace < 0, inner, outer))
    lower = xp.where(is_complex, trace / 2, xp.where(trace < 0, outer, inner))
    dtype = xp.complex64 if trace.dtype == xp.float32 else xp.complex128
    imag = 1j * xp.astype(xp.where(is_complex, gap / 2, 0), dtype)
    return xp.stack((xp.astype(upper, dtype) + imag, xp.astype(lower, dtype) - imag), axis=-1)


def spectral_radius(eta: Any, beta: Any, form: str = "ema") -> Array:
    """Largest modulus of an eigenvalue of the transition matrix: the factor by which errors shrink per step.

    Parameters
    ----------
    eta, beta : array_like, shapes that broadcast to (...)
        Step size eta > 0 and momentum 0 <= beta < 1.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    array, shape (...)
        sqrt(beta) where the eigenvalues are complex.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 19-20.
    """
    trace, gap, det, is_complex = _roots(eta, beta, form)
    xp = compat.array_namespace(trace)
    return xp.where(is_complex, xp.sqrt(det), xp.abs(trace) / 2 + gap / 2)
