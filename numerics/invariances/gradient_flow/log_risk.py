"""The path of the exponential loss's gradient flow at any scale of the weights."""

from __future__ import annotations

from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.descent import losses
from numerics.invariances.architecture import floating
from numerics.invariances.architecture.layered import Layered


def log_risk_flow(net: Layered, theta: Any, x: Any, y: Any, *, step: float, steps: int) -> Array:
    """Follow w' = -grad log mean exp(-y f): the path of the exponential loss's flow, in another time.

    Classical Runge-Kutta steps of length step |w| / |grad|; the weights of the samples are a softmax, so
    neither overflow nor underflow can occur.

    Parameters
    ----------
    net, theta, x, y
        As in `flow`; theta may have leading axes, one network each.
    step
        Length of a step in units of |w|.
    steps
        How many.

    Returns
    -------
    array, shape (steps + 1, ..., P)
    """
    steps = arguments.count(steps, "steps")
    theta, x, y = arguments.arrays({"theta": theta, "x": x, "y": y})
    step = arguments.positive(step, "step")
    theta, x = floating.check(net, theta, x)

    def down(at: Array) -> Array:
        f, tape = floating.run_unchecked(net, at, x)
        return -floating.pull(tape, losses.log_slopes(f, y))

    path = [theta]
    for _ in range(steps):
        first = down(theta)
        h = step * np.linalg.norm(theta, axis=-1, keepdims=True)
        h = h / np.linalg.norm(first, axis=-1, keepdims=True)
        second = down(theta + h / 2 * first)
        third = down(theta + h / 2 * second)
        theta = theta + h / 6 * (first + 2 * second + 2 * third + down(theta + h * third))
        path.append(theta)
    return np.stack(path)
