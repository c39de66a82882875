"""Points on the boundaries inside a domain, where a statement may fail though it holds nearly everywhere."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from sympy import (
    Derivative,
    Expr,
    Integral,
    Limit,
    Poly,
    PolynomialError,
    Pow,
    Product,
    Rational,
    Subs,
    Sum,
    Symbol,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import domain
from proofs_check.arithmetic.switches import Pair, pairs
from proofs_check.ledger.evidence import Undecided

#: Draws of the other symbols for each boundary, and points that are enough.
DRAWS, ENOUGH = 24, 2


def free_pairs(formula: Any) -> list[Pair]:
    """Switches in a formula that depend on free symbols only; the sides of the formula itself are none."""
    inside = formula.args if isinstance(formula, Relational) else (formula,)
    found = {pair: None for arg in inside for pair, bound in pairs(arg).items() if not bound}
    return [
        p for p in found if not any(end.has(Derivative, Integral, Sum, Product, Subs, Limit) for end in p)
    ]


def switching(formula: Any) -> list[Expr]:
    """Left minus right of every switch in a formula that depends on free symbols only."""
    gaps = dict.fromkeys(left - right for left, right in free_pairs(formula))
    return [gap for gap in gaps if gap.free_symbols]


def dividing(expr: Expr) -> list[Expr]:
    """Denominators of an expression."""
    return [
        node.base
        for node in expr.atoms(Pow)
        if node.exp.could_extract_minus_sign() and node.base.free_symbols
    ]


def points(
    gap: Expr, over: domain.Domain, assuming: tuple[Boolean, ...], *, seed: int
) -> list[domain.RationalPoint]:
    """Exact points of a domain at which an expression is 0, a few at most; first those that balls hold."""
    rng = random.Random(seed)
    exact: list[domain.RationalPoint] = []
    others: list[domain.RationalPoint] = []
    for draw in range(DRAWS):
        if len(exact) >= ENOUGH:
            break
        try:
            drawn = {symbol: _rounded(domain.sample(values, rng), draw) for symbol, values in over.items()}
        except Undecided:
            break
        for symbol in sorted(gap.free_symbols, key=str):
            for value in _roots(gap, symbol, drawn):
                point = {**drawn, symbol: value}
                found = exact if all(_is_dyadic(value) for value in point.values()) else others
                if point not in found and domain.contains(point, over) and domain.meets(point, assuming):
                    found.append(point)
    return [*exact, *others][:ENOUGH]


def _rounded(value: Rational, draw: int) -> Rational:
    """Nearest multiple of a power of two, which a ball holds exactly."""
    grain = 2 ** (draw % 7)
    return Rational(round(value * grain), grain)


def _is_dyadic(value: Rational) -> bool:
    """Whether a ball holds a number exactly."""
    return int(value.q).bit_count() == 1


def _roots(gap: Expr, symbol: Symbol, drawn: dict[Symbol, Rational]) -> Iterable[Rational]:
    others = {other: value for other, value in drawn.items() if other != symbol}
    try:
        polynomial = Poly(gap.xreplace(others), symbol)
    except PolynomialError:
        return []
    if polynomial.degree() < 1 or not all(c.is_Rational for c in polynomial.all_coeffs()):
        return []
    return [Rational(root) for root in polynomial.ground_roots()]


def known_signs(formula: Any, point: domain.RationalPoint) -> dict[Any, int]:
    """Exact signs of the switches at a rational point, for balls to take their branches by."""
    signs = {}
    for pair in free_pairs(formula):
        gap = (pair[0] - pair[1]).xreplace(point)
        if gap.is_Rational:
            signs[pair] = 1 if gap > 0 else -1 if gap < 0 else 0
    return signs
