"""Are the assumptions needed? For each, a search for a point outside it at which the formula breaks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from sympy import Rational, Set, Symbol
from sympy.logic.boolalg import Boolean

from proofs_check.arithmetic import balls, domain
from proofs_check.ledger.evidence import Undecided
from theory.claim import Claim, variables
from theory.claim.arrays import is_whole
from theory.claim.printing import domain_text

#: Points tried for each assumption.
TRIES = 40
#: Seed of these points: the same in every run.
SEED = 11_711_280
#: Precision in bits; a witness only has to be certain, not sharp.
BITS = 96

_SPECIAL = tuple(Rational(n, 2) for n in (0, -2, 2, -1, 1, 4, -4, 3, -3))


@dataclass(frozen=True)
class Finding:
    """What the search says about one assumption.

    Parameters
    ----------
    assumption
        The assumption in words.
    necessary
        ``True`` with a witness, ``False`` where none was found (which shows nothing).
    witness
        A point outside the assumption, inside all others, at which the formula is false.
    """

    assumption: str
    necessary: bool
    witness: dict[str, str] = field(default_factory=dict)


def challenge(claim: Claim) -> list[Finding]:
    """Challenge every assumption of a claim.

    Parameters
    ----------
    claim
        A claim; one without a formula has nothing to challenge.

    Returns
    -------
    list of Finding
        One for each symbol whose domain is not the whole line, and one for each relation assumed.
    """
    if not claim.parts:
        return []
    used = set().union(*[variables(part) for part in claim.parts.values()])
    findings = []
    for symbol, values in claim.domain.items():
        if not is_whole(values) and symbol in used:
            label = domain_text(symbol, values)
            # A part without the symbol says the same inside its set and outside.
            parts = [part for part in claim.parts.values() if symbol in variables(part)]
            findings.append(_search(parts, label, _outside_set(claim, symbol, values)))
    for index, relation in enumerate(claim.assuming):
        findings.append(_search([*claim.parts.values()], str(relation), _outside_relation(claim, index)))
    return findings


def _search(parts: list[Boolean], label: str, candidates: Iterator[dict[Symbol, Rational]]) -> Finding:
    with balls.precision(BITS):
        try:
            for point in candidates:
                if any(_breaks(part, point) for part in parts):
                    return Finding(label, True, domain.shown(point))
        except Undecided:  # no way to sample the other domains
            pass
    return Finding(label, False)


def _breaks(part: Boolean, point: dict[Symbol, Rational]) -> bool:
    """Whether a formula is certainly false at a point; where it is undefined it says nothing."""
    try:
        truth = domain.exact_truth(part, point)
        return (balls.holds(part, domain.to_point(point)) if truth is None else truth) is False
    except (Undecided, ArithmeticError, TypeError, ValueError):
        return False


def _outside_set(claim: Claim, symbol: Symbol, values: Set) -> Iterator[dict[Symbol, Rational]]:
    rng = random.Random(SEED)
    outside = [value for value in _SPECIAL if values.contains(value) == False]  # noqa: E712 - SymPy's truth
    for attempt in range(TRIES):
        value = outside[attempt % len(outside)] if outside and attempt < 2 * len(outside) else None
        if value is None:
            value = Rational(rng.randint(-400, 400), 96)
            if values.contains(value) != False:  # noqa: E712 - SymPy's truth
                continue
        point = {s: domain.sample(v, rng) for s, v in claim.domain.items() if s != symbol} | {symbol: value}
        if domain.meets(point, claim.assuming):
            yield point


def _outside_relation(claim: Claim, index: int) -> Iterator[dict[Symbol, Rational]]:
    rng = random.Random(SEED)
    dropped = claim.assuming[index]
    others = claim.assuming[:index] + claim.assuming[index + 1 :]
    for _ in range(TRIES):
        point = {s: domain.sample(v, rng) for s, v in claim.domain.items()}
        if domain.meets(point, others) and not domain.meets(point, (dropped,)):
            yield point
