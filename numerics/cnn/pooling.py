"""Pooling of maps: the largest value of each square of pixels, and the mean of a whole map."""

from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.cnn import batches, workspace
from numerics.cnn.layer import Gradients, Layer, check_batch, zero


class MaxPool(Layer):
    """The largest value of each square of size x size pixels, squares side by side.

    Parameters
    ----------
    size : int
        Must divide height and width.

    Notes
    -----
    Of equal values, the first in reading order receives the gradient. A square that holds NaN gives NaN, and
    its gradient is not lost.

    Examples
    --------
    >>> import numpy as np
    >>> MaxPool(2).forward(np.arange(16.0).reshape(1, 4, 4, 1))[0, :, :, 0].tolist()
    [[5.0, 7.0], [13.0, 15.0]]
    """

    def __init__(self, size: int = 2) -> None:
        super().__init__()
        self.size = arguments.count(size, "size", at_least=1)

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Take (n, h, w, c) to (n, h / size, w / size, c)."""
        check_batch(x, "x", (None, None, None, None))
        fits = not (x.shape[1] % self.size or x.shape[2] % self.size)
        arguments.require(fits, "x", x, f"an array of maps whose sides are multiples of {self.size}")
        if self.size == 2 and batches.plain(x):
            return _largest_of_four(x)
        xp = compat.array_namespace(x)
        first, *rest = self._windows()
        largest = x[first]
        for window in rest:
            largest = xp.maximum(largest, x[window])
        return largest, (x, largest)

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:  # noqa: ARG002
        """Send each gradient to the pixel that was the largest."""
        x, largest = kept
        if self.size == 2 and batches.plain(x):
            return _to_largest_of_four(x, largest, gradient), []
        xp = compat.array_namespace(gradient)
        out = xp.zeros(x.shape, dtype=gradient.dtype, device=compat.device(gradient))
        left = xp.ones_like(gradient, dtype=xp.bool)
        *most, last = self._windows()
        for window in [*most, last]:
            # The last pixel takes what is left, also where NaN equals nothing.
            hit = left if window is last else left & (x[window] == largest)
            out[window] = xp.where(hit, gradient, zero(gradient))
            left = left & ~hit
        return out, []

    def _windows(self) -> list[tuple[slice, ...]]:
        """Where the first, second, ... pixel of every square is."""
        steps = [slice(start, None, self.size) for start in range(self.size)]
        return [(slice(None), rows, columns, slice(None)) for rows in steps for columns in steps]


def _largest_of_four(x: Array) -> tuple[Array, tuple[Array, Array]]:
    """Return the largest of each square, and what is kept: the larger of neighbours in a row."""
    left, right = _neighbours(x)
    larger = np.maximum(left, right, out=workspace.empty(left.shape, x.dtype))
    upper, lower = larger[:, ::2], larger[:, 1::2]
    return np.maximum(upper, lower, out=workspace.empty(upper.shape, x.dtype)), (x, larger)


def _to_largest_of_four(x: Array, larger: Array, gradient: Array) -> Array:
    """Send the gradient first to the upper or lower pair, then to the left or right of it."""
    rows = workspace.empty(larger.shape, x.dtype)
    np.multiply(gradient, larger[:, ::2] >= larger[:, 1::2], out=rows[:, ::2])
    np.subtract(gradient, rows[:, ::2], out=rows[:, 1::2])
    out = workspace.empty(x.shape, x.dtype)
    first, second = _neighbours(out)
    left, right = _neighbours(x)
    np.multiply(rows, left >= right, out=first)
    np.subtract(rows, first, out=second)
    return out


def _neighbours(x: Array) -> tuple[Array, Array]:
    """Return views of the left and the right pixel of each pair in a row."""
    return x[:, :, ::2], x[:, :, 1::2]


class GlobalAveragePool(Layer):
    """The mean of each map.

    Examples
    --------
    >>> import numpy as np
    >>> GlobalAveragePool().forward(np.arange(4.0).reshape(1, 2, 2, 1)).tolist()
    [[1.5]]
    """

    new_gradients = False

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Take (n, h, w, c) to (n, c)."""
        check_batch(x, "x", (None, None, None, None))
        _, h, w, _ = x.shape
        return compat.array_namespace(x).sum(x, axis=(1, 2)) / (h * w), tuple(x.shape)

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:  # noqa: ARG002
        """Share each gradient among all pixels."""
        n, h, w, c = kept
        xp = compat.array_namespace(gradient)
        return xp.broadcast_to(xp.reshape(gradient / (h * w), (n, 1, 1, c)), kept), []
