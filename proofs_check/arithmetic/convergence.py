"""Whether integrals over infinite ranges converge, all over a domain.

The growth of an integrand is a list of ``exp(quadratic t^2 + linear t) * t^degree``, whose sum bounds it up
to a constant. What the list does not know counts as divergent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sympy import (
    Abs,
    Expr,
    Integral,
    Max,
    Min,
    Mul,
    Piecewise,
    Poly,
    PolynomialError,
    Pow,
    Rational,
    S,
    Symbol,
    exp,
)
from sympy import log as _log
from sympy.core.relational import Relational

from theory.gaussian import Phi, phi

#: Bounded on the real line.
_BOUNDED = {"erf", "erfc", "Phi", "sin", "cos", "tanh", "atan", "sign", "Heaviside", "acot"}
#: Powers of a sum that are multiplied out.
MOST = 8


class Growth(NamedTuple):
    """One term of a bound."""

    quadratic: Expr
    linear: Expr
    degree: Expr


_CONSTANT = Growth(S.Zero, S.Zero, S.Zero)


def converges(node: Integral, always: Callable[[Expr, str], bool]) -> bool:
    """Whether an integral converges absolutely at the infinite ends of its ranges.

    Parameters
    ----------
    node
        The integral.
    always
        Whether an expression compares with 0 in a way (``"<"``) all over the domain.
    """
    variables = {limit[0] for limit in node.limits}
    for variable, *ends in node.limits:
        for end in ends:
            if not end.is_infinite:
                continue
            bounds = growth(node.function, variable, 1 if end is S.Infinity else -1)
            if bounds is None or not all(_summable(bound, variables, always) for bound in bounds):
                return False
    return all(_stays_small(node.function, limit, variables) for limit in node.limits)


def _stays_small(function: Expr, limit: tuple[Expr, ...], variables: set[Symbol]) -> bool:
    """Whether a finite range whose ends move with other variables adds powers of them at most."""
    variable, *ends = limit
    if not any(end.free_symbols & variables for end in ends):
        return True
    bounds = [growth(function, variable, direction) for direction in (1, -1)]
    return all(
        bound is not None and all(b.quadratic.is_negative or b.quadratic == b.linear == 0 for b in bound)
        for bound in bounds
    )


def _summable(bound: Growth, variables: set[Symbol], always: Callable[[Expr, str], bool]) -> bool:
    if any(rate.free_symbols & variables for rate in bound):
        return False
    if bound.quadratic != 0:
        return always(bound.quadratic, "<")
    if bound.linear != 0:
        return always(bound.linear, "<")
    return bool(bound.degree.is_number and bound.degree < -1)


def tamed(node: Integral) -> Expr:
    """Integrand whose integrable singularities ``(t - end)^p``, -1 < p < 0, at the ends are turned over.

    What is left has to be defined on the closed range for the integral to converge.
    """
    body = node.function
    for variable, *ends in node.limits:
        for end in ends:
            singular = [factor for factor in Mul.make_args(body) if _integrable(factor, variable, end)]
            if len(singular) == 1:
                body = body / singular[0] ** 2
    return body


def _integrable(factor: Expr, variable: Symbol, end: Expr) -> bool:
    if not (isinstance(factor, Pow) and factor.exp.is_Rational and -1 < factor.exp < 0):
        return False
    coefficients = _coefficients(factor.base, variable)
    if coefficients is None or len(coefficients) != 2 or not coefficients[1].is_number:
        return False
    return bool((coefficients[0] + coefficients[1] * end).expand() == 0)


def growth(expr: Expr, variable: Symbol, direction: int) -> list[Growth] | None:
    """Bounds of an expression as a variable goes to infinity, in a direction; ``None`` for unknown."""
    if variable not in expr.free_symbols:
        return [_CONSTANT] if expr != 0 else []
    if expr == variable:
        return [_CONSTANT._replace(degree=S.One)]
    name = type(expr).__name__
    if name in _BOUNDED:
        return [_CONSTANT]
    if expr.is_Add or isinstance(expr, Max | Min):
        return _collected([growth(arg, variable, direction) for arg in expr.args])
    if expr.is_Mul:
        return _product([growth(arg, variable, direction) for arg in expr.args])
    if isinstance(expr, Piecewise):
        return _branches(expr, variable, direction)
    if isinstance(expr, Abs):
        return growth(expr.args[0], variable, direction)
    if isinstance(expr, exp):
        return _exponential(expr.args[0], variable, direction)
    if isinstance(expr, phi):
        return _exponential(-(expr.args[0] ** 2) / 2, variable, direction)
    if isinstance(expr, Pow) and variable not in expr.exp.free_symbols:
        return _power(expr, variable, direction)
    if isinstance(expr, _log) and _at_least(expr.args[0]) >= 1:  # then between 0 and its argument
        return growth(expr.args[0], variable, direction)
    return None


def _collected(bounds: list[list[Growth] | None]) -> list[Growth] | None:
    found: list[Growth] = []
    for terms in bounds:
        if terms is None:
            return None
        found += terms
    return list(dict.fromkeys(found))


def _product(bounds: list[list[Growth] | None]) -> list[Growth] | None:
    found = [_CONSTANT]
    for terms in bounds:
        if terms is None:
            return None
        found = [Growth(*(x + y for x, y in zip(a, b, strict=True))) for a in found for b in terms]
        found = list(dict.fromkeys(found))
    return found


def _coefficients(expr: Expr, variable: Symbol) -> list[Expr] | None:
    try:
        return list(reversed(Poly(expr, variable).all_coeffs()))
    except PolynomialError:
        return None


def _exponential(exponent: Expr, variable: Symbol, direction: int) -> list[Growth] | None:
    coefficients = _coefficients(exponent, variable)
    if coefficients is None or len(coefficients) > 3:
        return None
    _, linear, quadratic = coefficients + [S.Zero] * (3 - len(coefficients))
    return [Growth(quadratic, linear * direction, S.Zero)]


def _power(expr: Expr, variable: Symbol, direction: int) -> list[Growth] | None:
    base, exponent = expr.base, expr.exp
    if isinstance(base, exp) or base.is_number:
        return _exponential(exponent * _log(base), variable, direction) if base.is_positive else None
    if exponent.is_Integer and 0 < exponent <= MOST:
        return _product([growth(base, variable, direction)] * int(exponent))
    if exponent.is_Rational and exponent > 0:
        inner = growth(base, variable, direction)
        return inner and [Growth(*(rate * exponent for rate in bound)) for bound in inner]
    if exponent.is_Rational and exponent < 0:
        if _at_least(base) > 0:
            return [_CONSTANT]
        coefficients = _coefficients(base, variable)
        if coefficients is not None and coefficients[-1].is_number:
            return [_CONSTANT._replace(degree=exponent * (len(coefficients) - 1))]
    return None


def _branches(expr: Piecewise, variable: Symbol, direction: int) -> list[Growth] | None:
    """Bounds of the branches that can hold far out."""
    found = []
    for value, condition in expr.args:
        far_out = _far_out(condition, variable, direction)
        if far_out is False:
            continue
        found.append(growth(value, variable, direction))
        if far_out is True:
            break
    return _collected(found)


def _far_out(condition: object, variable: Symbol, direction: int) -> bool | None:
    """Truth of a condition far out, where its only variable is compared with a number."""
    if condition == True:  # noqa: E712 - SymPy's own truth values
        return True
    if not isinstance(condition, Relational):
        return None
    coefficients = _coefficients(condition.lhs - condition.rhs, variable)
    if coefficients is None or len(coefficients) < 2 or not coefficients[-1].is_Rational:
        return None
    sign = 1 if coefficients[-1] > 0 else -1
    if direction < 0 and len(coefficients) % 2 == 0:
        sign = -sign
    truth = type(condition)(S(sign), S.Zero)
    return bool(truth)


def _at_least(expr: Expr) -> Rational:
    """A lower bound on an expression of real symbols that shows in how it is written."""
    if expr.is_Rational:
        return expr
    if isinstance(expr, exp | phi | Phi | Abs) or (isinstance(expr, Pow) and expr.exp.is_even):
        return S.Zero
    if expr.is_Add:
        return sum((_at_least(arg) for arg in expr.args), S.Zero)
    if expr.is_Mul:
        bounds = [_at_least(arg) for arg in expr.args]
        least = S.One
        for bound in bounds:
            if bound < 0:
                return S.NegativeInfinity
            least *= bound
        return least
    return S.NegativeInfinity
