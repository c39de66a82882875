"""``refutes`` and ``attains``: explicit witnesses, checked exactly or by balls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Expr, Not, Set, Symbol, sympify
from sympy.logic.boolalg import Boolean

from proofs_check import balls, domain
from proofs_check.engines.smt import prove
from proofs_check.engines.statement import Statement
from proofs_check.engines.symbolic import reduces_to_zero
from proofs_check.evidence import Rejected, Strength, Undecided, active, record
from theory.claim import Claim

Values = Mapping[Symbol, Any]


def refutes(claim: Claim, at: Values, part: str | None = None) -> None:
    """Break what the paper prints with an explicit witness inside the printed domain.

    Symbols that the witness leaves out are universally quantified: the printed relation must then be false for
    all their values, which is stronger than false for one.

    Parameters
    ----------
    claim
        The claim whose printed form is refuted.
    at
        The witness: exact values (integers, fractions, SymPy numbers).
    part
        One part of the printed form; by default those that the running refutation speaks for.

    Raises
    ------
    Rejected
        If the printed form holds at the witness.
    Undecided
        If neither exact arithmetic, balls nor Z3 decide it.
    ValueError
        If there is no printed form, or the witness leaves its domain or assumptions.
    """
    if not claim.printed:
        raise ValueError(f"{claim.id}: has no printed form to refute")
    recorder = active()
    own = recorder is not None and recorder.claim is claim and recorder.role == "refutation"
    parts = (part,) if part is not None else (recorder.parts if recorder and own else tuple(claim.printed))
    values = _exact(at, claim.printed_domain, f"witness of {claim.id}")
    for name in parts:
        if name not in claim.printed:
            raise ValueError(f"part={name!r} of {claim.id}: must be one of {list(claim.printed)}")
        _require_assumptions(claim, values)
        how = _false_at(claim.printed[name], values, claim.printed_domain, f"printed form of {claim.id}")
        record(
            "refutes",
            Strength.PROVED,
            parts=(name,),
            bearing="refutes",
            detail=f"the printed form is false there, {how}",
            witness=domain.shown(values),
        )


def attains(claim: Claim, at: Values, part: str | None = None) -> None:
    """Show that an inequality cannot be sharpened: it is an equality at an explicit point of its domain.

    Parameters
    ----------
    claim
        The claim, whose part must be an inequality with both sides.
    at
        The extremal instance: exact values of all symbols.
    part
        One part of the claim; by default those that the running proof speaks for.

    Raises
    ------
    Rejected
        If the two sides differ there.
    Undecided
        If equality cannot be decided.
    ValueError
        If the point leaves the domain.
    """
    recorder = active()
    own = recorder is not None and recorder.claim is claim
    parts = (part,) if part is not None else (recorder.parts if recorder and own else tuple(claim.parts))
    values = _exact(at, claim.domain, f"extremal instance of {claim.id}")
    for name in parts:
        relation = claim.part(name)
        difference = relation.lhs - relation.rhs
        inside = difference.xreplace(values).doit()
        if inside.free_symbols:
            raise ValueError(f"extremal instance of {claim.id}: no value for {inside.free_symbols}")
        with balls.precision():
            ball = balls.enclose(difference, domain.to_point({s: v for s, v in values.items() if v.is_Rational}))
        if not ball.contains(0):
            raise Rejected(f"{claim.id}: left minus right is {ball.str(8)}, not 0", domain.shown(values))
        if not reduces_to_zero(inside):
            raise Undecided(f"{claim.id}: SymPy does not reduce {inside} to 0")
        record(
            "attains",
            Strength.PROVED,
            parts=(name,),
            bearing="attains",
            detail="equality is attained",
            witness=domain.shown(values),
        )


def _exact(at: Values, inside: Mapping[Symbol, Set], what: str) -> dict[Symbol, Expr]:
    values: dict[Symbol, Expr] = {}
    for symbol, value in at.items():
        if isinstance(value, float):
            raise ValueError(f"{what}: {symbol} = {value!r} is a float; give an exact number")
        values[symbol] = sympify(value)
    domain.require_inside(values, inside, what)
    return values


def _require_assumptions(claim: Claim, values: Mapping[Symbol, Expr]) -> None:
    for relation in claim.printed_assuming:
        truth = relation.xreplace(values)
        if truth == True:  # noqa: E712 - SymPy's own truth values
            continue
        if truth == False or balls.holds(truth, {}) is not True:  # noqa: E712
            raise ValueError(f"witness of {claim.id}: does not meet the printed assumption {relation}")


def _false_at(
    relation: Boolean, values: Mapping[Symbol, Expr], inside: Mapping[Symbol, Set], name: str
) -> str:
    """How it was seen that a relation is false at a point; raises where it is not."""
    there = relation.xreplace(values)
    if there == False:  # noqa: E712 - SymPy's own truth values
        return "in exact arithmetic"
    if there == True:  # noqa: E712
        raise Rejected(f"the {name} holds at the witness", domain.shown(values))
    if there.free_symbols:
        quantified = {symbol: inside[symbol] for symbol in there.free_symbols}
        prove(Statement(Not(there), quantified, (), (), "supports", f"negation of the {name}"))
        return f"for every {', '.join(sorted(map(str, quantified)))} (Z3)"
    with balls.precision():
        truth = balls.holds(there, {})
    if truth is None:
        raise Undecided(f"the {name}: balls do not decide it at {domain.shown(values)}")
    if truth:
        raise Rejected(f"the {name} holds at the witness", domain.shown(values))
    return "by ball arithmetic"
