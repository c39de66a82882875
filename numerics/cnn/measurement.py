"""What a trained network looks like inside: clipped shares, thresholds, variances of its weight updates.

Source: Jiang et al. 2017, arXiv 1708.01666, Figures 2 to 4 and Theorem 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.cnn.activations import NonlinearityGenerator, PReLU, ReLU
from numerics.cnn.evaluation import on_host
from numerics.cnn.layer import Layer, checked

__all__ = [
    "PARTS",
    "activations",
    "clipped_shares",
    "mean_levels",
    "update_parts",
    "variance_parts",
]

Activation = ReLU | PReLU | NonlinearityGenerator
Doubles = npt.NDArray[np.float64]

PARTS = ("spread", "forward", "backward")
"""Parts of the variance of an update: of both spreads, of the mean input, of the mean gradient."""


def activations(model: Layer) -> list[Activation]:
    """List the activations of a network in the order in which data meet them."""
    return [
        layer for layer in checked(model, "model").walk()
        if isinstance(layer, ReLU | PReLU | NonlinearityGenerator)
    ]  # fmt: skip


def clipped_shares(model: Layer) -> Doubles:
    """Share of clipped entries in the last batch that went through a network, activation by activation.

    Parameters
    ----------
    model : Layer

    Returns
    -------
    ndarray, shape (activations,)
        Where x <= t for the generator, x <= 0 for ReLU and PReLU; NaN where nothing went through.
    """
    clipped, total = np.sum(checked(model, "model").gather(_counts), axis=0).T
    return np.asarray(np.divide(clipped, total, out=np.full(len(total), np.nan), where=total > 0))


def _counts(model: Layer) -> Doubles:
    return np.array([layer.counts for layer in activations(model)], dtype=np.float64).reshape(-1, 2)


def mean_levels(model: Layer) -> Doubles:
    """Mean threshold t of each generator, mean slope of each PReLU, 0 for ReLU.

    Returns
    -------
    ndarray, shape (activations,)
    """
    return np.array(
        [
            np.mean([on_host(p.value).mean(dtype=np.float64) for p in layer.own_parameters] or [0.0])
            for layer in activations(model)
        ],
        dtype=np.float64,
    )


def update_parts(gradient: Any) -> Doubles:
    """Parts of the variance of the entries of a weight update, from the update alone.

    With d = E(d) + d' and z = E(z) + z' for every sample, the entries of sum d z^T split into a constant, a
    part that varies with the output only, sum E(z) d', one that varies with the input only, sum E(d) z', and
    the rest. So the variance of the means over inputs is the part of the mean of z, that of the means over
    outputs is the part of the mean of d, and the rest is the part of both spreads.

    Parameters
    ----------
    gradient : array_like, shape (..., outputs)
        By the weights, the outputs last; all other axes are inputs.

    Returns
    -------
    ndarray, shape (3,)
        In the order of `PARTS`, for a learning rate of 1; they add up to the variance.

    Raises
    ------
    TypeError, ValueError
        If `gradient` is not made of finite real numbers, or has fewer than two axes.

    References
    ----------
    Jiang et al. 2017, arXiv 1708.01666, Theorem 1, whose bounds these identities replace. The split is
    that of a two-way analysis of variance.

    Examples
    --------
    >>> update_parts([[0.0, 0.0], [2.0, 6.0]]).tolist()
    [1.0, 1.0, 4.0]
    """
    (given,) = arguments.arrays({"gradient": gradient})
    arguments.require(given.ndim >= 2 and 0 not in given.shape, "gradient", gradient, "of two axes or more")
    entries = on_host(given).astype(np.float64)
    entries = entries.reshape(-1, entries.shape[-1])
    by_output, by_input = entries.mean(axis=0), entries.mean(axis=1)
    rest = entries - by_output - by_input[:, None] + entries.mean()
    return np.array([np.mean(rest**2), np.var(by_output), np.var(by_input)])


def variance_parts(model: Layer) -> Doubles:
    """Parts of the variance of each layer's weight update, after a backward pass.

    Returns
    -------
    ndarray, shape (layers with weights, 3)
        As `update_parts` has them; NaN where a gradient is not finite.
    """
    parts = []
    for parameter in checked(model, "model").parameters:
        if parameter.name == "weights":
            finite = bool(np.isfinite(on_host(parameter.gradient)).all())
            parts.append(update_parts(parameter.gradient) if finite else np.full(3, np.nan))
    return np.array(parts).reshape(-1, 3)
