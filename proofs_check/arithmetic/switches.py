"""Switches: pairs of expressions whose order decides which branch of an expression holds.

They come from the relations inside Piecewise, and from Abs, sign, Heaviside, Max and Min. Where the sides of
a switch are equal the expression may jump or have a kink.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from sympy import Derivative, Expr, Integral, Pow, Product, S, Subs, Sum, Symbol, acos, asin
from sympy.core.relational import Relational

#: The two sides of a switch.
Pair = tuple[Expr, Expr]


def own_pairs(node: Any) -> list[Pair]:
    """Switches of one node, without those of its arguments."""
    name = type(node).__name__
    if isinstance(node, Relational):
        return [(node.lhs, node.rhs)] if isinstance(node.lhs, Expr) and isinstance(node.rhs, Expr) else []
    if name in ("Abs", "sign", "Heaviside"):
        return [(node.args[0], S.Zero)]
    if name in ("Max", "Min"):
        return list(combinations(node.args, 2))
    return []


def bound_by(node: Any) -> tuple[Symbol, ...]:
    """Symbols that a node binds."""
    if isinstance(node, Integral | Sum | Product):
        return tuple(limit[0] for limit in node.limits)
    return tuple(node.variables) if isinstance(node, Subs) else ()


def pairs(expr: Any, bound: tuple[Symbol, ...] = ()) -> dict[Pair, tuple[Symbol, ...]]:
    """All switches inside an expression, with the bound symbols that each depends on."""
    found: dict[Pair, tuple[Symbol, ...]] = {}
    for pair in own_pairs(expr):
        found[pair] = tuple(s for s in bound if pair[0].has(s) or pair[1].has(s))
    inner = (*bound, *bound_by(expr))
    for arg in getattr(expr, "args", ()):
        if not isinstance(arg, Symbol):
            found.update(pairs(arg, inner))
    return found


def depending_on(expr: Any, variable: Symbol) -> list[Pair]:
    """Switches that depend on a free symbol: themselves, or through a range whose end moves with it."""
    moving = {
        limit[0]
        for node in expr.atoms(Integral, Sum, Product)
        for limit in node.limits
        if any(variable in end.free_symbols for end in limit[1:])
    }
    return [pair for pair in pairs(expr) if any({variable, *moving} & end.free_symbols for end in pair)]


def radicands(expr: Expr, variable: Symbol) -> list[Expr]:
    """What roots are taken of, openly or in inverse sines: they have no derivative where that is 0."""
    rooted = [node.base for node in expr.atoms(Pow) if node.exp.is_Rational and not node.exp.is_Integer]
    rooted += [1 - node.args[0] ** 2 for node in expr.atoms(asin, acos)]
    return [radicand for radicand in rooted if variable in radicand.free_symbols]


def boundaries_of(node: Derivative) -> list[Expr] | None:
    """Expressions on whose zeros a derivative may not exist; ``None`` where they cannot be listed."""
    gaps: dict[Expr, None] = {}
    for variable in node.variables:
        if has_floor(node.expr):
            return None
        for pair, bound in pairs(node.expr).items():
            if variable in bound or not any(end.has(variable) for end in pair):
                continue
            if bound:
                return None
            gaps[pair[0] - pair[1]] = None
        gaps.update(dict.fromkeys(radicands(node.expr, variable)))
    return list(gaps)


def has_floor(expr: Any) -> bool:
    """Whether an expression rounds, so that its jumps cannot be listed."""
    return any(type(node).__name__ in ("floor", "ceiling", "frac", "Mod") for node in _nodes(expr))


def _nodes(expr: Any) -> list[Any]:
    return [expr, *[node for arg in getattr(expr, "args", ()) for node in _nodes(arg)]]


def without(point: Any, variables: tuple[Symbol, ...]) -> dict[Any, Any]:
    """Drop from a point what is known of switches that depend on symbols about to be bound."""
    return {
        key: value
        for key, value in point.items()
        if isinstance(key, Symbol) or not any(end.has(*variables) for end in key)
    }
