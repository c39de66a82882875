"""One layer of softmax attention, and the gradient of a loss by its four maps.

Source: beyond Le & Jegelka 2022, arXiv 2201.11968, Theorem 1; the layer is that of Vaswani et al. 2017,
arXiv 1706.03762, without masks and biases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array


@dataclass(frozen=True)
class Head:
    """Maps of one head, or the derivatives of a loss by them.

    Attributes
    ----------
    query, key, value : arrays, shape (h, n)
        From features to the head's.
    out : array, shape (n, h)
        And back.
    """

    query: Array
    key: Array
    value: Array
    out: Array


def forward(heads: list[Head], x: Any) -> Array:
    """What all heads together add to a sequence.

    Parameters
    ----------
    heads
        Of one width n.
    x : array_like, shape (positions, n)

    Returns
    -------
    array, shape (positions, n)
    """
    x = _checked(heads, x)
    return np.asarray(sum(_attend(head, x)[1] @ (x @ head.value.T) @ head.out.T for head in heads))


def gradient(heads: list[Head], x: Any, g: Any) -> list[Head]:
    """Derivatives of sum g * forward(heads, x) by all maps.

    Parameters
    ----------
    heads, x
        As for `forward`.
    g : array_like, shape (positions, n)
        Derivative of a loss by the outputs.
    """
    x = _checked(heads, x)
    (g,) = arguments.arrays({"g": g})
    arguments.require(g.shape == x.shape, "g", g.shape, f"of shape {x.shape}")
    return [_slopes(head, x, g) for head in heads]


def _attend(head: Head, x: Array) -> tuple[Array, Array]:
    """Scores and weights of all pairs of positions."""
    scores = (x @ head.query.T) @ (x @ head.key.T).T / np.sqrt(len(head.query))
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores, shares / shares.sum(axis=1, keepdims=True)


def _slopes(head: Head, x: Array, g: Array) -> Head:
    _, shares = _attend(head, x)
    values, back = x @ head.value.T, g @ head.out
    of_shares = back @ values.T
    of_scores = shares * (of_shares - (shares * of_shares).sum(axis=1, keepdims=True))
    of_scores = of_scores / np.sqrt(len(head.query))
    return Head(
        (of_scores @ (x @ head.key.T)).T @ x,
        (of_scores.T @ (x @ head.query.T)).T @ x,
        (shares.T @ back).T @ x,
        g.T @ (shares @ values),
    )


def _checked(heads: list[Head], x: Any) -> Array:
    (x,) = arguments.arrays({"x": x})
    arguments.require(len(heads) > 0, "heads", heads, "at least one head")
    arguments.require(x.ndim == 2, "x", x.shape, "of shape (positions, n)")
    for index, head in enumerate(heads):
        h, n = head.query.shape
        shapes = (head.key.shape, head.value.shape, head.out.shape)
        fits = n == x.shape[1] and shapes == ((h, n), (h, n), (n, h))
        arguments.require(
            fits, f"heads[{index}]", shapes, f"of shapes (h, {x.shape[1]}) and ({x.shape[1]}, h)"
        )
    return x
