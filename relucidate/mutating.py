"""Mutation results in a ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from proofs_check.ledger.verdict import SOUND
from proofs_check.mutation import mutate
from relucidate.seclusion import arguments, secluded

#: Mutants of each part of a claim that a quick run tries.
QUICK = 4


def mutate_sound(
    ledger: Mapping[str, Any],
    store: Path,
    *,
    workers: int,
    quick: bool,
    fresh: bool,
    progress: Callable[[int, int, str], None],
) -> str:
    """Mutate the claims of a ledger whose proofs pass, and put the results into their rows.

    Parameters
    ----------
    ledger
        Changed in place.
    store
        Folder of the results of earlier runs, which count while claim and proofs are the same.
    workers
        Processes.
    quick
        Try only `QUICK` mutants of each part.
    fresh
        Disregard earlier results.
    progress
        Told after each mutant.

    Returns
    -------
    str
        Why the store could not take all results; empty if it could.
    """
    rows = _sound(ledger)
    if not rows:
        return ""
    with secluded():
        results = mutate.run(
            list(rows),
            targets=_targets(rows),
            workers=workers,
            store=store.absolute(),
            quick=QUICK if quick else None,
            fresh=fresh,
            progress=progress,
        )
    unwritten = [result.pop("unwritten", "") for result in results.values()]
    _merge(rows, results)
    return next(filter(None, unwritten), "")


def add_earlier_results(ledger: Mapping[str, Any], store: Path) -> None:
    """Put into a ledger what earlier runs found, where claim and proofs are still the same.

    Parameters
    ----------
    ledger
        Changed in place.
    store
        Folder of the results; there need not be one.
    """
    rows = _sound(ledger)
    if rows and store.is_dir():
        with secluded():
            _merge(rows, mutate.cached(list(rows), store.absolute(), _targets(rows)))


def _sound(ledger: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Rows by id, of claims that have proofs, all of which pass."""
    return {
        row["id"]: row
        for row in ledger["claims"]
        if row["proofs"] and row["outcome"] in {*SOUND, "open", "not_reproduced"}
    }


def _targets(rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return arguments(list(dict.fromkeys(row["paper"] for row in rows.values())))


def _merge(rows: Mapping[str, dict[str, Any]], results: Mapping[str, Mapping[str, Any]]) -> None:
    for claim_id, result in results.items():
        counts = dict(result)
        refused = counts.pop("refused", None)
        if refused is not None:  # nothing was tried, so nothing was shown to fail: that must not look well
            counts["survivors"] = [*counts["survivors"], f"not run: {refused}"]
        rows[claim_id]["mutants"] = counts
