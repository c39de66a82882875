"""The pytest plugin: collects proofs, gathers their evidence and prints the ledger.

It is loaded in every pytest run of the environment, so it imports nothing heavy until a proof is at hand.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from proofs_check.collecting import Collection, is_proof_file, proof_of, refusal
from proofs_check.session import CARRIED, Session

_SESSION = pytest.StashKey[Session]()
_COLLECTION = pytest.StashKey[Collection]()
_CONTENTS: pytest.StashKey[dict[str, Any]] = pytest.StashKey()
_CHALLENGED: pytest.StashKey[set[str]] = pytest.StashKey()
_RESULT: pytest.StashKey[dict[str, Any]] = pytest.StashKey()
#: What pytest's exit status becomes when all tests pass and a claim is not as it should be.
_RED = int(pytest.ExitCode.TESTS_FAILED)


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
    config.stash[_SESSION] = Session()
    config.stash[_COLLECTION] = Collection()
    config.stash[_CONTENTS] = {}
    config.stash[_CHALLENGED] = set()


def session_of(config: pytest.Config) -> Session:
    """What a session of pytest knows about proofs."""
    return config.stash[_SESSION]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect ``proof_*.py`` files that speak of this package.

    Pytest itself collects those that are named as arguments.
    """
    if parent.session.isinitpath(file_path) or not is_proof_file(file_path):
        return None
    if any(file_path.match(pattern) for pattern in parent.config.getini("python_files")):
        return None
    module: pytest.Module = pytest.Module.from_parent(parent, path=file_path)
    return module


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Note every proof, also those that are not asked for, and every file that cannot be read."""
    report = yield
    collector.config.stash[_COLLECTION].note(collector, report)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> None:
    """Refuse what is named like a proof but is a proof of nothing, and proofs that would not be run."""
    refused = refusal(collector, name, obj)
    if refused is not None:
        raise collector.CollectError(refused)
    if not (name.startswith("proof_") and callable(obj) and collector.path.name.startswith("proof_")):
        return
    if getattr(obj, "__module__", None) == getattr(collector.obj, "__name__", None) and proof_of(obj) is None:
        raise collector.CollectError(
            f"{name} is named like a proof; decorate it with @proof(claim) or @refutation(claim)"
        )


def _names(wanted: str | None) -> set[str]:
    return {name.strip() for name in (wanted or "").split(",")} - {""}


def _proof_of(item: pytest.Item) -> Any:
    return proof_of(getattr(item, "function", None))


@pytest.hookimpl(tryfirst=True)  # before anything is deselected
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Remember the claims as they are, and apply ``--claims``."""
    proofs = [(item, of) for item in items if (of := _proof_of(item)) is not None]
    if not proofs:
        return
    from proofs_check.ledger.constancy import content

    claims = {id(of.claim): of.claim for _, of in proofs}
    config.stash[_CONTENTS] = {claim.id: (claim, content(claim)) for claim in claims.values()}
    wanted = config.getoption("--claims")
    if wanted:
        names = _names(wanted)
        out = [item for item, of in proofs if not {of.claim.id, of.claim.paper} & names]
        config.hook.pytest_deselected(items=out)
        dropped = set(out)
        items[:] = [item for item in items if item not in dropped]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Note which of the proofs will run."""
    config = session.config
    if not config.option.collectonly:
        session_of(config).plan = config.stash[_COLLECTION].plan(session.items, config.rootpath)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Run a proof under a recorder."""
    of = _proof_of(pyfuncitem)
    if of is None:
        return (yield)
    from proofs_check import profiles
    from proofs_check.ledger.constancy import require_unchanged
    from proofs_check.ledger.evidence import recording
    from proofs_check.ledger.results import challenge_once, finish, summary

    config = pyfuncitem.config
    profiles.apply(pyfuncitem.function, thorough=config.getoption("--thorough"))
    pyfuncitem.user_properties.append(("claim", of.claim.id))  # for JUnit
    recorder = of.recorder()
    before = config.stash[_CONTENTS].get(of.claim.id)
    pyfuncitem.stash[_RESULT] = summary(recorder)
    try:
        require_unchanged(before)
        with recording(recorder):
            outcome = yield
        require_unchanged(before)
        finish(of, recorder)
    finally:
        pyfuncitem.stash[_RESULT] = summary(recorder)
    if not config.getoption("--no-challenge"):
        pyfuncitem.stash[_RESULT]["assumptions"] = challenge_once(of, config.stash[_CHALLENGED])
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
    from proofs_check.ledger.results import verdict_of_run

    bare: dict[str, Any] = {"claim": of.claim.id, "role": of.role, "parts": list(of.parts), "evidence": []}
    stored = item.stash.get(_RESULT, None)
    result = bare | (stored or {})
    if call.when == "teardown":  # the call has been reported, evidence and all
        result["evidence"] = []
    outcome, reason = ("skipped", str(report.longrepr)) if report.skipped else verdict_of_run(call.excinfo)
    if report.failed and outcome == "passed":  # a proof that was expected to fail
        outcome, reason = "failed", str(report.longrepr)
    if outcome == "passed" and stored is None:
        outcome, reason = "undecided", "was set up, but not run"
    if stored is not None and call.when == "call":
        del item.stash[_RESULT]  # should the item be run again, it starts anew
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


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start listening."""
    session.config.pluginmanager.register(session_of(session.config), "relucidate-session")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Describe the claims where they are known; hand them to the controller, or build the ledger."""
    config = session.config
    known = session_of(config)
    if known.plan.claims and config.stash[_CONTENTS]:
        from proofs_check.ledger.constancy import changed
        from proofs_check.ledger.results import describe

        known.changed |= changed(config.stash[_CONTENTS].values())
        papers = {claim_id.partition(".")[0] for claim_id in known.plan.claims}
        known.claims.update((row["id"], row) for row in describe(papers))
    workeroutput = getattr(config, "workeroutput", None)
    if workeroutput is not None:
        workeroutput["relucidate"] = known.payload()
        return
    known.asked = _names(config.getoption("--claims"))
    if known.plan.claims:
        from proofs_check.ledger.document import red

        complete, asked = known.plan.complete, known.asked
        listed = (complete & asked) | {name for name in asked if "." in name} if asked else complete
        known.ledger = known.build(known.claims, listed)
        if session.exitstatus == pytest.ExitCode.OK and red(known.ledger):
            session.exitstatus = _RED
    if session.exitstatus == pytest.ExitCode.OK and known.unlisted():
        session.exitstatus = _RED
    _write(known, config.getoption("--ledger"), session)


def _write(known: Session, target: str | None, session: pytest.Session) -> None:
    if target is None or known.ledger is None:
        return
    from proofs_check.ledger.document import write

    try:
        write(known.ledger, Path(target))
        known.written = f"ledger: {target}"
    except OSError as error:
        known.written = f"the ledger cannot be written: {error}"
        session.exitstatus = session.exitstatus or int(pytest.ExitCode.USAGE_ERROR)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the ledger by paper, and what went wrong with proofs of claims that it does not know."""
    known = session_of(config)
    if known.ledger is not None:
        from proofs_check.ledger.tables import lines, summary_line

        if known.results:
            writer = terminalreporter._tw
            shown = lines(known.ledger, colour=writer.hasmarkup, width=writer.fullwidth)
        else:
            shown = [f"no proof was run: {summary_line(known.ledger)}"]
        for line in shown:
            terminalreporter.write_line(line)
    if not config.option.collectonly:
        for line in known.unlisted():
            terminalreporter.write_line(line, red=True)
    if known.written:
        terminalreporter.write_line(known.written)
