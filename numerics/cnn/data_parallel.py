"""Several processes that share each batch.

Python runs one thread at a time, and threads would wait for each other between the many short calls that a
network is made of; processes do not.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import weakref
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from numerics import processors
from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.cnn.layer import Gradients, Layer, checked
from numerics.cnn.team import Team, TeamError
from numerics.cnn.workers import Share, Worker

T = TypeVar("T")


class DataParallel(Layer):
    """A network whose batches are shared by several processes on this machine.

    It is used as the network itself and gives the same numbers, bit for bit. Parameters and state lie in
    memory that all processes see, so an optimiser changes them for all.

    Parameters
    ----------
    model : Layer
        With NumPy arrays of floats of one dtype; they move into shared memory, and stay there.
    processes : int, optional
        This one included; by default as many as there are processors.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    RuntimeError
        By `forward` and `backward` after `close`, or when another process has ended.

    Notes
    -----
    The other processes import the main module, so a script guards its own work by
    ``if __name__ == "__main__":``, as with `multiprocessing`.

    Examples
    --------
    >>> from numerics.cnn import Dense
    >>> with DataParallel(Dense(2, 1), processes=1) as layer:
    ...     layer.forward(np.ones((3, 2), np.float32)).shape
    (3, 1)
    """

    def __init__(self, model: Layer, processes: int | None = None) -> None:
        super().__init__()
        self.model = checked(model, "model")
        wanted = processors.available() if processes is None else processes
        size = arguments.count(wanted, "processes", at_least=1)
        arrays = [*(p.value for p in model.parameters), *model.state.values()]
        alike = all(isinstance(v, np.ndarray) and v.dtype.char in "fd" for v in arrays)
        alike = alike and len({v.dtype for v in arrays}) == 1
        arguments.require(alike, "model", model, "a network of NumPy arrays of floats of one dtype")
        context = multiprocessing.get_context("spawn")
        memory = context.RawArray(ctypes.c_byte, sum(v.nbytes for v in arrays))
        team = Team(context, size, len(memory))
        self._share = Share(model, memory, team)
        self._workers = [Worker(context, self._share, rank) for rank in range(1, size)]
        workers = self._workers
        team.lives = lambda: all(worker.lives for worker in workers)
        self._end = weakref.finalize(self, _end, team, workers)

    @property
    def inner(self) -> Sequence[Layer]:
        """The network."""
        return (self.model,)

    def walk(self) -> Iterator[Layer]:
        """Yield the layers of the network, so that names and checkpoints are those of it alone."""
        return self.model.walk()

    @property
    def separable(self) -> bool:
        """The parts of a batch go to different processes."""
        return False

    def __enter__(self) -> DataParallel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the other processes. The network itself can still be used."""
        self._end()

    def convert(self, function: Callable[[Array], Array]) -> None:  # noqa: ARG002 - as every layer has it
        """Raise TypeError, as arrays of another library could not be shared."""
        raise TypeError("the arrays of a network that processes share can't be converted")

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:
        """Pass a batch through the network."""
        (out,), kept = self.apply_parts([x], training, overwrite)
        return out, kept

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:
        """Pass a gradient back through the network."""
        (out,), (found,) = self.pull_parts([gradient], kept, overwrite)
        return out, found

    def apply_parts(
        self, parts: list[Array], training: bool, overwrite: bool = False
    ) -> tuple[list[Array], Any]:
        """Give each process as many parts; what `pull_parts` will need stays there."""
        size = len(self._workers) + 1
        bounds = [-(-len(parts) * i // size) for i in range(size + 1)]
        outs = self._together("apply", _cut(parts, bounds), training, overwrite)
        return [out for each in outs for out in each], bounds

    def pull_parts(
        self, gradients: list[Array], kept: Any, overwrite: bool = False, to_inputs: bool = True
    ) -> tuple[list[Array], list[Gradients]]:
        """Let each process do its parts; what they find by parameters is summed already."""
        outs = self._together("pull", _cut(gradients, kept), overwrite, to_inputs)
        return [out for each in outs for out in each], [self._share.found]

    def gather(self, function: Callable[[Layer], T]) -> list[T]:
        """Call a function on the network in every process; it and what it returns must be picklable."""
        return self._together("call", [[function]] * (len(self._workers) + 1))

    def _together(self, do: str, shares: list[list[Any]], *rest: Any) -> list[Any]:
        """Call a method of every process's `Share` on its own part of the work."""
        if not self._end.alive:
            raise RuntimeError("this DataParallel is closed")
        active = sum(1 for share in shares if share)
        orders = [(do, active, np.geterr(), share, *rest) for share in shares]
        try:
            for worker, order in zip(self._workers, orders[1:], strict=True):
                worker.tell(order)
            results = [self._share.attempt(orders[0])]
            results += [worker.answer() for worker in self._workers]
        except BaseException:
            self.close()  # the others may still be at it
            raise
        failures = [result for result in results if isinstance(result, Exception)]
        if failures:
            self._share.team.mend()
            raise min(failures, key=lambda failure: isinstance(failure, TeamError))  # these only waited
        return results


def _end(team: Team, workers: list[Worker]) -> None:
    team.broken.value = True  # should they wait for a sum
    for worker in workers:
        worker.end()


def _cut(items: list[Any], bounds: list[int]) -> list[list[Any]]:
    return [items[start:end] for start, end in pairwise(bounds)]
