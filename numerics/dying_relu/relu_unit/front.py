"""Many runs of momentum descent at once: a front of live starts, from which the finished ones retire.

All starts move in lockstep in arrays that stay in the processor's cache. Every `EVERY` updates the finished
ones (settled, at the last step, or released early) leave, the others are compacted, and waiting starts take
the room, so that the work done is the work needed and the memory for it is bounded.

Used by `numerics.dying_relu.relu_unit.training`, which checks arguments; nothing here does.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol

import array_api_compat as compat

from numerics.arrays.arguments import Array
from numerics.dying_relu.relu_unit.gradient import population_gradient
from numerics.dying_relu.relu_unit.plane import Field

EVERY = 8
"""Updates between two looks at how large an update was."""
CAPACITY = 8192
"""Starts that move at a time: few enough for a second-level cache, enough to hide the cost of calls."""


class Mover(Protocol):
    """Makes updates of a batch of starts."""

    def advance(self, state: list[Array], count: int) -> Array:
        """Make `count` updates of w, b and velocities in the list; return the squared size of the last."""


class Ends(NamedTuple):
    """Where the starts ended, in their order: parameters, updates made, and whether the last was small."""

    w: Array
    b: Array
    steps: Array
    settled: Array


def pace(eta: Array, beta: Array, form: str) -> tuple[Array, Array]:
    """Factors (decay, rate) of v' = decay v + rate g, theta' = theta - v', for the velocity v = eta m."""
    return beta, eta * (1 - beta) if form == "ema" else eta


def accelerate(v: Array, g: Array, decay: Array, rate: Array) -> Array:
    """Put the new velocity into `v`, using up `g`."""
    g *= rate
    v *= decay
    v += g
    return v


class PlaneMover:
    """Moves single-weight starts, in place; gamma, decay and rate are common, or go with the state."""

    def __init__(self, field: Field, *common: float) -> None:
        self.field, self.common = field, common

    def advance(self, state: list[Array], count: int) -> Array:
        """Make updates; see `Mover`."""
        w, b, v, u, *own = state
        gamma, decay, rate = own or self.common
        for _ in range(count):
            by_w, by_b = self.field(w, b, gamma)
            w -= accelerate(v, by_w, decay, rate)
            b -= accelerate(u, by_b, decay, rate)
        return v * v + u * u


class UnitMover:
    """Moves starts of any dimension; the state goes on with gamma, decay and rate of each."""

    def __init__(self, target: str) -> None:
        self.target = target

    def advance(self, state: list[Array], count: int) -> Array:
        """Make updates; see `Mover`."""
        w, b, v, u, gamma, decay, rate = state
        xp = compat.array_namespace(w)
        for _ in range(count):
            by_w, by_b = population_gradient(w, b, gamma, self.target)
            v = decay[:, None] * v + rate[:, None] * by_w
            u = decay * u + rate * by_b
            w, b = w - v, b - u
        state[:4] = w, b, v, u
        return xp.sum(v * v, axis=-1) + u * u


def run(
    mover: Mover,
    w: Array,
    b: Array,
    steps: int,
    tolerance: float,
    *,
    constants: tuple[Array, ...] = (),
    release: Callable[..., Array] | None = None,
) -> Ends:
    """Run every start until an update is below `tolerance` or `steps` are made.

    The size of an update is looked at every `EVERY` updates, counted back from the last one allowed.

    Parameters
    ----------
    mover : Mover
        Makes the updates.
    w, b : arrays, shapes (n, ...) and (n,)
        Starts.
    steps : int
        Most updates of a start, at least 1.
    tolerance : float
        A start whose update is shorter is settled; 0 for never.
    constants : tuple of arrays, shape (n,)
        What else the mover keeps for each start.
    release : callable, optional
        Says of parameters w, b and what `constants` hold for them which may leave early, as a mask.
    """
    xp, device = compat.array_namespace(w, b), compat.device(b)
    count, first = b.shape[0], steps % EVERY or EVERY
    order = xp.arange(count, device=device)
    if count == 0:
        return Ends(w, b, order, order > 0)
    ended: list[list[Array]] = []
    live: list[Array] = []
    waiting = 0
    while waiting < count or (live and live[0].shape[0]):
        size = live[0].shape[0] if live else 0
        if waiting < count and size <= CAPACITY - CAPACITY // 8:
            chosen = slice(waiting, min(count, waiting + CAPACITY - size))
            waiting = chosen.stop
            state = [w[chosen, ...] + 0, b[chosen] + 0, 0 * w[chosen, ...], 0 * b[chosen]]
            state += [constant[chosen] for constant in constants]
            fresh = _lap(
                mover, [order[chosen], 0 * order[chosen], *state], first, steps, tolerance, ended, release
            )
            live = [xp.concat(pair) for pair in zip(live, fresh, strict=True)] if live else fresh
        if live[0].shape[0]:
            live = _lap(mover, live, EVERY, steps, tolerance, ended, release)
    columns = [xp.concat(column) for column in zip(*ended, strict=True)]
    back = xp.argsort(columns[0])
    return Ends(*(xp.take(column, back, axis=0) for column in columns[1:]))


def _lap(
    mover: Mover,
    rows: list[Array],
    count: int,
    steps: int,
    tolerance: float,
    ended: list[list[Array]],
    release: Callable[..., Array] | None,
) -> list[Array]:
    """Move rows of (index, age, w, b, ...) on; put the finished ones into `ended` and return the others."""
    index, age, *state = rows
    xp = compat.array_namespace(index)
    settled = mover.advance(state, count) < tolerance**2
    rows = [index, age + count, *state]
    done = settled | (rows[1] >= steps)
    if release is not None:
        done = done | release(state[0], state[1], *state[4:])
    if not xp.any(done):
        return rows
    leaving, staying = xp.nonzero(done)[0], xp.nonzero(~done)[0]
    ended.append([xp.take(row, leaving, axis=0) for row in (index, *state[:2], rows[1], settled)])
    return [xp.take(row, staying, axis=0) for row in rows]
