"""Mutants judged by the processes of an executor, such as the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import cache
from queue import SimpleQueue

from proofs_check.mutation.pool import Message, Pool, Unit

#: Requests under way for each process: one that it is at, and one that it goes on with at once.
AHEAD = 2


@cache
def _pool(*targets: str) -> Pool:
    return Pool(targets, 1)


def answer(targets: Sequence[str], unit: Unit) -> list[Message]:
    """Work through a request where this runs, in a process of its own that has collected the proofs.

    That process is kept for further requests, and ends with this one. The limits on its time are kept here.
    """
    pool = _pool(*targets)
    pool.enqueue([unit])
    return list(pool.messages())


class ClusterPool(Pool):
    """Requests that an executor's processes take; only the plan is made here.

    Parameters
    ----------
    targets
        What pytest is given to collect, here and there.
    executor
        Left running. Its attribute ``workers`` says how many processes it has, by default one.
    """

    def __init__(self, targets: Sequence[str], executor: Executor) -> None:
        super().__init__(targets, 1)
        self.executor = executor
        self.processes = int(getattr(executor, "workers", 1))

    def messages(self) -> Iterator[Message]:
        """Work through the queue, which may grow meanwhile, and yield answers as they come.

        Raises
        ------
        RuntimeError
            If a request cannot be worked through there.
        """
        finished: SimpleQueue[Future[list[Message]]] = SimpleQueue()
        under_way: dict[Future[list[Message]], Unit] = {}
        try:
            while self.queue or under_way:
                while self.queue and len(under_way) < AHEAD * self.processes:
                    unit = self.queue.popleft()
                    future = self.executor.submit(answer, self.targets, unit)
                    under_way[future] = unit
                    future.add_done_callback(finished.put)
                future = finished.get()
                unit = under_way.pop(future)
                try:
                    messages = future.result()
                except Exception as error:
                    kind = type(error).__name__
                    raise RuntimeError(f"{unit.claim_id}: {kind} on a worker: {error}") from error
                yield from messages
        finally:
            for future in under_way:
                future.cancel()
