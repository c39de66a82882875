"""Whether a statement is defined on all of its domain, and whether there is a point that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import z3
from sympy import And, Equivalent, Implies, Set, Symbol
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, domain, smt, solvers
from proofs_check.arithmetic.existence import met_somewhere
from proofs_check.ledger.evidence import Undecided

#: Seed of the search for a point that meets the assumptions.
SEED = 19_090_465


def require_inhabited(over: domain.Domain, assuming: tuple[Boolean, ...], name: str) -> None:
    """Check that the assumptions do not contradict one another.

    Raises
    ------
    Undecided
        If neither sampling nor Z3 finds a point that meets them all.
    """
    if not _inhabited(tuple(over.items()), assuming):
        raise Undecided(f"{name}: found no point that meets its assumptions; they may contradict one another")


def require_premises_met(
    formula: Boolean, over: domain.Domain, assuming: tuple[Boolean, ...], name: str
) -> None:
    """Check that the premise of every implication in a formula is met somewhere.

    An implication with a premise that nothing meets is true and says nothing; so is an equivalence between
    two things that are never so.

    Raises
    ------
    Undecided
        If no point is found at which the premise holds.
    """
    for alternatives in _premises(formula):
        if not any(_inhabited(tuple(over.items()), (*assuming, premise)) for premise in alternatives):
            shown = " or ".join(map(str, alternatives))
            raise Undecided(f"{name}: found no point that meets {shown}; nothing may follow from it")


def _premises(formula: Any) -> Iterator[tuple[Boolean, ...]]:
    """Premises of implications, and for equivalences the sides of which one must be met."""
    if isinstance(formula, Implies):
        premise, conclusion = formula.args
        yield (premise,)
        for alternatives in _premises(conclusion):
            yield tuple(And(premise, other) for other in alternatives)
    elif isinstance(formula, Equivalent):
        yield formula.args
    elif isinstance(formula, And):
        for arg in formula.args:
            yield from _premises(arg)


@lru_cache(maxsize=1024)
def _inhabited(over: tuple[tuple[Symbol, Set], ...], assuming: tuple[Boolean, ...]) -> bool:
    if any(values.is_empty for _, values in over):
        return False
    assumed = [relation for relation in assuming if relation != True]  # noqa: E712 - SymPy's own truth values
    if not assumed:
        return True
    if False in assumed:
        return False
    involved = set().union(*[relation.free_symbols for relation in assumed])
    relevant = {symbol: values for symbol, values in over if symbol in involved}
    try:
        next(domain.points(relevant, tuple(assumed), seed=SEED, count=1))
    except Undecided:  # a thin set, such as the solutions of an equation
        if _met_in_a_model(relevant, tuple(assumed)):
            return True
        with balls.precision():
            return met_somewhere(relevant, assumed, SEED)
    return True


def _met_in_a_model(over: domain.Domain, assuming: tuple[Boolean, ...]) -> bool:
    """Whether Z3 finds a point: of the assumptions themselves, or one that balls confirm."""
    try:
        translation = smt.Translation(over)
        premises = [translation.formula(relation) for relation in assuming]
        answer = solvers.check([*translation.side, *premises, *translation.obligations])
    except balls.Unsupported:
        return False
    if answer.verdict != "sat":
        return False
    if not (translation.abstracted or translation.widened):
        return True
    values, _ = smt.model_values(translation, answer.model)
    try:
        with balls.precision():
            return domain.contains(values, over) and domain.meets(values, assuming)
    except Undecided:
        return False


def require_defined(translation: smt.Translation, known: list[z3.BoolRef], name: str) -> bool:
    """Check that no denominator vanishes and no root or logarithm leaves the reals, given what is known.

    Returns
    -------
    bool
        Whether a second solver agrees.

    Raises
    ------
    Undecided
        If Z3 does not rule it out.
    """
    if not translation.obligations:
        return True
    answer = solvers.check([*known, z3.Not(z3.And(*translation.obligations))])
    if answer.verdict == "unsat":
        return answer.confirmed
    why = answer.why
    if answer.verdict == "sat":
        values = domain.shown(smt.model_values(translation, answer.model)[0])
        why = ", ".join(f"{symbol} = {value}" for symbol, value in values.items())
    raise Undecided(f"{name}: may be undefined somewhere on its domain ({why})")
