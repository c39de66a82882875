"""Whether the derivatives in a statement exist all over its domain.

Away from the boundaries of its switches an expression is smooth. On a boundary it is differentiable where
its branches, and their derivatives, agree. A boundary where that is not shown has to be missed by the domain,
or to consist of points that are all looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from sympy import Derivative, Expr, Poly, PolynomialError, Subs, Symbol

from proofs_check.arithmetic.signs import Signs, resolved, root_in
from proofs_check.arithmetic.splitting import split
from proofs_check.arithmetic.switches import Pair, bound_by, has_floor, pairs, radicands

#: Other switches of an expression whose branches are all tried.
MOST = 4


def boundaries_left(
    formula: Any, signs: Signs, reduces_to_zero: Callable[[Expr], bool]
) -> list[tuple[Derivative, Expr]]:
    """Derivatives in a formula that may fail to exist, each with the expression on whose zeros that is.

    Parameters
    ----------
    formula
        The statement.
    signs
        Answers what is known on its domain.
    reduces_to_zero
        Whether SymPy reduces an expression to 0.
    """
    left = []
    for node, at in _derivatives(formula, {}):
        for gap in _unproved(node, signs, reduces_to_zero):
            placed = gap.xreplace(at)
            if not signs.always(placed, "!="):
                left.append((node, placed))
    return left


def _derivatives(expr: Any, at: dict[Symbol, Expr]) -> Iterator[tuple[Derivative, dict[Symbol, Expr]]]:
    """Derivatives inside an expression, with the point at which each is taken."""
    if isinstance(expr, Derivative):
        yield expr, at
    inner = dict(at)
    if isinstance(expr, Subs):
        inner |= dict(zip(expr.variables, expr.point, strict=True))
    elif bound_by(expr):
        inner |= {symbol: Symbol(f"bound {symbol}") for symbol in bound_by(expr)}
    for arg in getattr(expr, "args", ()):
        yield from _derivatives(arg, inner)


def _unproved(node: Derivative, signs: Signs, reduces_to_zero: Callable[[Expr], bool]) -> Iterator[Expr]:
    """Expressions on whose zeros the derivative may not exist."""
    inner = node.expr
    for variable, count in node.variable_count:
        for _ in range(int(count)):
            inner = split(inner, signs)
            if has_floor(inner):
                yield inner * 0
            for pair, bound in pairs(inner).items():
                if not any(end.has(variable) for end in pair):
                    continue
                if bound:
                    if _moves(pair, bound, variable):
                        yield inner * 0
                elif not _agrees_across(inner, variable, pair, reduces_to_zero):
                    yield pair[0] - pair[1]
            yield from radicands(inner, variable)
            inner = Derivative(inner, variable).doit(integrals=False)


def _moves(pair: Pair, bound: tuple[Symbol, ...], variable: Symbol) -> bool:
    """Whether the place of a switch inside an integral depends on a variable from outside."""
    return variable not in bound and any(variable in end.free_symbols for end in pair)


def _agrees_across(expr: Expr, variable: Symbol, pair: Pair, reduces_to_zero: Callable[[Expr], bool]) -> bool:
    """Whether the branches on both sides of a boundary, and their derivatives, are the same on it."""
    found = root_in(pair, variable)
    if found is None:
        return False
    below, on, above = (resolved(expr, pair, sign) for sign in (-1, 0, 1))
    jumps = [above - below, above - on, Derivative(above - below, variable).doit(integrals=False)]
    others = [p for p, bound in pairs(above - below).items() if not bound]
    if len(others) > MOST:
        return False
    for jump in jumps:
        for choice in product((-1, 1), repeat=len(others)):
            here = jump
            for other, sign in zip(others, choice, strict=True):
                here = resolved(here, other, sign)
            if not reduces_to_zero(here.subs(variable, found[1])):
                return False
    return True


def are_points(node: Derivative, gap: Expr) -> bool:
    """Whether a boundary consists of finitely many rational points, and the derivative depends on no more."""
    if len(gap.free_symbols) != 1 or node.expr.free_symbols - gap.free_symbols:
        return False
    try:
        polynomial = Poly(gap, *gap.free_symbols)
    except PolynomialError:
        return False
    return bool(polynomial.degree() == 1 and all(c.is_Rational for c in polynomial.all_coeffs()))
