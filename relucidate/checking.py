"""Run the proofs of papers in this process.

Pytest does the work and the plugin `proofs_check.plugin` gathers the evidence; here pytest is only told
what to run, and kept quiet.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from proofs_check.ledger import document as ledgers
from proofs_check.ledger.results import describe
from proofs_check.session import Session, session_of
from proofs_check.speech import Speech
from relucidate import seclusion
from relucidate.seclusion import House, houses, secluded
from relucidate.sources.arguments import arguments
from theory.claim import Claim
from theory.claim import claims as claims_of

#: Called with the number of proofs done, how many there are, and the name of the last one.
Progress = Callable[[int, int, str], None]


class BadExpressionError(ValueError):
    """Pytest does not understand what it was asked to select, or nothing matches."""


@dataclass
class Check:
    """What came of running proofs.

    Parameters
    ----------
    ledger
        The ledger, with a row for every claim that was asked for.
    failures
        What pytest says about each thing that went wrong: name and short traceback.
    uncollected
        Proof files that could not be imported.
    unlisted
        What went wrong with proofs of which no claim in the ledger tells.
    unwritten
        Why results of mutation could not all be kept.
    """

    ledger: dict[str, Any]
    failures: list[tuple[str, str]] = field(default_factory=list)
    uncollected: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    unwritten: str = ""

    @property
    def exit_code(self) -> int:
        """0 all as recorded, 1 something failed, 2 something is undecided."""
        return 1 if self.uncollected else ledgers.exit_code(self.ledger) or 2 * bool(self.unlisted)


def check(
    claims: Sequence[Claim],
    *,
    workers: int = 1,
    thorough: bool = False,
    expression: str | None = None,
    progress: Progress | None = None,
    claim_done: Progress | None = None,
) -> Check:
    """Run the proofs of these claims and build their ledger.

    Parameters
    ----------
    claims
        Claims of registered papers.
    workers
        Processes to run them in; more than one needs pytest-xdist.
    thorough
        Draw many more examples for every sampled proof.
    expression
        Run only the proofs that match it, as ``pytest -k`` understands it; claims without a matching proof
        are left out of the ledger.
    progress
        Told after each proof.
    claim_done
        Told after the last proof of each claim: how many claims are done, how many there are, which was the
        last and how it went.

    Raises
    ------
    BadExpressionError
        If the expression is malformed or nothing matches it.
    KeyboardInterrupt
        If the run was interrupted.
    RuntimeError
        If pytest itself broke down.
    """
    wanted = {claim.id for claim in claims}
    papers = list(dict.fromkeys(claim.paper for claim in claims))
    session = Session()
    found = Check({})
    for house in houses(papers):
        listener = _Listener(
            progress, _Claims([one for one in claims if one.paper in house.papers], claim_done)
        )
        options = _arguments(
            house,
            workers=min(workers, _proofs_at_most(house, wanted, workers)),
            thorough=thorough,
            expression=expression,
        )
        own = {claim.id for paper in house.papers for claim in claims_of(paper)}
        if not own <= wanted:
            options.append(f"--claims={','.join(sorted(wanted & own))}")
        status, output = _run(options, listener)
        if listener.interrupted:
            raise KeyboardInterrupt
        if status == pytest.ExitCode.USAGE_ERROR:
            raise BadExpressionError(output.rpartition("ERROR: ")[2].strip())
        if status == pytest.ExitCode.INTERNAL_ERROR:
            raise RuntimeError(f"pytest broke down:\n{output.strip()}")
        session.join(listener.session)
        found.failures += listener.failures
        found.uncollected += listener.uncollected
    if expression and not session.results:
        raise BadExpressionError(f"no proof of the selected claims matches -k {expression!r}")
    session.claims |= {row["id"]: row for row in describe(set(papers))}
    rows = {claim_id: row for claim_id, row in session.claims.items() if claim_id in wanted}
    found.ledger = session.build(rows, () if expression else wanted)
    found.unlisted = session.unlisted()
    return found


def _proofs_at_most(house: House, wanted: set[str], enough: int) -> int:
    """How many proofs these claims may have, counted in the text of files, hardly further than `enough`."""
    speech = Speech()
    number = 0
    for target in house.targets:
        for file in target.glob("proof_*.py") if target.is_dir() else [target]:
            text = file.read_text(encoding="utf-8")
            if number < enough and speech.of(file, house.papers) & wanted:
                number += enough if "parametrize" in text else text.count("def proof_")
    return number or enough


def _arguments(house: House, *, workers: int, thorough: bool, expression: str | None) -> list[str]:
    options = [
        "--continue-on-collection-errors",
        "--capture=sys",  # the progress bar keeps the file descriptor
        "--tb=short",
        "--quiet",
    ]
    if workers > 1:
        options += ["-pxdist.plugin", f"--numprocesses={workers}"]
    if thorough:
        options.append("--thorough")
    if expression:
        options.append(f"-k={expression}")
    return [*options, *seclusion.arguments(house)]


def _run(options: list[str], listener: _Listener) -> tuple[int, str]:
    said = io.StringIO()
    with secluded(), redirect_stdout(said), redirect_stderr(said):
        status = pytest.main(options, plugins=[listener])
    return int(status), said.getvalue()


class _Claims:
    """Tells when the last proof of a claim has finished, whichever process ran it.

    Parameters
    ----------
    claims
        Those whose proofs run.
    told
        Told how many claims are done, how many there are, the last one and how it went.
    """

    def __init__(self, claims: Sequence[Claim], told: Progress | None) -> None:
        papers = dict.fromkeys(claim.paper for claim in claims)
        # Which claim a proof is of is known from the sources: under xdist the proofs are in other processes.
        self._of = {
            (one.module.path.name, one.name): one.claim for paper in papers for one in arguments(paper)
        }
        self._told = told
        self._left: Counter[str] = Counter()
        self._outcomes: dict[str, list[str]] = {}
        self._total = 0

    def _claim(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        return self._of.get((Path(file).name, name.partition("[")[0]), name)

    def expect(self, ids: Sequence[str]) -> None:
        self._left = Counter(map(self._claim, ids))
        self._total = len(self._left)

    def finished(self, nodeid: str, result: Mapping[str, Any]) -> None:
        claim = self._claim(nodeid)
        outcome = result.get("outcome", "") if result.get("proof") == nodeid else "failed"
        self._outcomes.setdefault(claim, []).append(outcome)
        self._left[claim] -= 1
        if self._left[claim] == 0 and self._told is not None:
            del self._left[claim]
            counts = Counter(self._outcomes[claim])
            went = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
            self._told(self._total - len(self._left), self._total, f"{claim}, {went}")


class _Listener:
    """A pytest plugin that keeps failures and what is known of proofs, and tells how far the run is."""

    def __init__(self, progress: Progress | None, claims: _Claims) -> None:
        self.session = Session()
        self.failures: list[tuple[str, str]] = []
        self.uncollected: list[str] = []
        self.interrupted = False
        self._progress = progress
        self._claims = claims
        self._results: dict[str, Mapping[str, Any]] = {}  # workers report in turns
        self._done = 0
        self._total = 0

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.session = session_of(session.config)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._collected([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: object, ids: Sequence[str]) -> None:  # noqa: ARG002
        self._collected(ids)

    def _collected(self, ids: Sequence[str]) -> None:
        if len(ids) > self._total:  # workers all collect the same
            self._total = len(ids)
            self._claims.expect(ids)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.uncollected.append(report.nodeid)
            self.failures.append((report.nodeid, report.longreprtext))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if hasattr(report, "relucidate"):
            self._results[report.nodeid] = report.relucidate
        if report.failed:
            self.failures.append((report.nodeid, report.longreprtext))

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._done += 1
        self._claims.finished(nodeid, self._results.pop(nodeid, {}))
        if self._progress is not None:
            self._progress(self._done, self._total, nodeid.rsplit("::", 1)[-1])

    def pytest_keyboard_interrupt(self) -> None:
        self.interrupted = True
