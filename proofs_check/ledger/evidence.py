"""What a proof leaves behind: evidence, and the ways in which it can be red.

A recorder is active while a proof runs; every engine reports to it. Outside of a proof the engines judge just
the same and record nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from sympy import Set, Symbol
    from sympy.logic.boolalg import Boolean

    from theory.claim import Claim

#: A proof whose examples meet its assumptions less often than this proves next to nothing.
LEAST_SHARE_OF_HITS = 0.1

Role = Literal["proof", "refutation"]
Bearing = Literal["proves", "refutes", "attains", "sharpens", "supports"]


class Strength(IntEnum):
    """How much a piece of evidence is worth; a larger one is stronger."""

    NONE = 0
    STATISTICAL = 1
    SAMPLED = 2
    EXACT = 3
    CERTIFIED = 4
    PROVED = 5

    @property
    def label(self) -> str:
        """The ledger's word for it."""
        return self.name.lower()


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
        recorder = active()
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
        Whether it proves the formula, refutes the printed form, attains a bound, shows that the
        printed one is loose (sharpens), or supports a step.
    detail
        What was judged and how, in a line.
    witness
        The explicit values of a refutation or of an extremal instance.
    instances
        How many times.
    """

    engine: str
    strength: Strength
    parts: tuple[str, ...]
    bearing: Bearing = "proves"
    detail: str = ""
    witness: dict[str, str] = field(default_factory=dict)
    instances: int = 1

    def _key(self) -> tuple[Any, ...]:
        return self.engine, self.strength, self.parts, self.bearing, self.detail, tuple(self.witness.items())


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

    def add(self, new: Evidence) -> None:
        """Record a judgement; equal ones are counted, not repeated."""
        self.judgements += 1
        for old in self.evidence:
            if old._key() == new._key():
                old.instances += new.instances
                return
        self.evidence.append(new)

    def finish(self) -> None:
        """Check that the proof has shown something.

        Raises
        ------
        AssertionError
            If an engine rejected something and the proof went on as if nothing had happened.
        NoEvidence
            If no engine judged anything.
        Vacuous
            If fewer than a tenth of its Hypothesis examples met its assumptions.
        """
        if self.rejections:
            raise AssertionError(f"the proof swallowed a rejection: {self.rejections[0]}")
        if not self.evidence:
            raise NoEvidence("the proof passed without recording any evidence: let an engine judge something")
        if self.examples and self.hits < LEAST_SHARE_OF_HITS * self.examples:
            raise Vacuous(f"only {self.hits} of {self.examples} examples met the proof's assumptions")
        if self.role == "refutation" and not any(e.bearing == "refutes" for e in self.evidence):
            raise NoEvidence("the refutation named no witness: call refutes")


_active: ContextVar[Recorder | None] = ContextVar("relucidate_recorder", default=None)


def active() -> Recorder | None:
    """Recorder of the proof that is running, if any."""
    return _active.get()


@contextmanager
def recording(recorder: Recorder) -> Iterator[Recorder]:
    """Let the engines report to this recorder."""
    token = _active.set(recorder)
    try:
        yield recorder
    finally:
        _active.reset(token)


def record(
    engine: str,
    strength: Strength,
    *,
    parts: tuple[str, ...] | None = None,
    bearing: Bearing = "proves",
    detail: str = "",
    witness: dict[str, str] | None = None,
) -> None:
    """Report a judgement to the running proof, if there is one.

    Without ``parts`` it counts for the parts of the proof; in a refutation, whose parts are those of the
    printed form, it only supports.
    """
    recorder = active()
    if recorder is not None:
        covered = recorder.parts if parts is None else parts
        if parts is None and recorder.role == "refutation":
            bearing = "supports"
        recorder.add(Evidence(engine, strength, covered, bearing, detail, dict(witness or {})))
