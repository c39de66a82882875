"""What one pytest session knows about proofs, gathered from the processes that ran them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pytest

from proofs_check.collecting import Plan

Result = dict[str, Any]

#: Where a report carries a proof's result, also from a worker process to the controller.
CARRIED = "relucidate"
SESSION: pytest.StashKey[Session] = pytest.StashKey()
#: Claims with what they said when they were collected, by id.
CONTENTS: pytest.StashKey[dict[str, Any]] = pytest.StashKey()


def session_of(config: pytest.Config) -> Session:
    """What a session of pytest knows about proofs."""
    return config.stash[SESSION]


class Session:
    """Results as they come in, and what the session has to answer for; a pytest plugin that listens.

    Attributes
    ----------
    results
        One record a report, in the order of the reports.
    claims
        The claims as data, by id.
    plan
        What was collected and selected.
    asked
        Claim ids that ``--claims`` names: they are listed whether or not they have proofs.
    crashed
        What is known about proofs whose process died, by node id.
    changed
        Claims that did not stay as they were.
    ledger, written
        The ledger once the session is over, and what has become of its file.
    """

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.claims: dict[str, Result] = {}
        self.plan = Plan()
        self.asked: set[str] = set()
        self.crashed: dict[str, str] = {}
        self.changed: set[str] = set()
        self.ledger: dict[str, Any] | None = None
        self.written = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result of a proof, on the process that reports (the controller under xdist)."""
        result = getattr(report, CARRIED, None)
        if result is not None:
            self.take(dict(result))
        elif str(report.when) == "???":  # what xdist says of a test in which a worker died
            self.crashed[report.nodeid] = f"its process died: {report.longreprtext.splitlines()[-1]}"

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object | None) -> None:  # noqa: ARG002 - xdist's signature
        """Take over what a worker knows."""
        payload = getattr(node, "workeroutput", {}).get(CARRIED)
        if payload:
            self.merge(payload)

    def payload(self) -> str:
        """All that a worker process knows besides its results."""
        plan = self.plan
        known = {"claims": plan.claims, "broken": plan.broken, "complete": sorted(plan.complete)}
        rows = list(self.claims.values())
        return json.dumps({"plan": known, "rows": rows, "changed": sorted(self.changed)})

    def merge(self, payload: str) -> None:
        """Take over what a worker process knows."""
        other = json.loads(payload)
        self.claims.update((row["id"], row) for row in other["rows"])
        self.plan.claims.update(other["plan"]["claims"])
        self.plan.broken.update(other["plan"]["broken"])
        self.plan.complete.update(other["plan"]["complete"])
        self.changed.update(other["changed"])

    def join(self, other: Session) -> None:
        """Take over what another session found, one on proofs of other papers."""
        self.merge(other.payload())
        self.results += other.results
        self.asked |= other.asked
        self.crashed.update(other.crashed)

    def take(self, result: Result) -> None:
        """Keep one result; it brings along the plan of its claim, should its process not live long."""
        self.plan.claims.setdefault(result["claim"], result.pop("plan"))
        self.results.append(result)

    def settled(self) -> list[Result]:
        """One result a proof, and one for each thing that is missing or contradicts itself."""
        results = _one_each(self.results)
        run = {result["proof"] for result in results}
        for claim_id, entry in self.plan.claims.items():
            for nodeid in entry["selected"]:
                if nodeid not in run:
                    reason = self.crashed.get(nodeid, "was not run to its end")
                    results.append(_missing(claim_id, nodeid, reason))
            for file in entry["broken"]:
                reason = self.plan.broken.get(file, "could not be imported")
                results.append(_missing(claim_id, file, f"cannot be collected: {reason}"))
        changed = "the claim was changed while its proofs ran"
        results += [
            _missing(claim_id, "", changed) | {"outcome": "failed"} for claim_id in sorted(self.changed)
        ]
        return results

    def not_run(self, results: Iterable[Result]) -> dict[str, list[str]]:
        """Proofs of each claim that are known but were not to be run, and files that may hold some."""
        run = {result["proof"] for result in results}
        left = {
            claim_id: sorted(set(entry["known"]) - set(entry["selected"]) - run)
            for claim_id, entry in self.plan.claims.items()
        }
        return {claim_id: names for claim_id, names in left.items() if names}

    def build(self, rows: Mapping[str, Result], complete: Collection[str]) -> dict[str, Any]:
        """Ledger of these claims.

        Parameters
        ----------
        rows
            The claims as data, by id.
        complete
            Papers and claims that are listed even without a proof.
        """
        from proofs_check.ledger.document import build  # noqa: PLC0415 - needed only where there are proofs

        results = self.settled()
        known = {claim_id: len(entry["known"]) for claim_id, entry in self.plan.claims.items()}
        return build(results, rows, known, complete, not_run=self.not_run(results))

    def unlisted(self) -> list[str]:
        """What went wrong with proofs of claims that nothing is known about, one line each."""
        concerned = {file for entry in self.plan.claims.values() for file in entry["broken"]}
        lines = [
            f"{result['proof'] or result['claim']}: {result['outcome']}: {result['reason']}"
            for result in self.settled()
            if result["claim"] not in self.claims and result["outcome"] != "passed"
        ]
        lines += [
            f"{file}: its proofs are undecided: cannot be collected: {reason}"
            for file, reason in sorted(self.plan.broken.items())
            if file not in concerned
        ]
        planned = {nodeid for entry in self.plan.claims.values() for nodeid in entry["selected"]}
        heads = {claim_id.partition(".")[0] for claim_id in self.claims}
        lines += [f"{name}: no such claim here" for name in sorted(self.asked - heads - set(self.claims))]
        lines += [f"{nodeid}: {reason}" for nodeid, reason in self.crashed.items() if nodeid not in planned]
        return list(dict.fromkeys(lines))


def _one_each(results: Iterable[Result]) -> list[Result]:
    """The last result of each proof, undecided if an earlier one differs; teardowns count by themselves."""
    last: dict[tuple[str, bool], Result] = {}
    for result in results:
        key = (result["proof"], result["when"] == "teardown")
        before = last.get(key)
        if before is not None and before["outcome"] != result["outcome"]:
            said = before["reason"] or before["outcome"]
            result |= {
                "outcome": "undecided",
                "reason": f"does not judge the same each time it is run: {before['outcome']} ({said}), then "
                f"{result['outcome']}",
                "evidence": [],
            }
        last[key] = result
    return list(last.values())


def _missing(claim_id: str, proof: str, reason: str) -> Result:
    return {
        "claim": claim_id,
        "role": "proof",
        "parts": [],
        "evidence": [],
        "proof": proof,
        "outcome": "undecided",
        "reason": reason,
        "seconds": 0.0,
        "when": "call",
    }
