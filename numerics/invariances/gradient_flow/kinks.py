"""Gradient flow of layered networks to high accuracy, across kinks.

Between two kinks every activation keeps its slope, so the equation is smooth there; a kink is located as an
event of the integrator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.descent import losses
from numerics.descent.losses import Loss
from numerics.integration import orbit
from numerics.invariances.architecture import floating
from numerics.invariances.architecture.layered import Layered

RTOL, ATOL = 1e-12, 1e-13
KINK = 1e-10


@dataclass(frozen=True)
class Course:
    """A path of parameters.

    Attributes
    ----------
    times : array, shape (k,)
    theta : array, shape (k, P)
    kinks : tuple of float
        Times at which an activation changed its slope.
    """

    times: Array
    theta: Array
    kinks: tuple[float, ...]


class SlidingError(ArithmeticError):
    """The flow runs along a kink, where its velocity is no longer a gradient."""


def flow(
    net: Layered,
    theta: Any,
    x: Any,
    y: Any,
    *,
    loss: Loss,
    times: Sequence[float],
    friction: float | None = None,
    speed: Any = None,
) -> Course:
    """Follow the gradient flow, or with friction the equation w'' + friction w' + grad R = 0.

    Parameters
    ----------
    net
        Stages `Plain` and `Block`.
    theta : array_like, shape (P,)
        Start.
    x, y : array_like, shapes (n, n_inputs) and (n,)
        Samples and labels.
    loss
        ``"logistic"``, ``"exponential"`` or ``"squared"``.
    times : increasing sequence of at least two floats
        Where to report; the first is the start.
    friction
        Positive, for motion with inertia; None for the flow.
    speed : array_like, shape (P,)
        Velocity at the start of motion with inertia; at rest by default.

    Returns
    -------
    Course
        With inertia ``theta`` has shape (k, 2, P): positions and velocities.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    SlidingError
        If an activation's argument is driven back to 0 from both sides.
    """
    theta, x, y = arguments.arrays({"theta": theta, "x": x, "y": y})
    grid = np.asarray(arguments.arrays({"times": times})[0])
    rising = grid.ndim == 1 and grid.size >= 2 and bool((np.diff(grid) > 0).all())
    arguments.require(rising, "times", times, "at least two numbers in increasing order")
    friction = None if friction is None else arguments.positive(friction, "friction")
    theta, x = floating.check(net, theta, x)
    arguments.require(theta.ndim == 1, "theta", theta, f"of shape ({net.size},)")
    losses.slopes(floating.outputs(net, theta, x), y, loss)
    (first,) = arguments.arrays({"speed": 0 * theta if speed is None else speed})
    allowed = f"of shape ({net.size},), and only with friction"
    fits = tuple(first.shape) == (net.size,) and (speed is None or friction is not None)
    arguments.require(fits, "speed", speed, allowed)
    state = theta if friction is None else np.concatenate([theta, first])
    motion = _Motion(net, x, y, loss, friction)
    motion.patterns = floating.run_unchecked(net, theta, x)[1].slopes
    reports, kinks, now = [state], [], float(grid[0])
    for end in grid[1:]:
        while now < end:
            state, now, crossed = motion.advance(state, now, float(end))
            if crossed:
                kinks.append(now)
        reports.append(state)
    path = np.stack(reports)
    return Course(grid, path if friction is None else path.reshape(len(grid), 2, -1), tuple(kinks))


class _Motion:
    """The equation of motion with every slope held fixed, up to the next kink."""

    def __init__(self, net: Layered, x: Array, y: Array, loss: Loss, friction: float | None) -> None:
        self.net, self.x, self.y, self.loss, self.friction = net, x, y, loss, friction
        self.patterns: list[Array] = []

    def velocity(self, _: float, state: Array) -> Array:
        theta = state[: self.net.size]
        f, tape = floating.run_unchecked(self.net, theta, self.x, self.patterns)
        down = -floating.pull(tape, losses.slopes_unchecked(f, self.y, self.loss))
        if self.friction is None:
            return down
        speed = state[self.net.size :]
        return np.concatenate([speed, down - self.friction * speed])

    def arguments_of(self, state: Array) -> Array:
        """Arguments of all activations at all samples, flat."""
        pre = floating.run_unchecked(self.net, state[: self.net.size], self.x, self.patterns)[1].pre
        return np.concatenate([z.ravel() for z in pre]) if pre else np.ones(1)

    def advance(self, state: Array, now: float, end: float) -> tuple[Array, float, bool]:
        """Go on to the end or to the first kink, whichever comes first."""
        signs = self._signs()
        # An argument that has just been turned starts at rounding from 0: it must not count as crossing.
        lift = np.maximum(KINK - self.arguments_of(state) * signs, 0)

        def least(_: float, at: Array) -> float:
            return float((self.arguments_of(at) * signs + lift).min())

        least.terminal = True  # type: ignore[attr-defined]
        least.direction = -1  # type: ignore[attr-defined]
        run = orbit(
            self.velocity, (now, end), state, method="DOP853", rtol=RTOL, atol=ATOL, events=least,
            max_step=max((end - now) / 32, 1e-12),
        )  # fmt: skip
        arrived = run.y[:, -1]
        if run.status != 1:
            return arrived, end, False
        self._turn(arrived, int(np.argmin(self.arguments_of(arrived) * signs + lift)), float(run.t[-1]))
        return arrived, float(run.t[-1]), True

    def _signs(self) -> Array:
        """The sign of every argument to which its present slope belongs."""
        if not self.patterns:
            return np.ones(1)
        pairs = zip(self.patterns, _slopes_of(self.net), strict=True)
        return np.concatenate([np.where(p.ravel() == high, 1.0, -1.0) for p, (high, _) in pairs])

    def _turn(self, state: Array, where: int, now: float) -> None:
        """Give the activation at a kink its other slope, unless it would be driven back at once."""
        before = self.velocity(now, state)
        rate = self.arguments_of(state + 1e-7 * before)[where] - self.arguments_of(state)[where]
        offset, slopes = where, _slopes_of(self.net)
        for layer, pattern in enumerate(self.patterns):
            if offset < pattern.size:
                high, low = slopes[layer]
                changed = pattern.copy()
                changed.ravel()[offset] = high if pattern.ravel()[offset] == low else low
                self.patterns[layer] = changed
                break
            offset -= pattern.size
        after = self.velocity(now, state)
        back = self.arguments_of(state + 1e-7 * after)[where] - self.arguments_of(state)[where]
        if rate * back <= 0:
            raise SlidingError(f"from time {now:g} on the flow runs along a kink")


def _slopes_of(net: Layered) -> list[tuple[float, float]]:
    """Pairs of slopes of the activations that are not linear, in the order of a tape."""
    found = []
    for stage in net.stages:
        for name in ("inner", "slopes"):
            pair = getattr(stage, name, (1, 1))
            if pair[0] != pair[1]:
                found.append((float(pair[0]), float(pair[1])))
    return found
