"""Functions that are real on the whole line, and ranges of values that are abstracted to variables."""

from __future__ import annotations

from typing import Any

import z3
from sympy import Expr, Rational, asinh, atan, cos, cosh, erf, erfc, erfi, exp, sin, sinh, tanh

from proofs_check.arithmetic import balls
from theory.gaussian import Phi, phi

#: These functions with the range of their values (ends excluded, unless whole).
TOTAL: dict[Any, tuple[Any, Any]] = {
    exp: (0, None),
    phi: (0, Rational(2, 5)),
    Phi: (0, 1),
    erf: (-1, 1),
    erfc: (0, 2),
    tanh: (-1, 1),
    atan: (-2, 2),
    cosh: (Rational(1, 2), None),
    sin: (-2, 2),
    cos: (-2, 2),
    sinh: (None, None),
    asinh: (None, None),
    erfi: (None, None),
}


def within_range(expr: Expr, variable: Any) -> list[Any]:
    """Constraints that a variable lies in the range of an expression, as far as that is known."""
    low, high = _bounds(expr) if expr.is_number else TOTAL.get(expr.func, (None, None))
    above = [] if low is None else [variable > _rational(low)]
    return above if high is None else [*above, variable < _rational(high)]


def _rational(number: Any) -> Any:
    return z3.RatVal(int(Rational(number).p), int(Rational(number).q))


def _bounds(constant: Expr) -> tuple[Any, Any]:
    """Rationals below and above a constant, such as pi."""
    try:
        with balls.precision():
            nearest = (balls.enclose(constant, {}) * 10**12).floor().unique_fmpz()
    except (balls.Unsupported, AttributeError):
        nearest = None
    if nearest is None:
        return None, None
    return Rational(int(nearest) - 1, 10**12), Rational(int(nearest) + 1, 10**12)
