"""The runner of formula mutation: every claim's proofs on every mutant, in processes that can be ended.

The results of a claim lie in one file, which grows with every mutant, so that a run that was stopped goes
on from there. They hold for a content key (`proofs_check.mutation.key`) and are forgotten when it changes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from itertools import zip_longest
from pathlib import Path
from typing import Any

from proofs_check.mutation.cluster import ClusterPool
from proofs_check.mutation.mutants import OPERATORS
from proofs_check.mutation.pool import BASELINE_LIMIT, LIMIT, Pool, Unit
from proofs_check.mutation.store import Record, load

#: Mutants that a worker takes at a time: few, so that the last ones are shared out evenly.
BATCH = 6
#: The time limit of a mutant is at least this many times what the unmutated proofs take.
PATIENCE = 6

Progress = Callable[[int, int, str], None]


def run(
    claim_ids: Sequence[str] | None,
    *,
    targets: Sequence[str],
    workers: int = 1,
    executor: Executor | None = None,
    store: Path,
    quick: int | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> dict[str, dict[str, Any]]:
    """Run the proofs of claims on the mutants of their formulas, and under their saboteurs.

    Parameters
    ----------
    claim_ids
        The claims; by default all that have proofs among the targets.
    targets
        What pytest is given to collect: files, folders, or ``["--pyargs", package]``.
    workers
        How many processes.
    executor
        What judges instead of processes of its own.
    store
        The folder in which results are kept.
    quick
        At most this many mutants a part, spread over the operators, and all saboteurs.
    fresh
        Whether to forget what the store holds about these claims.
    progress
        Called with the number of mutants judged, their total, and the last one.

    Returns
    -------
    dict
        By claim id: ``killed``, ``total`` (killed and survivors), ``void``, ``equivalent`` and ``survivors``,
        and ``refused`` with a reason where the proofs fail without any mutation, so that nothing was run;
        ``unwritten`` with a reason where the store could not take all of it.

    Raises
    ------
    ValueError
        If a number is not positive, a claim has no proof among the targets, or these cannot be collected.
    RuntimeError
        If the executor fails.
    """
    for name, number in (("workers", workers), ("quick", quick)):
        if number is not None and number < 1:
            raise ValueError(f"{name}={number!r}: must be at least 1")
    with Pool(targets, workers) if executor is None else ClusterPool(targets, executor) as pool:
        plans, unknown = pool.ask("plan", _unique(claim_ids), True)
        if unknown:
            raise ValueError(f"claim_ids: no proof among the targets of {', '.join(unknown)}")
        work = {claim_id: _Work(claim_id, plan, store, quick, fresh) for claim_id, plan in plans.items()}
        report = _Progress(work.values(), progress)
        pool.enqueue(unit for claim in work.values() for unit in claim.first_units())
        for message in pool.messages():
            claim = work[message.claim_id]
            pool.enqueue(claim.take(message.kind, message.content), first=True)
            if message.kind == "result":
                report.step(f"{claim.claim_id}: {message.content[1]['label']}")
            elif claim.refused:
                report.drop(claim)
    return {claim_id: claim.finish() for claim_id, claim in work.items()}


def cached(claim_ids: Sequence[str] | None, store: Path, targets: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Results in the store that are still valid, without running anything.

    A claim's full results are returned if it has any; otherwise those of a quick run, whose total counts only
    what was run. A run that was stopped has none.

    Parameters
    ----------
    claim_ids, store, targets
        As for `run`; claims without a proof among the targets have no results.
    """
    if not store.is_dir() or not any(store.glob("*.jsonl")):
        return {}
    with Pool(targets, 1) as pool:
        plans, _ = pool.ask("plan", _unique(claim_ids), False)
    found = {claim_id: load(store, claim_id, plan["key"]) for claim_id, plan in plans.items()}
    return {
        claim_id: record.summary(record.finished)
        for claim_id, record in found.items()
        if record is not None and record.finished is not None
    }


def _unique(claim_ids: Sequence[str] | None) -> list[str] | None:
    return None if claim_ids is None else list(dict.fromkeys(claim_ids))


class _Work:
    """What is left to do for one claim."""

    def __init__(
        self, claim_id: str, plan: dict[str, Any], store: Path, quick: int | None, fresh: bool
    ) -> None:
        self.claim_id = claim_id
        self.refused = ""
        self.judged = 0
        old = None if fresh else load(store, claim_id, plan["key"])
        self.record = old or Record(store, claim_id, plan["key"], fresh=fresh)
        self.record.tasks, self.record.void = plan["tasks"], plan["void"]
        self.wanted = chosen(plan["tasks"], quick)
        self.missing = [task for task in self.wanted if task not in self.record.results]

    def first_units(self) -> list[Unit]:
        """The proofs are timed without mutation first."""
        if not self.missing:
            return []
        return [Unit(self.claim_id, "baseline", (self.claim_id,), BASELINE_LIMIT)]

    def take(self, kind: str, content: tuple[Any, ...]) -> list[Unit]:
        """Note an answer; return what can be done now."""
        if kind == "result":
            task_id, result = content
            self.record.add(task_id, result)
            self.judged += 1
            if self.judged == len(self.missing):
                self.record.finish(self.wanted)
            return []
        baseline, self.refused = content
        if self.refused:
            return []
        limit = max(LIMIT, PATIENCE * sum(seconds for seconds, _ in baseline.values()))
        batches = [self.missing[start : start + BATCH] for start in range(0, len(self.missing), BATCH)]
        return [Unit(self.claim_id, "judge", (self.claim_id, baseline, batch), limit) for batch in batches]

    def finish(self) -> dict[str, Any]:
        """Mark the run as finished and sum it up."""
        if self.refused:
            return self.record.summary([]) | {"refused": self.refused}
        self.record.finish(self.wanted)
        unwritten = {"unwritten": str(self.record.unwritten)} if self.record.unwritten else {}
        return self.record.summary(self.wanted) | unwritten


class _Progress:
    """Counts judged mutants for whoever wants to know."""

    def __init__(self, work: Iterable[_Work], progress: Progress | None) -> None:
        self.progress = progress
        self.done = 0
        self.total = sum(len(claim.missing) for claim in work)

    def step(self, label: str) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total, label)

    def drop(self, claim: _Work) -> None:
        self.total -= len(claim.missing)
        if self.progress is not None:
            self.progress(self.done, self.total, f"{claim.claim_id}: {claim.refused}")


def chosen(tasks: dict[str, dict[str, Any]], quick: int | None) -> list[str]:
    """Tasks of a run: all of them, or for a quick one a few a part from every operator in turn.

    Parameters
    ----------
    tasks
        Mutants and saboteurs by name.
    quick
        How many mutants a part; ``None`` for all.
    """
    if quick is None:
        return list(tasks)
    wanted = {name for name, task in tasks.items() if task["part"] is None}
    for part in dict.fromkeys(task["part"] for task in tasks.values() if task["part"] is not None):
        heaps = []
        for operator in OPERATORS:
            heap = [name for name, t in tasks.items() if (t["part"], t["operator"]) == (part, operator)]
            random.Random(0).shuffle(heap)  # the same ones every time, from all over the formula
            heaps.append(heap)
        in_turn = [name for layer in zip_longest(*heaps) for name in layer if name is not None]
        wanted.update(in_turn[:quick])
    return [name for name in tasks if name in wanted]
