"""Energies of activations and gradients from layer to layer.

Source: Jiang et al. 2017, arXiv 1708.01666.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics import gaussian
from numerics.arrays import arguments
from numerics.nonlinearity_generator.unit import moments

Doubles = npt.NDArray[np.float64]

ACTIVATIONS = ("generator", "relu", "prelu")


LEAST = 1e-200
"""The least energy of a layer: roots of smaller ones are none that `moments` takes."""


def energies(q: float, *, depth: int, scale: float = 1.0, activation: str = "generator") -> Doubles:
    """Energy of the pre-activations layer by layer, for weights of variance scale/n and no biases.

    Parameters
    ----------
    q : float
        Energy of the first pre-activations, at least 1e-200; all that follow must be floats above 0.
    depth : int
        How many layers follow.
    scale : float
        n times the variance of the weights, above 0.
    activation : {"generator", "relu", "prelu"}
        max(x, -1), the positive part, or PReLU with slope 1/4.

    Returns
    -------
    ndarray, shape (depth + 1,)

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    arguments.one_of(activation, "activation", ACTIVATIONS)
    depth = arguments.count(depth, "depth")
    start, factor = arguments.arrays({"q": q, "scale": scale})
    for name, value, given in (("q", start, q), ("scale", factor, scale)):
        arguments.require(value.ndim == 0 and bool(value > 0), name, given, "a positive number")
    arguments.require(bool(start >= LEAST), "q", q, f"at least {LEAST:.0e}")
    found = [float(start)]
    for _ in range(depth):
        now = found[-1]
        slope = {"relu": 0.5, "prelu": (1 + 1 / 16) / 2}.get(activation)
        energy = now * slope if slope else float(moments(0.0, np.sqrt(now), -1.0)[1])
        # Energies of "relu" and "prelu" grow or fall by one factor a layer, out of range in the end.
        fits = 0 < float(factor) * energy < np.inf
        arguments.require(fits, "q", q, f"such that the energy of each of {depth} layers is a float above 0")
        found.append(float(factor) * energy)
    return np.array(found)


def gradient_factor(q: Any, scale: Any = 1.0) -> Doubles:
    """Factor scale * P(X > -1) of the energy of gradients through a generator at -1, X normal of energy q.

    Parameters
    ----------
    q, scale : array_like, shapes that broadcast to (...)
        Energy of the pre-activations, above 0; n times the variance of the weights.

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real numbers, or q is not positive.
    """
    energy, factor = arguments.arrays({"q": q, "scale": scale})
    arguments.require(energy > 0, "q", q, "positive")
    energy, factor = arguments.broadcast({"q": energy, "scale": factor})
    return np.asarray(gaussian.to_numpy(factor) * gaussian.cdf(1 / np.sqrt(gaussian.to_numpy(energy))))
