"""Mutation results in a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from proofs_check.ledger.verdict import SOUND
from proofs_check.mutation import mutate
from relucidate.seclusion import House, arguments, houses, secluded

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
    executor: Executor | None = None,
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
    executor
        What judges instead of processes here.

    Returns
    -------
    str
        Why the store could not take all results; empty if it could.
    """
    unwritten = ""
    for house, rows in _by_house(_sound(ledger)):
        with secluded():
            results = mutate.run(
                list(rows),
                targets=arguments(house),
                workers=workers,
                executor=executor,
                store=store.absolute(),
                quick=QUICK if quick else None,
                fresh=fresh,
                progress=progress,
            )
        unwritten = next(
            filter(None, [result.pop("unwritten", "") for result in results.values()]), unwritten
        )
        _merge(rows, results)
    return unwritten


def add_earlier_results(ledger: Mapping[str, Any], store: Path) -> None:
    """Put into a ledger what earlier runs found, where claim and proofs are still the same.

    Parameters
    ----------
    ledger
        Changed in place.
    store
        Folder of the results; there need not be one.
    """
    for house, rows in _by_house(_sound(ledger)) if store.is_dir() else ():
        with secluded():
            _merge(rows, mutate.cached(list(rows), store.absolute(), arguments(house)))


def _sound(ledger: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Rows by id, of claims that have proofs, all of which pass."""
    return {
        row["id"]: row
        for row in ledger["claims"]
        if row["proofs"] and row["outcome"] in {*SOUND, "open", "not_reproduced"}
    }


def _by_house(
    rows: Mapping[str, dict[str, Any]],
) -> Iterator[tuple[House, dict[str, dict[str, Any]]]]:
    for house in houses(list(dict.fromkeys(row["paper"] for row in rows.values()))):
        yield house, {name: row for name, row in rows.items() if row["paper"] in house.papers}


def _merge(rows: Mapping[str, dict[str, Any]], results: Mapping[str, Mapping[str, Any]]) -> None:
    for claim_id, result in results.items():
        counts = dict(result)
        refused = counts.pop("refused", None)
        if refused is not None:  # nothing was tried, so nothing was shown to fail: that must not look well
            counts["survivors"] = [*counts["survivors"], f"not run: {refused}"]
        rows[claim_id]["mutants"] = counts
