"""Gradient flow of layered networks to high accuracy, across kinks.

Between two kinks every activation keeps its slope, so the equation is smooth there; a kink is located as an
event of the integrator. Where an argument is driven back to 0 from both sides the flow slides along the kink.
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
from numerics.invariances.architecture import floating
from numerics.invariances.architecture.layered import Layered
from numerics.invariances.gradient_flow.motion import Motion, SlidingError

#: Most kinks on the way from one time to the next: more mean that the flow does not get away from them.
MOST_KINKS = 2000


@dataclass(frozen=True)
class Course:
    """A path of parameters.

    Attributes
    ----------
    times : array, shape (k,)
    theta : array, shape (k, P)
    kinks : tuple of float
        Times at which an activation changed its slope, or began or ceased to slide.
    first_slide : float
        Time from which the flow slid along a kink for the first time; infinite if it never did.
    """

    times: Array
    theta: Array
    kinks: tuple[float, ...]
    first_slide: float

    @property
    def slid(self) -> bool:
        """Whether the flow slid along a kink for some time."""
        return self.first_slide < np.inf


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
        If no slopes are found with which it slides, or it meets more than `MOST_KINKS` kinks on the way from
        one time to the next.
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
    motion = Motion(net, x, y, loss, friction)
    motion.patterns = floating.run_unchecked(net, theta, x)[1].slopes
    kinks: list[float] = []
    reports, now, first_slide = [state], float(grid[0]), np.inf
    for end in grid[1:]:
        met = len(kinks)
        while now < end:
            state, now, crossed = motion.advance(state, now, float(end))
            first_slide = min(first_slide, now) if motion.along else first_slide
            if crossed:
                kinks.append(now)
            if len(kinks) - met > MOST_KINKS:
                raise SlidingError(f"{MOST_KINKS} kinks by time {now:g}: given up")
        reports.append(state)
    path = np.stack(reports)
    return Course(
        grid, path if friction is None else path.reshape(len(grid), 2, -1), tuple(kinks), first_slide
    )
