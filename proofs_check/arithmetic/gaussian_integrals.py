"""Rigorous enclosures of Gaussian integrals, infinite ranges included.

An integrand that is a polynomial times standard normal densities of the integration variables separates into
one-dimensional moments. Each is enclosed by flint's quadrature on a finite range plus a bound on the tail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq
from sympy import Expr, Integral, Mul, Poly, PolynomialError, S, Symbol, expand

from theory.gaussian import phi


def density(z: Any) -> Any:
    """Standard normal density of a ball or a series."""
    return (z * z * arb(fmpq(-1, 2))).exp() / (arb.pi() * 2).sqrt()


def distribution(z: Any) -> Any:
    """Standard normal distribution function of a ball or a series, without cancellation on the left."""
    return (-z / arb(2).sqrt()).erfc() / 2


def tail(power: int, start: Any) -> Any:
    """Bound on the integral of z^power * density(z) over z > start, for start^2 > power, start > 0.

    The logarithm of the integrand is concave, so it lies below its tangent at ``start``: an exponential of
    rate start - power/start.
    """
    rate = start - arb(power) / start
    if not rate > 0:
        raise ValueError(f"start={start}: must exceed the square root of {power}")
    return start**power * density(start) / rate


def moment(power: int, low: Any, high: Any, reach: int = 30) -> Any:
    """Enclose the integral of z^power * density(z) from low to high.

    Parameters
    ----------
    power
        A whole number, at least 0.
    low, high
        Balls, or ``None`` for minus and plus infinity.
    reach
        Where an infinite range is cut, counted from 0 or from the finite end; the tail beyond is bounded.
    """
    if low is None:
        reflected = moment(power, None if high is None else -high, None, reach) if high is not None else None
        if reflected is not None:
            return reflected * (-1) ** power
        return moment(power, arb(0), None, reach) * (1 + (-1) ** power)
    if high is None:
        if not low.is_finite():
            return arb("nan")
        cut = arb(max(reach, int(float(abs(low).upper())) + reach, power))
        beyond = tail(power, cut).upper()
        return moment(power, low, cut, reach) + arb(0).union(arb(beyond))

    def integrand(z: acb, _analytic: bool) -> Any:
        return z**power * density(z)

    return acb.integral(integrand, acb(low), acb(high)).real


def separated(node: Integral, value: Callable[[Expr], Any]) -> Any | None:
    """Enclose an integral whose integrand is a polynomial times densities, or return ``None``.

    Parameters
    ----------
    node
        The integral; its limits must not depend on its own variables.
    value
        Encloses an expression that is free of the integration variables.
    """
    variables: list[Symbol] = [limit[0] for limit in node.limits]
    if any(len(limit) != 3 for limit in node.limits):
        return None
    if any(limit[1] is S.Infinity or limit[2] is S.NegativeInfinity for limit in node.limits):
        return None  # an infinite range run backwards
    if len(set(variables)) < len(variables):
        return None
    if any(set(limit[1].free_symbols | limit[2].free_symbols) & set(variables) for limit in node.limits):
        return None
    rest = S.One
    waiting = list(variables)
    for factor in Mul.make_args(node.function):
        if isinstance(factor, phi) and factor.args[0] in waiting:
            waiting.remove(factor.args[0])
        else:
            rest *= factor
    if waiting:
        return None
    try:
        polynomial = Poly(expand(rest), *variables)
    except PolynomialError:
        return None
    if polynomial.free_symbols_in_domain & set(variables):
        return None
    moments: dict[tuple[int, int], arb] = {}
    total: Any = arb(0)
    for powers, coefficient in polynomial.terms():
        term = value(coefficient)
        for index, power in enumerate(powers):
            if (index, power) not in moments:
                _, low, high = node.limits[index]
                moments[index, power] = moment(power, _end(low, value), _end(high, value))
            term = term * moments[index, power]
        total = total + term
    return total


def _end(limit: Expr, value: Callable[[Expr], Any]) -> Any:
    return None if limit.is_infinite else value(limit)
