"""Absolute values, extrema, rounding and what is counted, as Z3 terms."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import z3
from sympy import Expr, Rational, Sum, floor

from proofs_check.arithmetic import balls, definedness

if TYPE_CHECKING:
    from proofs_check.arithmetic.smt import Translation

#: Sums of up to this many terms between fixed limits are written out.
LONGEST_SUM = 200


def absolute(t: Translation, expr: Expr) -> Any:
    """Absolute value."""
    inner = t.term(expr.args[0])
    return z3.If(inner >= 0, inner, -inner)


def sign(t: Translation, expr: Expr) -> Any:
    """Sign, 0 at 0."""
    inner = t.term(expr.args[0])
    return z3.If(inner > 0, z3.RealVal(1), z3.If(inner < 0, z3.RealVal(-1), z3.RealVal(0)))


def heaviside(t: Translation, expr: Expr) -> Any:
    """Heaviside's step, with its own value at 0."""
    inner, at_zero = (t.term(arg) for arg in expr.args)
    return z3.If(inner > 0, z3.RealVal(1), z3.If(inner < 0, z3.RealVal(0), at_zero))


def extremum(t: Translation, expr: Expr) -> Any:
    """Maximum or minimum."""
    parts = [t.term(arg) for arg in expr.args]
    larger = type(expr).__name__ == "Max"
    return reduce(lambda a, b: z3.If((a >= b) if larger else (a <= b), a, b), parts)


def rounded(t: Translation, expr: Expr) -> Any:
    """Largest integer below, or smallest above."""
    inner = t.term(expr.args[0])
    if isinstance(expr, floor):
        return z3.ToReal(z3.ToInt(inner))
    return -z3.ToReal(z3.ToInt(-inner))


def of_integers(t: Translation, expr: Expr) -> Any:
    """Factorials and binomials of fixed natural numbers.

    Raises
    ------
    Unsupported
        If an argument is anything else.
    """
    for arg in expr.args:
        t.term(arg)
    arguments = [t.value_of(arg) for arg in expr.args]
    if not all(value is not None and value.is_Integer and value >= 0 for value in arguments):
        raise balls.Unsupported(f"{expr} is known at fixed natural numbers only")
    return z3.RatVal(int(expr.func(*arguments)), 1)


def written_out(t: Translation, expr: Sum) -> Any:
    """Sum between fixed limits, term by term; any other is abstracted."""
    definedness.oblige(t, expr)
    if len(expr.limits) != 1:
        return t.abstract(expr)
    index, *ends = expr.limits[0]
    low, high = (t.value_of(end) for end in ends)
    if low is None or high is None or high - low > LONGEST_SUM:
        return t.abstract(expr)
    values = range(int(low), int(high) + 1)
    terms = [t.with_value(index, Rational(value), expr.function) for value in values]
    return reduce(lambda a, b: a + b, terms, z3.RealVal(0))
