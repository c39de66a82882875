"""``for_all``: Z3 finds no counterexample over the whole domain, and a second solver agrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import z3
from sympy import FiniteSet, Range, Rational, Set, Symbol
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, domain, smt, solvers
from proofs_check.arithmetic.wellposed import require_defined, require_inhabited
from proofs_check.engines.statement import Statement, statements
from proofs_check.ledger.evidence import Fact, Rejected, Strength, Undecided, active, record
from theory.claim import Claim

#: Finite domains are gone through value by value as long as there are no more combinations than this.
LARGEST_ENUMERATION = 1000


def for_all(
    what: Claim | Boolean,
    part: str | None = None,
    *,
    over: Mapping[Symbol, Set] | None = None,
    assuming: tuple[Boolean, ...] = (),
    given: tuple[Boolean, ...] = (),
) -> None:
    """Prove a relation over its whole domain: Z3 finds its negation unsatisfiable, and cvc5 agrees.

    Subexpressions outside real algebra (``phi(c)``, say) become fresh variables, which can only make the
    statement harder to prove; facts about them come in through ``given``. Where that does not decide it,
    symbols with finitely many values are gone through one by one. Where cvc5 is silent within its limits the
    evidence says "one solver".

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
    Contradiction
        If the two solvers contradict each other.
    ValueError
        If a given fact has not been proved before, or not on this domain.
    """
    for statement in statements(what, part, over, assuming):
        strength = min([_strength_of(fact, statement) for fact in given], default=Strength.PROVED)
        confirmed = prove(statement, given)
        recorder = active()
        if recorder is not None:
            recorder.facts.append(Fact(statement.formula, statement.domain, statement.assuming, strength))
        how = "Z3 and cvc5 find the negation unsatisfiable"
        if not confirmed:
            how = "Z3 finds the negation unsatisfiable; one solver, cvc5 is silent within its limits"
        record(
            "for_all",
            strength,
            parts=statement.parts,
            bearing=statement.bearing,
            detail=how + (f", given {len(given)} steps" if given else ""),
        )


def prove(statement: Statement, given: tuple[Boolean, ...] = ()) -> bool:
    """Prove one statement, or raise; see `for_all`.

    Returns
    -------
    bool
        Whether a second solver agrees everywhere.
    """
    try:
        return _prove(statement, given)
    except Undecided:
        cases = list(_cases(statement))
        if not cases:
            raise
    agreed = []
    for case in cases:
        try:
            agreed.append(_prove(case, given, may_be_void=True))
        except Undecided as doubt:
            raise Undecided(f"{doubt} (with {_values(case, statement)})") from doubt
    require_inhabited(statement.domain, statement.assuming, statement.name)
    return all(agreed)


def _cases(statement: Statement) -> Iterator[Statement]:
    """The statement for each combination of values of the symbols that have finitely many."""
    values, combinations = {}, 1
    for symbol, members in statement.domain.items():
        if isinstance(members, FiniteSet | Range) and members.is_finite_set and len(members) > 1:
            combinations *= len(members)
            if combinations <= LARGEST_ENUMERATION and all(m.is_Rational for m in members):
                values[symbol] = list(members)
            else:
                combinations //= len(members)
    if not values:
        return
    for chosen in product(*values.values()):
        fixed = {symbol: FiniteSet(value) for symbol, value in zip(values, chosen, strict=True)}
        yield Statement(
            statement.formula,
            {**statement.domain, **fixed},
            statement.assuming,
            statement.parts,
            statement.bearing,
            statement.name,
        )


def _values(case: Statement, whole: Statement) -> str:
    return ", ".join(f"{s} = {v.args[0]}" for s, v in case.domain.items() if v != whole.domain[s])


def _prove(statement: Statement, given: tuple[Boolean, ...], *, may_be_void: bool = False) -> bool:
    translation = smt.Translation(statement.domain)
    try:
        premises = [translation.formula(relation) for relation in (*statement.assuming, *given)]
        translation.obligations.clear()
        goal = translation.formula(statement.formula)
    except balls.Unsupported as gap:
        raise Undecided(f"{statement.name}: {gap}") from gap
    known = [*translation.side, *premises]
    defined = require_defined(translation, known, statement.name)
    answer = solvers.check([*known, z3.Not(goal)])
    if answer.verdict == "unsat":
        if not may_be_void:
            require_inhabited(statement.domain, statement.assuming, statement.name)
        return defined and answer.confirmed
    if answer.verdict == "unknown":
        raise Undecided(f"{statement.name}: Z3 answers unknown ({answer.why})")
    _judge_counterexample(statement, translation, *smt.model_values(translation, answer.model))
    loose = ", ".join(map(str, translation.abstracted)) or "the symbols"
    values = domain.shown(smt.model_values(translation, answer.model)[0])
    raise Undecided(
        f"{statement.name}: Z3's counterexample {values} does not stand up; "
        f"it takes {loose} to have values that are out of reach"
    )


def _judge_counterexample(
    statement: Statement, translation: smt.Translation, values: dict[Symbol, Rational], exact: bool
) -> None:
    """Raise `Rejected` if a counterexample stands up."""
    with balls.precision():
        inside = domain.contains(values, statement.domain)
        met = inside and domain.meets(values, statement.assuming)
        truth = _truth(statement, values)
    if met and truth is False:
        raise Rejected(f"{statement.name} is false", domain.shown(values))
    if translation.abstracted or translation.widened or (exact and (truth or not inside)):
        return
    how = "" if exact else " near an algebraic point"
    raise Rejected(f"{statement.name} is false{how}", domain.shown(values))


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
        known.strength for known in recorder.facts if known.formula == fact and _covers(known, statement)
    ]
    if found:
        return max(found)
    raise ValueError(f"given={fact}: no engine has proved this before in this proof, on this domain")


def _covers(known: Fact, statement: Statement) -> bool:
    """Whether a fact was shown wherever a statement speaks.

    The domains of the symbols of its assumptions count as those of its own do: what follows from ``x > y``
    for positive ``y`` need not follow for others.
    """
    if not set(known.assuming) <= set(statement.assuming):
        return False
    symbols = known.formula.free_symbols.union(*[relation.free_symbols for relation in known.assuming])
    return all(
        symbol in statement.domain and statement.domain[symbol].is_subset(known.domain[symbol]) is True
        for symbol in symbols
    )
