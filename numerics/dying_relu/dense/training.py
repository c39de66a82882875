"""Training dense networks on squared errors by gradient descent with momentum, in floats or exact rationals.

Backpropagation is written out for the networks of `numerics.dying_relu.dense`; at a pre-activation of 0
the subgradient is 0. Every array of parameters has a step size of its own.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 6-7, 10 and 33.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.arrays.objects import sequence
from numerics.descent.steps import FORMS, check_learning, step
from numerics.dying_relu.dense import network
from numerics.dying_relu.dense.network import Layers


def gradients(x: Any, y: Any, weights: Layers, biases: Layers) -> tuple[list[Array], list[Array]]:
    """Gradient of half the squared error, summed over outputs and averaged over samples.

    Parameters
    ----------
    x : array_like, shape (samples, n_0)
        Inputs; exact numbers are allowed if everything is exact.
    y : array_like, shape (samples, n_last)
        Targets.
    weights, biases
        Parameters as in `numerics.dying_relu.dense.forward`.

    Returns
    -------
    tuple of lists of arrays
        Derivatives by each matrix of weights and each vector of biases, in their shapes.

    Raises
    ------
    TypeError, ValueError
        If arguments do not fit together, or an entry is not finite.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 10 and 33.
    """
    y, layers, matrices = _forward(x, y, weights, biases)
    samples = y.shape[0]
    error = (layers[-1] - y) / samples
    by_weights: list[Array] = []
    by_biases: list[Array] = []
    for layer in range(len(matrices) - 1, -1, -1):
        by_weights.insert(0, _product(_transposed(error), layers[layer]))
        by_biases.insert(0, _column_sums(error))
        if layer > 0:
            error = _where_positive(layers[layer], _product(error, matrices[layer]))
    return by_weights, by_biases


def train(
    x: Any,
    y: Any,
    weights: Layers,
    biases: Layers,
    *,
    steps: int,
    weight_steps: Sequence[Any],
    bias_steps: Sequence[Any],
    beta: Any,
    form: str = "ema",
) -> tuple[list[Array], list[Array]]:
    """Parameters after a number of steps of gradient descent with momentum, from momentum 0.

    Parameters
    ----------
    x, y, weights, biases
        As in `gradients`.
    steps : int
        How many updates to make, at least 0.
    weight_steps, bias_steps : sequence of numbers
        Step size, above 0, of the weights and of the bias of each layer.
    beta : number
        Momentum, 0 <= beta < 1.
    form : {"ema", "classical"}
        How the gradient enters the running mean.

    Returns
    -------
    tuple of lists of arrays
        Weights and biases, exact for exact input.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind, or not in the domain, given above.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 6-7.
    """
    form = arguments.one_of(form, "form", FORMS)
    steps = arguments.count(steps, "steps")
    depth = len(sequence(weights, "weights", "matrices, one a layer"))
    for name, sizes in (("weight_steps", weight_steps), ("bias_steps", bias_steps)):
        sequence(sizes, name, "numbers, one a layer")
        arguments.require(len(sizes) == depth, name, sizes, f"{depth} numbers, one a layer")
        for size in sizes:
            (number,) = arguments.arrays({name: size}, exact=True)
            arguments.require((number > 0) & (number.ndim == 0), name, size, "a finite number above 0")
    (momentum,) = arguments.arrays({"beta": beta}, exact=True)
    check_learning(momentum * 0 + 1, momentum)
    gradients(x, y, weights, biases)  # whatever is wrong with these is found here, before the first step
    sizes = [*weight_steps, *bias_steps]
    parameters: list[Any] = [*weights, *biases]
    momenta: list[Any] = [0] * len(parameters)
    for _ in range(steps):
        slopes = gradients(x, y, parameters[:depth], parameters[depth:])
        for i, slope in enumerate([*slopes[0], *slopes[1]]):
            parameters[i], momenta[i] = step(
                parameters[i], momenta[i], slope, eta=sizes[i], beta=beta, form=form
            )
    return parameters[:depth], parameters[depth:]


def _forward(x: Any, y: Any, weights: Layers, biases: Layers) -> tuple[Array, list[Array], list[Array]]:
    """Return targets, the outputs of every layer (the inputs first), and the weights as arrays."""
    layers = network.layer_outputs(x, weights, biases)
    named = {"y": y, "x": x} | {f"weights[{i}]": w for i, w in enumerate(weights)}
    y_, x_, *matrices = arguments.arrays(named, exact=True)
    arguments.require(x_.ndim == 2 and x_.shape[0] > 0, "x", x, "of shape (samples, n_0)")
    shape = tuple(layers[-1].shape)
    arguments.require(tuple(y_.shape) == shape, "y", y, f"of shape {shape}")
    return y_, layers, matrices


def _where_positive(h: Array, value: Array) -> Array:
    if arguments.is_exact(h):
        return np.where(h > 0, value, value * 0)
    xp = compat.array_namespace(h)
    return xp.where(h > 0, value, xp.zeros_like(value))


def _product(a: Array, b: Array) -> Array:
    return np.dot(a, b) if arguments.is_exact(a) else compat.array_namespace(a).matmul(a, b)


def _transposed(a: Array) -> Array:
    return a.T if arguments.is_exact(a) else compat.array_namespace(a).matrix_transpose(a)


def _column_sums(a: Array) -> Array:
    return a.sum(axis=0) if arguments.is_exact(a) else compat.array_namespace(a).sum(a, axis=0)
