"""Powers and roots as Z3 terms."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import z3
from sympy import Expr, Pow

if TYPE_CHECKING:
    from proofs_check.arithmetic.smt import Translation

#: Roots up to this one are described by their powers; others are abstracted.
LARGEST_ROOT = 8
#: Powers up to this one are written out.
LARGEST_POWER = 200


def translated(t: Translation, expr: Pow) -> Any:
    """Translate a power; with an exponent that has no fixed rational value it is abstracted."""
    exponent = expr.exp
    if not exponent.is_Rational:
        wanted = t.term(exponent)
        value = t.value_of(exponent)
        if value is None or not value.is_Rational:
            return _symbolic(t, expr, wanted)
        exponent = value
    if exponent.q > LARGEST_ROOT or abs(exponent.p) > LARGEST_POWER:
        return _symbolic(t, expr, z3.RatVal(int(exponent.p), int(exponent.q)))
    base = t.term(expr.base)
    if exponent.q > 1:
        base = _root(t, expr.base, base, int(exponent.q))
    if exponent < 0:
        t.oblige(base != 0)
    power = _product([base] * abs(int(exponent.p)))
    return 1 / power if exponent < 0 else power


def _symbolic(t: Translation, expr: Pow, exponent: Any) -> Any:
    """Power that is abstracted, with what its base tells of its sign and its side of 1."""
    base = t.term(expr.base)
    whole = t.is_integer(expr.exp)
    real = z3.Or(base > 0, z3.And(base == 0, exponent > 0))
    t.oblige(z3.Or(base != 0, exponent >= 0) if whole else real)
    known = expr in t.abstracted
    power = t.abstract(expr)
    if not known:
        t.side += [
            z3.Implies(base > 0, power > 0),
            z3.Implies(z3.And(base >= 1, exponent >= 0), power >= 1),
            z3.Implies(z3.And(base >= 1, exponent <= 0), power <= 1),
        ]
        t.side += [z3.Implies(base != 0, power != 0)] if whole else []
    return power


def _root(t: Translation, radicand: Expr, term: Any, degree: int) -> Any:
    t.oblige(term >= 0)
    key = (radicand, degree)
    if key not in t.roots:
        root = t.roots[key] = t.fresh(name="r")
        t.side += [root >= 0, z3.Implies(term >= 0, _product([root] * degree) == term)]
    return t.roots[key]


def _product(factors: list[Any]) -> Any:
    return reduce(lambda a, b: a * b, factors) if factors else z3.RealVal(1)
