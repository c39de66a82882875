"""Dense networks with ReLU hidden layers and an affine output, in floating point or exact rationals.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 33 and 35-44.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.arrays.objects import sequence

Layers = Sequence[Any]


def forward(x: Any, weights: Layers, biases: Layers) -> Array:
    """Output of a dense network: relu(W h + b) layer by layer, affine in the last.

    Parameters
    ----------
    x : array_like, shape (..., n_0)
        Inputs; exact numbers are allowed if all parameters are exact too.
    weights : sequence of array_like, shapes (n_i, n_{i-1})
        One matrix a layer, at least one.
    biases : sequence of array_like, shapes (n_i,)
        One vector a layer.

    Returns
    -------
    array, shape (..., n_last)
        The outputs, exact for exact input.

    Raises
    ------
    TypeError, ValueError
        If the numbers of layers differ, shapes do not fit, or an entry is not finite.
    """
    return layer_outputs(x, weights, biases)[-1]


def layer_outputs(x: Any, weights: Layers, biases: Layers) -> list[Array]:
    """Outputs of every layer of a dense network: the inputs first, then those of `forward`'s layers.

    Parameters
    ----------
    x, weights, biases
        As in `forward`.

    Returns
    -------
    list of arrays, shapes (..., n_i)
        One more than there are layers.

    Raises
    ------
    TypeError, ValueError
        As in `forward`.
    """
    h, matrices, vectors = _checked(x, weights, biases)
    outputs = [h]
    for layer, (w, b) in enumerate(zip(matrices, vectors, strict=True), start=1):
        h = _affine(h, w, b)
        if layer < len(matrices):
            h = _positive_part(h)
        outputs.append(h)
    return outputs


def scale_layers(weights: Layers, biases: Layers, factors: Sequence[Any]) -> tuple[list[Array], list[Array]]:
    """Multiply the weights of layer i by alpha_i and its bias by alpha_1 ... alpha_i (Eqs. 39-44).

    Parameters
    ----------
    weights, biases
        Parameters as in `forward`.
    factors : sequence of numbers
        alpha_i > 0, one a layer.

    Returns
    -------
    tuple of lists of arrays
        New weights and biases; the network's output is multiplied by the product of all factors.

    Raises
    ------
    TypeError, ValueError
        If the numbers of layers and factors differ, or a factor is not a positive number.
    """
    for name, given in (("weights", weights), ("biases", biases), ("factors", factors)):
        sequence(given, name, "one a layer")
    arguments.require(
        len(weights) == len(biases) == len(factors),
        "factors",
        factors,
        f"{len(weights)} numbers, one a layer",
    )
    scaled_weights, scaled_biases = [], []
    so_far: Any = 1
    for layer, (w, b, alpha) in enumerate(zip(weights, biases, factors, strict=True)):
        names = {f"weights[{layer}]": w, f"biases[{layer}]": b, f"factors[{layer}]": alpha}
        matrix, vector, factor = arguments.arrays(names, exact=True)
        arguments.require(
            factor.ndim == 0 and bool(factor > 0), f"factors[{layer}]", alpha, "a positive number"
        )
        so_far = so_far * factor
        scaled_weights.append(matrix * factor)
        scaled_biases.append(vector * so_far)
    return scaled_weights, scaled_biases


def _checked(x: Any, weights: Layers, biases: Layers) -> tuple[Array, list[Array], list[Array]]:
    sequence(weights, "weights", "matrices, one a layer")
    sequence(biases, "biases", "vectors, one a layer")
    arguments.require(len(weights) > 0, "weights", weights, "at least one matrix")
    arguments.require(len(weights) == len(biases), "biases", biases, f"{len(weights)} vectors, one a layer")
    named = {"x": x}
    named |= {f"weights[{i}]": w for i, w in enumerate(weights)} | {
        f"biases[{i}]": b for i, b in enumerate(biases)
    }
    arrays = dict(zip(named, arguments.arrays(named, exact=True), strict=True))
    arguments.require(arrays["x"].ndim >= 1, "x", x, "of shape (..., n_0)")
    width = arrays["x"].shape[-1]
    matrices, vectors = [], []
    for layer in range(len(weights)):
        w, b = arrays[f"weights[{layer}]"], arrays[f"biases[{layer}]"]
        fits = w.ndim == 2 and w.shape[1] == width
        arguments.require(fits, f"weights[{layer}]", weights[layer], f"of shape (n, {width})")
        width = w.shape[0]
        arguments.require(
            tuple(b.shape) == (width,), f"biases[{layer}]", biases[layer], f"of shape ({width},)"
        )
        matrices.append(w)
        vectors.append(b)
    return arrays["x"], matrices, vectors


def _affine(h: Array, w: Array, b: Array) -> Array:
    if arguments.is_exact(h):
        return np.dot(h, w.T) + b
    xp = compat.array_namespace(h)
    return xp.matmul(h, xp.matrix_transpose(w)) + b


def _positive_part(h: Array) -> Array:
    if arguments.is_exact(h):
        return np.where(h > 0, h, h * 0)
    xp = compat.array_namespace(h)
    return xp.maximum(h, xp.zeros_like(h))
