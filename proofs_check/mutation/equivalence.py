"""Mutants that no check could reject: where a formula implies its mutant, all over the claim's domain.

A sound check rejects a statement only by showing that it is false somewhere. If, wherever the claim holds,
its mutant holds too, then whoever rejects the mutant rejects the claim: the two have the same truth value
wherever the claim is what it says to be. Such mutants are set aside as *equivalent* and cost no score. There
are three kinds:

- the same formula written otherwise (``x*x`` for ``x**2``, both sides negated);
- a weaker one (``<=`` for a true ``<``), which only a proof of sharpness could have rejected;
- one that is true by itself.

Each answer comes with its reason. Everything undecided counts as *not* equivalent, so that a doubt is always
held against the proofs. As in `identity`, equality is shown wherever both sides are defined; its sample
points show that they are defined somewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import And, Eq, Expr, Implies, Or, Set, Symbol
from sympy.core.relational import Ge, Gt, Le, Lt
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, domain, exact_values
from proofs_check.arithmetic.instances import instances
from proofs_check.engines import any_size
from proofs_check.engines.reduction import reduces_to_zero
from proofs_check.engines.smt import prove
from proofs_check.engines.statement import Statement
from proofs_check.engines.symbolic import second_route
from proofs_check.ledger.evidence import Rejected, Undecided
from proofs_check.mutation.sequences import Named
from theory.claim import variables
from theory.claim.arrays import check_shapes

#: Points of the domain at which a mutant gets its chance to be certainly false.
POINTS = 12
#: Seed of these points.
SEED = 5_201_968
#: Bits for looking at them: certainty is wanted, not sharpness.
BITS = 96

_FAILURES = (Undecided, balls.Unsupported, ArithmeticError, TypeError, ValueError, NotImplementedError)

#: What each comparison of two sides implies about the same two sides.
_WEAKER = {Lt: (Le,), Gt: (Ge,), Eq: (Le, Ge)}


def implied(
    formula: Boolean,
    mutant: Boolean,
    over: Mapping[Symbol, Set],
    assuming: tuple[Boolean, ...] = (),
) -> str | None:
    """Why a mutant holds wherever the formula does, or ``None`` where that has not been shown.

    Parameters
    ----------
    formula
        What the claim says.
    mutant
        What might follow from it.
    over
        The claim's domain.
    assuming
        The claim's assumptions.
    """
    if certainly_differs(formula, mutant, over, assuming):
        return None
    return _shown(formula, mutant, over, assuming)


def certainly_differs(
    formula: Boolean, mutant: Boolean, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]
) -> bool:
    """Whether balls find a point of the domain where the mutant is certainly false and the formula is not."""
    if any_size.concerns(formula):
        return _differs_at_an_instance(formula, mutant, over, assuming)
    try:
        with balls.precision(BITS):
            for point in domain.points(over, assuming, seed=SEED, count=POINTS):
                at = domain.to_point(point)
                if _truth(mutant, at) is False and _truth(formula, at) is not False:
                    return True
    except _FAILURES:  # the domain cannot be sampled
        return False
    return False


def _differs_at_an_instance(
    formula: Boolean, mutant: Boolean, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]
) -> bool:
    used = variables(formula).union(variables(mutant), *[variables(relation) for relation in assuming])
    over = {symbol: values for symbol, values in over.items() if symbol in used}
    try:
        for at in instances(over, assuming, seed=SEED, count=POINTS):
            truths = [exact_values.truth(relation, at) for relation in (mutant, formula)]
            if truths[0] is False and truths[1] is not False:
                return True
    except _FAILURES:  # no instance can be drawn, or nothing computed
        return False
    return False


def _truth(relation: Boolean, at: Mapping[Symbol, Any]) -> bool | None:
    try:
        return balls.holds(relation, at)
    except _FAILURES:
        return None


def _shown(
    formula: Boolean, mutant: Boolean, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]
) -> str | None:
    if mutant == formula:
        return "it is the same formula"
    if formula.args == mutant.args and mutant.func in _WEAKER.get(formula.func, ()):
        return f"{formula.rel_op} implies {mutant.rel_op} of the same two sides"
    routes = (
        (_by_normal_forms,)
        if any_size.concerns(formula)
        else (
            _by_differences,
            _by_part,
            _by_z3,
            _by_z3_on_sequences,
        )
    )
    for route in routes:
        reason = route(formula, mutant, over, assuming)
        if reason is not None:
            return reason
    return None


def _by_normal_forms(
    formula: Boolean, mutant: Boolean, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]
) -> str | None:
    """Compare matrices, sums or laws of any size: left minus right, by the two routes of `identity`."""
    if not isinstance(mutant, Eq):
        return None
    routes = [(mutant, "its two sides have the same normal form: it is true by itself")]
    if isinstance(formula, Eq):
        new, old = mutant.lhs - mutant.rhs, formula.lhs - formula.rhs
        routes = [
            (Eq(new, old, evaluate=False), "both equations have the same difference of sides"),
            (Eq(new, -old, evaluate=False), "the equations are negatives of one another"),
            *routes,
        ]
    for goal, reason in routes:
        try:
            check_shapes(goal)
            doubt = any_size.second_route(_statement(goal, over, assuming))
            if doubt is None and any_size.holds(goal, over, assuming) is None:
                return reason
        except (Rejected, *_FAILURES):
            continue
    return None


def _by_differences(
    formula: Boolean, mutant: Boolean, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]
) -> str | None:
    """Compare left minus right of two equations, or show that the mutant's is zero."""
    if not isinstance(mutant, Eq):
        return None
    new = balls.differences(mutant)
    old = balls.differences(formula) if isinstance(formula, Eq) else []
    routes = [(new, "SymPy reduces the mutant's own difference to 0: it is true by itself")]
    if len(old) == len(new):
        pairs = list(zip(new, old, strict=True))
        routes = [
            ([a - b for a, b in pairs], "SymPy reduces the difference of the two equations to 0"),
            ([a + b for a, b in pairs], "SymPy reduces the equations to negatives of one another"),
            *routes,
        ]
    for differences, reason in routes:
        if all(_vanishes(difference, over, assuming) for difference in differences):
            return reason
    return None


