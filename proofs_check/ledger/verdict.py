"""From evidence to verdict: the only place where an outcome is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from proofs_check.ledger.grading import (
    Grade,
    Graded,
    Piece,
    Run,
    about,
    best_strength,
    graded,
    part_grade,
    proof_name,
    weakest,
)
from proofs_check.ledger.strength import Scope, Strength

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
_RED = ("failed", "undecided")


@dataclass
class Verdict:
    """Outcome of one claim.

    Parameters
    ----------
    outcome
        One of `OUTCOMES`.
    grade
        The weakest of its assertions and parts, capped by what it relies on.
    reason
        Why, where the outcome is not a plain success.
    relies_on
        Claims that its proofs use.
    conditional_on
        Those of them, direct or not, that are not proved, need steps by hand or were not run.
    assertions
        What it asserts, each with its own grade.
    partial
        Whether it relies on a claim of which nothing is known here, so that it has no strength of its own.
    """

    outcome: str
    grade: Grade = field(default_factory=Grade)
    reason: str = ""
    relies_on: list[str] = field(default_factory=list)
    conditional_on: list[str] = field(default_factory=list)
    assertions: list[Graded] = field(default_factory=list)
    partial: bool = False

    @property
    def strength(self) -> Strength:
        """How strong it is."""
        return self.grade.strength


def verdict(row: Mapping[str, Any], runs: Sequence[Run]) -> Verdict:
    """Derive the verdict of one claim from the runs of its proofs, what it relies on aside.

    Parameters
    ----------
    row
        The claim as data: ``kind``, ``formula`` (its parts), ``sayings``, ``printed``, ``conjecture``.
    runs
        The runs of its proofs and refutations.
    """
    relies_on = list(dict.fromkeys(other for run in runs for other in run.get("relies_on", ())))
    assertions = graded(row, runs)

    def decided(outcome: str, grade: Grade | None = None, reason: str = "") -> Verdict:
        return Verdict(outcome, grade or Grade(), reason, relies_on, assertions=assertions)

    for bad in ("failed", "undecided", "skipped"):
        reasons = [f"{proof_name(run)}: {run['reason']}" for run in runs if run["outcome"] == bad]
        if reasons:
            return decided("failed" if bad == "failed" else "undecided", reason="; ".join(reasons))
    refuted, gap = _refutation(row, [piece for run in runs for piece in about(run, row["id"])])
    if gap:
        return decided("undecided", reason=gap)
    grades = _grades(row, runs, assertions)
    shown = [name for name, grade in grades.items() if grade.strength > Strength.NONE]
    if not shown:
        if row["kind"] == "definition":
            return decided("definition")
        if refuted and not row["formula"]:
            outcome = "not_reproduced" if row["kind"] == "experiment" else "refuted"
            return decided(outcome, Grade(Strength.PROVED, Scope.ALL))
        return decided("undecided", reason="no proof")
    if len(shown) < len(grades):
        missing = ", ".join(repr(name) for name in grades if name not in shown)
        return decided("undecided", reason=f"no evidence for {missing}")
    return decided(_outcome(row, refuted), weakest([*grades.values()]), row["conjecture"] or "")


def _grades(row: Mapping[str, Any], runs: Sequence[Run], assertions: Sequence[Graded]) -> dict[str, Grade]:
    """What must be shown: every part, and every assertion; without either, the claim as a whole."""
    parts = [formula["part"] for formula in row["formula"]]
    if not parts and not assertions:
        parts = [""]
    grades = {part: part_grade(runs, part, row["id"]) for part in parts}
    return grades | {item.text: item.grade for item in assertions}


def _outcome(row: Mapping[str, Any], refuted: str) -> str:
    if row["conjecture"]:
        return "open"
    if row["kind"] == "experiment":
        return "not_reproduced" if refuted else "reproduced"
    return refuted or "holds"


def _refutation(row: Mapping[str, Any], evidence: Sequence[Piece]) -> tuple[str, str]:
    """Outcome that dealing with what is printed leads to, empty for none, and what is missing for it."""
    printed = row["printed"]
    if printed is None:
        return "", ""
    parts = [formula["part"] for formula in printed["formula"]]
    loose = {
        part
        for part in parts
        if printed["erratum"] == "loose constant"
        and all(best_strength(evidence, part, bearing) for bearing in ("loosens", "attains"))
    }
    standing = [part for part in parts if part not in loose and not best_strength(evidence, part, "refutes")]
    if standing:
        return "", f"what is printed has not been refuted: {', '.join(map(repr, standing))}"
    sources = printed.get("sources", {})
    own = {part for part in parts if sources.get(part) != "reconstructed"}
    if not own:
        return "holds", ""  # a reconstruction that fails is no error of the paper
    return ("sharpened" if own <= loose else "corrected"), ""


def propagate(verdicts: dict[str, Verdict], known: Mapping[str, Mapping[str, Any]] | None = None) -> None:
    """Cap every claim by what it relies on, and name what it is conditional on.

    Claims that rely on one another in a circle are undecided. What was not run is looked up among what is
    known; where nothing is known of it, what rests on it has no strength.

    Parameters
    ----------
    verdicts
        By id; changed in place.
    known
        Rows of an earlier ledger, for claims that were not run.
    """
    done: set[str] = set()
    elsewhere = {id_: _verdict_of(row) for id_, row in (known or {}).items() if id_ not in verdicts}

    def visit(claim_id: str, path: tuple[str, ...]) -> None:
        if claim_id in path:
            circle = path[path.index(claim_id) :]
            for member in circle:
                if verdicts[member].outcome not in _RED:
                    _condemn(verdicts[member], f"argues in a circle: {' -> '.join((*circle, claim_id))}")
            return
        if claim_id in done:
            return
        own = verdicts[claim_id]
        conditional: list[str] = []
        for other_id in own.relies_on:
            if other_id in verdicts:
                visit(other_id, (*path, claim_id))
            other = verdicts.get(other_id) or elsewhere.get(other_id)
            if other is None:
                own.partial = True
                _cap(own, other_id, Grade())
                conditional.append(other_id)
                continue
            own.partial |= other.partial
            if other.outcome not in SOUND and own.outcome not in _RED:
                _condemn(own, f"relies on {other_id}, which is {other.outcome}")
            elif other.outcome != "definition":
                _cap(own, other_id, other.grade)
                full = (Strength.PROVED, Scope.ALL)
                if (min(other.strength, Strength.PROVED), other.grade.scope) < full or other.grade.by_hand:
                    conditional.append(other_id)
            conditional.extend(other.conditional_on)
        own.conditional_on = list(dict.fromkeys(conditional))
        done.add(claim_id)

    for claim_id in verdicts:
        visit(claim_id, ())


def _condemn(own: Verdict, reason: str) -> None:
    own.outcome, own.reason, own.grade = "undecided", reason, replace(own.grade, strength=Strength.NONE)


def _cap(own: Verdict, other_id: str, grade: Grade) -> None:
    own.grade = own.grade.capped(grade)
    for item in own.assertions:
        if other_id in item.grade.relies_on:
            item.grade = item.grade.capped(grade)


def _verdict_of(row: Mapping[str, Any]) -> Verdict:
    grade = Grade(
        Strength[row["strength"].upper()], Scope[row["scope"].upper()], by_hand=tuple(row["by_hand"])
    )
    return Verdict(row["outcome"], grade, conditional_on=row["conditional_on"], partial=row["partial"])
