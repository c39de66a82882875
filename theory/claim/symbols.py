"""Domains of symbols, and what SymPy takes for granted about them."""

from __future__ import annotations

from sympy import Integers, Interval, Set, Symbol, oo
from sympy import S as _S

Reals = _S.Reals
positive = Interval.open(0, oo)
negative = Interval.open(-oo, 0)
nonnegative = Interval(0, oo)

#: What SymPy may take for granted about a symbol, and where that holds.
_ASSUMPTIONS = (
    ("positive", positive),
    ("negative", negative),
    ("nonnegative", nonnegative),
    ("nonpositive", Interval(-oo, 0)),
    ("integer", Integers),
)


def check_symbol(symbol: Symbol, values: Set, what: str) -> None:
    """Check that SymPy takes nothing for granted about a symbol that is not so all over its domain.

    SymPy simplifies ``sqrt(x**2)`` to ``x`` for a positive symbol while a formula is being built; on a domain
    with negative numbers the claim would no longer be what it seems.

    Raises
    ------
    ValueError
        If the domain is empty or an assumption of the symbol does not hold on it.
    """
    if values.is_empty:
        raise ValueError(f"{what}: the set {values} is empty")
    for name, allowed in _ASSUMPTIONS:
        if getattr(symbol, f"is_{name}") and values.is_subset(allowed) is not True:
            raise ValueError(f"{what}: the symbol is assumed {name}, which its domain {values} is not")
    if symbol.is_nonzero and values.contains(0) != False:  # noqa: E712 - SymPy's own truth values
        raise ValueError(f"{what}: the symbol is assumed nonzero, its domain {values} has 0")
    for name in ("even", "odd", "prime", "composite", "irrational", "imaginary", "zero"):
        if getattr(symbol, f"is_{name}"):
            raise ValueError(f"{what}: an assumption {name} of the symbol cannot be compared with a domain")
