"""Mutation results in a ledger."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import relucidate
from proofs_check.ledger.verdict import SOUND
from proofs_check.mutation import mutate
from relucidate.seclusion import House, arguments, houses, secluded

#: Results that come with the sources, in a checkout.
SHIPPED = Path(relucidate.__path__[0]).parent / "results" / "mutation.json"
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
    found: dict[str, dict[str, Any]] | None = None,
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
    found
        Gets the results by claim id, each with its ``sources``, of claims whose proofs pass.

    Returns
    -------
    str
        Why the store could not take all results; empty if it could.
    """
    unwritten = ""
    for house, rows in _by_house(_sound(ledger)):
        sources: dict[str, str] = {}
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
                sources=sources,
            )
        if found is not None:
            found |= {
                name: result | {"sources": sources[name]}
                for name, result in results.items()
                if "refused" not in result
            }
        unwritten = next(
            filter(None, [result.pop("unwritten", "") for result in results.values()]), unwritten
        )
        _merge(rows, results)
    return unwritten


def add_earlier_results(ledger: Mapping[str, Any], store: Path, *, shipped: Path | None = None) -> None:
    """Put into a ledger what earlier runs found, where claim and proofs are still the same.

    Parameters
    ----------
    ledger
        Changed in place.
    store
        Folder of the results; there need not be one.
    shipped
        File of results that come with the sources, which stand in where the folder has none.
    """
    with_sources = {} if shipped is None else shipped_results(shipped)
    for house, rows in _by_house(_sound(ledger)) if with_sources or store.is_dir() else ():
        own = {name: with_sources[name] for name in rows if name in with_sources}
        with secluded():
            _merge(rows, mutate.cached(list(rows), store.absolute(), arguments(house), own))


def shipped_results(file: Path = SHIPPED) -> dict[str, dict[str, Any]]:
    """Read results by claim id; none where there is no such file, or it cannot be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {
            name: result for name, result in found["claims"].items()
            if {"mutants", "commit", "sources"} <= result.keys()
        }  # fmt: skip
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return {}


def ship_results(results: Mapping[str, Mapping[str, Any]], commit: str | None, file: Path = SHIPPED) -> None:
    """Put results of `proofs_check.mutation.mutate.run` among those that come with the sources.

    Parameters
    ----------
    results
        By claim id, as `mutate_sound` gives them.
    commit
        What they are of.
    file
        Where; made if missing.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    claims = shipped_results(file)
    for name, result in results.items():
        mutants = {key: value for key, value in result.items() if key not in ("sources", "unwritten")}
        claims[name] = {"commit": commit, "sources": result["sources"], "mutants": mutants}
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"claims": dict(sorted(claims.items()))}, indent=1, ensure_ascii=False)
    whole = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    whole.write_text(text + "\n", encoding="utf-8")
    whole.replace(file)


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
