"""Training dense networks on squared errors by Adam, with an optimiser for every array of parameters.

Source: Kingma and Ba 2015, arXiv 1412.6980, Algorithm 1; networks as in Arnekvist et al. 2020,
arXiv 2005.06195, Eq. 33.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import prod
from operator import mul
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.descent.optimisers import Adam
from numerics.dying_relu.dense.network import Layers
from numerics.dying_relu.dense.training import gradients


def train_by_adam(
    x: Any, y: Any, weights: Layers, biases: Layers, *, steps: int, optimisers: Sequence[Adam]
) -> tuple[list[Array], list[Array]]:
    """Parameters after a number of full-batch steps of Adam.

    Parameters
    ----------
    x, y, weights, biases
        As in `numerics.dying_relu.dense.training.gradients`, in NumPy floats.
    steps : int
        How many updates to make, at least 0.
    optimisers : sequence of Adam
        One for each array: the weights of every layer first, then the biases.

    Returns
    -------
    tuple of lists of arrays
        Weights and biases.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.
    """
    steps = arguments.count(steps, "steps")
    depth = len(weights)
    arguments.require(len(optimisers) == 2 * depth, "optimisers", optimisers, f"{2 * depth} of them")
    for i, one in enumerate(optimisers):
        if not isinstance(one, Adam):
            raise TypeError(f"optimisers[{i}] must be an Adam, got {arguments.shorten(one)}")
    gradients(x, y, weights, biases)  # whatever is wrong with these is found here, before the first step
    arrays = [{"": np.array(given, dtype=float)} for given in (*weights, *biases)]
    states = [one.begin(array) for one, array in zip(optimisers, arrays, strict=True)]
    for _ in range(steps):
        now = [array[""] for array in arrays]
        by_weights, by_biases = gradients(x, y, now[:depth], now[depth:])
        for one, array, slope, state in zip(
            optimisers, arrays, [*by_weights, *by_biases], states, strict=True
        ):
            one.step(array, {"": slope}, state)
    now = [array[""] for array in arrays]
    return now[:depth], now[depth:]


def scaled_optimisers(like: Adam, factors: Sequence[float]) -> list[Adam]:
    """Optimisers under which a network scaled layer by layer runs as the plain one does under `like`.

    Parameters
    ----------
    like : Adam
        The optimiser of all arrays of the plain network, on plain targets.
    factors : sequence of float
        A_i > 0, one a layer, as in `numerics.dying_relu.dense.scale_layers`; the targets are multiplied by
        their product.

    Returns
    -------
    list of Adam
        For `train_by_adam`: rates A_i eta and P_i eta with P_i = A_1 ... A_i; epsilon in the units of the
        gradient, which is multiplied by gamma^2 / A_i and gamma^2 / P_i.
    """
    gamma = prod(factors)
    sizes = [*factors, *accumulate(factors, mul)]
    return [Adam(like.rate * a, like.beta1, like.beta2, like.epsilon * gamma**2 / a) for a in sizes]
