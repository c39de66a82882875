"""A proof that pytest has collected, to be run again and again on changed claims."""

from __future__ import annotations

import inspect
import time
import warnings
from collections import UserDict
from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, settings
from sympy.logic.boolalg import Boolean

from proofs_check import profiles
from proofs_check.ledger.evidence import NoEvidence, Undecided, recording
from proofs_check.ledger.results import finish
from proofs_check.proof import ProofOf


@dataclass(frozen=True)
class Outcome:
    """What came of one run.

    Parameters
    ----------
    verdict
        ``"passed"``, ``"rejected"`` or ``"crashed"``.
    why
        The error in a line.
    seconds
        Wall time.
    """

    verdict: str
    why: str
    seconds: float


class CollectedProof:
    """One collected proof, ready to be called outside of pytest's own run.

    Hypothesis tries as many examples as in a check, the same ones every time, but shrinks none.

    Parameters
    ----------
    item
        The pytest item. Its arguments come from ``parametrize``.
    of
        What it is a proof of.

    Attributes
    ----------
    fixtures
        Arguments that only a fixture could fill; a proof that has any cannot be run here.
    """

    def __init__(self, item: Any, of: ProofOf) -> None:
        self.name = str(item.nodeid)
        self.path = item.path
        self.of = of
        profiles.apply(item.function, thorough=False)
        if getattr(item.function, "is_hypothesis_test", False):
            item.function._hypothesis_internal_use_settings = settings(
                item.function._hypothesis_internal_use_settings,
                phases=(Phase.explicit, Phase.generate),
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),  # slowness is no rejection
                verbosity=Verbosity.quiet,
            )
        spec = getattr(item, "callspec", None)
        arguments = dict(spec.params) if spec is not None else {}
        wanted = inspect.signature(item.obj).parameters
        self.call = partial(item.obj, **{name: value for name, value in arguments.items() if name in wanted})
        self.fixtures = sorted(name for name in wanted if name not in arguments)

    def run(self, first: str | None = None) -> Outcome:
        """Run under a recorder, as the pytest plugin does.

        Engines that are handed the claim judge the part ``first`` before the others, so that a mutant of it
        is rejected before time is spent on parts that are as they were.

        A proof crashes when it raises something that is no judgement: a ``TypeError`` in its own code, say.
        In pytest that is red like any rejection, so on a mutant it counts as one; it is told apart because a
        proof that only ever crashes deserves a look.
        """
        recorder = self.of.recorder()
        recorder.parts = tuple(sorted(recorder.parts, key=lambda part: part != first))
        start = time.perf_counter()
        verdict, why = "passed", ""
        try:
            with recording(recorder), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.call()
            finish(self.of, recorder)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:  # pytest's own outcomes are no Exceptions
            judged = isinstance(error, AssertionError | Undecided | NoEvidence | BaseExceptionGroup)
            verdict = "rejected" if judged else "crashed"
            why = f"{type(error).__name__}: {error}".split("\n")[0][:400]
        return Outcome(verdict, why, round(time.perf_counter() - start, 4))

    def run_watched(self) -> tuple[Outcome, list[str]]:
        """Run and note which parts of the claim it reads: a change of any other part cannot reach it."""
        claim = self.of.claim
        original = claim.parts
        watched = _Watched(original)
        claim.parts = watched  # type: ignore[assignment]
        try:
            outcome = self.run()
        finally:
            claim.parts = original
        return outcome, sorted(watched.read)


class _Watched(UserDict[str, Boolean]):
    """Parts of a claim that remember which of them were looked at."""

    def __init__(self, parts: dict[str, Boolean]) -> None:
        self.read: set[str] = set()
        super().__init__(parts)

    def __getitem__(self, name: str) -> Boolean:
        self.read.add(name)
        return super().__getitem__(name)
