"""Domains of symbols, and what SymPy takes for granted about them.

SymPy simplifies ``sqrt(x**2)`` to ``x`` for a positive symbol while a formula is being built; on a domain
with negative numbers the claim would no longer be what it seems. So every assumption of every symbol, those
of bound variables included, must be so on all the values that the symbol takes. What cannot be compared is
refused.
"""

from __future__ import annotations

from typing import Any

from sympy import FiniteSet, Integers, Interval, Naturals, Naturals0, Range, Set, Symbol, Union, ceiling, oo
from sympy import S as _S

Reals = _S.Reals
positive = Interval.open(0, oo)
negative = Interval.open(-oo, 0)
nonnegative = Interval(0, oo)

#: Finite sets up to this size are looked at member by member.
MEMBERS = 1000

#: What is so of every real number.
_OF_EVERY_REAL = {
    "commutative": True,
    "complex": True,
    "extended_real": True,
    "finite": True,
    "hermitian": True,
    "imaginary": False,
    "infinite": False,
    "real": True,
}
#: What is so of every integer.
_OF_EVERY_INTEGER = {
    "algebraic": True,
    "integer": True,
    "irrational": False,
    "noninteger": False,
    "rational": True,
    "transcendental": False,
}
_SIGNS = ("positive", "negative", "nonnegative", "nonpositive", "zero", "nonzero")
_OF_INTEGERS_ONLY = ("integer", "even", "odd", "prime", "composite")


def check_symbol(symbol: Symbol, values: Set, what: str) -> None:
    """Check that SymPy takes nothing for granted about a symbol that is not so all over its domain.

    Parameters
    ----------
    symbol
        The symbol.
    values
        The set of real numbers that it takes.
    what
        How messages call it.

    Raises
    ------
    ValueError
        If the domain is empty or not real, an assumption of the symbol does not hold on it, or it cannot be
        told whether it does.
    """
    if values.is_empty:
        raise ValueError(f"{what}: the set {values} is empty")
    if values.is_subset(Reals) is not True:
        raise ValueError(f"{what}: the set {values} must be a set of real numbers")
    given = getattr(
        symbol, "_assumptions_orig", {}
    )  # named first in the message: the others follow from these
    for name, value in {**given, **symbol.assumptions0}.items():
        if not holds_on(name, value, values):
            word = name if value else f"not {name}"
            raise ValueError(
                f"{what}: the symbol is assumed {word}, which is not known to be so on {values}; "
                "use Symbol(..., real=True) and put the rest into the domain"
            )


def holds_on(name: str, value: bool, values: Set) -> bool:
    """Whether an assumption certainly has a value for all members of a set of real numbers.

    Parameters
    ----------
    name
        SymPy's name of the assumption, such as ``"positive"``.
    value
        Whether it is assumed to be so or not to be so.
    values
        A set of real numbers.
    """
    name = name.removeprefix("extended_") if name != "extended_real" else name
    if name in _OF_EVERY_REAL:
        return _OF_EVERY_REAL[name] is value
    if isinstance(values, Union):
        return all(holds_on(name, value, part) for part in values.args)
    if isinstance(values, FiniteSet) or (isinstance(values, Range) and _is_small(values)):
        return all(getattr(member, f"is_{name}", None) is value for member in values)
    if isinstance(values, Interval):
        return _holds_on_interval(name, value, values)
    if is_integral(values):
        return _holds_on_integers(name, value, values)
    return (
        values == _S.Rationals
        and {"rational": True, "algebraic": True, "irrational": False}.get(name) is value
    )


def is_integral(values: Set) -> bool:
    """Whether a set certainly has integers only."""
    if isinstance(values, FiniteSet):
        return all(member.is_Integer for member in values)
    if isinstance(values, Union):
        return all(is_integral(part) for part in values.args)
    if isinstance(values, Range):
        return all(part.is_Integer or part.is_infinite for part in values.args)
    return values in (Integers, Naturals, Naturals0)


def _is_small(values: Range) -> bool:
    return bool(values.is_finite_set and is_integral(values) and len(values) <= MEMBERS)


def _sign_on(name: str, low: Any, high: Any, *, has_low: bool, has_high: bool) -> bool | None:
    """Truth of a sign assumption on a set from one end to the other, or ``None`` where members differ."""
    above = bool(low > 0) or (low == 0 and not has_low)
    below = bool(high < 0) or (high == 0 and not has_high)
    facts: dict[str, tuple[Any, Any]] = {
        "positive": (above, high <= 0),
        "negative": (below, low >= 0),
        "nonnegative": (low >= 0, below),
        "nonpositive": (high <= 0, above),
        "zero": (False, above or below),
        "nonzero": (above or below, False),
    }
    yes, no = facts[name]
    return True if yes else False if no else None


def _holds_on_interval(name: str, value: bool, values: Interval) -> bool:
    if name in _SIGNS:
        truth = _sign_on(
            name, values.start, values.end, has_low=not values.left_open, has_high=not values.right_open
        )
        return truth is value
    if name not in (*_OF_INTEGERS_ONLY, "noninteger"):
        return False
    if name in ("prime", "composite") and values.end <= 1:
        return not value
    first = ceiling(values.start)
    without_integers = first.is_finite and bool(
        first > values.end
        or (first == values.end and values.right_open)
        or (first == values.start and values.left_open and values.end <= first + 1 and values.right_open)
    )
    return without_integers and value is (name == "noninteger")


def _holds_on_integers(name: str, value: bool, values: Set) -> bool:
    if name in _SIGNS:
        return _sign_on(name, values.inf, values.sup, has_low=True, has_high=True) is value
    if name in ("prime", "composite") and values.sup <= 1:
        return not value
    if name in ("even", "odd") and isinstance(values, Range) and values.step % 2 == 0:
        member = values.inf if values.inf.is_finite else values.sup
        return bool((member % 2 == 0) is (value is (name == "even")))
    return _OF_EVERY_INTEGER.get(name) is value
