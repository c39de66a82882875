"""Mutation results of one claim on disk.

A file has one JSON object a line: what there is to do, then one result after another, so that a run can be
stopped at any moment. A last line that was cut off is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

#: Grows when the file changes meaning.
SCHEMA = "relucidate-mutants/1"


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
    """

    def __init__(self, store: Path, claim_id: str, key: str) -> None:
        self.path = store / f"{claim_id}.jsonl"
        self.key = key
        self.tasks: dict[str, dict[str, Any]] = {}
        self.results: dict[str, dict[str, Any]] = {}
        self.void = 0
        self.finished: list[str] | None = None
        self.sound_bytes = 0

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

    def _append(self, line: dict[str, Any]) -> None:
        lines = [line]
        if not self.sound_bytes:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_bytes(b"")
            lines.insert(0, {"schema": SCHEMA, "key": self.key, "void": self.void, "tasks": self.tasks})
        data = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines).encode()
        with self.path.open("r+b") as stream:
            stream.truncate(self.sound_bytes)
            stream.seek(self.sound_bytes)
            stream.write(data)
        self.sound_bytes += len(data)

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
    """Read the results of a claim, if it has any; a damaged or outdated file counts as none."""
    record = Record(store, claim_id, key)
    try:
        head, *lines = record.path.read_bytes().splitlines(keepends=True)
        data = json.loads(head)
        if data["schema"] != SCHEMA or data["key"] != key:
            return None
        record.tasks, record.void = data["tasks"], data["void"]
        record.sound_bytes = len(head)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            break
        if not line.endswith(b"\n"):
            break
        record.sound_bytes += len(line)
        if "finished" in entry:
            record.finished = entry["finished"]
        else:
            record.results[entry["task"]] = entry["result"]
    return record
