"""Two ledgers side by side: which verdicts changed, and which got weaker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from proofs_check.ledger.strength import Scope, Strength

#: Outcomes by how much is known: a claim that failed or is undecided, one that is open, one that is settled.
_SETTLED = {"failed": 0, "undecided": 1, "open": 2}


@dataclass(frozen=True)
class Change:
    """What became of one claim.

    Attributes
    ----------
    id
        The claim.
    old, new
        Its verdicts in words; None where a ledger does not have it.
    weaker
        Whether less is known of it than before, or its outcome is another.
    """

    id: str
    old: str | None
    new: str | None
    weaker: bool


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return the claims whose verdicts differ, those that got weaker first.

    A verdict is weaker when its outcome is undecided or failed and was not, when it turned from one settled
    outcome into another (a claim that held is refuted: whoever relied on it must know), when its strength or
    scope is less, when a mutant survives that none did, or when the claim is gone.

    Parameters
    ----------
    old, new
        Ledgers, as ``ledger.schema.json`` describes them.

    Examples
    --------
    >>> row = {"id": "a.eq1", "outcome": "holds", "strength": "proved", "scope": "all", "mutants": None}
    >>> compare({"claims": [row]}, {"claims": [row | {"strength": "sampled", "scope": "instances"}]})
    [Change(id='a.eq1', old='holds, proved, all', new='holds, sampled, instances', weaker=True)]
    """
    before = {row["id"]: row for row in old["claims"]}
    after = {row["id"]: row for row in new["claims"]}
    changes = []
    for id_ in dict.fromkeys([*before, *after]):
        one, other = before.get(id_), after.get(id_)
        if one is None or other is None:
            changes.append(Change(id_, one and _words(one), other and _words(other), weaker=other is None))
        elif _words(one) != _words(other):
            changes.append(Change(id_, _words(one), _words(other), _is_weaker(one, other)))
    return sorted(changes, key=lambda change: not change.weaker)


def _words(row: Mapping[str, Any]) -> str:
    words = [
        row["outcome"],
        *(row[name] for name in ("strength", "scope") if row.get(name, "none") != "none"),
    ]
    survivors = len(row["mutants"]["survivors"]) if row.get("mutants") else 0
    return ", ".join([*words, *([f"{survivors} mutants survive"] if survivors else [])])


def _is_weaker(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    levels = [_SETTLED.get(row["outcome"], 3) for row in (old, new)]
    if levels[0] != levels[1]:
        return levels[1] < levels[0]
    if old["outcome"] != new["outcome"]:
        return True
    worth = [
        (Strength[row["strength"].upper()], Scope[row.get("scope", "none").upper()]) for row in (old, new)
    ]
    survivors = [bool(row["mutants"] and row["mutants"]["survivors"]) for row in (old, new)]
    less = worth[1][0] < worth[0][0] or worth[1][1] < worth[0][1]
    return less or survivors[1] > survivors[0]


def lines(changes: Iterable[Change]) -> list[str]:
    """Say each change in a line."""
    told = []
    for change in changes:
        mark = "weaker" if change.weaker else "new" if change.old is None else "changed"
        told.append(f"{mark:8}{change.id}: {change.old or 'not there'} -> {change.new or 'not there'}")
    return told or ["no verdict changed"]
