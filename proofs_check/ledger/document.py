"""The ledger: every claim with its verdict and the evidence it was derived from."""

from __future__ import annotations

import json
import os
import platform
import re
import tempfile
import time
from collections.abc import Collection, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from proofs_check.ledger.verdict import propagate, verdict

#: Version of the ledger's schema, shipped as ``ledger.schema.json``; grows when a field changes meaning.
SCHEMA = "relucidate-ledger/1"

#: Seconds after which a half-written ledger has no living writer.
ABANDONED_AFTER = 3600.0

#: Packages on which verdicts depend.
PACKAGES = (
    "sympy",
    "mpmath",
    "numpy",
    "scipy",
    "matplotlib",
    "python-flint",
    "z3-solver",
    "hypothesis",
    "pytest",
)


def build(
    results: list[dict[str, Any]],
    claims: Mapping[str, dict[str, Any]],
    collected: Mapping[str, int],
    complete: Collection[str],
    *,
    not_run: Mapping[str, list[str]] | None = None,
) -> dict[str, Any]:
    """Build a ledger from the runs of proofs.

    Parameters
    ----------
    results
        One record a proof run, from whichever process.
    claims
        The claims as data, by id.
    collected
        How many proofs each claim has among those collected, selected or not.
    complete
        Papers, and claims, that are listed without a proof too: all their proofs were collected.
    not_run
        Proofs of each claim that exist and were not to be run: what is said of it is partial.

    Returns
    -------
    dict
        JSON data as ``ledger.schema.json`` describes it.
    """
    runs: dict[str, list[dict[str, Any]]] = {}
    for result in results:
        runs.setdefault(result["claim"], []).append(result)
    for claim_runs in runs.values():
        claim_runs.sort(key=lambda run: str(run["proof"]))
    listed = [
        row
        for row in claims.values()
        if row["id"] in runs or ({row["paper"], row["id"]} & set(complete) and not collected.get(row["id"]))
    ]
    listed.sort(key=_reading_order)
    verdicts = {row["id"]: verdict(row, runs.get(row["id"], [])) for row in listed}
    propagate(verdicts)
    return {
        "schema": SCHEMA,
        "claims": [
            _entry(row, runs.get(row["id"], []), verdicts[row["id"]])
            | {"not_run": (not_run or {}).get(row["id"], [])}
            for row in listed
        ],
        "figures": [],
        "environment": environment(),
    }


def _reading_order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Sort key: a paper's numbered statements, eq2 before eq11, its prose, experiments, what is beyond it."""
    pieces = re.findall(r"\d+|\D+", row["id"])
    natural = [(piece.isdigit(), int(piece) if piece.isdigit() else 0, piece) for piece in pieces]
    ranks = {"experiment": 2, "beyond": 3}
    return row["paper"], ranks.get(row["kind"], int(not any(piece.isdigit() for piece in pieces))), natural


def _entry(row: dict[str, Any], runs: list[dict[str, Any]], decided: Any) -> dict[str, Any]:
    assumptions: list[Any] = next((run["assumptions"] for run in runs if run.get("assumptions")), [])
    return row | {
        "outcome": decided.outcome,
        "strength": decided.strength.label,
        "reason": decided.reason,
        "relies_on": decided.relies_on,
        "conditional_on": decided.conditional_on,
        "assumptions": assumptions,
        "evidence": [_evidence(run, piece) for run in runs for piece in run.get("evidence", ())],
        "proofs": [{key: run.get(key, default) for key, default in _RUN_FIELDS.items()} for run in runs],
        "mutants": None,
        "seconds": round(sum(run["seconds"] for run in runs), 4),
    }


_RUN_FIELDS = {
    "proof": "",
    "role": "proof",
    "outcome": "",
    "reason": "",
    "examples": 0,
    "hits": 0,
    "seconds": 0.0,
}


def _evidence(run: dict[str, Any], piece: dict[str, Any]) -> dict[str, Any]:
    return piece | {"proof": run["proof"], "seconds": run["seconds"]}


def environment() -> dict[str, str]:
    """Versions that verdicts depend on."""
    return {"python": platform.python_version(), "platform": platform.system()} | {
        name: version(name) for name in PACKAGES
    }


def exit_code(ledger: Mapping[str, Any]) -> int:
    """0 if all is as recorded, 1 if a claim failed, 2 if one is undecided."""
    outcomes = {row["outcome"] for row in ledger["claims"]}
    survivors = any(row["mutants"] and row["mutants"]["survivors"] for row in ledger["claims"])
    return 1 if "failed" in outcomes or survivors else 2 if "undecided" in outcomes else 0


def red(ledger: Mapping[str, Any]) -> bool:
    """Whether a claim has failed, or is undecided though all its proofs ran."""
    return any(
        row["outcome"] == "failed"
        or (
            row["outcome"] == "undecided"
            and not (row["not_run"] and all(run["outcome"] == "passed" for run in row["proofs"]))
        )
        for row in ledger["claims"]
    )


def write(ledger: Mapping[str, Any], path: Path) -> None:
    """Write a ledger whole or not at all; into a device or a pipe, as it comes.

    Raises
    ------
    OSError
        If the folder cannot be made or written to.
    """
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8") as stream:
            json.dump(ledger, stream, indent=1, ensure_ascii=False)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{path.name}.*"):  # by a run that was killed as it wrote
        if time.time() - left.stat().st_mtime > ABANDONED_AFTER:
            left.unlink(missing_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(ledger, stream, indent=1, ensure_ascii=False)
            stream.write("\n")
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read(path: Path) -> dict[str, Any]:
    """Read a ledger.

    Raises
    ------
    ValueError
        If the file is no ledger of this schema version.
    """
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"ledger {path}: is no JSON ({error})") from error
    if not isinstance(ledger, dict) or ledger.get("schema") != SCHEMA:
        found = ledger.get("schema") if isinstance(ledger, dict) else type(ledger).__name__
        raise ValueError(f"ledger {path}: has schema {found!r}, this version reads {SCHEMA!r}")
    return ledger
