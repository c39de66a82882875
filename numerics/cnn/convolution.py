"""Convolution of maps in the layout (batch, height, width, channels), as one matrix product a tap."""

from collections.abc import Iterator
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.cnn import batches, channels, columns, whole_maps, winograd
from numerics.cnn.layer import Gradients, Layer, Parameter, check_batch


class Convolution(Layer):
    """Cross-correlation with a bank of k x k filters, with stride and zero padding.

    Parameters
    ----------
    c_in, c_out : int
        Channels.
    size : int
        Side k of the filters.
    stride : int
    padding : int
        Width of the border of zeros.
    bias : bool
        Whether each output channel has a constant of its own.
    dtype : dtype
        Of the parameters, which start at zero: see `numerics.cnn.initialise`.

    Notes
    -----
    Weights have shape (k, k, c_in, c_out); the output has side floor((h + 2 padding - k) / stride) + 1.

    Examples
    --------
    >>> layer = Convolution(1, 1, size=3, bias=False)
    >>> layer.weights.value[...] = 1
    >>> layer.forward(np.ones((1, 3, 3, 1), np.float32))[0, :, :, 0].tolist()
    [[4.0, 6.0, 4.0], [6.0, 9.0, 6.0], [4.0, 6.0, 4.0]]
    """

    new_outputs = True
    fast = True
    """Whether NumPy arrays go through `whole_maps`, `winograd` or `columns` where they can."""

    def __init__(
        self,
        c_in: int,
        c_out: int,
        size: int = 3,
        stride: int = 1,
        padding: int = 1,
        bias: bool = True,
        *,
        dtype: Any = np.float32,
    ) -> None:
        super().__init__()
        self.c_in = arguments.count(c_in, "c_in", at_least=1)
        self.c_out = arguments.count(c_out, "c_out", at_least=1)
        self.size = arguments.count(size, "size", at_least=1)
        self.stride = arguments.count(stride, "stride", at_least=1)
        self.padding = arguments.count(padding, "padding")
        shape = (self.size, self.size, self.c_in, self.c_out)
        self.weights = Parameter(np.zeros(shape, dtype), decays=True, name="weights")
        self.bias = Parameter(np.zeros(self.c_out, dtype), decays=False, name="bias") if bias else None
        self.own_parameters = [self.weights] + ([self.bias] if self.bias else [])

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Take (n, h, w, c_in) to (n, h', w', c_out)."""
        check_batch(x, "x", (None, None, None, self.c_in), like=self.weights.value)
        border = self.size - 2 * self.padding
        fits = min(x.shape[1:3]) >= border
        arguments.require(fits, "x", x, f"an array of maps of at least {border} x {border} pixels")
        bias = None if self.bias is None else self.bias.value
        if self._keeps_size(x):
            return self._way(x).forward(x, self.weights.value, bias), x
        padded = _pad(x, self.padding)
        out = sum(padded[place] @ self.weights.value[i, j, ...] for i, j, place in self._taps(padded))
        return out if bias is None else out + bias, padded

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:  # noqa: ARG002
        """Return the gradients by inputs, filters and biases."""
        xp = compat.array_namespace(gradient)
        rows = xp.reshape(gradient, (-1, self.c_out))
        if self._keeps_size(kept):
            to_x, to_weights = self._way(kept).backward(kept, self.weights.value, gradient)
            return to_x, [to_weights] + ([channels.sums(gradient)] if self.bias else [])
        to_padded, to_weights = xp.zeros_like(kept), xp.zeros_like(self.weights.value)
        for i, j, place in self._taps(kept):
            to_weights[i, j, ...] = xp.reshape(kept[place], (-1, self.c_in)).T @ rows
            to_padded[place] += gradient @ self.weights.value[i, j, ...].T
        p, (_, h, w, _) = self.padding, kept.shape
        return to_padded[:, p : h - p, p : w - p, :], [to_weights] + (
            [xp.sum(rows, axis=0)] if self.bias else []
        )

    def pull_to_parameters(self, gradient: Array, kept: Any, overwrite: bool = False) -> Gradients:
        """Return the gradients by filters and biases, without the product that gives those by inputs."""
        if not self._keeps_size(kept) or self._way(kept) is not columns:
            return self.pull(gradient, kept, overwrite)[1]
        found = [columns.by_filters(kept, self.size, gradient)]
        return found + ([channels.sums(gradient)] if self.bias else [])

    def _keeps_size(self, x: Array) -> bool:
        keeps_size = self.stride == 1 and self.size == 2 * self.padding + 1
        return self.fast and keeps_size and batches.plain(x)

    def _way(self, x: Array) -> Any:
        for way in (whole_maps, winograd):
            if way.fits(x, self.weights.value):
                return way
        return columns

    def _taps(self, padded: Array) -> Iterator[tuple[int, int, tuple[slice, ...]]]:
        """Yield each place (i, j) of the filter, and where in the padded maps it finds its pixels."""
        _, h, w, _ = padded.shape
        for i in range(self.size):
            for j in range(self.size):
                rows = slice(i, h - self.size + i + 1, self.stride)
                across = slice(j, w - self.size + j + 1, self.stride)
                yield i, j, (slice(None), rows, across, slice(None))


def _pad(x: Array, width: int) -> Array:
    xp = compat.array_namespace(x)
    n, h, w, c = x.shape
    out = xp.zeros((n, h + 2 * width, w + 2 * width, c), dtype=x.dtype, device=compat.device(x))
    out[:, width : width + h, width : width + w, :] = x
    return out
