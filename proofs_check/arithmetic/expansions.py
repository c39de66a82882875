"""Derivatives and one-sided limits as coefficients of jets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb
from sympy import Derivative, Expr, Limit, Symbol

from proofs_check.arithmetic import jets
from proofs_check.arithmetic.jets import Jet
from proofs_check.arithmetic.switches import depending_on, without
from proofs_check.arithmetic.values import Point, Unsupported, lenient, setting, side, united

#: Powers beyond the wanted one that show from one side how a switch stands.
LOOKAHEAD = 3
#: How near the derivatives from two sides have to be where that is taken for agreement.
AGREEMENT = arb("1e-30")

#: Evaluates an expression at a point.
Enclose = Callable[[Expr, Point], Any]


def derivative(node: Derivative, point: Point, enclose: Enclose) -> Any:
    """Derivative by the coefficients of a jet; from both sides where the point lies on a boundary."""
    variables = tuple(variable for variable, _ in node.variable_count)
    if len(set(variables)) < len(variables) or not all(isinstance(v, Symbol) for v in variables):
        raise Unsupported(f"{node} does not differentiate by distinct symbols")
    if not set(variables) <= node.expr.free_symbols:
        return enclose(node.expr, point) * 0
    if any(variable not in point for variable in variables):
        raise Unsupported(f"no value for the variables of {node}")
    if not all(isinstance(count, int) or count.is_Integer for _, count in node.variable_count):
        raise Unsupported(f"{node} has no whole order")
    found = _picked(node, _series(node, point, enclose, 0))
    if jets.is_finite(found) or len(variables) > 1 or any(isinstance(v, Jet) for v in point.values()):
        return found
    if not depending_on(node.expr, variables[0]):  # no branches that could meet
        return found
    return _from_both_sides(node, point, enclose)


def _series(node: Derivative, point: Point, enclose: Enclose, lookahead: int) -> tuple[Any, dict[int, int]]:
    moved = dict(point)
    powers: dict[int, int] = {}
    for variable, count in node.variable_count:
        tag = jets.fresh_tag()
        powers[tag] = int(count)
        rest = [arb(0)] * (int(count) + lookahead - 1)
        moved[variable] = Jet(tag, (point[variable], arb(1), *rest))
    return enclose(node.expr, moved), powers


def _picked(node: Derivative, series: tuple[Any, dict[int, int]]) -> Any:
    value, powers = series
    factor = 1
    for _, count in node.variable_count:
        for k in range(2, int(count) + 1):
            factor *= k
    return jets.picked(value, powers) * factor


def _from_both_sides(node: Derivative, point: Point, enclose: Enclose) -> Any:
    """Derivative at an exact point where branches meet, if the expansions from both sides are the same.

    Each side continues analytically up to the point, so that equal coefficients up to the order, and the
    value at the point itself, make the expression differentiable that often.
    """
    value = enclose(node.expr, point)
    ((_, count),) = node.variable_count
    expansions = []
    for direction in (1, -1):
        with setting(side, direction):
            series = _series(node, point, enclose, LOOKAHEAD)
        expansions.append(series)
    (right, right_tags), (left, left_tags) = expansions
    for n in range(int(count) + 1):
        here = [
            jets.coefficient(series, next(iter(tags)), n)
            for series, tags in ((right, right_tags), (left, left_tags))
        ]
        if n == 0:
            here.append(value)
        if not all(_agree(here[0], other) for other in here[1:]):
            return arb("nan")
    return united(_picked(node, expansions[0]), _picked(node, expansions[1]))


def limit(node: Limit, point: Point, enclose: Enclose) -> Any:
    """One-sided limit of an expression that continues analytically from that side, or of a smooth one."""
    inner, variable, at, direction = node.args
    place = enclose(at, point)
    if not isinstance(place, arb) or any(isinstance(v, Jet) for v in point.values()):
        raise Unsupported(f"no ball evaluation for {node}")
    found = []
    for sign in {"+": (1,), "-": (-1,)}.get(str(direction), (1, -1)):
        moved = Jet(jets.fresh_tag(), (place, arb(1), *[arb(0)] * LOOKAHEAD))
        with setting(side, sign):
            series = enclose(inner, {**without(point, (variable,)), variable: moved})
        if not jets.is_finite(series):
            raise Unsupported(f"no ball evaluation for {node}")
        found.append(jets.constant(series))
    if not all(_agree(found[0], other) for other in found[1:]):
        raise Unsupported(f"the limits of {node} from the two sides may differ")
    return found[0]


def _agree(first: Any, second: Any) -> bool:
    """Whether two balls are the same number, or seem to be where that is enough."""
    gap = first - second
    if not isinstance(gap, arb) or not gap.is_finite():
        return False
    return bool(gap.is_zero() or (lenient.get() and gap.contains(0) and gap.rad() < AGREEMENT))
