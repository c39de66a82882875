"""What each process does for a network whose batches several share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from typing import Any

import numpy as np

from numerics.arrays.arguments import Array
from numerics.cnn import batches
from numerics.cnn.layer import Gradients, Layer
from numerics.cnn.team import Team, TeamError

Order = tuple[Any, ...]
"""A method of `Share`, how many processes take part, what NumPy does about errors, and the arguments."""


class Share:
    """A network as one of several processes has it.

    Parameters
    ----------
    model : Layer
        Its parameters and state become views of `memory`; that of rank 0 puts them there.
    memory : ctypes array
    team : Team
        As of this process.
    """

    def __init__(self, model: Layer, memory: Any, team: Team) -> None:
        self.model, self.memory, self.team = model, memory, team
        self.found: Gradients = []
        self._start = 0
        for layer in model.walk():
            for parameter in layer.own_parameters:
                parameter.value = self._shared(parameter.value)
            layer.own_state.update({name: self._shared(value) for name, value in layer.own_state.items()})
        model.forget()

    def _shared(self, value: Array) -> Array:
        shared: Array = np.ndarray(value.shape, value.dtype, self.memory, self._start)
        self._start += value.nbytes
        if self.team.rank == 0:
            shared[...] = value
        return shared

    def attempt(self, order: Order) -> Any:
        """Do what is asked; return what comes of it, or the exception that was raised."""
        do, active, errors, *rest = order
        self.team.begin(active)
        try:
            with batches.shared_with(self.team), np.errstate(**errors):
                return getattr(self, do)(*rest)
        except Exception as error:  # whatever it is, it is raised where the work is shared out
            self.team.broken.value = True
            return error

    def apply(self, parts: list[Array], training: bool, overwrite: bool) -> list[Array]:
        """Pass parts of a batch through the network."""
        self.model.forget()
        if not parts:
            return []
        outs, kept = self.model.apply_parts(parts, training, overwrite)
        self.model.remember(kept)
        return outs

    def pull(self, gradients: list[Array], overwrite: bool, to_inputs: bool) -> list[Array]:
        """Pass their gradients back; until more is to be done, `found` are those by parameters, of all."""
        if not gradients:
            return []
        outs, found = self.model.pull_parts(gradients, self.model._kept, overwrite, to_inputs)
        self.found = self.team.shared_total(found)
        return outs

    def call(self, functions: list[Any]) -> Any:
        """Call one function on the network."""
        (function,) = functions
        return function(self.model)


class Worker:
    """One of the other processes, as the one that leads sees it."""

    def __init__(self, context: SpawnContext, share: Share, rank: int) -> None:
        self._team = share.team
        self._wake, self._done = context.Semaphore(0), context.Semaphore(0)
        self._link, theirs = context.Pipe()
        arguments = (share.model, share.memory, share.team, rank, theirs, self._wake, self._done)
        self._process = context.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    @property
    def lives(self) -> bool:
        """Whether the process runs."""
        return self._process.is_alive()

    def tell(self, order: Order | None) -> None:
        """Hand over some work; None is the end."""
        self._wake.release()
        with _told():
            self._link.send(order)

    def answer(self) -> Any:
        """Return what came of it."""
        self._team.wait(self._done, idle=True)
        with _told():
            return self._link.recv()

    def end(self) -> None:
        """Let the process end, or make it."""
        with suppress(TeamError):
            self.tell(None)
        self._process.join(1)
        if self.lives:
            self._process.terminate()
            self._process.join()
        self._link.close()


@contextmanager
def _told() -> Iterator[None]:
    """Tell that a process has ended where its link shows it."""
    try:
        yield
    except (EOFError, OSError):
        raise TeamError("another process that shares a batch has ended") from None


def _serve(model: Layer, memory: Any, team: Team, rank: int, link: Connection, wake: Any, done: Any) -> None:
    """Do one thing after another for the process that leads, until that wishes an end or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that leads
    team.rank = rank
    share = Share(model, memory, team)
    # Where the one that leads is gone, there is nobody to tell.
    with batches.alone(), suppress(EOFError, OSError, TeamError):
        while True:
            team.wait(wake, idle=True)
            order = link.recv()
            if order is None:
                return
            result = share.attempt(order)
            done.release()
            link.send(result)
