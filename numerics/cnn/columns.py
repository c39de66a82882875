"""Convolutions of stride 1 that keep the size of maps, on NumPy arrays: a product of two matrices a block.

The pixels that a filter sees are written side by side, a row for each place (im2col), for so few images at a
time that the matrix stays in a processor's cache. Backward the same matrix of the outputs' gradient serves
twice: times the turned filters it gives the gradient by the inputs, and multiplied by the inputs that by the
filters, so that inputs need not be laid out again.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.cnn import channels, workspace

Floats = npt.NDArray[Any]

BLOCK = 1 << 20
"""Bytes of a block's matrix, about a cache of the second level."""


def forward(x: Floats, weights: Floats, bias: Floats | None) -> Floats:
    """Return the cross-correlation of maps x (n, h, w, c) with filters (k, k, c, c_out), zero padded."""
    n, h, w, _ = x.shape
    k, _, _, c_out = weights.shape
    matrix = weights.reshape(-1, c_out)
    out = workspace.empty((n, h, w, c_out), x.dtype)
    for block in _blocks(x, k):
        np.matmul(_columns(x[block], k), matrix, out=out[block].reshape(-1, c_out))
    if bias is not None:
        channels.add(out, bias)
    return out


def backward(x: Floats, weights: Floats, gradient: Floats) -> tuple[Floats, Floats]:
    """Return the gradients by inputs and by filters."""
    k, _, c, c_out = weights.shape
    turned = np.ascontiguousarray(weights[::-1, ::-1].swapaxes(2, 3)).reshape(-1, c)
    out = workspace.empty(x.shape, x.dtype)
    total = np.zeros((c, k * k * c_out), x.dtype)
    part = np.empty_like(total)
    for block in _blocks(gradient, k):
        columns = _columns(gradient[block], k)
        np.matmul(columns, turned, out=out[block].reshape(-1, c))
        np.matmul(x[block].reshape(-1, c).T, columns, out=part)
        total += part
    by_filters = total.reshape(c, k, k, c_out)[:, ::-1, ::-1].transpose(1, 2, 0, 3)
    return out, by_filters


def by_filters(x: Floats, k: int, gradient: Floats) -> Floats:
    """Return the gradient by filters of side k alone; here it is the inputs that are laid out."""
    c, c_out = x.shape[3], gradient.shape[3]
    total = np.zeros((k * k * c, c_out), x.dtype)
    for block in _blocks(x, k):
        total += _columns(x[block], k).T @ gradient[block].reshape(-1, c_out)
    return total.reshape(k, k, c, c_out)


def _blocks(x: Floats, k: int) -> list[slice]:
    n, h, w, c = x.shape
    size = max(1, BLOCK // (h * w * k * k * c * x.itemsize))
    return [slice(start, start + size) for start in range(0, n, size)]


def _columns(x: Floats, k: int) -> Floats:
    """Return the matrix (places, k k c) of what the filter sees; the next call overwrites it."""
    n, h, w, c = x.shape
    p = k // 2
    padded = workspace.kept(("padded",), (n, h + 2 * p, w + 2 * p, c), x.dtype)
    padded[:, p : p + h, p : p + w] = x
    columns = workspace.kept(("columns",), (n, h, w, k, k * c), x.dtype)
    # The c k numbers of a row of the window lie side by side.
    image, line, pixel, one = padded.strides
    columns[...] = np.ndarray(columns.shape, x.dtype, padded, strides=(image, line, pixel, line, one))
    return columns.reshape(-1, k * k * c)
