"""Mutation results of one claim on disk.

A file has one JSON object a line: what there is to do, then one result after another, so that a run can be
stopped at any moment and several runs can share a store. Every line carries a checksum of itself and the key
under which it holds: a line that is damaged, or of another key, counts as none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows: two runs at once may then lose a line, and no more
    fcntl = None  # type: ignore[assignment]

#: Grows when the file changes meaning.
SCHEMA = "relucidate-mutants/2"
#: What can become of a mutant.
OUTCOMES = frozenset({"killed", "survived", "equivalent"})


class Record:
    """Results of one claim under one content key, written to disk as they come in.

    Parameters
    ----------
    store
        The folder.
    claim_id
        The claim.
    key
        The content key under which the results hold.
    fresh
        Whether what the file holds is to be forgotten.

    Attributes
    ----------
    tasks
        Mutants and saboteurs by name: part and operator.
    results
        What became of those judged so far: ``outcome``, ``label`` and ``why``, and for those killed by which
        proof, and whether it judged or crashed.
    void
        How many mutants were no statements.
    finished
        The tasks of the largest run that came to its end, ``None`` if none has.
    unwritten
        Why the file lacks a result that is here, if it does.
    """

    def __init__(self, store: Path, claim_id: str, key: str, *, fresh: bool = False) -> None:
        self.path = store / f"{claim_id}.jsonl"
        self.key = key
        self.tasks: dict[str, dict[str, Any]] = {}
        self.results: dict[str, dict[str, Any]] = {}
        self.void = 0
        self.finished: list[str] | None = None
        self.unwritten: OSError | None = None
        self._fresh = fresh

    def add(self, task_id: str, result: dict[str, Any]) -> None:
        """Keep one result."""
        self.results[task_id] = result
        self._append({"task": task_id, "result": result})

    def finish(self, task_ids: list[str]) -> None:
        """Note that a run over these tasks has come to its end, unless a larger one had."""
        if self.finished is not None and set(task_ids) <= set(self.finished):
            return
        self.finished = task_ids
        self._append({"finished": task_ids})

    def _append(self, entry: dict[str, Any]) -> None:
        """Add a line, after the head if the file has none for this key; a full disk must not end the run."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a+b") as stream:
                if fcntl is not None:
                    fcntl.flock(stream, fcntl.LOCK_EX)  # until the file is closed
                lines = [entry]
                if self._fresh or not self._continues(stream):
                    stream.truncate(0)
                    lines.insert(
                        0, {"schema": SCHEMA, "key": self.key, "void": self.void, "tasks": self.tasks}
                    )
                stream.write(b"".join(_line(line, self.key) for line in lines))
            self._fresh = False
        except OSError as error:
            self.unwritten = error

    def _continues(self, stream: IO[bytes]) -> bool:
        """Whether the file has a head for this key; a last line that was cut off goes."""
        stream.seek(0)
        if _head(stream.readline(), self.key) is None:
            return False
        stream.seek(-1, 2)
        if stream.read(1) != b"\n":
            stream.seek(0)
            stream.truncate(stream.read().rfind(b"\n") + 1)
        return True

    def summary(self, task_ids: Iterable[str]) -> dict[str, Any]:
        """Count what became of some tasks; survivors are named in the order of the tasks."""
        wanted = set(task_ids)
        done = [self.results[name] for name in self.tasks if name in wanted]
        outcomes = [result["outcome"] for result in done]
        survivors = [result["label"] for result in done if result["outcome"] == "survived"]
        return {
            "killed": outcomes.count("killed"),
            "total": outcomes.count("killed") + len(survivors),
            "void": self.void,
            "equivalent": outcomes.count("equivalent"),
            "survivors": survivors,
        }


def load(store: Path, claim_id: str, key: str) -> Record | None:
    """Read the results of a claim, if it has any; what is damaged or outdated counts as none."""
    record = Record(store, claim_id, key)
    try:
        head, *lines = record.path.read_bytes().split(b"\n")
    except OSError:
        return None
    found = _head(head, key)
    if found is None:
        return None
    record.tasks, record.void = found["tasks"], found["void"]
    finished: list[list[str]] = []
    for line in lines:
        entry = _entry(line, key)
        if entry is None:
            continue
        if _is_result(entry, record.tasks):
            record.results[entry["task"]] = entry["result"]
        elif _is_end(entry, record.tasks):
            finished.append(entry["finished"])
    whole = [tasks for tasks in finished if set(tasks) <= set(record.results)]
    record.finished = max(whole, key=len, default=None)
    return record


def _line(entry: dict[str, Any], key: str) -> bytes:
    return json.dumps(entry | {"check": _checksum(entry, key)}, ensure_ascii=False).encode() + b"\n"


def _checksum(entry: dict[str, Any], key: str) -> str:
    return hashlib.sha256(f"{key} {json.dumps(entry)}".encode()).hexdigest()[:16]


def _entry(line: bytes, key: str) -> dict[str, Any] | None:
    """What a line says, if it is whole and holds for this key."""
    try:
        entry = json.loads(line)
        said = entry.pop("check", None) if isinstance(entry, dict) else None
        return entry if said is not None and said == _checksum(entry, key) else None
    except (ValueError, RecursionError):
        return None


def _head(line: bytes, key: str) -> dict[str, Any] | None:
    head = _entry(line, key) or {}
    fits = head.get("schema") == SCHEMA and head.get("key") == key and type(head.get("void")) is int
    return head if fits and isinstance(head.get("tasks"), dict) else None


def _is_result(entry: dict[str, Any], tasks: dict[str, Any]) -> bool:
    task, result = entry.get("task"), entry.get("result")
    if not isinstance(task, str) or not isinstance(result, dict):
        return False
    return task in tasks and result.get("outcome") in OUTCOMES and isinstance(result.get("label"), str)


def _is_end(entry: dict[str, Any], tasks: dict[str, Any]) -> bool:
    names = entry.get("finished")
    return isinstance(names, list) and all(isinstance(name, str) and name in tasks for name in names)
