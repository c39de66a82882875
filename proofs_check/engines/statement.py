"""What an engine is asked about: parts of a claim, or a step of an argument over its own domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sympy import Set, Symbol
from sympy.logic.boolalg import Boolean, BooleanAtom

from proofs_check.arithmetic.wellposed import require_premises_met
from proofs_check.ledger.evidence import Bearing, Undecided, active
from theory.claim import Claim, variables
from theory.claim.reading import observed
from theory.claim.validation import check_domain, check_relations


@dataclass(frozen=True)
class Statement:
    """A formula with its domain.

    Parameters
    ----------
    formula
        The relation to be judged.
    domain, assuming
        Where it is claimed.
    parts
        The parts of the claim that it is.
    bearing
        ``"proves"`` for a part of the claim under proof, ``"supports"`` for a step on the way.
    name
        How messages call it.
    """

    formula: Boolean
    domain: Mapping[Symbol, Set]
    assuming: tuple[Boolean, ...]
    parts: tuple[str, ...]
    bearing: Bearing
    name: str


def statements(
    what: Claim | Boolean,
    part: str | None,
    over: Mapping[Symbol, Set] | None,
    assuming: tuple[Boolean, ...],
) -> Iterator[Statement]:
    """Statements that an engine was asked about.

    Parameters
    ----------
    what
        A claim, or a relation that serves as a step.
    part
        One part of the claim; by default those that the running proof speaks for, or all.
    over
        The domain of a step; a claim brings its own.
    assuming
        Assumptions of a step.

    Raises
    ------
    ValueError
        If a claim has no formula, a step has symbols without a domain or has decided itself, or a relation
        compares an expression with itself.
    Undecided
        If no point is known at which the premise of an implication holds.
    TypeError
        If ``what`` is neither a claim nor a relation.
    """
    if isinstance(what, Claim):
        if over is not None or assuming:
            raise ValueError(f"over={over!r}: {what.id} brings its own domain and assumptions")
        recorder = active()
        own = recorder is not None and recorder.claim is what
        chosen = (part,) if part is not None else (recorder.parts if recorder and own else tuple(what.parts))
        if not what.parts:
            raise ValueError(f"{what.id}: has no formula to judge")
        for name in chosen:
            with observed(None):  # an engine's look at a part is no reading of the proof's own
                formula = what.part(name)
            bearing: Bearing = "proves" if own or recorder is None else "supports"
            label = f"{what.id}[{name}]" if name else what.id
            used = variables(formula).union(*[variables(a) for a in what.assuming])
            domain = {symbol: values for symbol, values in what.domain.items() if symbol in used}
            try:
                check_relations((formula,), domain, label)
            except ValueError as flaw:  # not in the claim as it was built, so put in its place since
                raise Undecided(str(flaw)) from flaw
            require_premises_met(formula, domain, what.assuming, label)
            yield Statement(formula, domain, what.assuming, (name,), bearing, label)
        return
    if not isinstance(what, Boolean):
        raise TypeError(f"statement={what!r}: must be a Claim or a SymPy relation")
    if isinstance(what, BooleanAtom):
        raise ValueError(f"statement={what!r}: has decided itself while being built; use evaluate=False")
    domain = dict(over or {})
    check_domain(domain, "over")
    check_relations((what, *assuming), domain, "over")
    require_premises_met(what, domain, tuple(assuming), "step")
    yield Statement(what, domain, tuple(assuming), (), "supports", "step")
