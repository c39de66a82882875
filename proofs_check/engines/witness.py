"""``refutes`` and ``attains``: explicit witnesses, checked exactly or by balls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Expr, FiniteSet, Float, GreaterThan, LessThan, Not, Set, Symbol
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, domain, smt
from proofs_check.arithmetic.wellposed import require_defined
from proofs_check.engines.reduction import in_elementary_functions, reduces_to_zero
from proofs_check.engines.sides import shown_sides
from proofs_check.engines.smt import prove
from proofs_check.engines.statement import Statement
from proofs_check.engines.symbolic import WIDTH
from proofs_check.ledger.evidence import Rejected, Strength, Undecided, active, record
from theory.claim import Claim, exact_number
from theory.claim.reading import observed

Values = Mapping[Symbol, Any]


def refutes(claim: Claim, at: Values, part: str | None = None) -> None:
    """Break what the paper prints with an explicit witness inside the printed domain.

    Symbols that the witness leaves out are universally quantified: the printed relation must then be false
    for all their values, which is stronger than false for one.

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
        If neither exact arithmetic, balls nor Z3 decide it, or the printed form is undefined there: what has
        no meaning is not false.
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
        _require_assumptions(claim.printed_assuming, values, f"witness of {claim.id}")
        relation = claim.printed[name]
        how = _false_at(relation, values, claim.printed_domain, f"printed form of {claim.id}")
        sides = shown_sides(relation, values)
        record(
            "refutes",
            Strength.PROVED,
            parts=(name,),
            bearing="refutes",
            detail=f"the printed form is false there, {how}{': ' if sides else ''}{sides}",
            witness=domain.shown(values),
            of=claim,
        )


def attains(claim: Claim, at: Values, part: str | None = None) -> None:
    """Show that an inequality cannot be sharpened: it is an equality at an explicit point of its domain.

    Parameters
    ----------
    claim
        The claim, whose part must be an inequality that allows equality.
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
        If the part is no such inequality, or the point leaves the domain or the assumptions.
    """
    recorder = active()
    own = recorder is not None and recorder.claim is claim
    parts = (part,) if part is not None else (recorder.parts if recorder and own else tuple(claim.parts))
    values = _exact(at, claim.domain, f"extremal instance of {claim.id}")
    for name in parts:
        with observed(None):
            relation = claim.part(name)
        if not isinstance(relation, LessThan | GreaterThan):
            raise ValueError(f"part={name!r} of {claim.id}: {relation} is no inequality with equality")
        missing = sorted(str(s) for s in relation.free_symbols if s not in values)
        if missing:
            raise ValueError(f"extremal instance of {claim.id}: no value for {', '.join(missing)}")
        _require_assumptions(claim.assuming, values, f"extremal instance of {claim.id}")
        # Derivatives first: a number in the place of their variable would leave nothing to differentiate by.
        inside = in_elementary_functions(relation.lhs - relation.rhs).xreplace(values)
        with balls.precision():
            apart = balls.gaps(relation, domain.to_point(values))
        if apart is None:
            raise Undecided(f"{claim.id}: a side has no finite value at {domain.shown(values)}")
        (ball,) = apart
        if not ball.contains(0):
            raise Rejected(f"{claim.id}: left minus right is {ball.str(8)}, not 0", domain.shown(values))
        if not ball.rad() < WIDTH:
            raise Undecided(f"{claim.id}: balls put left minus right no nearer to 0 than {ball.str(5)}")
        if not reduces_to_zero(inside):
            raise Undecided(f"{claim.id}: SymPy does not reduce {inside} to 0")
        record(
            "attains",
            Strength.PROVED,
            parts=(name,),
            bearing="attains",
            detail="equality is attained",
            witness=domain.shown(values),
            of=claim,
        )


def _exact(at: Values, inside: Mapping[Symbol, Set], what: str) -> dict[Symbol, Expr]:
    values: dict[Symbol, Expr] = {}
    for symbol, value in at.items():
        if isinstance(value, float | Float):
            raise ValueError(f"{what}: {symbol} = {value!r} is a float; give an exact number")
        number = exact_number(value)
        if number.has(Float):
            raise ValueError(f"{what}: {symbol} = {value!r} has a float in it; give an exact number")
        values[symbol] = number
    domain.require_inside(values, inside, what)
    return values


def _require_assumptions(assuming: tuple[Boolean, ...], values: Mapping[Symbol, Expr], what: str) -> None:
    for relation in assuming:
        missing = sorted(str(s) for s in relation.free_symbols if s not in values)
        if missing:
            raise ValueError(f"{what}: the assumption {relation} needs a value for {', '.join(missing)}")
        if not domain.meets(values, (relation,)):
            raise ValueError(f"{what}: does not certainly meet the assumption {relation}")


def _false_at(
    relation: Boolean, values: Mapping[Symbol, Expr], inside: Mapping[Symbol, Set], name: str
) -> str:
    """How it was seen that a relation is false at a point; raises where it is not."""
    open_symbols = [symbol for symbol in relation.free_symbols if symbol not in values]
    if open_symbols:
        quantified = {symbol: inside[symbol] for symbol in open_symbols}
        pinned = quantified | {s: FiniteSet(v) for s, v in values.items() if s in relation.free_symbols}
        _require_meaning(relation, pinned, name)
        there = domain.at(relation, values)
        if there == True:  # noqa: E712 - SymPy's own truth values
            raise Rejected(f"the {name} holds at the witness", domain.shown(values))
        if there == False:  # noqa: E712 - decided by what is left of it
            there, quantified = relation, pinned
        prove(Statement(Not(there), quantified, (), (), "supports", f"negation of the {name}"))
        return f"for every {', '.join(sorted(map(str, open_symbols)))} (Z3)"
    truth = domain.exact_truth(relation, values)
    if truth is False:
        return "in rational arithmetic"
    if truth is None:
        with balls.precision():
            truth = balls.holds(relation, domain.to_point(values))
    if truth is None:
        raise Undecided(f"the {name}: balls do not decide it at {domain.shown(values)}")
    if truth:
        raise Rejected(f"the {name} holds at the witness", domain.shown(values))
    return "by ball arithmetic"


def _require_meaning(relation: Boolean, over: Mapping[Symbol, Set], name: str) -> None:
    """Check that a relation is defined where it is to be false: no witness deletes what is undefined."""
    translation = smt.Translation(over)
    try:
        translation.formula(relation)
    except balls.Unsupported as gap:
        raise Undecided(f"the {name}: {gap}") from gap
    require_defined(translation, translation.side, f"the {name}")
