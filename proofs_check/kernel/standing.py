"""How a claim stands with the kernel: its parts and its theorems for all sizes, as the ledger shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs_check.kernel import theorems
from proofs_check.kernel.check import Name, Result
from proofs_check.kernel.known import Known
from proofs_check.kernel.store import Script
from proofs_check.kernel.theorem import theorem_of
from proofs_check.kernel.translate import Untranslatable
from theory.claim import Assertion, Claim


def standing(claim: Claim, scripts: Mapping[Name, Script], known: Known) -> dict[str, Any] | None:
    """Entry of a claim in the ledger.

    Parameters
    ----------
    claim
        The claim as it is now.
    scripts
        Stored scripts of its paper.
    known
        What Rocq has said of them.

    Returns
    -------
    dict or None
        As ``ledger.schema.json`` describes ``kernel``; ``None`` for a claim with neither parts nor theorems.
    """
    parts = [_part(claim, part, scripts.get((claim.id, part)), known) for part in claim.parts]
    sizes = [_theorem(claim, one, known) for one in theorems.THEOREMS if one.claim == claim.id]
    if not parts and not sizes:
        return None
    checked = any(one["status"] in ("accepted", "refused") for one in (*parts, *sizes))
    return {"rocq": known.rocq if checked else "", "parts": parts, "theorems": sizes}


def _part(claim: Claim, part: str, script: Script | None, known: Known) -> dict[str, Any]:
    entry: dict[str, Any] = {"part": part, "statement": "", "script": "", "axioms": []}
    try:
        theorem = theorem_of(claim, part)
    except Untranslatable as gap:
        return entry | {"status": "untranslated", "reason": str(gap)}
    entry["statement"] = theorem.text
    if script is None:
        return entry | {"status": "missing", "reason": ""}
    if script.key != theorem.key:
        return entry | {"status": "stale", "reason": "the statement or the prelude has changed"}
    entry["script"] = _proofs(script)
    return entry | _result(known.of_part(theorem, script))


def _proofs(script: Script) -> str:
    """Both proofs as Rocq reads them; the second one only where there is something to show."""
    defined = "" if script.defined == "exact I" else f"\nProof. {script.defined}. Qed."
    return f"Proof. {script.holds}. Qed.{defined}"


def _theorem(claim: Claim, theorem: theorems.ForAllSizes, known: Known) -> dict[str, Any]:
    about = [
        saying.text
        for saying in claim.sayings
        if isinstance(saying, Assertion) and theorem.shows in saying.shown_by
    ]
    entry = {
        "name": theorem.name,
        "file": f"{claim.paper}/{theorem.path.name}",
        "says": theorem.says,
        "assertion": about[0] if about else None,
    }
    return entry | {"axioms": []} | _result(known.of_theorem(theorem))


def _result(result: Result | None) -> dict[str, Any]:
    if result is None:
        return {"status": "unchecked", "reason": ""}
    status = "accepted" if result.accepted else "refused"
    return {"status": status, "reason": result.why, "axioms": sorted(result.axioms)}
