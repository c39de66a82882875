"""Training layered networks with full batches: gradient descent, momentum and Nesterov's method.

Many networks train at once, one for each leading index of the parameters: dense NumPy networks in place and
fused (`numerics.invariances.architecture.fused`), all others by `numerics.invariances.architecture.floating`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.descent import losses
from numerics.descent.losses import Loss
from numerics.invariances.architecture import floating, fused
from numerics.invariances.architecture.fused import Fused
from numerics.invariances.architecture.layered import Layered


def gradient(net: Layered, theta: Any, x: Any, y: Any, loss: Loss) -> Array:
    """Gradient of the risk.

    Parameters
    ----------
    net
        Stages `Plain` and `Block`.
    theta : array_like, shape (..., P)
        Flat parameters.
    x : array_like, shape (n, n_inputs)
        Samples.
    y : array_like, shape (n,)
        Labels, -1 or 1 except for the squared loss.
    loss
        ``"logistic"``, ``"exponential"`` or ``"squared"``.

    Returns
    -------
    array, shape (..., P)
    """
    f, tape = floating.run(net, theta, x)
    return floating.pull(tape, losses.slopes(f, y, loss))


def train(
    net: Layered,
    theta: Any,
    x: Any,
    y: Any,
    *,
    loss: Loss,
    eta: float,
    steps: int,
    beta: float = 0.0,
    nesterov: bool = False,
    watch: Callable[[int, Array], None] | None = None,
) -> Array:
    """Parameters after so many full-batch steps.

    Parameters
    ----------
    net, theta, x, y, loss
        As for `gradient`.
    eta
        Step size, positive.
    steps
        How many steps.
    beta
        Momentum in [0, 1): the step is beta times the last one, less eta times the gradient.
    nesterov
        Whether the gradient is taken where the momentum alone would lead.
    watch
        Called with the number of steps done and the parameters, at the start and after every step.

    Returns
    -------
    array, shape (..., P)

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described; and if the parameters cease to be finite, in which case the
        message names the step size.

    Examples
    --------
    >>> from numerics.invariances.architecture import Layered, Plain, dense
    >>> net = Layered([Plain(dense(1, 1)), Plain(dense(1, 1))])
    >>> float(train(net, [0.1, 0.1], [[1.0]], [1.0], loss="squared", eta=0.1, steps=500).prod().round(6))
    1.0
    """
    steps = arguments.count(steps, "steps")
    theta, x, y, step_size, decay = arguments.arrays(
        {"theta": theta, "x": x, "y": y, "eta": eta, "beta": beta}
    )
    arguments.require(step_size.ndim == 0 and bool(step_size > 0), "eta", eta, "a positive number")
    arguments.require(decay.ndim == 0 and bool((decay >= 0) & (decay < 1)), "beta", beta, "in [0, 1)")
    xp = compat.array_namespace(theta)
    theta, x = floating.check(net, theta, x)
    losses.slopes(floating.outputs(net, theta, x), y, loss)  # raises if they do not fit together
    if watch is not None:
        watch(0, theta)
    if fused.applies(net, theta):
        work = fused.Fused(net, theta, x, y, loss)
        theta = _train_fused(work, float(step_size), float(decay), nesterov, steps, watch)
    else:
        velocity = xp.zeros_like(theta)
        for step in range(1, steps + 1):
            at = theta + decay * velocity if nesterov else theta
            f, tape = floating.run_unchecked(net, at, x)
            slopes = floating.pull(tape, losses.slopes_unchecked(f, y, loss))
            velocity = decay * velocity - step_size * slopes
            theta = theta + velocity
            if watch is not None:
                watch(step, theta)
    arguments.require(xp.all(xp.isfinite(theta)), "eta", eta, "small enough for training not to diverge")
    return theta


def _train_fused(
    work: Fused,
    eta: float,
    beta: float,
    nesterov: bool,
    steps: int,
    watch: Callable[[int, Array], None] | None,
) -> Array:
    """The same steps, in place."""
    velocity = work.values * 0
    for step in range(1, steps + 1):
        if beta:
            velocity *= beta
        if beta and nesterov:
            work.values += velocity
        slopes = work.update()
        slopes *= eta
        if beta:
            if not nesterov:
                work.values += velocity
            velocity -= slopes
        work.values -= slopes
        if watch is not None:
            watch(step, work.theta())
    return work.theta()
