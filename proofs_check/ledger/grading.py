"""What parts and assertions are worth, given the runs of a claim's proofs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from proofs_check.ledger.strength import Scope, Strength, default_scope

Run: TypeAlias = "Mapping[str, Any]"
Piece: TypeAlias = "Mapping[str, Any]"


@dataclass(frozen=True)
class Grade:
    """What one part, proof or assertion is worth.

    Parameters
    ----------
    strength, scope
        How strong, and how far it reaches.
    note
        Which box, or how many instances.
    instances
        How many instances, where the scope is instances.
    by_hand
        Steps that a person takes on the way.
    relies_on
        Claims used on the way.
    """

    strength: Strength = Strength.NONE
    scope: Scope = Scope.NONE
    note: str = ""
    instances: int = 0
    by_hand: tuple[str, ...] = ()
    relies_on: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Sort key, weakest first."""
        return self.strength, self.scope, self.instances, -len(self.by_hand)

    @property
    def headline(self) -> str:
        """In a few words: strength, scope and steps by hand."""
        if self.strength is Strength.NONE:
            return self.strength.label
        words = [self.strength.label]
        if self.scope is Scope.INSTANCES:
            words.append(f"{self.instances} instance{'s' * (self.instances != 1)}")
        elif self.scope is not Scope.ALL:
            words.append(self.note or self.scope.label)
        elif not self.by_hand:
            words.append(self.scope.label)
        if self.by_hand:
            words.append(f"{len(self.by_hand)} step{'s' * (len(self.by_hand) != 1)} by hand")
        return ", ".join(words)

    def capped(self, other: Grade) -> Grade:
        """Return it no stronger and no farther-reaching than another one."""
        nearer = other if other.scope < self.scope else self
        return replace(
            self,
            strength=min(self.strength, other.strength),
            scope=nearer.scope,
            note=nearer.note,
            instances=nearer.instances,
        )


@dataclass
class Graded:
    """One assertion with what it is worth.

    Parameters
    ----------
    text, shown_by, source
        As in `theory.claim.Assertion`.
    grade
        What it is worth.
    """

    text: str
    shown_by: list[str]
    source: str | None
    grade: Grade = field(default_factory=Grade)


def proof_name(run: Run) -> str:
    """Name of the function, without file and parameters."""
    return str(run["proof"]).rsplit("::", 1)[-1].partition("[")[0]


def about(run: Run, claim_id: str) -> Iterable[Piece]:
    """Evidence of a run that speaks of this claim: what judges another claim counts for that one only."""
    return [piece for piece in run["evidence"] if piece.get("claim", claim_id) == claim_id]


def best_strength(pieces: Iterable[Piece], part: str, bearing: str) -> Strength:
    """Strength of the strongest evidence of a bearing on a part."""
    return max(
        (_of(piece).strength for piece in pieces if _bears(piece, part, bearing)), default=Strength.NONE
    )


def part_grade(runs: Sequence[Run], part: str, claim_id: str) -> Grade:
    """What a part is worth: its strongest evidence, with the fewest steps by hand.

    The kernel of a proof assistant adds to what another proof shows; by itself it shows nothing.
    """
    found = [
        _with_run(_of(piece), run)
        for run in runs
        for piece in about(run, claim_id)
        if _bears(piece, part, "proves")
    ]
    if all(grade.strength in (Strength.NONE, Strength.KERNEL) for grade in found):
        return Grade()
    return max(found, key=lambda grade: grade.rank)


def proof_grade(runs: Sequence[Run], name: str) -> Grade:
    """What a proof is worth as a whole: its weakest judgement, whatever it bears on.

    A proof in which engines judge steps only leaves it to a person to put them together.
    """
    own = [run for run in runs if proof_name(run) == name]
    grades = [_with_run(_of(piece), run) for run in own for piece in run["evidence"]]
    if not grades:
        return Grade()
    weakest = min(grades, key=lambda grade: grade.rank)
    by_hand = _union(run.get("by_hand", ()) for run in own)
    pieces = [piece for run in own for piece in run["evidence"]]
    steps_only = all(piece["bearing"] == "supports" for piece in pieces)
    if steps_only and not by_hand and any(_of(piece).strength >= Strength.CERTIFIED for piece in pieces):
        by_hand = (f"that the steps of {name} add up to the statement",)
    return replace(weakest, by_hand=by_hand, relies_on=_union(run.get("relies_on", ()) for run in own))


def weakest(grades: Sequence[Grade]) -> Grade:
    """Grade of what needs all of these: the lowest strength and scope, and every step by hand."""
    if not grades:
        return Grade()
    reach = min(grades, key=lambda grade: (grade.scope, grade.instances))
    return replace(
        reach,
        strength=min(grade.strength for grade in grades),
        by_hand=_union(grade.by_hand for grade in grades),
        relies_on=_union(grade.relies_on for grade in grades),
    )


def graded(row: Mapping[str, Any], runs: Sequence[Run]) -> list[Graded]:
    """Assertions of a claim, each with its grade."""
    parts = {formula["part"] for formula in row["formula"]}
    found = []
    for saying in row.get("sayings", ()):
        names = saying["shown_by"]
        if names:
            grades = [
                part_grade(runs, name, row["id"]) if name in parts else proof_grade(runs, name)
                for name in names
            ]
            found.append(Graded(saying["text"], names, saying["source"], weakest(grades)))
    return found


def _bears(piece: Piece, part: str, bearing: str) -> bool:
    return piece["bearing"] == bearing and part in piece["parts"]


def _of(piece: Piece) -> Grade:
    strength = Strength[piece["strength"].upper()]
    scope = Scope[piece["scope"].upper()] if "scope" in piece else default_scope(strength)
    instances = piece.get("instances", 1) if scope is Scope.INSTANCES else 0
    return Grade(strength, scope, piece.get("scope_note", ""), instances)


def _with_run(grade: Grade, run: Run) -> Grade:
    return replace(grade, by_hand=tuple(run.get("by_hand", ())), relies_on=tuple(run.get("relies_on", ())))


def _union(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))
