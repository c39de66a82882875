"""What a run has to answer for: the proofs there are, those that will run, and the files that cannot be read.

It is imported in every pytest run of the environment, so it imports nothing heavy; SymPy has been loaded by
the proofs where there are any.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

#: Decorators that make a proof.
_DECORATORS = frozenset({"proof", "refutation"})


def proof_of(value: object) -> Any:
    """What a function is a proof of, if it is one; asks nothing of strange objects."""
    if "proofs_check.proof" not in sys.modules:
        return None
    found = getattr(value, "__proof_of__", None)
    return found if type(found).__name__ == "ProofOf" else None


def is_proof_file(path: Path) -> bool:
    """Whether a file is one that the plugin collects: ``proof_*.py``, and it speaks of our packages."""
    if path.suffix != ".py" or not path.name.startswith("proof_"):
        return False
    text = path.read_bytes()
    return b"proofs_check" in text or b"relucidate" in text


def holds_proofs(path: Path) -> bool:
    """Whether a file that could not be imported would have had proofs."""
    try:
        if is_proof_file(path):
            return True
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return False
    decorators = (
        getattr(decorator, "func", None)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in node.decorator_list
    )
    return any(getattr(name, "id", getattr(name, "attr", None)) in _DECORATORS for name in decorators)


def refusals(collector: Any, name: str, obj: object) -> dict[str, Callable[[], None]]:
    """Proofs among what pytest has come upon that it would not run, or not wait for.

    Parameters
    ----------
    collector
        Pytest's module or class.
    name, obj
        An attribute of it: a function, a class or anything else.

    Returns
    -------
    dict
        By name, a function that stands in for the proof and fails with the reason.
    """
    if isinstance(obj, type):
        reason = _refused_class(collector, name, obj)
        return (
            {f"{name}.{n}": _failing(of, f"{name}.{n} {reason}") for n, of in _methods(obj)} if reason else {}
        )
    of = proof_of(obj)
    reason = _refused_function(collector, name, obj) if of is not None else None
    return {name: _failing(of, f"{name} {reason}")} if reason else {}


def _failing(of: Any, reason: str) -> Callable[[], None]:
    def fail() -> None:
        raise TypeError(reason)

    fail.__proof_of__ = of  # type: ignore[attr-defined]
    return fail


def _refused_function(collector: Any, name: str, obj: object) -> str | None:
    plain = inspect.unwrap(obj) if callable(obj) else obj
    plain = getattr(getattr(plain, "hypothesis", None), "inner_test", plain)
    plain = inspect.unwrap(plain) if callable(plain) else plain
    if inspect.iscoroutinefunction(plain) or inspect.isasyncgenfunction(plain):
        return "is asynchronous: nothing waits for what its engines say; write it as a plain function"
    if inspect.isgeneratorfunction(plain):
        return "yields, so that its body would never run; write it as a plain function"
    if not collector.istestfunction(obj, name):
        return "is a proof that pytest does not collect; leave it a plain function that is a test"
    return None


def _refused_class(collector: Any, name: str, cls: type) -> str | None:
    if not any(True for _ in _methods(cls)):
        return None
    unittest = sys.modules.get("unittest")
    if unittest is not None and issubclass(cls, unittest.TestCase):
        return "is a proof in a TestCase, where only test methods run; write it as a function"
    if not collector.istestclass(cls, name) or not getattr(cls, "__test__", True):
        return "is a proof in a class that pytest does not collect; write it as a function"
    if any({"__init__", "__new__"} & set(vars(base)) for base in cls.__mro__ if base is not object):
        return (
            "is a proof in a class with a constructor, which pytest does not collect; write it as a function"
        )
    return None


def _methods(cls: type) -> Iterator[tuple[str, Any]]:
    """Proofs in a class, its own and inherited ones, by name."""
    for name in dir(cls) if "proofs_check.proof" in sys.modules else ():
        value = inspect.getattr_static(cls, name, None)
        of = proof_of(getattr(value, "__func__", value))
        if of is not None:
            yield name, of


class Collection:
    """What one process has collected.

    Attributes
    ----------
    proofs
        Claim of every proof in the files that were read, asked for or not, and its file, by node id.
    broken
        Why a file with proofs could not be read, by file.
    """

    def __init__(self) -> None:
        self.proofs: dict[str, tuple[Any, Path]] = {}
        self.broken: dict[Path, str] = {}

    def note(self, collector: pytest.Collector, report: pytest.CollectReport) -> None:
        """Note what pytest has found in a file, a class or a folder."""
        if not report.passed:
            self._note_broken(collector.path, why(report))
            return
        for node in report.result:
            of = proof_of(getattr(node, "function", None))
            if of is not None:
                self.proofs[node.nodeid] = of.claim, node.path
        if isinstance(collector, pytest.Module) and not report.result:
            module = vars(collector).get("_obj")  # asking for .obj would import what is not to be imported
            if module is not None and not getattr(module, "__test__", True):
                self._note_broken(collector.path, "its __test__ is false")

    def _note_broken(self, path: Path, reason: str) -> None:
        inside = sorted(path.rglob("proof_*.py")) if path.is_dir() else [path]
        self.broken.update((file, reason) for file in inside if holds_proofs(file))

    def plan(self, items: Iterable[pytest.Item], root: Path) -> Plan:
        """Compare what there is with what will run.

        Parameters
        ----------
        items
            What pytest has selected.
        root
            The folder to which the names of files are relative.
        """
        plan = Plan()
        for item in items:
            of = proof_of(getattr(item, "function", None))
            if of is not None:
                self.proofs.setdefault(item.nodeid, (of.claim, item.path))
                plan.of(of.claim.id)["selected"].append(item.nodeid)
        read = {file for _, file in self.proofs.values()}
        homes: dict[Path, set[str]] = {}
        for nodeid, (claim, file) in self.proofs.items():
            plan.of(claim.id)["known"].append(nodeid)
            homes.setdefault(file.parent, set()).add(claim.paper)
        unread = {
            file
            for folder in homes
            for file in folder.glob("proof_*.py")
            if file not in read and file not in self.broken and is_proof_file(file)
        }
        speech = None
        if unread or (self.broken and "theory.claim" in sys.modules):
            from proofs_check.speech import Speech  # noqa: PLC0415 - loads SymPy

            speech = Speech()
        for file in sorted(unread):
            for claim_id in speech.of(file, homes[file.parent]) if speech else ():
                if claim_id in plan.claims:
                    plan.of(claim_id)["known"].append(_shown(file, root))
        for file, reason in sorted(self.broken.items()):
            plan.broken[_shown(file, root)] = reason
            papers = homes.get(file.parent, set())
            for claim_id in (speech.of(file, papers) or speech.ids(papers)) if speech else ():
                plan.of(claim_id)["broken"].append(_shown(file, root))
        plan.complete = self._complete(homes, unread, plan)
        return plan

    def _complete(self, homes: Mapping[Path, set[str]], unread: set[Path], plan: Plan) -> set[str]:
        """Papers all of whose proofs will run, so that a claim without proof really has none."""
        complete = {paper for papers in homes.values() for paper in papers}
        for file in unread:
            complete -= homes[file.parent]
        for claim, _ in self.proofs.values():
            entry = plan.of(claim.id)
            if set(entry["known"]) - set(entry["selected"]):
                complete.discard(claim.paper)
        return complete


class Plan:
    """What a run has to answer for, as data that travels between processes.

    Attributes
    ----------
    claims
        By claim id: ``known`` (node ids of its proofs, and files that were not read but speak of it),
        ``selected`` (node ids that will run) and ``broken`` (files that could not be read).
    broken
        Why each of those files could not be read.
    complete
        Papers all of whose proofs will run.
    """

    def __init__(self) -> None:
        self.claims: dict[str, dict[str, list[str]]] = {}
        self.broken: dict[str, str] = {}
        self.complete: set[str] = set()

    def of(self, claim_id: str) -> dict[str, list[str]]:
        """Entry of a claim, made where there is none."""
        return self.claims.setdefault(claim_id, {"known": [], "selected": [], "broken": []})


def why(report: pytest.CollectReport | pytest.TestReport) -> str:
    """Reason of a report in a line."""
    if report.skipped and isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    lines = [line for line in report.longreprtext.splitlines() if line.strip()]
    return lines[-1].removeprefix("E").strip() if lines else "unknown"


def _shown(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
