r"""A unit with the leaky ReLU, max(z, 0) + alpha min(z, 0), on the linear target: gradient and recovery.

The inactive inputs are all inputs without the active ones, and 1{z > 0} = 1{alpha z > 0}: with the gradient G
of the ReLU unit and that of an affine one, the gradient is

    G(w, b) + alpha [(alpha w - gamma e, alpha b) - G(alpha w, alpha b)].

Source: Arnekvist et al. 2020, arXiv 2005.06195, Section 5; the leaky unit is this project's.
"""

from typing import Any

import numpy as np

from numerics import gaussian
from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.dying_relu.relu_unit.frame import checked, misfit
from numerics.dying_relu.relu_unit.gradient import population_gradient
from numerics.dying_relu.relu_unit.plane import Doubles


def leaky_gradient(w: Any, b: Any, gamma: Any, alpha: float) -> tuple[Array, Array]:
    """Gradient of half the mean squared error of a leaky unit.

    Parameters
    ----------
    w : array_like, shape (..., L)
        Weights, L at least 1.
    b, gamma : array_like, shape (...)
        Biases, and scale of the target, gamma > 0, broadcast against the leading axes of `w`.
    alpha : float
        Slope where the unit is inactive, 0 < alpha <= 1.

    Returns
    -------
    by_weights : array, shape (..., L)
    by_bias : array, shape (...)

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.

    Examples
    --------
    >>> by_weights, by_bias = leaky_gradient([-1.0], -9.0, 1.0, 0.1)
    >>> round(float(by_weights[0]), 6), round(float(by_bias), 6)
    (-0.11, -0.09)
    """
    (slope,) = arguments.arrays({"alpha": alpha})
    inside = (slope.ndim == 0) & (slope > 0) & (slope <= 1)
    arguments.require(inside, "alpha", alpha, "one number with 0 < alpha <= 1")
    unit, scale = checked(w, b, gamma)
    a = float(slope)
    active = population_gradient(unit.w, unit.b, scale)
    shrunk = population_gradient(a * unit.w, a * unit.b, scale)
    apart, _ = misfit(unit._replace(w=a * unit.w), scale)
    return active[0] + a * (apart - shrunk[0]), active[1] + a * (a * unit.b - shrunk[1])


def updates_to_the_right(w: Any, b: Any, gamma: float, alpha: float, *, eta: float, steps: int) -> Doubles:
    """Updates of plain descent after which the weight of a leaky unit along the target is above 0.

    Parameters
    ----------
    w, b, gamma, alpha
        As for `leaky_gradient`.
    eta : float
        Step size, above 0.
    steps : int
        Most updates, at least 1.

    Returns
    -------
    ndarray, shape (...)
        Infinite for those that have not come so far by then.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    steps = arguments.count(steps, "steps", at_least=1)
    (rate,) = arguments.arrays({"eta": eta})
    arguments.require((rate.ndim == 0) & (rate > 0), "eta", eta, "one step size above 0")
    unit, _ = checked(w, b, gamma)
    w_, b_ = unit.w, unit.b
    found = np.full(tuple(b_.shape), np.inf)
    for count in range(steps + 1):
        right = gaussian.to_numpy(w_[..., -1]) > 0
        found = np.where(right & np.isinf(found), count, found)
        if np.all(np.isfinite(found)):
            break
        by_w, by_b = leaky_gradient(w_, b_, gamma, alpha)
        w_, b_ = w_ - float(rate) * by_w, b_ - float(rate) * by_b
    return np.asarray(found)
