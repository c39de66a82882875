r"""Which units of the right half plane are certain to sleep through a number of updates.

In units of gamma, for w > 0 and c = b / w <= -2, plain descent with step eta <= 1 winds two clocks down at
most so fast:

* beyond the inner nullcline, w >= 1 - c phi / Phi, the clock |c|^3 / phi(c) falls by at most eta a step;
* anywhere, 1 / (|c| (c^2 + 2) phi(c)) falls by at most eta max(1 / w_0, 1 / 5) a step.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Section 5; the bounds are this project's.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics import gaussian
from numerics.arrays import arguments
from numerics.dying_relu.relu_unit.plane import Doubles

DEEPEST = 36.0
"""|c| from which on phi is below 1e-280; deeper units count as that deep."""
LEAST = 2.0
"""|c| from which on the bounds hold."""


def slow_clock(t: Any) -> Doubles:
    """|c|^3 / phi(c) at |c| = t, shape (...)."""
    at = np.minimum(np.asarray(t, dtype=np.float64), DEEPEST)
    return np.asarray(at**3 / gaussian.pdf_of(at))


def deep_clock(t: Any) -> Doubles:
    """1 / (|c| (c^2 + 2) phi(c)) at |c| = t > 0, shape (...)."""
    at = np.minimum(np.asarray(t, dtype=np.float64), DEEPEST)
    return np.asarray(1 / (at * (at**2 + 2) * gaussian.pdf_of(at)))


def asleep(
    w: Any, b: Any, gamma: Any, *, eta: float, steps: int, kappa: float = 3.0
) -> npt.NDArray[np.bool_]:
    """Units that plain descent leaves with b < -kappa w through all of its next updates.

    Parameters
    ----------
    w, b, gamma : array_like, shapes that broadcast to (...)
        Weight along the target (all others 0), bias, and scale of the target, gamma > 0.
    eta : float
        Step size, 0 < eta <= 1.
    steps : int
        Number of updates, at least 0.
    kappa : float
        Depth, at least 2.

    Returns
    -------
    ndarray of bool, shape (...)
        ``False`` where nothing is known, which includes all of w <= 0. Clocks are taken a part in a million
        short, far more than rounding can add.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    named = arguments.arrays({"w": w, "b": b, "gamma": gamma, "eta": eta, "kappa": kappa})
    steps = arguments.count(steps, "steps")
    arguments.require(named[2] > 0, "gamma", gamma, "scales above 0")
    arguments.require((named[3] > 0) & (named[3] <= 1), "eta", eta, "a step size with 0 < eta <= 1")
    arguments.require(named[4] >= LEAST, "kappa", kappa, "a depth of at least 2")
    w_, b_, gamma_ = (gaussian.to_numpy(x) for x in named[:3])
    right = w_ > 0
    t = np.where(right, -b_ / np.where(right, w_, 1), 0.0)
    inside = right & (t > kappa)
    t = np.where(inside, t, LEAST)
    weight = np.where(inside, w_ / gamma_, 1.0)
    short, time = 1 - 1e-6, float(eta) * steps
    mills = gaussian.scaled_tail_moments(t)[0]
    beyond = weight * short >= 1 + t / mills
    slow = beyond & (slow_clock(t) * short >= slow_clock(kappa) + time)
    pace = np.maximum(1 / weight, 1 / (LEAST**2 + 1))
    deep = deep_clock(t) * short >= deep_clock(kappa) + time * pace
    return np.asarray(inside & (slow | deep))
