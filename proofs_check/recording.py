"""Hooks of the pytest plugin that run one proof under a recorder and hang what it left on pytest's report."""

from __future__ import annotations

import sys
from collections.abc import Generator
from typing import Any

import pytest

from proofs_check.collecting import proof_of, why
from proofs_check.session import CARRIED, CONTENTS, session_of

_CHALLENGED: pytest.StashKey[set[str]] = pytest.StashKey()
_RESULT: pytest.StashKey[dict[str, Any]] = pytest.StashKey()
_FAILED_WITHIN: pytest.StashKey[list[str]] = pytest.StashKey()


def _proof_of(item: pytest.Item) -> Any:
    return proof_of(getattr(item, "function", None))


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Run a proof under a recorder."""
    of = _proof_of(pyfuncitem)
    if of is None:
        return (yield)
    from proofs_check import profiles
    from proofs_check.ledger.constancy import require_unchanged
    from proofs_check.ledger.evidence import Undecided, recording
    from proofs_check.ledger.results import challenge_once, finish, summary

    config = pyfuncitem.config
    profiles.apply(pyfuncitem.function, thorough=config.getoption("--thorough"))
    pyfuncitem.user_properties.append(("claim", of.claim.id))  # for JUnit
    if sys.flags.optimize:
        raise Undecided("Python skips assertions (-O, PYTHONOPTIMIZE), and a proof may rest on one")
    recorder = of.recorder()
    before = config.stash[CONTENTS].get(of.claim.id)
    pyfuncitem.stash[_FAILED_WITHIN] = []
    try:
        require_unchanged(before)
        with recording(recorder):
            outcome = yield
        require_unchanged(before)
        finish(of, recorder)
    finally:
        pyfuncitem.stash[_RESULT] = summary(recorder)  # from here on reports are about the proof as a whole
    if not config.getoption("--no-challenge"):
        pyfuncitem.stash[_RESULT]["assumptions"] = challenge_once(
            of, config.stash.setdefault(_CHALLENGED, set())
        )
    return outcome


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Hang the result on the report, which also carries it from a worker process to the controller."""
    report = yield
    of = _proof_of(item)
    if of is None or (call.when != "call" and not report.failed and not report.skipped):
        return report
    stored = item.stash.get(_RESULT, None)
    if call.when == "call" and stored is None and _FAILED_WITHIN in item.stash:  # of a subtest
        item.stash[_FAILED_WITHIN] += [report.longreprtext.splitlines()[-1]] if report.failed else []
        return report
    from proofs_check.ledger.results import verdict_of_run

    bare: dict[str, Any] = {"claim": of.claim.id, "role": of.role, "parts": list(of.parts), "evidence": []}
    result = bare | (stored or {})
    if call.when == "teardown":  # the call has been reported, evidence and all
        result["evidence"] = []
    outcome, reason = ("skipped", why(report)) if report.skipped else verdict_of_run(call.excinfo)
    if report.failed and outcome == "passed":  # a proof that was expected to fail
        outcome, reason = "failed", str(report.longrepr)
    if outcome == "passed" and stored is None:
        outcome, reason = "undecided", "was set up, but not run"
    if outcome == "passed" and item.stash.get(_FAILED_WITHIN, []):
        outcome, reason = "failed", f"a subtest failed: {item.stash[_FAILED_WITHIN][0]}"
    if call.when == "call" and stored is not None:  # should the item be run again, it starts anew
        del item.stash[_RESULT], item.stash[_FAILED_WITHIN]
    result |= {
        "proof": item.nodeid,
        "outcome": outcome,
        "reason": reason,
        "seconds": round(report.duration, 4),
        "when": call.when,
        "plan": session_of(item.config).plan.of(of.claim.id),
    }
    setattr(report, CARRIED, result)
    return report
