"""The ledger: every claim with its verdict and the evidence it was derived from."""

from __future__ import annotations

import json
import platform
import re
import secrets
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from proofs_check.ledger.grading import Graded
from proofs_check.ledger.verdict import Verdict, propagate, verdict
from theory.bibliography import PAPERS

#: Version of the ledger's schema, shipped as ``ledger.schema.json``; grows when a field changes meaning.
SCHEMA = "relucidate-ledger/2"

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
#: Fields of a claim's data that the ledger writes in another form.
_INTERNAL = frozenset({"sayings"})


def build(
    results: list[dict[str, Any]],
    claims: Mapping[str, dict[str, Any]],
    collected: Mapping[str, int],
    complete: Collection[str],
    known: Mapping[str, dict[str, Any]] | None = None,
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
    known
        Rows of an earlier ledger of the same code, by id, for claims that are relied on and were not run.
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
    listed.sort(key=reading_order)
    verdicts = {row["id"]: verdict(row, runs.get(row["id"], [])) for row in listed}
    propagate(verdicts, known)
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


def reading_order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Sort key of a row with ``id``, ``paper`` and ``kind``.

    Papers as the bibliography lists them, others after these; in a paper what its author puts in order, then
    its numbered statements, eq2 before eq11, its prose, experiments, what is beyond it.
    """
    pieces = re.findall(r"\d+|\D+", row["id"])
    natural = [(piece.isdigit(), int(piece) if piece.isdigit() else 0, piece) for piece in pieces]
    ranks = {"experiment": 2, "beyond": 3}
    paper = list(PAPERS).index(row["paper"]) if row["paper"] in PAPERS else len(PAPERS)
    order = PAPERS[row["paper"]].order if row["paper"] in PAPERS else ()
    names = {row["id"], row["id"].partition(".")[2]}
    place = next((place for place, name in enumerate(order) if name in names), len(order))
    return (
        paper,
        row["paper"],
        place,
        ranks.get(row["kind"], int(not any(piece.isdigit() for piece in pieces))),
        natural,
    )


def _entry(row: dict[str, Any], runs: list[dict[str, Any]], decided: Verdict) -> dict[str, Any]:
    assumptions: list[Any] = next((run["assumptions"] for run in runs if run.get("assumptions")), [])
    claim = {key: value for key, value in row.items() if key not in _INTERNAL}
    return (
        claim
        | decided_fields(decided)
        | {
            "remarks": [saying["text"] for saying in row["sayings"] if not saying["shown_by"]],
            "assumptions": assumptions,
            "evidence": [_evidence(run, piece) for run in runs for piece in run.get("evidence", ())],
            "proofs": [_run(run) for run in runs],
            "mutants": None,
            "seconds": round(sum(run["seconds"] for run in runs), 4),
        }
    )


def decided_fields(decided: Verdict) -> dict[str, Any]:
    """Return what the verdict decides of a row."""
    return {
        "assertions": [_assertion(item) for item in decided.assertions],
        "outcome": decided.outcome,
        "strength": decided.strength.label,
        "scope": decided.grade.scope.label,
        "by_hand": list(decided.grade.by_hand),
        "headline": decided.grade.headline,
        "partial": decided.partial,
        "reason": decided.reason,
        "relies_on": decided.relies_on,
        "conditional_on": decided.conditional_on,
    }


_RUN_FIELDS: dict[str, Any] = {
    "proof": "",
    "role": "proof",
    "outcome": "",
    "reason": "",
    "examples": 0,
    "hits": 0,
    "seconds": 0.0,
    "relies_on": (),
    "by_hand": (),
}


def _run(run: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: run.get(key, default) for key, default in _RUN_FIELDS.items()}
    return {key: list(value) if isinstance(value, tuple | list) else value for key, value in kept.items()}


def _assertion(item: Graded) -> dict[str, Any]:
    return {
        "text": item.text,
        "shown_by": item.shown_by,
        "source": item.source,
        "strength": item.grade.strength.label,
        "scope": item.grade.scope.label,
        "by_hand": list(item.grade.by_hand),
        "headline": item.grade.headline,
    }


def _evidence(run: dict[str, Any], piece: dict[str, Any]) -> dict[str, Any]:
    return piece | {"proof": run["proof"], "seconds": run["seconds"]}


def environment() -> dict[str, str]:
    """Versions that verdicts depend on."""
    from importlib.metadata import version  # noqa: PLC0415 - a reader of ledgers has no use for it

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
    # Not by `tempfile`, whose files are readable by their owner alone.
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("x", encoding="utf-8") as stream:
            json.dump(ledger, stream, indent=1, ensure_ascii=False)
            stream.write("\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


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
