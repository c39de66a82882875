"""The numbers on the two sides of a relation that a witness breaks, for people to see."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import And, Derivative, Expr, Implies, Integral, Ne, Or, Rational, Subs, Symbol
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, domain, jets
from proofs_check.arithmetic.values import real_part
from proofs_check.ledger.evidence import Undecided

#: Longest fraction that is easier to read than its decimals.
_LONGEST = 10


def shown_sides(relation: Boolean, values: Mapping[Symbol, Expr]) -> str:
    """Say what stands on either side at a point where a relation is false.

    Parameters
    ----------
    relation
        Of an implication the conclusion is looked at, of a conjunction the first relation that is false, of a
        disjunction the first.
    values
        Of all symbols.

    Returns
    -------
    str
        Such as ``"1 on the left, 0 on the right"``; empty where the relation has no two sides, or one of them
        is no number that can be enclosed.
    """
    try:
        with balls.precision():
            return _shown(relation, values)
    except (Undecided, balls.Unsupported, TypeError, ValueError):
        return ""


def _shown(relation: Boolean, values: Mapping[Symbol, Expr]) -> str:
    if isinstance(relation, Implies):
        return _shown(relation.args[1], values)
    if isinstance(relation, And):
        broken = [arg for arg in relation.args if _is_false(arg, values)]
        return _shown(broken[0], values) if broken else ""
    if isinstance(relation, Or):  # all alternatives are false
        return _shown(relation.args[0], values)
    if not isinstance(relation, Relational):
        return ""
    pairs = [(_value(left, values), _value(right, values)) for left, right in balls.sides(relation)]
    if isinstance(relation, Ne):
        return f"{_written(pairs[0][0])} on both sides" if len(pairs) == 1 else ""
    left, right = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])
    digits = next((n for n in range(5, 17) if _written(left, n) != _written(right, n)), 5)
    return f"{_written(left, digits)} on the left, {_written(right, digits)} on the right"


def _is_false(relation: Boolean, values: Mapping[Symbol, Expr]) -> bool:
    truth = domain.exact_truth(relation, values)
    return (balls.holds(relation, domain.to_point(values)) if truth is None else truth) is False


def _value(side: Expr, values: Mapping[Symbol, Expr]) -> Rational | float:
    if not side.has(Derivative, Integral, Subs):  # a number in the place of a bound symbol has no meaning
        there = side.xreplace(dict(values))
        if isinstance(there, Rational):
            return there
    return float(jets.mapped(balls.enclose(side, domain.to_point(values)), real_part).mid())


def _written(value: Rational | float, digits: int = 5) -> str:
    if isinstance(value, Rational) and len(str(value)) <= _LONGEST:
        return str(value)
    return f"{float(value):.{digits}g}"
