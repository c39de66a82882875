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

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.cnn import channels, workspace

Floats = npt.NDArray[Any]

SIDE = 3
TILE = 4
"""Rows of outputs that are computed together, from two rows more of inputs."""
POINTS = TILE + SIDE - 1
CHANNELS = 16
"""Channels, in and out, from which this way is taken.

Narrower ones gain less, and are left to the way that rounds less.
"""
BLOCK, NARROW_BLOCK = 1 << 16, 1 << 18
"""Bytes of a block's combined pixels for one of the points, in wide and in narrow maps.

All six of the first fit into a cache of one core; the second make the matrices of narrow maps long enough.
"""

NARROW = 16
"""Pixels of a row up to which zeros at its ends are worth avoiding."""

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

_MATRICES = {
    (name, char): matrix.astype(char)
    for name, matrix in (("filters", FILTERS), ("inputs", INPUTS), ("outputs", OUTPUTS))
    for char in "fd"
}


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
        channels.add(out, bias)
    return out


def backward(x: Floats, weights: Floats, gradient: Floats) -> tuple[Floats, Floats]:
    """Return the gradients by inputs and by filters."""
    _, _, c, c_out = weights.shape
    filters = _combined_filters(weights[::-1, ::-1].swapaxes(2, 3))
    out = workspace.empty(x.shape, x.dtype)
    shape = (POINTS, c, SIDE * c_out)
    total, part = (workspace.kept((use,), shape, x.dtype) for use in ("total", "part"))
    total[...] = 0
    for block in _blocks(gradient):
        combined = _combined_inputs(gradient[block])
        _multiply(combined, filters, out[block])
        other = _combined_outputs(x[block])
        for (singles, _, _), (_, windows, taps) in zip(other.rows, combined.rows, strict=True):
            seen = part[:, :, taps]
            np.matmul(singles.swapaxes(1, 2), windows, out=seen)
            np.add(total[:, :, taps], seen, out=total[:, :, taps])
    # Correlating inputs with gradients gives the filters turned, as their places count the other way.
    by_rows = _matrix("filters", x).T @ total.reshape(POINTS, -1)
    return out, by_rows.reshape(SIDE, c, SIDE, c_out)[::-1, :, ::-1].transpose(0, 2, 1, 3)


def _matrix(name: str, like: Floats) -> Floats:
    return _MATRICES[name, like.dtype.char]


def _combined_filters(weights: Floats) -> Floats:
    """Return the matrices (6, 3 c, c_out) of filters (3, 3, c, c_out)."""
    combined = _matrix("filters", weights) @ weights.reshape(SIDE, -1)
    return combined.reshape(POINTS, -1, weights.shape[3])


def _blocks(x: Floats) -> list[slice]:
    n, h, w, c = x.shape
    block = BLOCK if w > NARROW else NARROW_BLOCK
    count = -(-n * (h // TILE) * (w + 1) * c * x.itemsize // block)
    size = max(1, -(-n // max(1, count)))
    return [slice(start, start + size) for start in range(0, n, size)]


class _Places:
    """Memory (6, 1 + places + 1, c) for what maps (n, h, w, c) contribute to the products.

    A row of w pixels takes w + 1 places, the last of them zero, so that each pixel has its neighbours beside
    it, or zeros.

    Attributes
    ----------
    tiles : ndarray, shape (n, tiles, 6, w c)
        A view without the zeros.
    rows : list of (singles, windows, taps)
        Places that can be taken together, as matrices (6, m, c); the same with their neighbours, (6, m, 3 c);
        and to which of the 3 c numbers of a filter these belong. The numbers that a filter sees at once lie
        side by side already; only no two rows of a matrix may share one. In wide maps these are every third
        place from the first, the second and the third. In narrow ones they are the first pixels of all rows,
        the second and so on, where no zero beside them need be multiplied.
    """

    def __init__(self, x: Floats, use: str) -> None:
        n, h, w, c = x.shape
        tiles, length = h // TILE, n * (h // TILE) * (w + 1)
        memory = workspace.kept((use, h, w), (POINTS, length + 2, c), x.dtype)
        places = memory[:, 1:-1]
        lines = places.reshape(POINTS, n, tiles, (w + 1) * c)
        self.tiles = lines[..., : w * c].transpose(1, 2, 0, 3)
        self.rows = []
        step = SIDE if w > NARROW else w + 1
        for start in range(step if w > NARROW else w):
            singles = places[:, start::step]
            first, last = (0, SIDE) if w > NARROW else (start == 0, SIDE - (start == w - 1))
            point, place, one = memory.strides
            windows = np.ndarray(
                (POINTS, singles.shape[1], (last - first) * c), x.dtype, memory,
                (start + first) * place, (point, step * place, one),
            )  # fmt: skip
            self.rows.append((singles, windows, slice(first * c, last * c)))


def _places(x: Floats, use: str) -> _Places:
    """Return memory for maps like `x`; the next call for the same use gives the same."""
    return workspace.once((use, x.shape, x.dtype.char), lambda: _Places(x, use))


def _combined_inputs(x: Floats) -> _Places:
    """Fill in what six rows of pixels contribute to the products."""
    n, h, w, c = x.shape
    places, matrix = _places(x, "inputs"), _matrix("inputs", x)
    out, lines, tiles = places.tiles, np.ascontiguousarray(x).reshape(n, h, w * c), h // TILE
    if tiles == 1:
        np.matmul(matrix[:, 1:-1], lines, out=out[:, 0])
        return places
    # Above the first tile and below the last there is a row of zeros, of which no product need be taken.
    np.matmul(matrix[:, 1:], lines[:, : TILE + 1], out=out[:, 0])
    np.matmul(matrix[:, :-1], lines[:, -TILE - 1 :], out=out[:, -1])
    if tiles > 2:
        image, line, one = lines.strides
        strides = (image, TILE * line, line, one)
        shape, start = (n, tiles - 2, POINTS, w * c), (TILE - 1) * line
        np.matmul(matrix, np.ndarray(shape, x.dtype, lines, start, strides), out=out[:, 1:-1])
    return places


def _combined_outputs(x: Floats) -> _Places:
    """Fill in what four rows of outputs contribute to the products."""
    n, h, w, c = x.shape
    places = _places(x, "outputs")
    np.matmul(_matrix("outputs", x).T, x.reshape(n, h // TILE, TILE, w * c), out=places.tiles)
    return places


def _multiply(combined: _Places, filters: Floats, out: Floats) -> None:
    """Write the outputs (n, h, w, c) that combined pixels and combined filters give."""
    n, h, w, c = out.shape
    products = _places(out, "products")
    for (_, windows, taps), (singles, _, _) in zip(combined.rows, products.rows, strict=True):
        np.matmul(windows, filters[:, taps], out=singles)
    np.matmul(_matrix("outputs", out), products.tiles, out=out.reshape(n, h // TILE, TILE, w * c))
