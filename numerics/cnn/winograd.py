"""Convolutions with filters of 3 x 3 that keep the size of maps, in half the multiplications.

Four neighbouring outputs of a filter with three weights need twelve products when taken one by one, and six
when pixels, weights and products are first combined: the minimal filtering F(4, 3) of Winograd, with the
points 0, 1, -1, 2, -2 and infinity, brought to networks by Lavin and Gray (arXiv:1509.09308). Here it runs
down the maps only; across them the filter sees three pixels that lie side by side, and matrix products do the
rest. Down and across at once would need a quarter of the multiplications, but its sums take back most of that
with so few channels.

Sums and differences of neighbours cost digits: in single precision errors are two to four times those of
products taken one by one, up to 1e-6 of the result (root mean square; down and across at once it would be
twice as much again). An infinite pixel makes NaN of its neighbours' outputs.

The sums too are products of matrices, which are faster than the many short calls that would add array by
array.

Backward the combined pixels of the outputs' gradient serve twice, for the gradient by the inputs and for that
by the filters.
"""

from collections.abc import Iterator
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

Narrower ones gain less, and are left to the way that rounds less.
"""
BLOCK = 1 << 17
"""Bytes of a block's combined pixels for one of the points; all six then fit into a cache of one core."""

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
        _multiply(_combined_inputs(x[block]), filters, out[block])
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
        combined = _combined_inputs(gradient[block])
        _multiply(combined, filters, out[block])
        other = _combined_outputs(x[block]).swapaxes(1, 2)
        for turn, rows in enumerate(_windows(combined)):
            np.matmul(other[:, :, turn::SIDE], rows, out=part)
            total += part
    # Correlating inputs with gradients gives the filters turned, as their places count the other way.
    by_rows = FILTERS.T.astype(x.dtype) @ total.reshape(POINTS, -1)
    return out, by_rows.reshape(SIDE, c, SIDE, c_out)[::-1, :, ::-1].transpose(0, 2, 1, 3)


def _combined_filters(weights: Floats) -> Floats:
    """Return the matrices (6, 3 c, c_out) of filters (3, 3, c, c_out)."""
    combined = FILTERS.astype(weights.dtype) @ weights.reshape(SIDE, -1)
    return combined.reshape(POINTS, -1, weights.shape[3])


def _blocks(x: Floats) -> list[slice]:
    n, h, w, c = x.shape
    size = max(1, BLOCK // (h // TILE * (w + 1) * c * x.itemsize))
    return [slice(start, start + size) for start in range(0, n, size)]


def _combined_inputs(x: Floats) -> Floats:
    """Return what six rows of pixels contribute to the products, (6, 1 + places + 1, c).

    A row of w pixels takes w + 1 places, the last of them zero, so that each pixel has its neighbours beside
    it, or zeros. The next call overwrites it.
    """
    n, h, w, c = x.shape
    tiles = h // TILE
    combined, inside = _places(x, "inputs", 1)
    lines, matrix = x.reshape(n, h, w * c), INPUTS.astype(x.dtype)
    if tiles == 1:
        np.matmul(matrix[:, 1:-1], lines, out=inside[:, 0])
        return combined
    # Above the first tile and below the last there is a row of zeros, of which no product need be taken.
    np.matmul(matrix[:, 1:], lines[:, : TILE + 1], out=inside[:, 0])
    np.matmul(matrix[:, :-1], lines[:, -TILE - 1 :], out=inside[:, -1])
    if tiles > 2:
        image, line, one = lines.strides
        first = lines[:, TILE - 1 :]
        strides = (image, TILE * line, line, one)
        np.matmul(
            matrix,
            np.lib.stride_tricks.as_strided(first, (n, tiles - 2, POINTS, w * c), strides, writeable=False),
            out=inside[:, 1:-1],
        )
    return combined


def _windows(combined: Floats) -> Iterator[Floats]:
    """Yield three stacks of matrices: the windows of three neighbours that begin at the first place, the
    fourth and so on, then at the second, the fifth and so on, then at the third.

    So the 3 c numbers that a filter sees at once lie side by side already, and no row shares one with another.
    """
    _, length, c = combined.shape
    for turn in range(SIDE):
        rows = (length - turn) // SIDE
        yield combined[:, turn : turn + SIDE * rows].reshape(POINTS, rows, SIDE * c)


def _multiply(combined: Floats, filters: Floats, out: Floats) -> None:
    """Write the outputs (n, h, w, c) that combined pixels and combined filters give."""
    n, h, w, c = out.shape
    products, inside = _places(out, "products", 0)
    for turn, rows in enumerate(_windows(combined)):
        np.matmul(rows, filters, out=products[:, turn::SIDE])
    np.matmul(OUTPUTS.astype(out.dtype), inside, out=out.reshape(n, h // TILE, TILE, w * c))


def _combined_outputs(x: Floats) -> Floats:
    """Return what four rows of outputs contribute to the products, (6, places, c); overwritten like that."""
    n, h, w, c = x.shape
    combined, inside = _places(x, "outputs", 0)
    np.matmul(OUTPUTS.T.astype(x.dtype), x.reshape(n, h // TILE, TILE, w * c), out=inside)
    return combined


def _places(x: Floats, use: str, margin: int) -> tuple[Floats, Floats]:
    """Return memory (6, margin + places + margin, c) for maps like `x`, and a view (n, tiles, 6, w c) of it.

    It is kept for the next call. What the view leaves out starts as zeros.
    """
    n, h, w, c = x.shape
    tiles = h // TILE
    shape = (POINTS, margin + n * tiles * (w + 1) + margin, c)
    places = workspace.kept((use, n, h, w, c, x.dtype.char), lambda: np.zeros(shape, x.dtype))
    rows = places[:, margin : len(places[0]) - margin].reshape(POINTS, n, tiles, (w + 1) * c)
    return places, rows[..., : w * c].transpose(1, 2, 0, 3)
