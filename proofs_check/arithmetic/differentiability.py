"""Where a derivative exists: off every jump and every kink that moves with its variable."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import z3
from sympy import (
    Abs,
    Derivative,
    Expr,
    Integral,
    Max,
    Min,
    Piecewise,
    Poly,
    PolynomialError,
    Product,
    Subs,
    Sum,
    Symbol,
    sign,
)
from sympy.core.relational import Relational

from proofs_check.arithmetic import balls

if TYPE_CHECKING:
    from proofs_check.arithmetic.smt import Translation

Ranges = dict[Symbol, tuple[Expr, Expr]]

#: Functions that jump where the translation cannot follow.
_JUMPS = ("floor", "ceiling", "frac", "Heaviside", "DiracDelta", "Mod", "KroneckerDelta", "ITE", "Limit")


def oblige(t: Translation, derivative: Derivative) -> None:
    """Note that no jump or kink of what is differentiated lies at the point, as far as it moves with it.

    Under an integral a boundary that is linear in the variables of integration is crossed at one value; the
    integral is differentiable if it is a boundary at all, and for a jump also if it is not at an end.

    Raises
    ------
    Unsupported
        If a boundary is neither.
    """
    _visit(t, derivative.expr, set(derivative.variables), {})


def _visit(t: Translation, node: Any, moving: set[Symbol], ranges: Ranges) -> None:
    if not (node.free_symbols & moving):
        return
    if isinstance(node, Integral):
        _visit_integral(t, node, moving, ranges)
        return
    if isinstance(node, Sum | Product | Subs):
        if node.has(Piecewise, Abs, Max, Min, sign) or ranges:
            raise balls.Unsupported(f"cannot tell where {node} is differentiable")
        return
    if isinstance(node, Derivative):
        _visit(t, node.expr, moving | set(node.variables), ranges)
        return
    name = type(node).__name__
    if name in _JUMPS:
        raise balls.Unsupported(f"cannot tell where {name} is differentiable, in {node}")
    if isinstance(node, Piecewise):
        for _, condition in node.args:
            for relation in condition.atoms(Relational):
                _boundary(t, relation.lhs - relation.rhs, moving, ranges, jump=True)
    elif isinstance(node, Abs | sign):
        _boundary(t, node.args[0], moving, ranges, jump=isinstance(node, sign))
    elif isinstance(node, Max | Min):
        for first, second in combinations(node.args, 2):
            _boundary(t, first - second, moving, ranges, jump=False)
    elif node.is_Pow and not node.exp.is_Integer and node.base.free_symbols & moving:
        if ranges:
            raise balls.Unsupported(f"cannot tell where {node} is differentiable under an integral")
        t.oblige(t.term(node.base) > 0)
    for arg in node.args:
        _visit(t, arg, moving, ranges)


def _visit_integral(t: Translation, node: Integral, moving: set[Symbol], ranges: Ranges) -> None:
    inside = dict(ranges)
    for symbol, *ends in node.limits:
        if symbol in moving or symbol in inside or len(ends) != 2:
            raise balls.Unsupported(f"cannot tell where {node} is differentiable")
        inside[symbol] = (ends[0], ends[1])
        for end in ends:
            _visit(t, end, moving, ranges)
    _visit(t, node.function, moving, inside)


def _boundary(t: Translation, where: Expr, moving: set[Symbol], ranges: Ranges, *, jump: bool) -> None:
    """Note that a boundary, the zeros of an expression, is not met, or under an integral only crossed."""
    if not (where.free_symbols & moving):
        return
    crossing = sorted(where.free_symbols & ranges.keys(), key=str)
    if not crossing:
        t.oblige(t.term(where) != 0)
        return
    try:
        polynomial = Poly(where, *crossing)
    except PolynomialError as error:
        raise balls.Unsupported(f"cannot tell where {where} = 0 is crossed") from error
    if polynomial.total_degree() > 1:
        raise balls.Unsupported(f"cannot tell where {where} = 0 is crossed: it is not linear")
    t.oblige(z3.Or(*[t.term(coefficient) != 0 for coefficient in polynomial.coeffs()]))
    ends = [(symbol, end) for symbol in crossing for end in ranges[symbol] if not end.is_infinite]
    if not jump or not ends:
        return
    if len(crossing) > 1 or any(end.free_symbols & ranges.keys() for _, end in ends):
        raise balls.Unsupported(f"cannot tell where the jump at {where} = 0 meets an end")
    for symbol, end in ends:
        t.oblige(t.term(where.xreplace({symbol: end})) != 0)
