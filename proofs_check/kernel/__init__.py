"""The highest rung: parts of claims proved again by the kernel of a proof assistant, Rocq.

A part is translated to two statements over the reals, that it holds and that everything in it is defined
(`translate`, `theorem`). Scripts that prove them are searched once (`campaign`, `search`, `hints`; none of
it trusted), stored (`store`), and checked by Rocq (`check`), which says also what axioms they rest on.
Theorems for all sizes are written by hand (`theorems`).

Rocq is optional: `available` says what is missing, and without it nothing counts as checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from proofs_check.kernel import rocq, store
from proofs_check.kernel.check import AXIOMS, Name, Result, allowed_axioms, check
from proofs_check.kernel.exporting import export
from proofs_check.kernel.theorem import theorem_of
from proofs_check.kernel.translate import Untranslatable
from theory.claim import Claim

__all__ = [
    "AXIOMS",
    "Result",
    "Untranslatable",
    "allowed_axioms",
    "available",
    "checked",
    "export",
    "script",
    "statement",
    "stored",
]


def available() -> str | None:
    """What is missing for checking, in a line; ``None`` if nothing is."""
    return rocq.missing()


def statement(claim: Claim, part: str) -> str:
    """Statements of a part as Rocq reads them: that it holds, and that everything in it is defined.

    Raises
    ------
    Untranslatable
        If there is none; the message says why.
    ValueError
        If the claim has no such part.
    """
    return theorem_of(claim, part).text


def script(claim: Claim, part: str) -> str | None:
    """Stored proof of a part that fits its statement as it is now; ``None`` where there is none."""
    try:
        theorem = theorem_of(claim, part)
    except Untranslatable:
        return None
    found = store.load({claim.paper}).get((claim.id, part))
    return None if found is None or found.key != theorem.key else found.holds


def stored(claims: Iterable[Claim]) -> set[Name]:
    """Parts of claims with a stored script that fits: what a check would be about."""
    return {(claim.id, part) for claim in claims for part in claim.parts if script(claim, part) is not None}


def checked(claims: Iterable[Claim], *, build: Path = rocq.BUILD, workers: int = 2) -> dict[Name, Result]:
    """Check the parts of claims.

    Parameters
    ----------
    claims
        The claims.
    build
        Folder in which the compiled prelude is kept.
    workers
        Programs at a time.

    Returns
    -------
    dict
        A result for every part of every claim; those that are not accepted say why: no statement, no
        script, a stale one, or what Rocq has against it.

    Raises
    ------
    rocq.Failed
        If Rocq is missing (ask `available` first) or the prelude itself is not accepted.
    """
    if (gap := available()) is not None:
        raise rocq.Failed(gap)
    claims = list(claims)
    scripts = store.load({claim.paper for claim in claims})
    results: dict[Name, Result] = {}
    pairs = {}
    for claim in claims:
        for part in claim.parts:
            name = claim.id, part
            try:
                theorem = theorem_of(claim, part)
            except Untranslatable as gap:
                results[name] = Result(False, why=f"not translated: {gap}", judged=False)
                continue
            if name in scripts:
                pairs[name] = theorem, scripts[name]
            else:
                results[name] = Result(False, why="no script is stored", judged=False)
    return results | check(pairs, build=build, workers=workers)
