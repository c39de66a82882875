"""What an engine is asked about: parts of a claim, or a step of an argument over its own domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sympy import Set, Symbol
from sympy.logic.boolalg import Boolean, BooleanAtom

from proofs_check.ledger.evidence import Bearing, active
from theory.claim import Claim, check_symbol, variables
from theory.claim.arrays import check_array, check_shapes
from theory.claim.reading import observed


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
        If a claim has no formula, or a step has symbols without a domain or has decided itself.
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
            yield Statement(formula, domain, what.assuming, (name,), bearing, label)
        return
    if not isinstance(what, Boolean):
        raise TypeError(f"statement={what!r}: must be a Claim or a SymPy relation")
    if isinstance(what, BooleanAtom):
        raise ValueError(f"statement={what!r}: has decided itself while being built; use evaluate=False")
    check_shapes(what)
    domain = dict(over or {})
    used = variables(what).union(*[variables(a) for a in assuming])
    missing = sorted(str(s) for s in used if s not in domain)
    if missing:
        raise ValueError(f"over={over!r}: no domain for {', '.join(missing)}")
    for symbol, values in domain.items():
        if not check_array(symbol, values, f"over[{symbol}]"):
            check_symbol(symbol, values, f"over[{symbol}]")
    if len({str(symbol) for symbol in domain}) < len(domain):
        raise ValueError(f"over={over!r}: two symbols bear one name")
    yield Statement(what, domain, tuple(assuming), (), "supports", "step")
