"""Three-valued truth of relations whose sides are balls or jets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flint import arb

from proofs_check.arithmetic.elementary import sign_of
from proofs_check.arithmetic.jets import Jet
from proofs_check.arithmetic.polynomials import Polynomial
from proofs_check.arithmetic.tails import Tail
from proofs_check.arithmetic.values import Unsupported, real_part


def conjunction(values: Iterable[bool | None]) -> bool | None:
    """Three-valued conjunction."""
    seen = list(values)
    if False in seen:
        return False
    return None if None in seen else True


def negated(value: bool | None) -> bool | None:
    """Three-valued negation."""
    return None if value is None else not value


def by_sign(name: str, sign: int) -> bool:
    """Whether a relation holds, given the sign of left minus right."""
    holding = {
        "Equality": (0,),
        "Unequality": (-1, 1),
        "StrictLessThan": (-1,),
        "LessThan": (-1, 0),
        "StrictGreaterThan": (1,),
        "GreaterThan": (0, 1),
    }
    if name not in holding:
        raise Unsupported(f"no comparison for {name}")
    return sign in holding[name]


def compared(name: str, gap: Any) -> bool | None:
    """Whether a relation holds, given an enclosure of left minus right."""
    if isinstance(gap, Polynomial):
        raise Unsupported("the sign of a bound variable is not known")
    if isinstance(gap, Jet | Tail):  # on both sides of an infinitesimal the relation has to be the same
        sign = sign_of(gap)
        return None if sign is None else by_sign(name, sign)
    ball = real_part(gap)
    if not isinstance(ball, arb):
        raise Unsupported(f"no comparison of {gap}")
    if not ball.is_finite():
        return None
    if ball.is_zero():
        return by_sign(name, 0)
    ruled_out = {-1: ball >= 0, 0: ball != 0, 1: ball <= 0}
    possible = {by_sign(name, sign) for sign, out in ruled_out.items() if not out}
    return possible.pop() if len(possible) == 1 else None


def compared_entries(name: str, gaps: list[Any]) -> bool | None:
    """Whether a relation between matrices holds, entry by entry."""
    if name == "Unequality":
        return negated(compared_entries("Equality", gaps))
    return conjunction(compared(name, gap) for gap in gaps)
