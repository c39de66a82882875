"""What a proof leaves behind: evidence, and the ways in which it can be red.

A recorder is active while a proof runs; every engine reports to it. Outside of a proof the engines judge just
the same and record nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from proofs_check.ledger.constancy import content
from proofs_check.ledger.strength import Scope, ScopeName, Strength, default_scope, scope_of
from theory.claim.reading import observed

if TYPE_CHECKING:
    from sympy import Set, Symbol
    from sympy.logic.boolalg import Boolean

    from theory.claim import Claim

__all__ = [
    "Bearing",
    "Evidence",
    "Fact",
    "NoEvidence",
    "Recorder",
    "Rejected",
    "Role",
    "Scope",
    "Strength",
    "Undecided",
    "Vacuous",
    "active",
    "record",
    "record_values",
    "recording",
]

#: Fewest different values that can speak for a formula in symbols: a few points meet false ones as well.
LEAST_VALUES = 8
#: A proof whose examples meet its assumptions less often than this proves next to nothing.
LEAST_SHARE_OF_HITS = 0.1

Role = Literal["proof", "refutation"]
Bearing = Literal["proves", "refutes", "attains", "loosens", "supports"]
#: Bearings under which a judgement counts for a part of the claim that it names.
_NAMED: tuple[Bearing, ...] = ("refutes", "attains", "loosens")


@dataclass(frozen=True)
class Fact:
    """A statement that an engine has shown, on the domain and under the assumptions that it was shown on.

    Parameters
    ----------
    formula, domain, assuming
        The statement.
    strength
        What the judgement was worth; whatever rests on the fact is worth no more.
    """

    formula: Boolean
    domain: Mapping[Symbol, Set]
    assuming: tuple[Boolean, ...]
    strength: Strength


class Rejected(AssertionError):
    """The statement is false, or the witness or check does not do what it should.

    Parameters
    ----------
    message
        What went wrong.
    witness
        Values at which it can be seen, by symbol name.
    """

    def __init__(self, message: str, witness: dict[str, str] | None = None) -> None:
        shown = ", ".join(f"{name} = {value}" for name, value in (witness or {}).items())
        super().__init__(f"{message} [at {shown}]" if shown else message)
        self.witness = witness or {}
        recorder = listening()
        if recorder is not None:
            recorder.rejections.append(str(self))


class Undecided(Exception):
    """The engine can neither confirm nor reject the statement; that is red too."""


class Vacuous(Undecided):
    """The proof hardly ever met its own assumptions."""


class NoEvidence(Exception):
    """The proof passed without any engine having judged anything."""


@dataclass
class Evidence:
    """One judgement, or several alike, by one engine.

    Parameters
    ----------
    engine
        Name of the engine.
    strength
        What it is worth.
    parts
        The claim's parts that it covers.
    bearing
        Whether it proves the formula, refutes the printed form, attains a bound, shows that the printed bound
        is never an equality, or supports a step.
    detail
        What was judged and how, in a line.
    witness
        The explicit values of a refutation or of an extremal instance.
    instances
        How many different ones.
    claim
        Id of the claim that was judged; evidence about another claim only supports.
    scope
        How far it reaches.
    scope_note
        Which box, or anything else that the scope alone does not say.
    size
        The most different values that one instance compared; 0 where none were.
    """

    engine: str
    strength: Strength
    parts: tuple[str, ...]
    bearing: Bearing = "proves"
    detail: str = ""
    witness: dict[str, str] = field(default_factory=dict)
    instances: int = 1
    claim: str = ""
    scope: Scope = Scope.ALL
    scope_note: str = ""
    size: int = 0

    def _key(self) -> tuple[Any, ...]:
        judged = self.engine, self.strength, self.parts, self.bearing, self.detail, self.claim
        return *judged, self.scope, self.scope_note, tuple(self.witness.items())


@dataclass
class Recorder:
    """Collects what the engines say while one proof runs.

    Parameters
    ----------
    claim
        The claim that the proof is of.
    parts
        The parts that the proof speaks for.
    role
        Whether it argues for the formula or against the printed form.
    """

    claim: Claim
    parts: tuple[str, ...]
    role: Role = "proof"
    evidence: list[Evidence] = field(default_factory=list)
    relies_on: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    judgements: int = 0
    examples: int = 0
    hits: int = 0
    rejections: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    example: Hashable = None
    _seen: set[Hashable] = field(default_factory=set)
    doubts: list[str] = field(default_factory=list)
    stated: dict[str, Any] = field(default_factory=dict)

    def note_read(self, claim: Claim, part: str) -> None:
        """Remember that the running proof has looked at a part of its claim."""
        if claim is self.claim:
            self.read.add(part)

    def next_example(self, example: Hashable) -> None:
        """Begin an example: what was read for another one says nothing about it."""
        self.examples += 1
        self.example = example
        self.read.clear()

    def add(self, new: Evidence, instance: Hashable = None) -> None:
        """Record a judgement; equal ones are counted, not repeated.

        Parameters
        ----------
        new
            The judgement.
        instance
            What was compared. The same again in the same example is no further instance.
        """
        self.judgements += 1
        key = (new._key(), self.example, instance)
        fresh = instance is None or key not in self._seen
        self._seen.add(key)
        for old in self.evidence:
            if old._key() == new._key():
                old.instances += new.instances * fresh
                old.size = max(old.size, new.size)
                return
        self.evidence.append(new)

    def settled(self) -> list[Evidence]:
        """Evidence as it counts: a part in symbols that values met at a few points only is not covered."""
        enough = {
            part: not self.claim.parts[part].free_symbols or self._values_on(part) >= LEAST_VALUES
            for part in self.claim.parts
        }
        settled = []
        for piece in self.evidence:
            if piece.size and self.role == "proof":
                parts = tuple(part for part in piece.parts if enough.get(part, True))
                bearing: Bearing = piece.bearing if parts else "supports"
                piece = replace(piece, parts=parts, bearing=bearing)  # noqa: PLW2901
            settled.append(piece)
        return settled

    def _values_on(self, part: str) -> int:
        return sum(piece.instances * piece.size for piece in self.evidence if part in piece.parts)

    def finish(self) -> None:
        """Check that the proof has shown something.

        Raises
        ------
        AssertionError
            If an engine rejected something and the proof went on as if nothing had happened.
        Undecided
            If an engine came to no judgement and the proof went on.
        NoEvidence
            If no engine judged anything.
        Vacuous
            If fewer than a tenth of its Hypothesis examples met its assumptions.
        """
        if self.rejections:
            raise AssertionError(f"the proof swallowed a rejection: {self.rejections[0]}")
        if self.doubts:
            raise Undecided(f"the proof swallowed an engine's doubt: {self.doubts[0]}")
        if not self.evidence:
            raise NoEvidence("the proof passed without recording any evidence: let an engine judge something")
        if self.examples and self.hits < LEAST_SHARE_OF_HITS * self.examples:
            raise Vacuous(f"only {self.hits} of {self.examples} examples met the proof's assumptions")
        if self.role == "refutation" and not any(e.bearing == "refutes" for e in self.evidence):
            raise NoEvidence("the refutation named no witness: call refutes")


_active: ContextVar[Recorder | None] = ContextVar("relucidate_recorder", default=None)
_recorders: list[Recorder] = []


def active() -> Recorder | None:
    """Recorder of the proof that is running, if any."""
    return _active.get()


def listening() -> Recorder | None:
    """Recorder that hears of rejections and doubts: the active one, in other threads that of the process.

    Evidence comes from the proof's own thread only; a thread may outlive its proof.
    """
    return active() or (_recorders[-1] if _recorders else None)


@contextmanager
def recording(recorder: Recorder) -> Iterator[Recorder]:
    """Let the engines report to this recorder."""
    token = _active.set(recorder)
    recorder.stated = content(recorder.claim)
    _recorders.append(recorder)
    try:
        with observed(recorder.note_read):
            yield recorder
    finally:
        _recorders.pop()
        _active.reset(token)


def record(
    engine: str,
    strength: Strength,
    *,
    parts: tuple[str, ...] | None = None,
    bearing: Bearing = "proves",
    detail: str = "",
    witness: dict[str, str] | None = None,
    scope: Scope | ScopeName | None = None,
    scope_note: str = "",
    of: Claim | None = None,
) -> None:
    """Report a judgement to the running proof, if there is one.

    Parameters
    ----------
    engine, strength, bearing, detail, witness
        As in `Evidence`.
    parts
        The parts judged. Without them it counts for the parts of the proof; in a refutation, whose parts are
        those of the printed form, it then only supports.
    scope
        How far it reaches: by default the whole domain if proved or certified, instances otherwise. What
        covers no more than a box supports and never proves.
    scope_note
        Which box, how large the instances.
    of
        The claim that was judged; by default the one under proof. What refutes a claim, or attains its bound,
        names it, and counts for no other.

    Raises
    ------
    TypeError
        If it refutes or attains and names no claim.
    ValueError
        If there is no such scope.
    """
    if bearing in _NAMED and of is None:
        raise TypeError(f"of=None: {engine} {bearing}, so it must name the claim")
    recorder = active()
    if recorder is None:
        return
    covered = recorder.parts if parts is None else parts
    reach = default_scope(strength) if scope is None else scope_of(scope)
    judged = recorder.claim if of is None else of
    if judged is not recorder.claim:
        covered, bearing = (), "supports"
    elif (parts is None and recorder.role == "refutation") or (reach is Scope.BOX and bearing == "proves"):
        bearing = "supports"
    recorder.add(
        Evidence(
            engine, strength, covered, bearing, detail, dict(witness or {}), 1, judged.id, reach, scope_note
        )
    )


def record_values(
    engine: str, strength: Strength, detail: str, *, instance: Hashable, size: int, counts: bool = True
) -> None:
    """Report that values have been compared.

    For a part of the formula it counts only if the running proof has read that part, in this example; else
    it supports. A claim about an algorithm has no formula: there it counts for the claim.

    Parameters
    ----------
    engine, strength, detail
        As in `Evidence`.
    instance
        What was compared, so that equal comparisons are not counted twice.
    size
        How many different values were compared.
    counts
        Whether such values can count for a part at all; truth values cannot.
    """
    recorder = active()
    if recorder is None:
        return
    parts = recorder.parts
    if recorder.claim.parts:
        parts = tuple(part for part in parts if counts and part in recorder.read)
    bearing: Bearing = "proves" if parts and recorder.role == "proof" else "supports"
    piece = Evidence(
        engine, strength, parts, bearing, detail, claim=recorder.claim.id, scope=Scope.INSTANCES, size=size
    )
    recorder.add(piece, instance)
