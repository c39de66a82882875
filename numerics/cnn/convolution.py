"""Convolution of maps in the layout (batch, height, width, channels), as one matrix product a tap."""

from typing import Any

import array_api_compat as compat
import numpy as np

from numerics import arguments
from numerics.arguments import Array
from numerics.cnn.layer import Layer, Parameter, check_batch


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
        self._padded: Array = None

    def forward(self, x: Array, *, training: bool = True) -> Array:  # noqa: ARG002
        """Take (n, h, w, c_in) to (n, h', w', c_out)."""
        check_batch(x, "x", (None, None, None, self.c_in), like=self.weights.value)
        border = self.size - 2 * self.padding
        fits = min(x.shape[1:3]) >= border
        arguments.require(fits, "x", x, f"an array of maps of at least {border} x {border} pixels")
        self._padded = _pad(x, self.padding)
        out = sum(self._tap(i, j) @ self.weights.value[i, j, ...] for i, j in self._taps())
        return out if self.bias is None else out + self.bias.value

    def backward(self, gradient: Array) -> Array:
        """Set the gradients of filters and biases; return that of the inputs."""
        xp = compat.array_namespace(gradient)
        rows = xp.reshape(gradient, (-1, self.c_out))
        to_padded = xp.zeros_like(self._padded)
        for i, j in self._taps():
            columns = xp.reshape(self._tap(i, j), (-1, self.c_in))
            self.weights.gradient[i, j, ...] = columns.T @ rows
            to_padded[self._window(i, j)] += gradient @ self.weights.value[i, j, ...].T
        if self.bias is not None:
            self.bias.gradient[...] = xp.sum(rows, axis=0)
        p = self.padding
        return to_padded[:, p : to_padded.shape[1] - p, p : to_padded.shape[2] - p, :]

    def _taps(self) -> list[tuple[int, int]]:
        return [(i, j) for i in range(self.size) for j in range(self.size)]

    def _window(self, i: int, j: int) -> tuple[slice, ...]:
        """Where in the padded maps the tap (i, j) finds its pixels."""
        _, h, w, _ = self._padded.shape
        rows = slice(i, h - self.size + i + 1, self.stride)
        return (slice(None), rows, slice(j, w - self.size + j + 1, self.stride), slice(None))

    def _tap(self, i: int, j: int) -> Array:
        return self._padded[self._window(i, j)]


def _pad(x: Array, width: int) -> Array:
    xp = compat.array_namespace(x)
    n, h, w, c = x.shape
    out = xp.zeros((n, h + 2 * width, w + 2 * width, c), dtype=x.dtype, device=compat.device(x))
    out[:, width : width + h, width : width + w, :] = x
    return out
