"""Whether a statement is defined on all of its domain, and whether there is a point that it speaks of."""

from __future__ import annotations

from functools import lru_cache

import z3
from sympy import Set, Symbol
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, domain, smt
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


@lru_cache(maxsize=1024)
def _inhabited(over: tuple[tuple[Symbol, Set], ...], assuming: tuple[Boolean, ...]) -> bool:
    if any(values.is_empty for _, values in over):
        return False
    if not assuming:
        return True
    involved = set().union(*[relation.free_symbols for relation in assuming])
    relevant = {symbol: values for symbol, values in over if symbol in involved}
    try:
        next(domain.points(relevant, assuming, seed=SEED, count=1))
    except Undecided:  # a thin set, such as the solutions of an equation
        try:
            translation = smt.Translation(relevant)
            premises = [translation.formula(relation) for relation in assuming]
        except balls.Unsupported:
            return False
        if translation.abstracted or translation.widened:
            return False
        return smt.check([*translation.side, *premises, *translation.obligations])[0] == "sat"
    return True


def require_defined(translation: smt.Translation, known: list[z3.BoolRef], name: str) -> None:
    """Check that no denominator vanishes and no root or logarithm leaves the reals, given what is known.

    Raises
    ------
    Undecided
        If Z3 does not rule it out.
    """
    if not translation.obligations:
        return
    answer, model = smt.check([*known, z3.Not(z3.And(*translation.obligations))])
    if answer == "sat":
        values = domain.shown(smt.model_values(translation, model)[0])
        answer = ", ".join(f"{symbol} = {value}" for symbol, value in values.items())
    if answer != "unsat":
        raise Undecided(f"{name}: may be undefined somewhere on its domain ({answer})")
