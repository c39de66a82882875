"""One domain, read by every engine: sample points, Hypothesis strategies, balls and text."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from sympy import (
    Derivative,
    FiniteSet,
    Integers,
    Integral,
    Interval,
    Naturals,
    Naturals0,
    Range,
    Rational,
    Set,
    Symbol,
    Union,
    floor,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls
from proofs_check.ledger.evidence import Undecided
from theory.claim import exact_number

Domain = Mapping[Symbol, Set]
RationalPoint = dict[Symbol, Rational]

#: How far from its finite end an infinite range is sampled.
REACH = 4
#: Sample points are multiples of 1/GRAIN of the sampled range.
GRAIN = 96
#: Attempts at meeting the assumptions before the domain is called too thin to sample.
ATTEMPTS = 400


def window(values: Set) -> tuple[Rational, Rational]:
    """Rational window inside an interval from which samples are drawn; infinite ranges are cut at `REACH`."""
    low, high = values.start, values.end
    if low.is_infinite and high.is_infinite:
        return Rational(-REACH), Rational(REACH)
    if low.is_infinite:
        return _rational(high) - REACH, _rational(high)
    if high.is_infinite:
        return _rational(low), _rational(low) + REACH
    return _rational(low), _rational(high)


def _rational(number: Any) -> Rational:
    if number.is_Rational:
        return number
    return Rational(floor(number * 10**6), 10**6)


def sample(values: Set, rng: random.Random) -> Rational:
    """Draw an exact rational from a set, in its interior where it has one."""
    if isinstance(values, Interval):
        low, high = window(values)
        drawn = low + (high - low) * Rational(rng.randint(1, GRAIN - 1), GRAIN)
        if values.contains(drawn) != True:  # noqa: E712 - SymPy's own truth values
            raise Undecided(f"the set {values} is too thin to sample")
        return drawn
    if isinstance(values, FiniteSet):
        return rng.choice(sorted(values.args))
    if isinstance(values, Union):
        return sample(rng.choice(values.args), rng)
    if isinstance(values, Range) and values.is_finite_set:
        return values[rng.randrange(len(values))]
    if values == Naturals0:
        return Rational(rng.randint(0, 6))
    if values == Naturals:
        return Rational(rng.randint(1, 6))
    if values == Integers:
        return Rational(rng.randint(-6, 6))
    if isinstance(values, Range):  # SymPy finds no second member of an infinite one
        if values.start.is_finite:
            return Rational(values.start + values.step * rng.randrange(6))
        return Rational(values.stop - values.step * rng.randint(1, 6))
    raise Undecided(f"no way to sample the set {values}")


def to_point(values: Mapping[Symbol, Any]) -> dict[Symbol, Any]:
    """Balls of exact values."""
    return {symbol: balls.to_ball(exact_number(value)) for symbol, value in values.items()}


def at(relation: Boolean, values: Mapping[Symbol, Any]) -> Any:
    """A relation at a point, as SymPy evaluates it.

    Raises
    ------
    Undecided
        If SymPy refuses, as it does to compare what is undefined.
    """
    try:
        return relation.xreplace({symbol: exact_number(value) for symbol, value in values.items()})
    except (TypeError, ValueError) as refusal:
        raise Undecided(f"{relation} means nothing at {shown(values)}: {refusal}") from refusal


def exact_truth(relation: Boolean, values: Mapping[Symbol, Any]) -> bool | None:
    """Truth of a relation at a point in rational arithmetic.

    Returns
    -------
    bool or None
        ``None`` where a side is not a rational number there, or not defined: SymPy finds ``1/x = 5`` false
        at 0, and compares irrational numbers in floating point. Integrals and derivatives are left to balls.
    """
    if relation.has(Integral, Derivative):
        return None
    try:
        exact = {symbol: exact_number(value) for symbol, value in values.items()}
        pairs = [pair for atom in relation.atoms(Relational) for pair in balls.sides(atom)]
        if not all(side.xreplace(exact).is_Rational for pair in pairs for side in pair):
            return None
        truth = at(relation, values)
        if truth not in (True, False):
            return None
        with balls.precision():
            defined = balls.is_defined(relation, to_point(values))
    except (Undecided, TypeError, ValueError):  # SymPy has no piece of a Piecewise, or no order, there
        return None
    return bool(truth) if defined else None


def meets(values: Mapping[Symbol, Any], assuming: tuple[Boolean, ...]) -> bool:
    """Whether assumptions certainly hold at a point."""
    for relation in assuming:
        truth = exact_truth(relation, values)
        if truth is None:
            with balls.precision():
                truth = balls.holds(relation, to_point(values))
        if truth is not True:
            return False
    return True


def points(
    domain: Domain, assuming: tuple[Boolean, ...], *, seed: int, count: int
) -> Iterator[RationalPoint]:
    """Draw points of a domain that meet the assumptions.

    Raises
    ------
    Undecided
        If a set cannot be sampled or the assumptions are hardly ever met.
    """
    rng = random.Random(seed)
    for _ in range(count):
        for _ in range(ATTEMPTS):
            point = {symbol: sample(values, rng) for symbol, values in domain.items()}
            if meets(point, assuming):
                yield point
                break
        else:
            raise Undecided(f"no sample in {ATTEMPTS} met the assumptions {', '.join(map(str, assuming))}")


def rationals(values: Set) -> st.SearchStrategy[Fraction]:
    """Hypothesis strategy for exact members of a set, ends included where the set has them."""
    if isinstance(values, Interval):
        low, high = (Fraction(int(end.p), int(end.q)) for end in window(values))
        grain = max(64, low.denominator, high.denominator)
        strategy = st.fractions(low, high, max_denominator=grain)
        return strategy.filter(lambda x: bool(values.contains(Rational(x.numerator, x.denominator))))
    if isinstance(values, FiniteSet):
        return st.sampled_from([Fraction(int(v.p), int(v.q)) for v in sorted(values.args)])
    if isinstance(values, Union):
        return st.one_of(*[rationals(part) for part in values.args])
    bottom = values.inf
    low_int = -6 if bottom.is_infinite else int(bottom)
    return st.integers(low_int, low_int + 12).filter(lambda n: bool(values.contains(n))).map(Fraction)


def rational_points(domain: Domain, *names: str) -> st.SearchStrategy[dict[str, Fraction]]:
    """Hypothesis strategy for points of a domain, by symbol name.

    Parameters
    ----------
    domain
        The claim's domain.
    *names
        The symbols wanted; all of them by default.
    """
    chosen = {str(s): rationals(v) for s, v in domain.items() if not names or str(s) in names}
    return st.fixed_dictionaries(chosen)


def shown(values: Mapping[Symbol, Any]) -> dict[str, str]:
    """Values of a witness as text, by symbol name."""
    return {str(symbol): str(value) for symbol, value in values.items()}


def contains(values: Mapping[Symbol, Any], domain: Domain) -> bool:
    """Whether values certainly lie in the sets of their symbols."""
    return all(domain[s].contains(exact_number(v)) == True for s, v in values.items())  # noqa: E712


def require_inside(values: Mapping[Symbol, Any], domain: Domain, what: str) -> None:
    """Raise ``ValueError`` if a given value lies outside its set."""
    for symbol, value in values.items():
        if symbol not in domain:
            raise ValueError(f"{what}: {symbol} is no symbol of the statement")
        if domain[symbol].contains(value) != True:  # noqa: E712 - SymPy's own truth values
            raise ValueError(f"{what}: {symbol} = {value} is not in {domain[symbol]}")
