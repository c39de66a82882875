"""Long sweeps: seeded chunks of work, the same to the last bit on any number of workers, stopped and resumed.

A sweep is a function and a sequence of tasks. Chunk ``i`` computes ``work(tasks[i], rng)``, where `rng` is
drawn from the seed and ``i`` alone, so neither the executor nor the order in which chunks finish can touch
the numbers. With a folder, every finished chunk is stored at once and never computed again.
"""

import inspect
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack, closing, nullcontext
from copy import deepcopy
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

import numpy as np

from numerics import processors
from numerics.arrays.arguments import count, optional_callable, shorten
from numerics.arrays.arguments import seed as checked_seed
from numerics.sweeps.chunk_store import Arrays, ChunkStore, content_key
from numerics.sweeps.progress import Progress, terminal_bar
from numerics.sweeps.worker import (
    ThisProcess,
    compute_chunk,
    compute_in_local_process,
    enter_local_process,
    interrupts_held,
)

__all__ = ["ChunkError", "Progress", "paired", "sweep", "terminal_bar"]

T = TypeVar("T")

CHUNKS_PER_WORKER = 4
"""Default window for each worker: enough that none sits idle while results are consumed in order."""


class ChunkError(RuntimeError):
    """A chunk raised, or was lost with its worker; the original exception is the cause.

    Attributes
    ----------
    index : int
        Which chunk.
    task : object
        Its task.
    """

    def __init__(self, message: str, index: int, task: object) -> None:
        super().__init__(message, index, task)
        self.index = index
        self.task = task

    def __str__(self) -> str:
        return str(self.args[0])


