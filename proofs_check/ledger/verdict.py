"""From evidence to verdict: the only place where an outcome or a strength is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from proofs_check.ledger.evidence import Strength

#: Outcomes on which another claim may rest.
SOUND = frozenset({"holds", "corrected", "sharpened", "definition", "reproduced"})
#: Every outcome that a ledger can show, best first.
OUTCOMES = (
    "holds",
    "corrected",
    "sharpened",
    "refuted",
    "reproduced",
    "not_reproduced",
    "open",
    "definition",
    "undecided",
    "failed",
)


@dataclass
class Verdict:
    """Outcome of one claim.

    Parameters
    ----------
    outcome
        One of `OUTCOMES`.
    strength
        The weakest of its parts' strongest evidence, capped by what it relies on.
    reason
        Why, where the outcome is not a plain success.
    relies_on
        Claims that its proofs use.
    conditional_on
        Those of them, direct or not, that are not proved or not in this ledger.
    """

    outcome: str
    strength: Strength
    reason: str = ""
    relies_on: list[str] = field(default_factory=list)
    conditional_on: list[str] = field(default_factory=list)


Run = Mapping[str, Any]


def verdict(row: Mapping[str, Any], runs: Sequence[Run]) -> Verdict:
    """Derive the verdict of one claim from the runs of its proofs, what it relies on aside.

    Parameters
    ----------
    row
        The claim as data: ``kind``, ``formula`` (its parts), ``printed``, ``conjecture``.
    runs
        The runs of its proofs and refutations.
    """
    relies_on = list(dict.fromkeys(other for run in runs for other in run.get("relies_on", ())))
    for bad in ("failed", "undecided", "skipped"):
        reasons = [f"{_short(run)}: {run['reason']}" for run in runs if run["outcome"] == bad]
        if reasons:
            outcome = "failed" if bad == "failed" else "undecided"
            return Verdict(outcome, Strength.NONE, "; ".join(reasons), relies_on)
    evidence = [piece for run in runs for piece in run["evidence"]]
    parts = [formula["part"] for formula in row["formula"]] or [""]
    best = {part: _best(evidence, part, "proves") for part in parts}
    shown = [part for part in parts if best[part] > Strength.NONE]
    refuted, gap = _refutation(row, evidence)
    if gap:
        return Verdict("undecided", Strength.NONE, gap, relies_on)
    if not shown:
        if row["kind"] == "definition":
            return Verdict("definition", Strength.NONE, "", relies_on)
        if refuted and not row["formula"]:
            outcome = "not_reproduced" if row["kind"] == "experiment" else "refuted"
            return Verdict(outcome, Strength.PROVED, "", relies_on)
        return Verdict("undecided", Strength.NONE, "no proof", relies_on)
    if len(shown) < len(parts):
        missing = ", ".join(repr(part) for part in parts if part not in shown)
        return Verdict("undecided", Strength.NONE, f"no evidence for {missing}", relies_on)
    return Verdict(_outcome(row, refuted), min(best.values()), row["conjecture"] or "", relies_on)


def _outcome(row: Mapping[str, Any], refuted: bool) -> str:
    if row["conjecture"]:
        return "open"
    if row["kind"] == "experiment":
        return "not_reproduced" if refuted else "reproduced"
    if not refuted:
        return "holds"
    return "sharpened" if row["printed"]["erratum"] == "loose constant" else "corrected"


def _refutation(row: Mapping[str, Any], evidence: list[Mapping[str, Any]]) -> tuple[bool, str]:
    """Whether what is printed has been dealt with, and what is missing if not."""
    printed = row["printed"]
    if printed is None:
        return False, ""
    parts = [formula["part"] for formula in printed["formula"]]
    if printed["erratum"] == "loose constant":
        for bearing, missing in (("sharpens", "loose"), ("attains", "beaten by a bound that is attained")):
            open_parts = [part for part in parts if _best(evidence, part, bearing) == Strength.NONE]
            if open_parts:
                return (
                    False,
                    f"what is printed has not been shown to be {missing}: {', '.join(map(repr, open_parts))}",
                )
        return True, ""
    standing = [part for part in parts if _best(evidence, part, "refutes") == Strength.NONE]
    if standing:
        return False, f"what is printed has not been refuted: {', '.join(map(repr, standing))}"
    return True, ""


def _best(evidence: list[Mapping[str, Any]], part: str, bearing: str) -> Strength:
    return max(
        (
            Strength[piece["strength"].upper()]
            for piece in evidence
            if piece["bearing"] == bearing and part in piece["parts"]
        ),
        default=Strength.NONE,
    )


def _short(run: Run) -> str:
    return str(run["proof"]).rsplit("::", 1)[-1]


def propagate(verdicts: dict[str, Verdict]) -> None:
    """Cap every claim's strength by what it relies on, and name what it is conditional on.

    Claims that rely on one another in a circle are undecided.
    """
    done: set[str] = set()

    def visit(claim_id: str, path: tuple[str, ...]) -> None:
        if claim_id in path:
            circle = path[path.index(claim_id) :]
            for member in circle:
                if verdicts[member].outcome not in ("failed", "undecided"):
                    verdicts[member].outcome, verdicts[member].strength = "undecided", Strength.NONE
                    verdicts[member].reason = f"argues in a circle: {' -> '.join((*circle, claim_id))}"
            return
        if claim_id in done:
            return
        own = verdicts[claim_id]
        conditional: list[str] = []
        for other_id in own.relies_on:
            other = verdicts.get(other_id)
            if other is None:
                conditional.append(other_id)
                continue
            visit(other_id, (*path, claim_id))
            if other.outcome not in SOUND and own.outcome not in ("failed", "undecided"):
                own.outcome, own.strength = "undecided", Strength.NONE
                own.reason = f"relies on {other_id}, which is {other.outcome}"
            elif other.outcome != "definition":
                own.strength = min(own.strength, other.strength)
                if other.strength < Strength.PROVED:
                    conditional.append(other_id)
            conditional.extend(other.conditional_on)
        own.conditional_on = list(dict.fromkeys(conditional))
        done.add(claim_id)

    for claim_id in verdicts:
        visit(claim_id, ())
