"""``for_all``: Z3 finds no counterexample over the whole domain."""

from __future__ import annotations

from collections.abc import Mapping

import z3
from sympy import Set, Symbol
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, domain, smt
from proofs_check.arithmetic.wellposed import require_defined, require_inhabited
from proofs_check.engines.statement import Statement, statements
from proofs_check.ledger.evidence import Fact, Rejected, Strength, Undecided, active, record
from theory.claim import Claim


def for_all(
    what: Claim | Boolean,
    part: str | None = None,
    *,
    over: Mapping[Symbol, Set] | None = None,
    assuming: tuple[Boolean, ...] = (),
    given: tuple[Boolean, ...] = (),
) -> None:
    """Prove a relation over its whole domain: Z3 finds its negation unsatisfiable.

    Subexpressions outside real algebra (``phi(c)``, say) become fresh variables, which can only make the
    statement harder to prove; facts about them come in through ``given``.

    Parameters
    ----------
    what
        A claim, or a relation that serves as a step of an argument.
    part
        One part of the claim; by default those that the running proof speaks for.
    over, assuming
        Domain and assumptions of a step.
    given
        Statements that an engine has proved earlier in the same proof.

    Raises
    ------
    Rejected
        If Z3 finds a counterexample and it stands up.
    Undecided
        If Z3 gives up, if its counterexample concerns only the generalised statement, or if the statement is
        not defined on all of its domain.
    ValueError
        If a given fact has not been proved before, or not on this domain.
    """
    for statement in statements(what, part, over, assuming):
        strength = min([_strength_of(fact, statement) for fact in given], default=Strength.PROVED)
        prove(statement, given)
        recorder = active()
        if recorder is not None:
            recorder.facts.append(Fact(statement.formula, statement.domain, statement.assuming, strength))
        record(
            "for_all",
            strength,
            parts=statement.parts,
            bearing=statement.bearing,
            detail="Z3 finds the negation unsatisfiable" + (f", given {len(given)} steps" if given else ""),
        )


def prove(statement: Statement, given: tuple[Boolean, ...] = ()) -> None:
    """Prove one statement, or raise; see `for_all`."""
    translation = smt.Translation(statement.domain)
    try:
        premises = [translation.formula(relation) for relation in (*statement.assuming, *given)]
        translation.obligations.clear()
        goal = translation.formula(statement.formula)
    except balls.Unsupported as gap:
        raise Undecided(f"{statement.name}: {gap}") from gap
    known = [*translation.side, *premises]
    require_defined(translation, known, statement.name)
    answer, model = smt.check([*known, z3.Not(goal)])
    if answer == "unsat":
        require_inhabited(statement.domain, statement.assuming, statement.name)
        return
    if answer == "unknown":
        raise Undecided(f"{statement.name}: Z3 answers unknown ({model})")
    values, exact = smt.model_values(translation, model)
    with balls.precision():
        inside = domain.contains(values, statement.domain) and domain.meets(values, statement.assuming)
        truth = _truth(statement, values)
    if inside and truth is False:
        raise Rejected(f"{statement.name} is false", domain.shown(values))
    if not (translation.abstracted or translation.widened) and not (exact and truth):
        how = "" if exact else " near an algebraic point"
        raise Rejected(f"{statement.name} is false{how}", domain.shown(values))
    loose = ", ".join(map(str, translation.abstracted)) or "the symbols"
    raise Undecided(
        f"{statement.name}: Z3's counterexample {domain.shown(values)} does not stand up; "
        f"it takes {loose} to have values that are out of reach"
    )


def _truth(statement: Statement, values: Mapping[Symbol, object]) -> bool | None:
    try:
        return balls.holds(statement.formula, domain.to_point(values))
    except balls.Unsupported:
        return None


def _strength_of(fact: Boolean, statement: Statement) -> Strength:
    """What a given fact is worth, having been shown earlier in this proof on this domain or a larger one."""
    recorder = active()
    if recorder is None:
        raise ValueError(f"given={fact}: facts can be given only inside a proof, which proves them first")
    strange = sorted(str(symbol) for symbol in fact.free_symbols if symbol not in statement.domain)
    if strange:
        raise ValueError(f"given={fact}: {', '.join(strange)} is no symbol of {statement.name}")
    found = [
        known.strength
        for known in recorder.facts
        if known.formula == fact
        and set(known.assuming) <= set(statement.assuming)
        and all(statement.domain[s].is_subset(known.domain[s]) is True for s in fact.free_symbols)
    ]
    if found:
        return max(found)
    raise ValueError(f"given={fact}: no engine has proved this before in this proof, on this domain")