def _vanishes(expr: Expr, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]) -> bool:
    """Whether an expression is shown to be zero, by the two routes of `identity`."""
    try:
        doubt = second_route(_statement(Eq(expr, 0, evaluate=False), over, assuming)) if expr != 0 else None
        return doubt is None and reduces_to_zero(expr)
    except (Rejected, *_FAILURES):
        return False


def _by_part(
    formula: Boolean, mutant: Boolean, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]
) -> str | None:
    """Look only at the one member in which two connectives of a kind differ; they are monotone in it."""
    if isinstance(formula, Implies) and isinstance(mutant, Implies):
        (premise, conclusion), (new_premise, new_conclusion) = formula.args, mutant.args
        if premise == new_premise:
            return _shown(conclusion, new_conclusion, over, (*assuming, premise))
        if conclusion == new_conclusion:
            return _shown(new_premise, premise, over, assuming)
    for kind in (And, Or):
        if isinstance(formula, kind) and isinstance(mutant, kind):
            old, new = (set(a.args) - set(b.args) for a, b in ((formula, mutant), (mutant, formula)))
            if len(old) == len(new) == 1:
                return _shown(old.pop(), new.pop(), over, assuming)
    return None


def _by_z3(
    formula: Boolean, mutant: Boolean, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]
) -> str | None:
    consequence = Implies(formula, mutant, evaluate=False)
    for goal, reason in (
        (consequence, "Z3 proves that the claim implies it"),
        (mutant, "Z3 proves it by itself"),
    ):
        try:
            prove(_statement(goal, over, assuming))
        except (Rejected, *_FAILURES):
            continue
        return reason
    return None


def _by_z3_on_sequences(
    formula: Boolean, mutant: Boolean, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]
) -> str | None:
    """Whatever the values of the sequences in both, and with a few facts about powers."""
    named = Named(over)
    try:
        claimed, changed = named.read(formula), named.read(mutant)
        if (claimed, changed) == (formula, mutant):
            return None
        consequence = Implies(And(*named.facts(), claimed), changed, evaluate=False)
        prove(_statement(consequence, named.over, assuming))
    except (Rejected, *_FAILURES):
        return None
    return "Z3 proves that the claim implies it, whatever the sequences"


def _statement(goal: Boolean, over: Mapping[Symbol, Set], assuming: tuple[Boolean, ...]) -> Statement:
    used = variables(goal).union(*[variables(relation) for relation in assuming])
    return Statement(goal, {s: v for s, v in over.items() if s in used}, assuming, (), "supports", "mutant")
