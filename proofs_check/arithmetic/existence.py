"""Points at which equations hold that no decimal solves: they lie where a difference changes its sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from flint import arb, fmpq
from sympy import (
    Abs,
    Add,
    And,
    Eq,
    Expr,
    Ge,
    Gt,
    Interval,
    Le,
    Lt,
    Max,
    Min,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Rational,
    S,
    Set,
    Symbol,
    atan,
    cos,
    erf,
    erfc,
    exp,
    expand,
    log,
    preorder_traversal,
    sin,
)
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, domain
from proofs_check.ledger.evidence import Undecided
from theory.gaussian import Phi, phi

#: Continuous wherever they are finite, so that a change of sign means a root.
_CONTINUOUS = (
    Abs,
    Add,
    Max,
    Min,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Symbol,
    atan,
    cos,
    erf,
    erfc,
    exp,
    log,
    sin,
    Phi,
    phi,
)
#: Points to begin from, and halvings of a range.
_POINTS, _HALVINGS = 24, 24
#: Coordinates of points at which equations may hold exactly.
_SIMPLE = tuple(map(Rational, ("0", "1", "-1", "1/2", "2")))
#: Symbols up to which all combinations of simple coordinates are tried.
_FEW = 4


def met_somewhere(over: domain.Domain, assuming: Sequence[Boolean], seed: int) -> bool:
    """Whether relations, equations among them, certainly hold together at some point of a domain.

    Parameters
    ----------
    over
        A set for every symbol.
    assuming
        The relations.
    seed
        Of the points to begin from.
    """
    flat = [part for relation in assuming for part in And.make_args(relation)]
    equations = [part for part in flat if isinstance(part, Eq)]
    others = [part for part in flat if not isinstance(part, Eq)]
    if _met_exactly(over, equations, others):
        return True
    over, equations, others, defined = _solved(dict(over), equations, others, [])
    continuous = len(equations) == 1 and _is_continuous(equations[0].lhs - equations[0].rhs)
    if equations and not continuous:
        return False
    try:
        starts = list(domain.points(over, () if equations else tuple(others), seed=seed, count=_POINTS))
    except Undecided:
        return False
    if not equations:
        return any(_stands(_Rest((), defined), start) for start in starts)
    rest = _Rest(others, defined)
    ranges = ((point, symbol) for symbol in sorted(equations[0].free_symbols, key=str) for point in starts)
    return any(
        _changes_sign(equations[0], rest, point, symbol, _along(over[symbol], [p[symbol] for p in starts]))
        for point, symbol in ranges
        if isinstance(over[symbol], Interval)
    )


def _met_exactly(over: domain.Domain, equations: Sequence[Eq], others: Sequence[Boolean]) -> bool:
    """Whether SymPy reduces every equation to 0 = 0 at a simple point, where balls do not object."""
    if len(over) > _FEW:
        return False
    for values in product(_SIMPLE, repeat=len(over)):
        point = dict(zip(over, values, strict=True))
        if any(over[symbol].contains(value) != True for symbol, value in point.items()):  # noqa: E712
            continue
        at = domain.to_point(point)
        try:
            if not all(balls.holds(other, at) for other in others):
                continue
            gaps = [gap for equation in equations for gap in balls.gaps(equation, at) or [arb("nan")]]
        except balls.Unsupported:
            continue
        differences = [expand((equation.lhs - equation.rhs).xreplace(point)) for equation in equations]
        if all(difference == 0 for difference in differences) and all(gap.contains(0) for gap in gaps):
            return True
    return False


def _solved(
    over: domain.Domain, equations: list[Eq], others: list[Boolean], defined: list[Expr]
) -> tuple[domain.Domain, list[Eq], list[Boolean], list[Expr]]:
    """Put what an equation says of a symbol in its place, and let that be a number in the symbol's domain."""
    for equation in equations:
        for symbol, value in ((equation.lhs, equation.rhs), (equation.rhs, equation.lhs)):
            inside = _inside(value, over[symbol]) if symbol in over and not value.has(symbol) else None
            if inside is None:
                continue
            rest = [other.xreplace({symbol: value}) for other in equations if other is not equation]
            if False in rest:
                continue
            left = [other.xreplace({symbol: value}) for other in others] + inside
            kept = {other: values for other, values in over.items() if other != symbol}
            numbers = [value, *(other.xreplace({symbol: value}) for other in defined)]
            return _solved(kept, [other for other in rest if other != True], left, numbers)  # noqa: E712
    return over, equations, others, defined