def sweep(
    work: Callable[[T, np.random.Generator], Mapping[str, Any]],
    tasks: Sequence[T],
    *,
    name: str,
    seed: int,
    version: str = "1",
    folder: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    window: int | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> Iterator[Arrays]:
    """Compute ``work(task, rng)`` for every task, and give the results in the order of the tasks.

    Nothing is computed before the first result is asked for, and never more than `window` chunks ahead of
    it. When the sweep ends early (an error, Ctrl-C, or ``close``), chunks not yet handed to a worker are
    cancelled, the others are waited for, and what they give is stored; only on Ctrl-C do local processes
    drop theirs, and is a given `executor` not waited for, nor is it on ``close``. After a kill, the chunks
    that finished since the last result was asked for, at most `window`, are computed again.

    A stored chunk is found by `name`, `work`'s module and qualified name, `version`, `seed`, the chunk's
    index and its task. So tasks may be appended, or a few of them changed, and the others are kept. The
    code of `work` and the version of NumPy are not part of it: change `version` when `work`'s numbers change.

    Parameters
    ----------
    work : callable
        A function defined at the top level of a module, so that it can be named and sent to a worker.
        Given a task and a generator (its only source of randomness), it returns a dict of arrays without
        objects, named by Python identifiers. Called again with an equal task, it must return the same bits.
    tasks : sequence
        One item per chunk, at least one, of plain data (see `numerics.sweeps.chunk_store.content_key`).
        Copied.
    name : str
        Names the sweep in stored chunks, errors and progress.
    seed : int
        Not negative. Chunk ``i`` draws from PCG64, seeded by child ``i`` of ``SeedSequence(seed)``.
    version : str
        Of `work`'s numbers.
    folder : path-like, optional
        Where finished chunks are stored; nowhere by default. Sweeps, even running ones, may share it.
    workers : int, optional
        Local processes; by default, as many as there are CPUs. With 1, chunks run in this process, one each
        time a result is asked for. With more, a script needs its ``if __name__ == "__main__"``.
    executor : concurrent.futures.Executor, optional
        Runs the chunks instead of local processes, and is left running.
    window : int, optional
        Most chunks under way or waiting for their turn; by default 4 per worker or, with `executor`, per
        worker that its attribute ``workers`` counts, and without one per CPU here. A single local worker has
        no use for it.
    progress : callable, optional
        Called in this thread with a `Progress`, at the start and whenever it changes; see `terminal_bar`.

    Returns
    -------
    iterator of dict of str to ndarray
        What `work` returned, in C order, one dict per task. It is a generator: its ``close`` ends the sweep.

    Raises
    ------
    TypeError, ValueError
        At once, if an argument is not as described.
    ChunkError
        While iterating, if a chunk raises.

    Examples
    --------
    >>> def mean_of_normals(task, rng):
    ...     return {"mean": rng.standard_normal(task["draws"]).mean()}
    >>> tasks = [{"draws": n} for n in (1, 100, 10_000)]
    >>> for result in sweep(mean_of_normals, tasks, name="means", seed=1, workers=1):
    ...     print(f"{result['mean']:.3f}")
    -0.640
    -0.004
    0.010
    """
    if not inspect.isfunction(work) or "<" in work.__qualname__:
        raise TypeError(f"work must be a function defined at the top level of a module, got {work!r}")
    if not isinstance(tasks, Sequence) or isinstance(tasks, str | bytes):
        raise TypeError(f"tasks must be a sequence with one item per chunk, got {shorten(tasks)}")
    if not tasks:
        raise ValueError(f"tasks must hold at least one task, got {tasks!r}")
    for argument, text in {"name": name, "version": version}.items():
        if not isinstance(text, str):
            raise TypeError(f"{argument} must be a string that is not empty, got {shorten(text)}")
        if not text:
            raise ValueError(f"{argument} must be a string that is not empty, got {text!r}")
    seed = checked_seed(seed)
    if executor is not None and not isinstance(executor, Executor):
        raise TypeError(f"executor must be a concurrent.futures.Executor, got {executor!r}")
    if executor is not None and workers is not None:
        raise ValueError(f"workers must be left out when an executor is given, got {workers!r}")
    optional_callable(progress, "progress")
    if workers is None:
        workers = getattr(executor, "workers", None) or processors.available()
    workers = count(workers, "workers", at_least=1)
    window = CHUNKS_PER_WORKER * workers if window is None else count(window, "window", at_least=1)
    what = f"{work.__module__}:{work.__qualname__}"
    keys = []
    for index, task in enumerate(tasks):
        content = {f"tasks[{index}]": task}  # so that the index is part of the key, and of any complaint
        keys.append(content_key(name=name, work=what, version=version, seed=seed, **content))
    if executor is None and workers == 1:
        executor, window = ThisProcess(), 1
    store = None if folder is None else ChunkStore(folder)
    # Copied one by one: the keys must go on describing the tasks, whatever happens to the originals.
    run = _Run(name, work, [deepcopy(task) for task in tasks], seed, keys, store, window, progress)
    return run.results(executor, min(workers, len(tasks)))


def paired(
    work: Callable[[T, np.random.Generator], Mapping[str, Any]], tasks: Sequence[T], **options: Any
) -> Iterator[tuple[T, Arrays]]:
    """Run a sweep and give each result with its task; parameters and errors are those of `sweep`.

    Examples
    --------
    >>> def square(task, rng):
    ...     return {"square": task**2}
    >>> for task, result in paired(square, [2, 3], name="squares", seed=0, workers=1):
    ...     print(task, result["square"])
    2 4
    3 9
    """
    return _paired(tasks, sweep(work, tasks, **options))


def _paired(tasks: Sequence[T], results: Any) -> Iterator[tuple[T, Arrays]]:
    with closing(results):  # so that to close this ends the sweep
        yield from zip(tasks, results, strict=True)


@dataclass
class _Run(Generic[T]):
    """One pass over the chunks of a sweep."""

    name: str
    work: Callable[[T, np.random.Generator], Mapping[str, Any]]
    tasks: list[T]
    seed: int
    keys: list[str]
    store: ChunkStore | None
    window: int
    progress: Callable[[Progress], object] | None
    running: dict[Future[Arrays], int] = field(default_factory=dict)
    finished: SimpleQueue[Future[Arrays]] = field(default_factory=SimpleQueue)
    ready: dict[int, Arrays] = field(default_factory=dict)

    def results(self, executor: Executor | None, processes: int) -> Iterator[Arrays]:
        self.own_pool = executor is None
        self.started = time.perf_counter()
        stored = self.store.keys() if self.store else set()
        self.expected = {index for index, key in enumerate(self.keys) if key in stored}
        self.state = Progress(self.name, len(self.tasks))
        self.report(resumed=len(self.expected))
        with ExitStack() as stack:
            if executor is None:
                # Spawned, as a fork of a process that has threads (BLAS, a GPU) may hang.
                context = multiprocessing.get_context("spawn")
                pool = ProcessPoolExecutor(processes, mp_context=context, initializer=enter_local_process)
                executor = stack.enter_context(pool)
            stack.push(self.wind_up)
            begun = 0
            for turn in range(len(self.tasks)):
                while begun < min(turn + self.window, len(self.tasks)):
                    self.begin(begun, executor)
                    begun += 1
                # All that finished while the consumer was busy is stored before it goes on.
                while turn not in self.ready or not self.finished.empty():
                    self.collect(self.finished.get())
                yield self.ready.pop(turn)

    def begin(self, index: int, executor: Executor) -> None:
        arrays = self.store.load(self.keys[index]) if self.store else None
        if arrays is not None:
            self.ready[index] = arrays
            if index not in self.expected:  # another sweep stored it meanwhile
                self.report(resumed=1)
            return
        if index in self.expected:
            self.report(resumed=-1, damaged=1)
        local = self.own_pool
        compute = compute_in_local_process if local else compute_chunk
        try:
            with interrupts_held() if local else nullcontext():  # this may start a process
                future = executor.submit(compute, self.work, self.tasks[index], self.seed, index)
                self.running[future] = index
                # Not concurrent.futures.wait: Ctrl-C there can leave futures locked, and the pool stuck.
                future.add_done_callback(self.finished.put)
        except BrokenExecutor as error:
            raise self.error(index, error) from error

    def collect(self, future: Future[Arrays]) -> None:
        index = self.running.pop(future)
        try:
            self.ready[index] = future.result()
        except KeyboardInterrupt:
            # A worker may hear of Ctrl-C before this process does; its traceback would tell nothing more.
            raise KeyboardInterrupt from None
        except Exception as error:
            raise self.error(index, error) from error
        self.keep(index, self.ready[index])

    def keep(self, index: int, arrays: Arrays) -> None:
        if self.store:
            self.store.save(self.keys[index], arrays)
        self.report(computed=1)

    def wind_up(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: object
    ) -> None:
        # A broken pool is marking its futures just now, and before Python 3.12 chokes on cancelled ones.
        broken = error is not None and isinstance(error.__cause__, BrokenExecutor)
        # Only what cannot be cancelled is waited for: a cancelled future may stay queued for long.
        with interrupts_held():
            begun = {future: index for future, index in self.running.items() if broken or not future.cancel()}
        # On Ctrl-C or close, a given executor may be anywhere and in any state: nothing there is waited for.
        patient = self.own_pool or isinstance(error, Exception)
        for future in wait(begun, None if patient else 0).done:
            if not future.cancelled() and future.exception() is None:
                self.keep(begun[future], future.result())

    def report(self, *, resumed: int = 0, computed: int = 0, damaged: int = 0) -> None:
        self.state = Progress(
            name=self.name,
            total=len(self.tasks),
            resumed=self.state.resumed + resumed,
            computed=self.state.computed + computed,
            damaged=self.state.damaged + damaged,
            seconds=time.perf_counter() - self.started,
        )
        if self.progress:
            self.progress(self.state)

    def error(self, index: int, error: Exception) -> ChunkError:
        fate = "was lost with its worker, killed or crashed here or in another chunk under way"
        fate = fate if isinstance(error, BrokenExecutor) else f"raised {type(error).__name__}: {error}"
        task = self.tasks[index]
        return ChunkError(f"sweep {self.name!r}: chunk {index} (task {task!r:.200}) {fate}", index, task)
