"""``for_all``: Z3 finds no counterexample over the whole domain."""

from __future__ import annotations

from collections.abc import Mapping

import z3
from sympy import Set, Symbol
from sympy.logic.boolalg import Boolean

from proofs_check import balls, domain, smt
from proofs_check.engines.statement import Statement, statements
from proofs_check.evidence import Rejected, Strength, Undecided, active, record
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
        for fact in given:
            _require_proved(fact, statement)
        prove(statement, given)
        recorder = active()
        if recorder is not None:
            recorder.facts.append((statement.formula, statement.domain, statement.assuming))
        record(
            "for_all",
            Strength.PROVED,
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
    if translation.obligations:
        answer, _ = smt.check([*known, z3.Not(z3.And(*translation.obligations))])
        if answer != "unsat":
            raise Undecided(f"{statement.name}: may be undefined somewhere on its domain ({answer})")
    answer, model = smt.check([*known, z3.Not(goal)])
    if answer == "unsat":
        if smt.check(known)[0] == "unsat":
            raise Undecided(f"{statement.name}: its assumptions contradict one another")
        return
    if answer == "unknown":
        raise Undecided(f"{statement.name}: Z3 answers unknown ({model})")
    values, exact = smt.model_values(translation, model)
    with balls.precision():
        truth = _truth(statement, values)
    if truth is False or (truth is None and exact and not translation.abstracted):
        raise Rejected(f"{statement.name} is false", domain.shown(values))
    if not translation.abstracted and not exact:
        raise Rejected(f"{statement.name} is false near an algebraic point", domain.shown(values))
    raise Undecided(
        f"{statement.name}: Z3's counterexample {domain.shown(values)} is one only when "
        f"{', '.join(map(str, translation.abstracted))} may take any value"
    )


def _truth(statement: Statement, values: Mapping[Symbol, object]) -> bool | None:
    try:
        return balls.holds(statement.formula, domain.to_point(values))
    except balls.Unsupported:
        return None


def _require_proved(fact: Boolean, statement: Statement) -> None:
    recorder = active()
    if recorder is None:
        raise ValueError(f"given={fact}: facts can be given only inside a proof, which proves them first")
    for proved, over, assuming in recorder.facts:
        wide_enough = all(
            statement.domain[s].is_subset(over[s]) is True for s in fact.free_symbols if s in statement.domain
        )
        if proved == fact and wide_enough and set(assuming) <= set(statement.assuming):
            return
    raise ValueError(f"given={fact}: no engine has proved this before in this proof, on this domain")
