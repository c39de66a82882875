"""Where the switches of an integrand cut its range, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Expr, Integral, Symbol

from proofs_check.arithmetic.elementary import sign_of
from proofs_check.arithmetic.jets import Jet, constant
from proofs_check.arithmetic.polynomials import Polynomial
from proofs_check.arithmetic.switches import Pair, pairs
from proofs_check.arithmetic.tails import Tail
from proofs_check.arithmetic.values import Point, Unsupported

#: Evaluates an expression at a point.
Enclose = Callable[[Expr, Point], Any]
#: A switch, where it changes its sign, and its sign to the right of there.
Cut = tuple[Pair, Any, int]


def free_pairs(body: Expr, variable: Symbol) -> list[Pair]:
    """Switches that depend on the variable of a range and on no variable bound further in."""
    return [
        pair
        for pair, bound in pairs(body).items()
        if not bound and any(end.has(variable) for end in pair) and not _binds(body, variable)
    ]


def _binds(body: Expr, variable: Symbol) -> bool:
    return any(limit[0] == variable for node in body.atoms(Integral) for limit in node.limits)


def cuts_of(switching: list[Pair], variable: Symbol, outside: Point, enclose: Enclose) -> list[Cut] | None:
    """Where each switch changes its sign, and its sign to the right; ``None`` where that is not known."""
    cuts: list[Cut] = []
    for pair in switching:
        try:
            at = {**outside, variable: Polynomial.variable(0, 1)}
            line = enclose(pair[0], at) - enclose(pair[1], at)
        except Unsupported:
            return None
        if not isinstance(line, Polynomial):
            line = Polynomial({(0,): line})
        if line.degree() > 1:
            return None
        slope, offset = line.at(1), line.at(0)
        rising = sign_of(slope)
        if rising is None and (isinstance(slope, Jet) or not constant(slope).is_zero()):
            return None
        if rising is None:  # the switch does not depend on the variable after all
            found = sign_of(offset)
            if found is None:
                return None
            cuts.append((pair, None, found))
        else:
            cuts.append((pair, -offset / slope, rising))
    return cuts


def compared(first: Any, second: Any) -> int | None:
    """Order of two places on the line: -1, 0 (the same), 1, or ``None``."""
    if first is second:
        return 0
    difference = first - second
    found = sign_of(difference)
    if found is None and not isinstance(difference, Jet | Tail) and difference.is_zero():
        return 0
    return found


def ordered_places(cuts: list[Cut], ends: tuple[Any, Any]) -> list[tuple[Any, list[Cut]]] | None:
    """Places from left to right, each with the switches that change there; ends come first and last."""
    low, high = ends
    if low is not None and high is not None:
        order = compared(low, high)
        if order is None:
            return None
        if order > 0:
            low, high = high, low
    inside: list[tuple[Any, list[Cut]]] = []
    for cut in cuts:
        place = cut[1]
        if place is None:
            continue
        left = -1 if low is None else compared(low, place)
        right = -1 if high is None else compared(place, high)
        if left is None or right is None:
            return None
        if left != -1 or right != -1:
            continue
        for index, (other, here) in enumerate(inside):
            order = compared(place, other)
            if order is None:
                return None
            if order == 0:
                here.append(cut)
                break
            if order < 0:
                inside.insert(index, (place, [cut]))
                break
        else:
            inside.append((place, [cut]))
    return [(low, []), *inside, (high, [])]
