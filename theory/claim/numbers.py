"""Exact numbers at points, and the value of one side of a statement there."""

from __future__ import annotations

from numbers import Real
from typing import Any

from sympy import Derivative, Expr, Float, MatrixBase, Rational, Symbol, sympify
from sympy import S as _S


def exact_number(value: Any) -> Expr:
    """Turn a number into an exact SymPy number; a float keeps its exact binary value.

    Raises
    ------
    TypeError
        If the value is no real number.
    ValueError
        If it is not finite.
    """
    if hasattr(value, "p") and hasattr(value, "q") and not isinstance(value, Expr):  # flint.fmpq
        return Rational(int(value.p), int(value.q))
    if hasattr(value, "item"):
        value = value.item()
    if not isinstance(value, Real | Expr):
        raise TypeError(f"value={value!r}: must be a real number")
    number = sympify(value)
    if number.is_finite is False or number is _S.NaN or (number.is_number and number.is_real is False):
        raise ValueError(f"value={value!r}: must be a finite real number")
    return Rational(number) if isinstance(number, Float) else number


def value_of(side: Any, values: dict[Symbol, Expr]) -> Any:
    """Return one side of a relation at a point, as a float or nested lists of floats."""
    if isinstance(side, MatrixBase):
        return [[value_of(entry, values) for entry in row] for row in side.tolist()]
    # Derivatives first: a number in the place of their variable would leave nothing to differentiate by.
    ready = side.replace(lambda node: isinstance(node, Derivative), lambda node: node.doit(integrals=False))
    number = ready.xreplace(values).doit().evalf(30)
    if not number.is_number:
        raise ValueError(f"point: no value for {', '.join(map(str, number.free_symbols))}")
    return float(number)
