"""The kernel's rung in a ledger: evidence that is added to a claim's own, and never takes its place.

A part is as strong as the kernel only where a proof of this project shows it too: see `grading.part_grade`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs_check.ledger.merging import settled
from proofs_check.ledger.strength import KERNEL_RUN

#: What has become of a proof for the kernel of a proof assistant.
STATUSES = {
    "accepted": "accepted by the kernel",
    "refused": "refused",
    "unchecked": "not checked here, script stored",
    "stale": "the stored script is stale and counts for nothing",
    "missing": "no script is stored",
    "untranslated": "not translated",
}


def add(rows: list[dict[str, Any]], standings: Mapping[str, dict[str, Any] | None]) -> list[dict[str, Any]]:
    """Put what the kernel says of claims into their rows, and decide all verdicts anew.

    Parameters
    ----------
    rows
        Of a ledger, all of them: one may rely on another.
    standings
        ``kernel`` of the rows that it is known of, by id, as ``ledger.schema.json`` describes it.

    Returns
    -------
    list of dict
        The rows; those that are not named are as before.
    """
    return settled([_with(row, standings[row["id"]]) if row["id"] in standings else row for row in rows])


def _with(row: Mapping[str, Any], standing: Mapping[str, Any] | None) -> dict[str, Any]:
    evidence = [piece for piece in row["evidence"] if piece["proof"] != KERNEL_RUN]
    accepted = [one for one in (standing or {}).get("parts", ()) if one["status"] == "accepted"]
    if standing and accepted:
        axioms = sorted(set().union(*[one["axioms"] for one in accepted]))
        evidence.append(
            {
                "engine": "kernel",
                "strength": "kernel",
                "parts": [one["part"] for one in accepted],
                "bearing": "proves",
                "detail": f"Rocq {standing['rocq']} accepts a proof of the statement, and one that "
                f"everything in it is defined; {len(axioms)} axioms, listed with its kernel proofs",
                "witness": {},
                "instances": 1,
                "claim": row["id"],
                "scope": "all",
                "scope_note": "",
                "proof": KERNEL_RUN,
                "seconds": 0.0,
            }
        )
    return {**row, "evidence": evidence, "kernel": standing}
