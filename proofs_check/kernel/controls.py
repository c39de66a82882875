"""False statements that stored scripts must not prove: what papers print wrongly, and mutants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from proofs_check.kernel import rocq, store
from proofs_check.kernel.search import first_that_closes
from proofs_check.kernel.store import Script
from proofs_check.kernel.theorem import theorem, theorem_of, theorem_of_printed
from proofs_check.kernel.translate import Untranslatable
from proofs_check.mutation.equivalence import certainly_differs
from proofs_check.mutation.mutants import mutants
from theory.claim import Claim

#: Errata whose printed statements are true, or may be: they say less than what is proved.
WEAKER = ("loose constant", "gap")
#: Seconds in which a script proves what it can.
SECONDS = 5

Goals = dict[str, tuple[str, list[str]]]


def fitting(claims: Iterable[Claim]) -> Iterator[tuple[Claim, str, Script]]:
    """Parts with a stored script that fits, and the script."""
    claims = list(claims)
    scripts = store.load({claim.paper for claim in claims})
    for claim in claims:
        for part in claim.parts:
            script = scripts.get((claim.id, part))
            try:
                if script is not None and theorem_of(claim, part).key == script.key:
                    yield claim, part, script
            except Untranslatable:
                continue


def printed(found: Iterable[tuple[Claim, str, Script]]) -> Goals:
    """What is printed in the place of parts and is false, with the scripts of these parts."""
    goals: Goals = {}
    for claim, part, script in found:
        if part in claim.printed and claim.erratum not in WEAKER:
            try:
                goals[_name(claim, part, "printed")] = theorem_of_printed(claim, part).holds, [script.holds]
            except Untranslatable:
                continue
    return goals


def mutated(found: Iterable[tuple[Claim, str, Script]], each: int) -> Goals:
    """Mutants that certainly say something else, at most so many of each part, with the part's script.

    A mutant that says something else may still be true: a weaker bound. Of these the goals are full, and what
    closes one is to be looked at.
    """
    goals: Goals = {}
    for claim, part, script in found:
        formula, tried = claim.part(part), 0
        for i, mutant in enumerate(mutants(formula, claim.domain)):
            if tried == each:
                break
            if mutant.formula is None or mutant.of is not None:
                continue
            if not certainly_differs(formula, mutant.formula, claim.domain, claim.assuming):
                continue
            try:
                stated = theorem(mutant.formula, claim.domain, claim.assuming).holds
            except Untranslatable:
                continue
            goals[_name(claim, part, f"mutant {i}: {mutant.description}")] = stated, [script.holds]
            tried += 1
    return goals


def proved(goals: Goals, *, seconds: int = SECONDS, build: Path = rocq.BUILD, workers: int = 2) -> list[str]:
    """Names of the statements that their scripts prove; there should be none that is false."""
    return sorted(first_that_closes(goals, seconds=seconds, build=build, workers=workers))


def _name(claim: Claim, part: str, what: str) -> str:
    return f"{claim.id}[{part}] {what}"
