"""The pytest plugin: collects proofs, gathers their evidence and prints the ledger.

It is loaded in every pytest run of the environment, so it imports nothing heavy until a proof is at hand.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from proofs_check import recording
from proofs_check.collecting import Collection, holds_proofs, is_proof_file, proof_of, refusals
from proofs_check.rooms import beside, shadowed, taken
from proofs_check.session import CONTENTS, SESSION, Session, session_of

_COLLECTION = pytest.StashKey[Collection]()
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
    config.addinivalue_line("markers", "statistical: a proof that rests on random runs; set by the plugin")
    config.stash[SESSION] = Session()
    config.stash[_COLLECTION] = Collection()
    config.stash[CONTENTS] = {}
    config.pluginmanager.register(recording, "relucidate-recording")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect ``proof_*.py`` files that speak of this package.

    Pytest itself collects those that are named as arguments.
    """
    if not is_proof_file(file_path):
        return None
    wrong = taken(file_path)
    if wrong:
        raise parent.CollectError(wrong)
    if parent.session.isinitpath(file_path):
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
    if report.failed and holds_proofs(collector.path):
        remedy = shadowed() or beside(collector.path, report.longreprtext)
        if remedy:
            report.longrepr = f"{report.longreprtext}\n{remedy}"
    collector.config.stash[_COLLECTION].note(collector, report)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> list[pytest.Function] | None:
    """Refuse what is named like a proof but is a proof of nothing; let proofs fail that would not be run."""
    refused = refusals(collector, name, obj)
    if refused:
        return [pytest.Function.from_parent(collector, name=n, callobj=fail) for n, fail in refused.items()]
    if not (name.startswith("proof_") and callable(obj) and collector.path.name.startswith("proof_")):
        return None
    if getattr(obj, "__module__", None) == getattr(collector.obj, "__name__", None) and proof_of(obj) is None:
        raise collector.CollectError(
            f"{name} is named like a proof; decorate it with @proof(claim) or @refutation(claim)"
        )
    return None


def _names(wanted: str | None) -> set[str]:
    return {name.strip() for name in (wanted or "").split(",")} - {""}


@pytest.hookimpl(tryfirst=True)  # before anything is deselected
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Remember the claims as they are, mark proofs that rest on random runs, and apply ``--claims``."""
    proofs = [(item, of) for item in items if (of := proof_of(getattr(item, "function", None))) is not None]
    if not proofs:
        return
    from proofs_check.ledger.constancy import content
    from proofs_check.statistical import mark

    mark(item for item, _ in proofs)

    claims = {id(of.claim): of.claim for _, of in proofs}
    config.stash[CONTENTS] = {claim.id: (claim, content(claim)) for claim in claims.values()}
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


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start listening."""
    session.config.pluginmanager.register(session_of(session.config), "relucidate-session")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Describe the claims where they are known; hand them to the controller, or build the ledger."""
    config = session.config
    known = session_of(config)
    if known.plan.claims and "theory.claim" in sys.modules:
        from proofs_check.ledger.constancy import changed
        from proofs_check.ledger.results import describe

        known.changed |= changed(config.stash[CONTENTS].values())
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