@dataclass(frozen=True)
class _Rest:
    """What must hold besides the equation, and expressions that must be numbers."""

    others: Sequence[Boolean]
    numbers: Sequence[Expr]

    def holds(self, at: balls.Point) -> bool:
        """Whether all of it certainly holds at a point, or all over a range."""
        zeros = (Eq(number, 0, evaluate=False) for number in self.numbers)
        return all(balls.holds(other, at) is True for other in self.others) and all(
            balls.gaps(zero, at) is not None for zero in zeros
        )


def _inside(value: Expr, values: Set) -> list[Boolean] | None:
    """Relations that say that a value lies in a set; None where that takes more than bounds."""
    if values == S.Reals:
        return []
    if not isinstance(values, Interval):
        return None
    low = (Gt if values.left_open else Ge)(value, values.start, evaluate=False)
    high = (Lt if values.right_open else Le)(value, values.end, evaluate=False)
    return [*([low] if values.start.is_finite else []), *([high] if values.end.is_finite else [])]


def _is_continuous(expression: Expr) -> bool:
    return all(isinstance(node, _CONTINUOUS) for node in preorder_traversal(expression))


def _stands(rest: _Rest, point: dict[Symbol, Rational]) -> bool:
    try:
        return rest.holds(domain.to_point(point))
    except balls.Unsupported:
        return False


def _along(values: Interval, sampled: Sequence[Rational]) -> list[Rational]:
    """Return coordinates within a set, in order: those of the points, and some that lie far out."""
    far = [sign * Rational(2) ** power for power in range(-6, 11) for sign in (1, -1)]
    inside = [value for value in far if values.contains(value) == True]  # noqa: E712 - SymPy's own truth values
    return sorted({value for value in (*sampled, *inside) if value.is_Rational})


def _changes_sign(
    equation: Eq,
    rest: _Rest,
    point: dict[Symbol, Rational],
    symbol: Symbol,
    values: Sequence[Rational],
) -> bool:
    """Whether the difference of the sides changes sign along one coordinate, where all else holds."""
    for low, high in pairwise(values):
        ends = [_sign(equation, {**point, symbol: end}) for end in (low, high)]
        if 0 not in ends and ends[0] != ends[1]:
            parts = _halved(equation, point, symbol, low, high)
            return any(_holds_on(equation, rest, point, symbol, part) for part in parts)
    return False


def _halved(
    equation: Eq, point: dict[Symbol, Rational], symbol: Symbol, low: Rational, high: Rational
) -> Iterator[tuple[Rational, Rational]]:
    """Ever shorter ranges with a change of sign."""
    first = _sign(equation, {**point, symbol: low})
    for _ in range(_HALVINGS):
        yield low, high
        middle = (low + high) / 2
        sign = _sign(equation, {**point, symbol: middle})
        if sign == 0:
            return
        low, high = (middle, high) if sign == first else (low, middle)


def _sign(equation: Eq, point: dict[Symbol, Rational]) -> int:
    """Certain sign of left minus right, 0 where there is none."""
    try:
        gaps = balls.gaps(equation, domain.to_point(point))
    except balls.Unsupported:
        return 0
    if gaps is None or len(gaps) != 1 or gaps[0].contains(0):
        return 0
    return 1 if gaps[0] > 0 else -1


def _holds_on(
    equation: Eq,
    rest: _Rest,
    point: dict[Symbol, Rational],
    symbol: Symbol,
    ends: tuple[Rational, Rational],
) -> bool:
    """Whether the difference is finite on a range, and all other relations hold on all of it."""
    low, high = (arb(fmpq(int(end.p), int(end.q))) for end in ends)
    at = domain.to_point(point) | {symbol: low.union(high)}
    try:
        return balls.gaps(equation, at) is not None and rest.holds(at)
    except balls.Unsupported:
        return False
