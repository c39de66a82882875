"""Convolutions with filters of 3 x 3 that keep the size of maps, in half the multiplications.

Four neighbouring outputs of a filter with three weights need twelve products when taken one by one, and six
when pixels, weights and products are first combined: the minimal filtering F(4, 3) of Winograd, with the
points 0, 1, -1, 2, -2 and infinity, brought to networks by Lavin and Gray (arXiv:1509.09308). Here it runs
down the maps only; across them the three pixels that a filter sees are written side by side, as in
`numerics.cnn.columns`, and one matrix product for each of the six does the rest. Down and across at once
would need a quarter of the multiplications, but its sums take back most of that with so few channels.

Sums and differences of neighbours cost digits: in single precision errors are two to four times those of
products taken one by one, up to 1e-6 of the result (root mean square; down and across at once it would be
twice as much again). An infinite pixel makes NaN of its neighbours' outputs.

The sums too are products of matrices. Added array by array they would be many short calls, and two threads
would lose what is gained here to waiting for Python's lock.

Backward the combined pixels of the outputs' gradient serve twice, for the gradient by the inputs and for that
by the filters.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.cnn import workspace
from numerics.cnn.columns import add_bias

Floats = npt.NDArray[Any]

SIDE = 3
TILE = 4
"""Rows of outputs that are computed together, from two rows more of inputs."""
POINTS = TILE + SIDE - 1
CHANNELS = 16
"""Channels, in and out, from which this way is taken.

Beside `numerics.cnn.columns` (float32, one thread of a Zen 5, processor time) forward and backward take 0.72
of the time with 16 channels in and out on maps of 32 x 32, 0.64 with 32 on 16 x 16 and 0.60 with 64 on 8 x 8.
Narrower ones would gain less, 0.81 with 8 on 32 x 32, and are left to the way that rounds less.
"""
BLOCK = 1 << 19
"""Bytes of a block's matrix for one of the points: less costs calls, more leaves the caches."""

FILTERS = np.asarray(
    [
        [1 / 4, 0, 0],
        [-1 / 6, -1 / 6, -1 / 6],
        [-1 / 6, 1 / 6, -1 / 6],
        [1 / 24, 1 / 12, 1 / 6],
        [1 / 24, -1 / 12, 1 / 6],
        [0, 0, 1],
    ]
)
"""A filter's three weights as values at the six points, up to the factors that make the other sums whole."""
INPUTS = np.asarray(
    [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ]
)
"""What six rows of pixels contribute to the six products."""
OUTPUTS = np.asarray(
    [
        [1, 1, 1, 1, 1, 0],
        [0, 1, -1, 2, -2, 0],
        [0, 1, 1, 4, 4, 0],
        [0, 1, -1, 8, -8, 1],
    ]
)
"""What six products contribute to four rows of outputs."""


def fits(x: Floats, weights: Floats) -> bool:
    """Return whether maps (n, h, w, c) can go this way and have channels enough to gain by it."""
    k, _, c_in, c_out = weights.shape
    return bool(k == SIDE and min(c_in, c_out) >= CHANNELS and x.shape[1] % TILE == 0)


def forward(x: Floats, weights: Floats, bias: Floats | None) -> Floats:
    """Return the cross-correlation of maps x (n, h, w, c) with filters (3, 3, c, c_out), zero padded."""
    filters = _combined_filters(weights)
    out = workspace.empty((*x.shape[:3], weights.shape[3]), x.dtype)
    for block in _blocks(x):
        _multiply(_columns(x[block]), filters, out[block])
    if bias is not None:
        add_bias(out, bias)
    return out


def backward(x: Floats, weights: Floats, gradient: Floats) -> tuple[Floats, Floats]:
    """Return the gradients by inputs and by filters."""
    _, _, c, c_out = weights.shape
    filters = _combined_filters(weights[::-1, ::-1].swapaxes(2, 3))
    out = workspace.empty(x.shape, x.dtype)
    total = np.zeros((POINTS, c, SIDE * c_out), x.dtype)
    part = np.empty_like(total)
    for block in _blocks(gradient):
        columns = _columns(gradient[block])
        _multiply(columns, filters, out[block])
        np.matmul(_combined_outputs(x[block]).swapaxes(1, 2), columns, out=part)
        total += part
    # Correlating inputs with gradients gives the filters turned, as their places count the other way.
    by_rows = np.tensordot(FILTERS.astype(x.dtype), total, axes=(0, 0)).reshape(SIDE, c, SIDE, c_out)
    return out, by_rows[::-1, :, ::-1].transpose(0, 2, 1, 3)


def _combined_filters(weights: Floats) -> Floats:
    """Return the matrices (6, 3 c, c_out) of filters (3, 3, c, c_out)."""
    combined = np.tensordot(FILTERS.astype(weights.dtype), weights, axes=(1, 0))
    return combined.reshape(POINTS, -1, weights.shape[3])


def _blocks(x: Floats) -> list[slice]:
    n, h, w, c = x.shape
    size = max(1, BLOCK // (h // TILE * w * SIDE * c * x.itemsize))
    return [slice(start, start + size) for start in range(0, n, size)]


def _columns(x: Floats) -> Floats:
    """Return the combined pixels that filters see, as matrices (6, places, 3 c)."""
    n, h, w, c = x.shape
    tiles, length = h // TILE, (w + 2) * c
    padded = workspace.empty((n, h + 2, w + 2, c), x.dtype)
    padded[:, :: h + 1] = 0
    padded[:, 1:-1, :: w + 1] = 0
    padded[:, 1:-1, 1:-1] = x
    image, line, _, one = padded.strides
    six = np.ndarray((n, tiles, POINTS, length), x.dtype, padded, strides=(image, TILE * line, line, one))
    combined = workspace.empty((POINTS, n, tiles, w + 2, c), x.dtype)
    by_tile = combined.reshape(POINTS, n, tiles, length).transpose(1, 2, 0, 3)
    np.matmul(INPUTS.astype(x.dtype), six, out=by_tile)
    # The 3 c numbers of three neighbours lie side by side.
    windows = np.ndarray((POINTS, n, tiles, w, SIDE * c), x.dtype, combined, strides=combined.strides)
    columns = workspace.empty(windows.shape, x.dtype)
    np.copyto(columns, windows)
    return columns.reshape(POINTS, -1, SIDE * c)


def _multiply(columns: Floats, filters: Floats, out: Floats) -> None:
    """Write the outputs (n, h, w, c) that combined pixels and combined filters give."""
    n, h, w, c = out.shape
    products = workspace.empty((POINTS, n, h // TILE, w * c), out.dtype)
    np.matmul(columns, filters, out=products.reshape(POINTS, -1, c))
    lines = out.reshape(n, h // TILE, TILE, w * c)
    np.matmul(OUTPUTS.astype(out.dtype), products.transpose(1, 2, 0, 3), out=lines)


def _combined_outputs(x: Floats) -> Floats:
    """Return matrices (6, places, c): what four rows of outputs contribute to the products."""
    n, h, w, c = x.shape
    out = workspace.empty((POINTS, n, h // TILE, w * c), x.dtype)
    lines = x.reshape(n, h // TILE, TILE, w * c)
    np.matmul(OUTPUTS.T.astype(x.dtype), lines, out=out.transpose(1, 2, 0, 3))
    return out.reshape(POINTS, -1, c)
