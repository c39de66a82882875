"""The nonlinearity generator max(x, t): values, gradients, and moments under a normal law.

Source: Jiang et al. 2017, arXiv 1708.01666.
"""

from typing import Any

import array_api_compat as compat
import numpy as np
import numpy.typing as npt

from numerics import gaussian
from numerics.arrays import arguments
from numerics.arrays.arguments import Array

Doubles = npt.NDArray[np.float64]


def generator(x: Any, t: Any) -> Array:
    """Output max(x, t) (Eq. 1), computed as a maximum: relu(x - t) + t may round differently.

    Parameters
    ----------
    x, t : array_like, shapes that broadcast to (...)
        Pre-activations and thresholds; exact numbers are allowed.

    Returns
    -------
    array, shape (...)

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real numbers or shapes do not broadcast.

    Examples
    --------
    >>> generator([-2.0, 0.5], -1.0).tolist()
    [-1.0, 0.5]
    """
    a, b = _pair(x, t)
    return _where(a > b, a, b)


def gradients(x: Any, t: Any, g: Any) -> tuple[Array, Array]:
    """How a gradient at the output is shared out between x and t (Eqs. 2-3); at a tie t receives all.

    Parameters
    ----------
    x, t, g : array_like, shapes that broadcast to (...)
        Pre-activations, thresholds, gradient of the loss by the outputs; exact numbers are allowed.

    Returns
    -------
    to_x, to_t : arrays, shape (...)
        They add up to g. For a shared t the sum of `to_t` over its positions is its gradient (Eq. 9).

    Raises
    ------
    TypeError, ValueError
        As in `generator`.

    Examples
    --------
    >>> to_x, to_t = gradients([-2.0, 0.5], -1.0, [3.0, 4.0])
    >>> to_x.tolist(), to_t.tolist()
    ([0.0, 4.0], [3.0, 0.0])
    """
    arrays = arguments.arrays({"x": x, "t": t, "g": g}, exact=True)
    a, b, slope = arguments.broadcast(dict(zip(("x", "t", "g"), arrays, strict=True)))
    return _where(a > b, slope, slope * 0), _where(a > b, slope * 0, slope)


def moments(mu: Any, sigma: Any, t: Any) -> tuple[Doubles, Doubles]:
    """Mean and mean square of max(X, t) for X normal with mean mu and standard deviation sigma.

    Parameters
    ----------
    mu, sigma, t : array_like, shapes that broadcast to (...)
        sigma > 0.

    Returns
    -------
    mean, energy : ndarrays, shape (...)
        With A = (t - mu)/sigma, mean = max(mu, t) + sigma E (Z - |A|)^+: two terms that do not cancel unless
        both mu and t are negative; energy accordingly.

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real numbers or sigma is not positive.
    """
    values = arguments.arrays({"mu": mu, "sigma": sigma, "t": t})
    arguments.require(values[1] > 0, "sigma", sigma, "positive")
    named = dict(zip(("mu", "sigma", "t"), values, strict=True))
    centre, width, level = (gaussian.to_numpy(value) for value in arguments.broadcast(named))
    # Z - |A| is rarely positive, so that what it adds to the larger of mu and t is a correction.
    cut = -np.abs((centre - level) / width)
    excess = width * np.asarray(gaussian.mean_excess(cut))
    square = width**2 * np.asarray(gaussian.mean_square_excess(cut))
    below = level**2 + 2 * level * excess + square
    above = centre**2 + width**2 + 2 * level * excess - square
    return np.maximum(centre, level) + excess, np.where(level > centre, below, above)


def _pair(x: Any, t: Any) -> tuple[Array, ...]:
    a, b = arguments.arrays({"x": x, "t": t}, exact=True)
    return arguments.broadcast({"x": a, "t": b})


def _where(condition: Array, first: Array, second: Array) -> Array:
    if arguments.is_exact(first) or arguments.is_exact(second):
        return np.where(np.asarray(condition, dtype=bool), first, second)
    return compat.array_namespace(first).where(condition, first, second)
