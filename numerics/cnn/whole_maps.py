"""Convolutions on maps so small that every pixel sees every other, as one product of whole maps.

On maps of 2 x 2 most of what a filter of 3 x 3 sees is border. Here no product with it is taken: the matrix
that takes all numbers of one map to all of the next is written out, and it has no zeros.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.cnn import channels, workspace

Floats = npt.NDArray[Any]


def fits(x: Floats, weights: Floats) -> bool:
    """Return whether no pixel of maps (n, h, w, c) is out of sight for a filter put on another."""
    return bool(max(x.shape[1:3]) <= (weights.shape[0] + 1) // 2)


def forward(x: Floats, weights: Floats, bias: Floats | None) -> Floats:
    """Return the cross-correlation of maps x (n, h, w, c) with filters (k, k, c, c_out), zero padded."""
    n, h, w, c = x.shape
    c_out = weights.shape[3]
    out = workspace.empty((n, h, w, c_out), x.dtype)
    np.matmul(x.reshape(n, h * w * c), _matrix(weights, h, w), out=out.reshape(n, h * w * c_out))
    if bias is not None:
        channels.add(out, bias)
    return out


def backward(x: Floats, weights: Floats, gradient: Floats) -> tuple[Floats, Floats]:
    """Return the gradients by inputs and by filters."""
    n, h, w, c = x.shape
    k, _, _, c_out = weights.shape
    rows, inputs = gradient.reshape(n, h * w * c_out), x.reshape(n, h * w * c)
    out = workspace.empty(x.shape, x.dtype)
    np.matmul(rows, _matrix(weights, h, w).T, out=out.reshape(inputs.shape))
    by_pairs = workspace.kept(("pairs",), (h, w, c, h, w, c_out), x.dtype)
    np.matmul(inputs.T, rows, out=by_pairs.reshape(h * w * c, -1))
    turned = workspace.empty((c, k, k, c_out), x.dtype)
    turned[...] = 0
    for i, j, down, across in _places(k, h, w):
        turned[:, down, across] += by_pairs[i, j]
    return out, turned[:, ::-1, ::-1].transpose(1, 2, 0, 3)


def _matrix(weights: Floats, h: int, w: int) -> Floats:
    """Return the matrix (h w c, h w c_out)."""
    k, _, c, c_out = weights.shape
    turned = np.ascontiguousarray(weights[::-1, ::-1].transpose(2, 0, 1, 3))
    matrix = workspace.kept(("whole maps",), (h, w, c, h, w, c_out), weights.dtype)
    for i, j, down, across in _places(k, h, w):
        matrix[i, j] = turned[:, down, across]
    return matrix.reshape(h * w * c, -1)


def _places(k: int, h: int, w: int) -> list[tuple[int, int, slice, slice]]:
    """List each pixel, and where in the turned filter stand the weights with which the others see it."""
    p = k // 2
    return [(i, j, slice(p - i, p - i + h), slice(p - j, p - j + w)) for i in range(h) for j in range(w)]
