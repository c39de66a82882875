"""Rigorous integrals over balls and jets: ranges are cut where the integrand switches its branch.

Between two cuts an integrand is smooth. Where ends or cuts move with an infinitesimal, the integral over
the piece that they add is a series in how far they move: Leibniz's rule, to any order. Infinite ranges are
cut far out and the rest is bounded; a range without a bound on its rest has no finite ball.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from flint import acb, arb
from sympy import Expr, Integral, S, Symbol

from proofs_check.arithmetic import gaussian_integrals
from proofs_check.arithmetic.cuts import Cut, compared, cuts_of, free_pairs, ordered_places
from proofs_check.arithmetic.elementary import unknown
from proofs_check.arithmetic.jets import Jet, assembled, constant, fresh_tag, mapped, orders, picked
from proofs_check.arithmetic.partition import partition
from proofs_check.arithmetic.polynomials import Polynomial
from proofs_check.arithmetic.quadrature import between, beyond
from proofs_check.arithmetic.switches import Pair, pairs, without
from proofs_check.arithmetic.tails import Tail
from proofs_check.arithmetic.values import Point, Unsupported, real_part

#: Evaluates an expression at a point.
Enclose = Callable[[Expr, Point], Any]


def integral(node: Integral, point: Point, enclose: Enclose) -> Any:
    """Enclose an integral, iterated where it has several limits.

    Raises
    ------
    Unsupported
        If a limit is not a range, or the integrand cannot be evaluated.
    """
    if any(len(limit) != 3 for limit in node.limits):
        raise Unsupported(f"{node} has no limits")
    found = _separated(node, point, enclose)
    if found is not None:
        return found
    return _iterated(node.function, list(node.limits), point, enclose)


def _separated(node: Integral, point: Point, enclose: Enclose) -> Any | None:
    """The closed form of a Gaussian integral over a box."""
    variables = tuple(limit[0] for limit in node.limits)
    if len(set(variables)) < len(variables):
        return None
    if any(set(variables) & (low.free_symbols | high.free_symbols) for _, low, high in node.limits):
        return None
    if any(set(symbols) for symbols in pairs(node.function, variables).values()):
        return None
    ranges = {}
    for variable, low, high in node.limits:
        if _backwards(low, high):
            return None  # an infinite range run backwards
        ranges[variable] = _end(low, point, enclose), _end(high, point, enclose)
    outside = without(point, variables)
    return gaussian_integrals.separated(
        node.function, ranges, lambda expr, values: enclose(expr, {**outside, **values})
    )


def _backwards(low: Expr, high: Expr) -> bool:
    return low is S.Infinity or high is S.NegativeInfinity


def _end(limit: Expr, point: Point, enclose: Enclose) -> Any:
    if limit.is_infinite:
        return None
    return enclose(limit, point)


def _iterated(function: Expr, limits: list[Any], point: Point, enclose: Enclose) -> Any:
    *inner, (variable, low, high) = limits
    body = Integral(function, *inner) if inner else function
    if _backwards(low, high):
        raise Unsupported(f"an infinite range run backwards, from {low} to {high}")
    ends = (_end(low, point, enclose), _end(high, point, enclose))
    if any(isinstance(end, Polynomial) for end in ends):
        raise Unsupported("an integral up to a bound variable is no polynomial")
    outside = without(point, (variable,))
    switching = free_pairs(body, variable)
    if not switching:
        return _piece(body, variable, ends, outside, enclose)
    cuts = cuts_of(switching, variable, outside, enclose)
    ordered = None if cuts is None else ordered_places(cuts, ends)
    if ordered is None:
        return _uneven(body, variable, ends, switching, outside, enclose)
    leftmost = ordered[0][0]
    reversed_ = leftmost is not None and leftmost is ends[1] and ends[0] is not ends[1]
    return (-1 if reversed_ else 1) * _summed(body, variable, ordered, cuts or [], outside, enclose)


def _summed(
    body: Expr,
    variable: Symbol,
    ordered: list[tuple[Any, list[Cut]]],
    cuts: list[Cut],
    outside: Point,
    enclose: Enclose,
) -> Any:
    """Sum over the pieces, on each of which the sign of every switch is known."""
    low = ordered[0][0]
    signs: dict[Any, int] = {}
    within = [place for place, _ in ordered[1:-1]]
    for pair, place, right in reversed(cuts):
        if place is None:
            signs[pair] = right
        elif any(place is other or compared(place, other) == 0 for other in within):
            signs[pair] = -right
        else:  # changes outside the range: to its left, or to its right
            to_the_left = low is not None and compared(low, place) in (0, 1)
            signs[pair] = right if to_the_left else -right
    total: Any = arb(0)
    for (start, changing), (end, _) in pairwise(ordered):
        signs.update({pair: right for pair, _, right in changing})
        if start is not None and start is end:
            continue
        if start is not None and end is not None and compared(start, end) == 0:
            continue
        total = total + _piece(body, variable, (start, end), {**outside, **signs}, enclose)
    return total


def _uneven(
    body: Expr,
    variable: Symbol,
    ends: tuple[Any, Any],
    switching: list[Pair],
    outside: Point,
    enclose: Enclose,
) -> Any:
    """Integral whose switches are not linear in its variable, or whose cuts have no known order."""
    symbols = {s for pair in switching for end in pair for s in end.free_symbols} - {variable}
    if any(isinstance(outside.get(s), Jet) for s in symbols):
        return _lost(outside)

    def at(place: Any) -> Any:
        return enclose(body, {**outside, variable: place})

    low, high = ends
    total: Any = arb(0)
    if low is None:
        low, rest = beyond(at, -1, None if high is None else constant(high))
        total = total + rest
    if high is None:
        high, rest = beyond(at, 1, constant(low))
        total = total + rest
    bases = constant(low), constant(high)
    real = all(isinstance(v, arb) for v in (*bases, *[outside.get(s, arb(0)) for s in symbols]))
    order = compared(*bases) if real else None
    if order not in (1, -1):
        return total + _piece(body, variable, (low, high), outside, enclose)
    left, right = bases if order < 0 else bases[::-1]
    gaps = {pair: _gap(pair, variable, outside, enclose) for pair in switching}
    pieces = partition(gaps, left, right)
    if pieces is None:
        return total + _piece(body, variable, (low, high), outside, enclose)
    for start, end, signs in pieces:
        here = {**outside, **signs}
        # The outer ends may move; the switches are known, or fixed, in their neighbourhood.
        total = total - order * _piece(body, variable, (start, end), here, enclose)
    for end, sign, signs in (
        (high, 1, pieces[-1 if order < 0 else 0][2]),
        (low, -1, pieces[0 if order < 0 else -1][2]),
    ):
        if isinstance(end, Jet):
            if len(signs) < len(switching):
                return _lost(outside)
            total = total + sign * _moved(_branch(body, variable, {**outside, **signs}, enclose), end)
    return total


def _branch(body: Expr, variable: Symbol, outside: Point, enclose: Enclose) -> Callable[[Any], Any]:
    return lambda place: enclose(body, {**outside, variable: place})


def _gap(pair: Pair, variable: Symbol, outside: Point, enclose: Enclose) -> Callable[[arb], Any]:
    def gap(cell: arb) -> Any:
        at = {**outside, variable: cell}
        return enclose(pair[0], at) - enclose(pair[1], at)

    return gap


def _lost(outside: Point) -> Any:
    """A value of which nothing is known, with the infinitesimals of a point."""
    kept = orders(iter(v for v in outside.values() if isinstance(v, Jet)))
    return unknown(assembled(kept, lambda _: arb(0)))


def _piece(body: Expr, variable: Symbol, ends: tuple[Any, Any], outside: Point, enclose: Enclose) -> Any:
    """Integral over a range on which the integrand is smooth, or changes its branch at fixed places."""

    def at(place: Any) -> Any:
        return enclose(body, {**outside, variable: place})

    found = gaussian_integrals.separated(
        body, {variable: ends}, lambda expr, values: enclose(expr, {**outside, **values})
    )
    if found is not None:
        return found
    used = [outside[s] for s in body.free_symbols if s in outside]
    if any(isinstance(constant(v), Tail | Polynomial) for v in (*used, *ends) if v is not None):
        raise Unsupported(f"no bound on the integral of {body} far out")
    kept = orders(iter(used))
    low, high = (None if end is None else constant(end) for end in ends)
    low_rest, high_rest = arb(0), arb(0)
    if low is None:
        low, low_rest = beyond(at, -1, high)
    if high is None:
        high, high_rest = beyond(at, 1, low)
    radicands = (body, variable, outside, enclose)

    failed: list[acb] = []

    def part(powers: dict[int, int]) -> Any:
        if failed:  # where one coefficient has no integral the others are of no use
            return failed[0]
        found = between(lambda t: picked(at(t), powers), low, high, radicands, bool(powers))
        if not found.is_finite():
            failed.append(found)
        return found

    total = assembled(kept, part) + low_rest + high_rest
    for end, sign in ((ends[1], 1), (ends[0], -1)):
        if isinstance(end, Jet):
            total = total + sign * _moved(at, end)
    # Inside another integral the parameters are complex, and a real part would not be analytic in them.
    if any(isinstance(constant(value), acb) for value in (*used, *ends) if value is not None):
        return total
    return mapped(total, real_part)


def _moved(at: Callable[[Any], Any], end: Jet) -> Any:
    """Integral from where an end stands to where an infinitesimal moves it."""
    degree = sum(orders(iter((end,))).values())
    moved = end - constant(end)
    tag = fresh_tag()
    series = at(Jet(tag, (constant(end), arb(1), *[arb(0)] * (degree - 1))))
    varies = isinstance(series, Jet) and series.tag == tag
    total: Any = arb(0)
    step: Any = moved
    for n, c in enumerate(series.coefficients if varies else (series,)):
        total = total + c * step / (n + 1)
        step = step * moved
    return total
