"""Exact numbers at points, and the value of one side of a statement there."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from typing import Any, TypeAlias

from sympy import Expr, Float, MatrixBase, Rational, Symbol, sympify
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


#: Turns an expression and exact values of its symbols into a float; see `evaluate_with`.
Evaluator: TypeAlias = Callable[[Expr, dict[Symbol, Expr]], float]
_evaluators: list[Evaluator] = []


def evaluate_with(evaluator: Evaluator) -> None:
    """Name who evaluates expressions at points.

    This room only says what is claimed. A number that evidence rests on needs a rigorous enclosure, which
    `proofs_check` brings along when it is imported.
    """
    _evaluators[:] = [evaluator]


def value_of(side: Any, values: dict[Symbol, Expr]) -> Any:
    """Return one side of a relation at a point, as a float or nested lists of floats.

    Raises
    ------
    ValueError
        If a symbol has no value.
    RuntimeError
        If nothing evaluates expressions: import `proofs_check` first.
    """
    if isinstance(side, MatrixBase):
        return [[value_of(entry, values) for entry in row] for row in side.tolist()]
    missing = sorted(str(symbol) for symbol in side.free_symbols if symbol not in values)
    if missing:
        raise ValueError(f"point: no value for {', '.join(missing)}")
    if not _evaluators:
        raise RuntimeError("nothing evaluates expressions: import proofs_check.arithmetic first")
    return _evaluators[0](side, values)
