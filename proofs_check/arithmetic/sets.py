"""Sets of SymPy as constraints on a Z3 variable."""

from __future__ import annotations

from typing import Any

import z3
from sympy import FiniteSet, Integers, Interval, Naturals, Naturals0, Range, Set, Union, floor

from proofs_check.arithmetic import balls
from theory.claim.symbols import is_integral


def variable_for(values: Set, name: str) -> Any:
    """Z3 variable for members of a set: an integer one only where all of them are integers."""
    return (z3.Int if is_integral(values) else z3.Real)(name)


def is_exact(values: Set) -> bool:
    """Whether `membership` describes a set as it is, not a larger one."""
    if isinstance(values, Interval):
        return all(end.is_Rational or end.is_infinite for end in (values.start, values.end))
    if isinstance(values, Union):
        return all(is_exact(part) for part in values.args)
    return isinstance(values, FiniteSet | Range) or values in (Integers, Naturals, Naturals0)


def membership(variable: Any, values: Set) -> Any:
    """Constraint that a variable lies in a set, or in a slightly larger one where its ends are irrational.

    Raises
    ------
    Unsupported
        If there is no such constraint.
    """
    if values.is_empty:
        raise balls.Unsupported(f"no Z3 constraint for the set {values}")
    if isinstance(values, Interval):
        return _in_interval(variable, values)
    if isinstance(values, FiniteSet) and all(v.is_Rational for v in values.args):
        return z3.Or(*[variable == z3.RatVal(int(v.p), int(v.q)) for v in values.args])
    if isinstance(values, Union):
        return z3.Or(*[membership(variable, part) for part in values.args])
    if is_integral(values) and not isinstance(values, FiniteSet):
        return _in_integers(variable, values)
    raise balls.Unsupported(f"no Z3 constraint for the set {values}")


def _in_interval(variable: Any, values: Interval) -> Any:
    bounds = [z3.BoolVal(True)]
    if not values.start.is_infinite:
        low = _outward(values.start, down=True)
        strict = values.left_open and values.start.is_Rational
        bounds.append(variable > low if strict else variable >= low)
    if not values.end.is_infinite:
        high = _outward(values.end, down=False)
        strict = values.right_open and values.end.is_Rational
        bounds.append(variable < high if strict else variable <= high)
    return z3.And(*bounds)


def _in_integers(variable: Any, values: Set) -> Any:
    """A variable that is real because of other members of a union must be told that it is an integer here."""
    bounds = [z3.BoolVal(True) if z3.is_int(variable) else z3.IsInt(variable)]
    if not values.inf.is_infinite:
        bounds.append(variable >= int(values.inf))
    if not values.sup.is_infinite:
        bounds.append(variable <= int(values.sup))
    if isinstance(values, Range) and abs(values.step) != 1:
        member, step = int(values.inf if values.inf.is_finite else values.sup), int(abs(values.step))
        apart = variable - member
        bounds.append(apart % step == 0 if z3.is_int(variable) else z3.IsInt(apart / step))
    return z3.And(*bounds)


def _outward(number: Any, down: bool) -> Any:
    """Rational at or beyond an end of an interval: a larger domain, so still sound for proving."""
    if number.is_Rational:
        return z3.RatVal(int(number.p), int(number.q))
    scaled = floor(number * 10**12)
    return z3.RatVal(int(scaled) if down else int(scaled) + 1, 10**12)
