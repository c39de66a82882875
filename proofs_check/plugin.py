"""The pytest plugin: collects proofs, gathers their evidence and prints the ledger.

It is loaded in every pytest run of the environment, so it imports nothing heavy until a proof is at hand.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

#: Where a report carries a proof's result.
_ATTRIBUTE = "relucidate"
_SESSION = pytest.StashKey["_Session"]()
_RESULT: pytest.StashKey[dict[str, Any]] = pytest.StashKey()


class _Session:
    """What one pytest session knows: results as they come in, and the claims that they are about."""

    def __init__(self) -> None:
        self.results: list[dict[str, Any]] = []
        self.claims: dict[str, dict[str, Any]] = {}
        self.collected: dict[str, int] = {}
        self.complete: set[str] = set()
        self.challenged: set[str] = set()
        self.errors = 0

    def merge(self, claims: list[dict[str, Any]], collected: dict[str, int], complete: list[str]) -> None:
        self.claims.update((row["id"], row) for row in claims)
        self.collected.update(collected)
        self.complete.update(complete)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the proof checker."""
    group = parser.getgroup("relucidate", "machine-checked claims")
    group.addoption("--ledger", metavar="FILE", help="write the ledger of all claims as JSON to this file")
    group.addoption(
        "--claims", metavar="IDS", help="check only these claims or papers (comma-separated ids or keys)"
    )
    group.addoption(
        "--no-challenge", action="store_true", help="do not search for witnesses that assumptions are needed"
    )
    group.addoption(
        "--thorough", action="store_true", help="let Hypothesis try 1000 examples a proof, not 50"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start with nothing known."""
    config.addinivalue_line("markers", "statistical: a proof that rests on random runs; set by the plugin")
    config.stash[_SESSION] = _Session()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect ``proof_*.py`` files that speak of this package.

    Pytest itself collects those that are named as arguments.
    """
    if not (file_path.suffix == ".py" and file_path.name.startswith("proof_")):
        return None
    if parent.session.isinitpath(file_path) or b"proofs_check" not in file_path.read_bytes():
        return None
    if any(file_path.match(pattern) for pattern in parent.config.getini("python_files")):
        return None
    module: pytest.Module = pytest.Module.from_parent(parent, path=file_path)
    return module


def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> None:
    """Refuse a function that is named like a proof but is a proof of nothing."""
    if not (name.startswith("proof_") and callable(obj) and collector.path.name.startswith("proof_")):
        return
    if getattr(obj, "__module__", None) == getattr(collector.obj, "__name__", None) and not hasattr(
        obj, "__proof_of__"
    ):
        raise collector.CollectError(
            f"{name} is named like a proof; decorate it with @proof(claim) or @refutation(claim)"
        )


def _proof_of(item: pytest.Item) -> Any:
    return getattr(getattr(item, "function", None), "__proof_of__", None)


@pytest.hookimpl(tryfirst=True)  # before anything is deselected
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note which claims have proofs, mark those that rest on random runs, and apply ``--claims``."""
    session = config.stash[_SESSION]
    proofs = [(item, of) for item in items if (of := _proof_of(item)) is not None]
    if not proofs:
        return
    from proofs_check.statistical import mark

    mark(item for item, _ in proofs)
    for of in _all_proofs([item for item, _ in proofs]):
        session.collected[of.claim.id] = session.collected.get(of.claim.id, 0) + 1
    session.complete = _completely_collected([item for item, _ in proofs])
    if wanted := config.getoption("--claims"):
        names = {name.strip() for name in wanted.split(",")}
        out = [item for item, of in proofs if not {of.claim.id, of.claim.paper} & names]
        config.hook.pytest_deselected(items=out)
        dropped = set(out)
        items[:] = [item for item in items if item not in dropped]
        session.complete &= names


def _all_proofs(items: list[pytest.Item]) -> list[Any]:
    """What is proved in the files of these items, also by functions that were not asked for."""
    found = {getattr(item, "function", None): _proof_of(item) for item in items}
    for module in {getattr(item, "module", None) for item in items} - {None}:
        found |= {value: value.__proof_of__ for value in vars(module).values() if _is_proof(value)}
    return list(found.values())


def _is_proof(value: object) -> bool:
    return callable(value) and type(getattr(value, "__proof_of__", None)).__name__ == "ProofOf"


def _completely_collected(items: list[pytest.Item]) -> set[str]:
    """Papers all of whose proof files have been collected, so that a claim without proof really has none."""
    folders: dict[Path, set[Path]] = {}
    papers: dict[Path, set[str]] = {}
    for item in items:
        folders.setdefault(item.path.parent, set()).add(item.path)
        papers.setdefault(item.path.parent, set()).add(_proof_of(item).claim.paper)
    return {
        paper
        for folder, files in folders.items()
        if set(folder.glob("proof_*.py")) <= files
        for paper in papers[folder]
    }


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Run a proof under a recorder."""
    of = _proof_of(pyfuncitem)
    if of is None:
        return (yield)
    from proofs_check import profiles
    from proofs_check.evidence import recording
    from proofs_check.results import challenge_once, finish, summary

    profiles.apply(pyfuncitem.function, thorough=pyfuncitem.config.getoption("--thorough"))
    pyfuncitem.user_properties.append(("claim", of.claim.id))  # for JUnit
    recorder = of.recorder()
    pyfuncitem.stash[_RESULT] = summary(recorder)
    try:
        with recording(recorder):
            outcome = yield
        finish(of, recorder)
    finally:
        pyfuncitem.stash[_RESULT] = summary(recorder)
    if not pyfuncitem.config.getoption("--no-challenge"):
        session = pyfuncitem.config.stash[_SESSION]
        pyfuncitem.stash[_RESULT]["assumptions"] = challenge_once(of, session.challenged)
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
    from proofs_check.results import verdict_of_run

    bare: dict[str, Any] = {"claim": of.claim.id, "role": of.role, "parts": list(of.parts)}
    stored: dict[str, Any] = item.stash.get(_RESULT, bare)
    result = dict(stored)
    if call.when == "teardown":  # the call has been reported, evidence and all
        result["evidence"] = []
    outcome, reason = ("skipped", str(report.longrepr)) if report.skipped else verdict_of_run(call.excinfo)
    if report.failed and outcome == "passed":  # a proof that was expected to fail
        outcome, reason = "failed", str(report.longrepr)
    result |= {
        "proof": item.nodeid,
        "outcome": outcome,
        "reason": reason,
        "seconds": round(report.duration, 4),
    }
    setattr(report, _ATTRIBUTE, result)
    return report


class _Gather:
    """Listens on the process that reports (the controller under xdist)."""

    def __init__(self, session: _Session) -> None:
        self.session = session

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        result = getattr(report, _ATTRIBUTE, None)
        if result is not None:
            self.session.results.append(result)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.session.errors += report.failed

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object | None) -> None:  # noqa: ARG002 - xdist's signature
        payload = getattr(node, "workeroutput", {}).get("relucidate")
        if payload:
            self.session.merge(*json.loads(payload))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start listening."""
    session.config.pluginmanager.register(_Gather(session.config.stash[_SESSION]), "relucidate-gather")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Describe the claims where they are known, and hand them to the controller if this is a worker."""
    known = session.config.stash[_SESSION]
    if known.collected:
        from proofs_check.results import describe

        papers = {claim_id.split(".")[0] for claim_id in known.collected}
        known.merge(describe(papers), known.collected, sorted(known.complete))
    workeroutput = getattr(session.config, "workeroutput", None)
    if workeroutput is not None:
        payload = (list(known.claims.values()), known.collected, sorted(known.complete))
        workeroutput["relucidate"] = json.dumps(payload)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the ledger by paper, and write it where ``--ledger`` says."""
    known = config.stash[_SESSION]
    if not known.results:
        return
    from proofs_check.ledger import build, write
    from proofs_check.tables import lines

    ledger = build(known.results, known.claims, known.collected, known.complete)
    for line in lines(ledger, colour=terminalreporter._tw.hasmarkup, width=terminalreporter._tw.fullwidth):
        terminalreporter.write_line(line)
    target = config.getoption("--ledger")
    if target:
        write(ledger, Path(target))
        terminalreporter.write_line(f"ledger: {target}")
