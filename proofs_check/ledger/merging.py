"""One ledger from several runs: what a run found takes the place of what an earlier one did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs_check.ledger.document import decided_fields, reading_order
from proofs_check.ledger.strength import KERNEL_RUN
from proofs_check.ledger.verdict import Verdict, propagate, verdict


def merge(old: Mapping[str, Any] | None, new: Mapping[str, Any], run: Mapping[str, Any]) -> dict[str, Any]:
    """Put the claims and figures of a new ledger into an old one.

    Every row bears the id of the run that it is from. A claim that relies on others gets its verdict anew,
    from its own evidence and from what the ledger now says of them.

    Parameters
    ----------
    old
        The ledger so far, if there is one.
    new
        What the run found.
    run
        What ``runs`` says of the run: its ``id`` and more, as ``ledger.schema.json`` describes it.

    Returns
    -------
    dict
        The new environment, all rows, and the runs that still have one.
    """
    merged: dict[str, Any] = dict(new)
    for kind in ("claims", "figures"):
        earlier = {} if old is None else {row["id"]: row for row in old[kind]}
        merged[kind] = list((earlier | {row["id"]: {**row, "run": run["id"]} for row in new[kind]}).values())
    merged["claims"] = settled(sorted(merged["claims"], key=reading_order))
    used = {row.get("run") for kind in ("claims", "figures") for row in merged[kind]}
    runs = {one["id"]: one for one in (*(old or {}).get("runs", ()), run)}
    merged["runs"] = [one for id_, one in runs.items() if id_ in used]
    return merged


def settled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Decide anew the verdicts that other rows, or the kernel of a proof assistant, bear on."""
    verdicts = {row["id"]: _own(row) for row in rows}
    propagate(verdicts)
    for at, row in enumerate(rows):
        if row["relies_on"] or "kernel" in row:
            rows[at] = row | decided_fields(verdicts[row["id"]])
    return rows


def _own(row: Mapping[str, Any]) -> Verdict:
    """The verdict of a row before it is capped by what it relies on."""
    remarks = [{"text": text, "shown_by": [], "source": None} for text in row["remarks"]]
    runs = [
        {**run, "evidence": [piece for piece in row["evidence"] if piece["proof"] == run["proof"]]}
        for run in row["proofs"]
    ]
    kernel = [piece for piece in row["evidence"] if piece["proof"] == KERNEL_RUN]
    if kernel:
        runs.append({"proof": KERNEL_RUN, "role": "proof", "outcome": "passed", "evidence": kernel})
    return verdict({**row, "sayings": [*row["assertions"], *remarks]}, runs)
