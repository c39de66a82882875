"""Bound variables of integrals, sums and substitutions, and what SymPy takes for granted of them."""

from __future__ import annotations

from typing import Any

from sympy import Basic, Integral, Interval, Lambda, Limit, Product, Range, Set, Subs, Sum, Symbol, oo
from sympy import S as _S
from sympy.core.traversal import preorder_traversal

from theory.claim.symbols import Reals, holds_on


def bound_symbols(expression: Basic) -> set[Symbol]:
    """All bound variables of an expression."""
    found: set[Symbol] = set()
    for node in preorder_traversal(expression):
        found |= {limit[0] for limit in getattr(node, "limits", ())}
        if isinstance(node, Subs | Lambda):
            found |= set(node.variables)
        if isinstance(node, Limit):
            found.add(node.args[1])
    return found


def check_bound_symbols(expression: Basic, what: str) -> None:
    """Check that every assumption of a bound variable is so on the whole range that it is bound to.

    Parameters
    ----------
    expression
        A formula, or a part of one.
    what
        How messages call it.

    Raises
    ------
    ValueError
        If an assumption is not so, or it cannot be told whether it is.
    """
    for node in preorder_traversal(expression):
        for limit in getattr(node, "limits", ()):
            values = _range(node, limit)
            _check(limit[0], values, limit[1:], what)
        if isinstance(node, Subs):
            for symbol, point in zip(node.variables, node.point, strict=True):
                _check(symbol, Reals, (point,), what)  # real wherever it is defined
        elif isinstance(node, Lambda):
            for symbol in node.variables:
                _check(symbol, Reals, (), what)
        elif isinstance(node, Limit):
            _check(node.args[1], Reals, (), what)


def _check(symbol: Symbol, values: Set, ends: tuple[Any, ...], what: str) -> None:
    for name, value in symbol.assumptions0.items():
        if holds_on(name, value, values):
            continue
        if len(ends) == 1 and getattr(ends[0], f"is_{name}") is value:
            continue
        word = name if value else f"not {name}"
        raise ValueError(
            f"{what}: the bound variable {symbol} is assumed {word}, which is not known to be so for "
            f"{' to '.join(map(str, ends)) or 'all reals'}; use Symbol(..., real=True)"
        )


def _range(node: Basic, limit: Any) -> Set:
    """Set of values of a variable of an integral, a sum or a product, as far as numbers bound it.

    Where an end is not a number nothing is known of the range: SymPy takes a sum that runs backwards for
    minus the sum of what lies between.
    """
    whole = _S.Integers if isinstance(node, Sum | Product) else Reals
    if len(limit) != 3 or not all(end.is_number or end.is_infinite for end in limit[1:]):
        return _of_one_sign(node, tuple(limit[1:])) or whole
    low, high = limit[1:] if limit[1] <= limit[2] else (limit[2], limit[1])
    if isinstance(node, Integral):
        return Interval.open(low, high) if low < high else Reals
    if isinstance(node, Sum | Product) and all(end.is_Integer or end.is_infinite for end in (low, high)):
        return whole if low == -oo and high == oo else Range(low, high + 1)
    return Reals


def _of_one_sign(node: Basic, ends: tuple[Any, ...]) -> Set | None:
    """Set of values between two ends that have symbols, as far as SymPy knows their signs."""
    whole = isinstance(node, Sum | Product)
    if len(ends) == 2 and all(end.is_nonnegative for end in ends):
        return _S.Naturals0 if whole else Interval.open(0, oo)
    if len(ends) == 2 and all(end.is_nonpositive for end in ends):
        return Range(0, -oo, -1) if whole else Interval.open(-oo, 0)
    return None
