"""Closed forms of Gaussian integrals over balls, jets and tails.

An integrand that is a polynomial times standard normal densities of the integration variables separates into
one-dimensional moments, and these follow from the density and the distribution function by integration by
parts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb
from sympy import Expr, Mul, S, Symbol

from proofs_check.arithmetic.elementary import density, distribution, power
from proofs_check.arithmetic.polynomials import Polynomial
from proofs_check.arithmetic.values import Unsupported
from theory.gaussian import phi


def upper_moment(degree: int, start: Any) -> Any:
    """Integral of z^degree * density(z) over z > start.

    By parts, M_n(s) = s^(n-1) density(s) + (n-1) M_(n-2)(s), from M_0(s) = P(Z > s) and M_1(s) = density(s).
    """
    height = density(start)
    moment = distribution(-start) if degree % 2 == 0 else height
    for n in range(2 + degree % 2, degree + 1, 2):
        moment = power(start, n - 1) * height + (n - 1) * moment
    return moment


def full_moment(degree: int) -> arb:
    """Moment of the whole normal distribution: a double factorial, or 0."""
    if degree % 2:
        return arb(0)
    moment = arb(1)
    for n in range(2, degree + 1, 2):
        moment = moment * (n - 1)
    return moment


def moment(degree: int, low: Any, high: Any) -> Any:
    """Enclose the integral of z^degree * density(z) from low to high.

    Parameters
    ----------
    degree
        A whole number, at least 0.
    low, high
        Balls, jets or tails, or ``None`` for minus and plus infinity.
    """
    if low is None and high is None:
        return full_moment(degree)
    if low is None:
        return (-1) ** degree * upper_moment(degree, -high)
    if high is None:
        return upper_moment(degree, low)
    return upper_moment(degree, low) - upper_moment(degree, high)


def separated(
    function: Expr,
    ranges: dict[Symbol, tuple[Any, Any]],
    value: Callable[[Expr, dict[Symbol, Polynomial]], Any],
) -> Any | None:
    """Enclose an integral whose integrand is a polynomial times densities, or return ``None``.

    Parameters
    ----------
    function
        The integrand.
    ranges
        Values of the limits of each variable, ``None`` for an infinite one; they depend on none of them.
    value
        Encloses an expression in which the variables are polynomials.
    """
    rest = S.One
    waiting = list(ranges)
    for factor in Mul.make_args(function):
        if isinstance(factor, phi) and factor.args[0] in waiting:
            waiting.remove(factor.args[0])
        else:
            rest *= factor
    if waiting:
        return None
    variables = {s: Polynomial.variable(index, len(ranges)) for index, s in enumerate(ranges)}
    try:
        polynomial = value(rest, variables)
    except Unsupported:
        return None
    if not isinstance(polynomial, Polynomial):
        polynomial = Polynomial({(0,) * len(ranges): polynomial})
    moments: dict[tuple[int, int], Any] = {}
    total: Any = arb(0)
    for powers, coefficient in polynomial.terms.items():
        term = coefficient
        for index, (degree, ends) in enumerate(zip(powers, ranges.values(), strict=True)):
            if (index, degree) not in moments:
                moments[index, degree] = moment(degree, *ends)
            term = term * moments[index, degree]
        total = total + term
    return total
