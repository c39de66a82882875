"""The process that runs proofs on mutants, on behalf of `proofs_check.mutation.mutate`.

It collects the proofs once, through pytest and so exactly as pytest would, and then answers requests over a
pipe. The process that asks imports no proof; it keeps the time, and ends this one when it takes too long.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest

from proofs_check.mutation.collected_proof import CollectedProof
from proofs_check.mutation.equivalence import implied
from proofs_check.mutation.key import content_key
from proofs_check.mutation.mutants import Mutant, mutants
from proofs_check.proof import proof_of, saboteurs
from theory.claim import Claim

#: By proof: how long it takes without mutation, and which parts of the claim it reads.
Baseline = dict[str, tuple[float, list[str]]]


class Server:
    """A pytest plugin that answers requests where pytest would run the tests.

    Parameters
    ----------
    connection
        The pipe to the process that asks.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.errors: list[str] = []
        self.collected = False
        self.proofs: dict[str, list[CollectedProof]] = {}
        self.mutants: dict[tuple[str, str], list[Mutant]] = {}
        self.kills: dict[str, int] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note what cannot be collected."""
        if report.failed:
            self.errors.append(f"{report.nodeid}: {report.longreprtext}")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note the proofs, in pytest's order."""
        for item in items:
            of = proof_of(getattr(item, "function", None))
            if of is not None:
                self.proofs.setdefault(of.claim.id, []).append(CollectedProof(item, of))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer requests until nobody asks any more."""
        self.root = session.config.rootpath
        self.connection.send(("collected", "\n".join(self.errors)))
        self.collected = True
        try:
            while True:
                name, *arguments = self.connection.recv()
                getattr(self, f"answer_{name}")(*arguments)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            os._exit(0)  # nobody asks any more

    def answer_plan(self, claim_ids: list[str] | None, with_tasks: bool) -> None:
        """Describe what there is to do for each claim, and under which key its results are kept."""
        unknown = [claim_id for claim_id in claim_ids or () if claim_id not in self.proofs]
        plans = {}
        for claim_id in claim_ids if claim_ids is not None else sorted(self.proofs):
            if claim_id in unknown:
                continue
            claim = self.proofs[claim_id][0].of.claim
            paths = [proof.path for proof in self.proofs[claim_id]]
            key = content_key(claim, paths, self.root)
            sources = content_key(claim, paths, self.root, environment=False)
            try:
                tasks = self._tasks(claim) if with_tasks else {}
            except Exception as failure:
                self.connection.send(("failed", f"{claim_id}: {type(failure).__name__}: {failure}"))
                return
            plans[claim_id] = {"key": key, "sources": sources, **tasks}
        self.connection.send(("plan", plans, unknown))

    def _tasks(self, claim: Claim) -> dict[str, Any]:
        tasks: dict[str, dict[str, str | None]] = {}
        void = 0
        for part in claim.parts:
            for index, mutant in enumerate(self._mutants(claim, part)):
                if mutant.formula is None:
                    void += 1
                else:
                    tasks[f"{part}#{index}"] = {"part": part, "operator": mutant.operator}
        for function in saboteurs(claim):
            tasks[f"saboteur {function.__name__}"] = {"part": None, "operator": "saboteur"}
        return {"tasks": tasks, "void": void}

    def _mutants(self, claim: Claim, part: str) -> list[Mutant]:
        known = (claim.id, part)
        if known not in self.mutants:
            self.mutants[known] = list(mutants(claim.part(part), claim.domain))
        return self.mutants[known]

    def answer_baseline(self, claim_id: str) -> None:
        """Run the proofs of a claim on the claim as it is; say what each costs, and whether one fails."""
        found: Baseline = {}
        for proof in self.proofs[claim_id]:
            refused = ""
            if proof.fixtures:
                strange = ", ".join(proof.fixtures)
                refused = f"{proof.name}: takes {strange}; only parametrize can give a proof arguments"
            else:
                outcome, read = proof.run_watched()
                found[proof.name] = (outcome.seconds, read)
                if outcome.verdict != "passed":
                    refused = f"{proof.name}: fails without any mutation: {outcome.why}"
            if refused:
                self.connection.send(("baseline", found, refused))
                return
        self.connection.send(("baseline", found, ""))

    def answer_judge(self, claim_id: str, baseline: Baseline, task_ids: list[str]) -> None:
        """Run proofs on mutants or under saboteurs; report one by one."""
        for task_id in task_ids:
            judge = self._sabotaged if task_id.startswith("saboteur ") else self._mutated
            self.connection.send(("result", task_id, judge(self.proofs[claim_id], baseline, task_id)))
        self.connection.send(("idle",))

    def _mutated(self, proofs: list[CollectedProof], baseline: Baseline, task_id: str) -> dict[str, Any]:
        claim = proofs[0].of.claim
        part, index = task_id.rsplit("#", 1)
        mutant = self._mutants(claim, part)[int(index)]
        assert mutant.formula is not None  # void mutants are no tasks
        label = f"{part}: {mutant.operator}: " if part else f"{mutant.operator}: "
        self.connection.send(("started", task_id, label + mutant.description))
        concerned = [
            proof
            for proof in proofs
            if proof.of.role == "proof" and part in proof.of.parts and part in baseline[proof.name][1]
        ]
        with claim.replacing(part, mutant.formula, mutant.domain):
            result = self._first_rejection(concerned, baseline, part)
        if result["outcome"] == "killed":
            return result | {"label": label + mutant.description}
        # Printing a large formula takes longer than most proofs, so only what survives is printed in full.
        label += " ".join(str(mutant.formula).split())
        self.connection.send(("examining", task_id, label))
        try:
            over = {**claim.domain, **mutant.domain}
            reason = implied(
                claim.part(part) if mutant.of is None else mutant.of, mutant.formula, over, claim.assuming
            )
        except Exception as error:  # SymPy's, on a strange formula: nothing has been shown
            reason, result["why"] = None, f"cannot be examined for equivalence: {error}"
        return result | {"label": label} | ({"outcome": "equivalent", "why": reason} if reason else {})

    def _sabotaged(self, proofs: list[CollectedProof], baseline: Baseline, task_id: str) -> dict[str, Any]:
        name = task_id.removeprefix("saboteur ")
        label = f"saboteur: {name}"
        self.connection.send(("started", task_id, label))
        function = next(f for f in saboteurs(proofs[0].of.claim) if f.__name__ == name)
        with pytest.MonkeyPatch.context() as patch:
            try:
                function(patch)
            except Exception as error:  # whatever it is, nothing has been sabotaged
                label += f" (cannot be applied: {type(error).__name__})"
                return {"outcome": "survived", "label": label, "why": str(error)}
            return self._first_rejection(proofs, baseline) | {"label": label}

    def _first_rejection(
        self, proofs: list[CollectedProof], baseline: Baseline, part: str | None = None
    ) -> dict[str, Any]:
        """Run proofs until one rejects: first those that have often done so, then the cheapest."""
        for proof in sorted(proofs, key=lambda p: (-self.kills.get(p.name, 0), baseline[p.name][0], p.name)):
            outcome = proof.run(part)
            if outcome.verdict != "passed":
                self.kills[proof.name] = self.kills.get(proof.name, 0) + 1
                return {"outcome": "killed", "by": proof.name, "how": outcome.verdict, "why": outcome.why}
        return {"outcome": "survived", "why": "every proof passes" if proofs else "no proof reads this part"}


def _end_with_parent() -> None:
    """End this process when the one that started it has ended, whatever is being computed.

    A mutant can keep a proof busy for ever, and a process that was killed cannot end its workers.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def serve(connection: Connection, targets: list[str]) -> None:
    """Collect the proofs among pytest's arguments and answer requests until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is the asking process's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for the life of the process
    options = ["--collect-only", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # this module is loaded before pytest
    server = Server(connection)
    try:
        pytest.main([*options, *targets], plugins=[server])
        if not server.collected:
            connection.send(("collected", "pytest ended before it had collected anything"))
    finally:
        os._exit(1)
