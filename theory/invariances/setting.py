"""Symbols of the paper, and its activations."""

from __future__ import annotations

from sympy import And, Eq, Expr, Implies, Max, Min, Piecewise, Symbol, symbols
from sympy.logic.boolalg import Boolean


def real(names: str) -> tuple[Symbol, ...]:
    """Real symbols, always as a tuple."""
    return tuple(symbols(names, real=True, seq=True))


#: The two slopes of an activation, for z >= 0 and for z < 0.
a, b = real("a b")


def sigma(z: Expr) -> Expr:
    """A positively homogeneous activation."""
    return a * Max(z, 0) + b * Min(z, 0)


def sign(w: Expr, zero: Expr) -> Expr:
    """Sign of a weight, that of 0 being ``zero``."""
    return Piecewise((1, w > 0), (-1, w < 0), (zero, True))


def clarke(d: Expr, z: Expr) -> Boolean:
    """Whether d is a slope of the activation at z: at 0, anything between its two slopes."""
    at_zero = Implies(Eq(z, 0), And(Min(a, b) <= d, d <= Max(a, b)))
    return And(Implies(z > 0, Eq(d, a)), Implies(z < 0, Eq(d, b)), at_zero)
