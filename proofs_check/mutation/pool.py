"""Worker processes that can be ended: a proof that hangs on a mutant must not hang the run.

SymPy, Z3 and flint spend their time where Python cannot interrupt them, so the limit is kept from outside: a
worker that exceeds it is ended, what it was at is noted as timed out, and another takes its place.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from proofs_check.mutation.worker import serve

#: Seconds of wall time for one mutant, at least; and as many again for examining a survivor.
#: Z3 may take twice its own limit.
LIMIT = 120.0
#: Seconds for all proofs of a claim without mutation.
BASELINE_LIMIT = 900.0
#: Seconds for collecting the proofs.
COLLECTION_LIMIT = 600.0


@dataclass(frozen=True)
class Unit:
    """A request that one worker can take.

    Parameters
    ----------
    claim_id
        The claim it is about.
    name
        ``"baseline"`` or ``"judge"``.
    arguments
        What the request carries; the tasks of ``"judge"`` are the last one.
    limit
        Seconds that each answer may take.
    """

    claim_id: str
    name: str
    arguments: tuple[Any, ...]
    limit: float


@dataclass(frozen=True)
class Message:
    """An answer: ``"baseline"`` with seconds and a refusal, or ``"result"`` with a task and its result."""

    claim_id: str
    kind: str
    content: tuple[Any, ...]


class Worker:
    """One process that has collected the proofs, or is about to."""

    def __init__(self, targets: Sequence[str]) -> None:
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, list(targets)), daemon=True)
        self.process.start()
        theirs.close()
        self.unit: Unit | None = None
        self.left: list[str] = []
        self.stage = self.label = ""
        self.ready = False
        self.deadline = time.monotonic() + COLLECTION_LIMIT

    def give(self, unit: Unit) -> None:
        """Hand over a request."""
        self.unit, self.stage = unit, ""
        self.left = list(unit.arguments[-1]) if unit.name == "judge" else []
        self.deadline = time.monotonic() + unit.limit
        self.connection.send((unit.name, *unit.arguments))

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """Workers and the requests that wait for them.

    Parameters
    ----------
    targets
        What pytest is given to collect.
    size
        How many workers at most.
    """

    def __init__(self, targets: Sequence[str], size: int) -> None:
        self.targets = list(targets)
        self.size = size
        self.queue: deque[Unit] = deque()
        self.workers: list[Worker] = [Worker(self.targets)]

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()

    def enqueue(self, units: Iterable[Unit], *, first: bool = False) -> None:
        """Add requests, before all others or after them."""
        if first:
            self.queue.extendleft(reversed(list(units)))
        else:
            self.queue.extend(units)

    def ask(self, name: str, *arguments: Any) -> tuple[Any, ...]:
        """Have the first worker answer a request now.

        Raises
        ------
        ValueError
            If the proofs cannot be collected, or the worker fails on the request.
        """
        worker = self.workers[0]
        if not worker.ready:
            _start(worker, worker.connection)
        worker.connection.send((name, *arguments))
        try:
            kind, *content = worker.connection.recv()
        except (EOFError, ConnectionResetError) as end:
            raise ValueError(f"the process that was asked for a {name} died") from end
        if kind == "failed":
            raise ValueError(f"no {name} could be made: {content[0]}")
        return tuple(content)

    def messages(self) -> Iterator[Message]:
        """Work through the queue, which may grow meanwhile, and yield answers as they come."""
        while self.queue or any(worker.unit for worker in self.workers):
            self._hand_out()
            now = time.monotonic()
            busy = {worker.connection: worker for worker in self.workers if worker.unit or not worker.ready}
            timeout = max(0.0, min(worker.deadline for worker in busy.values()) - now)
            for connection in wait(list(busy), timeout):
                yield from self._receive(busy[connection])  # type: ignore[index]
            for worker in [w for w in self.workers if w in busy.values()]:
                if time.monotonic() > worker.deadline and not worker.connection.poll():
                    yield from self._lost(worker, "timed out")

    def _hand_out(self) -> None:
        for worker in self.workers:
            if self.queue and worker.ready and worker.unit is None:
                worker.give(self.queue.popleft())
        starting = sum(not worker.ready for worker in self.workers)
        if len(self.queue) > starting and len(self.workers) < self.size:
            self.workers.append(Worker(self.targets))

    def _receive(self, worker: Worker) -> Iterator[Message]:
        try:
            if not worker.ready:
                _start(worker, worker.connection)
                return
            kind, *content = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            yield from self._lost(worker, "its process died")
            return
        unit = worker.unit
        if unit is None:
            return
        worker.deadline = time.monotonic() + unit.limit
        if kind in ("started", "examining"):
            worker.stage, worker.label = kind, content[1]
        if kind == "result":
            worker.left.remove(content[0])
        if kind in ("idle", "baseline"):
            worker.unit = None
        if kind in ("result", "baseline"):
            yield Message(unit.claim_id, kind, tuple(content))

    def _lost(self, worker: Worker, how: str) -> Iterator[Message]:
        """Replace a worker; what it was at counts as undecided, the rest of its batch goes back."""
        unit, left = worker.unit, worker.left
        worker.end()
        self.workers.remove(worker)
        if unit is None:
            raise ValueError(f"targets={self.targets!r}: collecting the proofs {how}")
        self.workers.append(Worker(self.targets))
        if unit.name == "baseline":
            yield Message(unit.claim_id, "baseline", ({}, f"{unit.claim_id}: {how} without any mutation"))
            return
        if not left:
            return
        if left[1:]:
            self.enqueue([replace(unit, arguments=(*unit.arguments[:-1], left[1:]))], first=True)
        when = " when examined for equivalence" if worker.stage == "examining" else ""
        lost = {"outcome": "survived", "why": how, "label": f"{worker.label} ({how}{when})"}
        yield Message(unit.claim_id, "result", (left[0], lost))


def _start(worker: Worker, connection: Connection) -> None:
    """Wait until a worker has collected the proofs."""
    try:
        _, errors = connection.recv()
    except EOFError:
        errors = "the process that collects them died"
    if errors:
        raise ValueError(f"targets: the proofs cannot be collected: {errors}")
    worker.ready = True
