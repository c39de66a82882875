"""ReLU, PReLU and the nonlinearity generator max(x, t) with trainable thresholds t.

Source: Jiang et al. 2017, arXiv 1708.01666, Eqs. 1-3 and 5-9; PReLU: He et al. 2015, arXiv 1502.01852.
"""

from collections.abc import Sequence
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.cnn import batches, channels, workspace
from numerics.cnn.layer import Gradients, Layer, Parameter, check_batch, zero


class _Activation(Layer):
    """An activation, perhaps with one trained number a channel or one an element."""

    name = ""

    def __init__(self, shape: int | Sequence[int], start: float, dtype: Any) -> None:
        super().__init__()
        sides = shape if isinstance(shape, list | tuple) else (shape,)
        lengths = tuple(arguments.count(n, "shape", at_least=1) for n in sides)
        arguments.require(len(lengths) > 0, "shape", shape, "of one or more lengths")
        (value,) = arguments.arrays({"start": start})
        arguments.require(value.shape == (), "start", start, "one number")
        self._trained = Parameter(np.full(lengths, float(value), dtype), decays=False, name=self.name)
        self.own_parameters = [self._trained]

    def _check(self, x: Array) -> None:
        shape = tuple(self._trained.value.shape)
        free = max(len(x.shape) - len(shape), 1)
        check_batch(x, "x", (*[None] * free, *shape), self._trained.value)

    def _collect(self, parts: Array) -> Array:
        """Add up a gradient over all places that share a parameter (Eq. 9)."""
        shape = self._trained.value.shape
        if len(shape) == 1 and batches.plain(parts):
            return channels.sums(parts)
        axes = tuple(range(len(parts.shape) - len(shape)))
        return compat.array_namespace(parts).sum(parts, axis=axes)

    @property
    def clipped(self) -> float:
        """Share of the last inputs that did not lie on the right half, x > 0 or x > t; NaN before any."""
        clipped, total = self.counts
        return clipped / total if total else float("nan")

    @property
    def counts(self) -> tuple[int, int]:
        """How many of the last inputs did not lie on the right half, and how many there were."""
        right = [self._right(kept) for kept in self._kept or ()]
        total = sum(int(compat.size(part) or 0) for part in right)
        return total - sum(int(compat.array_namespace(part).count_nonzero(part)) for part in right), total

    def _right(self, kept: Array) -> Array:
        """Return where the inputs were on the right half, from what was kept."""
        if batches.plain(kept):
            return np.greater(kept, 0, out=workspace.empty(kept.shape, bool))
        return kept > 0


class ReLU(_Activation):
    """max(x, 0); at 0 nothing flows back.

    Examples
    --------
    >>> ReLU().forward(np.asarray([[-1.0, 2.0]])).tolist()
    [[0.0, 2.0]]
    """

    def __init__(self) -> None:
        Layer.__init__(self)

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Return an array of the shape of `x`."""
        out = _maximum(x, zero(x), overwrite)
        return out, out

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:
        """Return the gradient where the output is positive."""
        return _where(self._right(kept), gradient, overwrite), []


class PReLU(_Activation):
    """x where x > 0, a x elsewhere, with trained slopes a.

    Parameters
    ----------
    shape : int or tuple of int
        (c,) for one slope a channel, (h, w, c) for one an element.
    start : float
        Where the slopes start.
    dtype : dtype

    Examples
    --------
    >>> PReLU(2, dtype=np.float64).forward(np.asarray([[-1.0, 2.0]])).tolist()
    [[-0.25, 2.0]]
    """

    name = "slopes"

    def __init__(self, shape: int | Sequence[int], start: float = 0.25, *, dtype: Any = np.float32) -> None:
        super().__init__(shape, start, dtype)

    @property
    def slopes(self) -> Parameter:
        """The slopes of the left half."""
        return self._trained

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Return an array of the shape of `x`."""
        self._check(x)
        return compat.array_namespace(x).where(x > 0, x, x * self._trained.value), x

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:  # noqa: ARG002
        """Return the gradients by inputs and slopes."""
        xp = compat.array_namespace(gradient)
        right = self._right(kept)
        found = self._collect(xp.where(right, zero(gradient), gradient * kept))
        return xp.where(right, gradient, gradient * self._trained.value), [found]


class NonlinearityGenerator(_Activation):
    """max(x, t) with trained thresholds t.

    Parameters
    ----------
    shape : int or tuple of int
        (c,) for one threshold a channel, (h, w, c) for one an element.
    start : float
        Where the thresholds start.
    dtype : dtype

    Notes
    -----
    The gradient goes to x where x > t and to t elsewhere, ties included.

    Examples
    --------
    >>> layer = NonlinearityGenerator(2, dtype=np.float64)
    >>> layer.forward(np.asarray([[-2.0, 0.5]])).tolist()
    [[-1.0, 0.5]]
    >>> layer.backward(np.asarray([[3.0, 4.0]])).tolist(), layer.thresholds.gradient.tolist()
    ([[0.0, 4.0]], [3.0, 0.0])
    """

    name = "thresholds"

    def __init__(self, shape: int | Sequence[int], start: float = -1.0, *, dtype: Any = np.float32) -> None:
        super().__init__(shape, start, dtype)

    @property
    def thresholds(self) -> Parameter:
        """The thresholds t."""
        return self._trained

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Return an array of the shape of `x`."""
        self._check(x)
        out = _maximum(x, self._trained.value, overwrite)
        return out, out

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:
        """Return the gradients by inputs and thresholds."""
        # What goes to t is summed by itself: the difference of two sums would keep their rounding errors.
        left = self._left(kept)
        to_t = _where(left, gradient, overwrite=False)
        found = self._collect(to_t)
        return _rest(gradient, to_t, overwrite), [found]

    def _left(self, kept: Array) -> Array:
        right = self._right(kept)
        return np.logical_not(right, out=right) if batches.plain(kept) else ~right

    def _right(self, kept: Array) -> Array:
        if batches.plain(kept) and len(self._trained.value.shape) == 1:
            wide, (t,) = channels.widen(kept, self._trained.value)
            return np.greater(wide, t, out=workspace.empty(wide.shape, bool)).reshape(kept.shape)
        return kept > self._trained.value


def _maximum(x: Array, t: Array, overwrite: bool) -> Array:
    """Return max(x, t), where NaN stays NaN."""
    if not batches.plain(x):
        return compat.array_namespace(x).where(x <= t, t, x)
    out = x if overwrite else workspace.empty(x.shape, x.dtype)
    if t.ndim < 2:  # long rows of the same number are faster than one number
        wide, (t,) = channels.widen(x, np.broadcast_to(t, x.shape[-1:]))
        np.maximum(wide, t, out=out.reshape(wide.shape))
    else:
        np.maximum(x, t, out=out)
    return out


def _where(right: Array, gradient: Array, overwrite: bool) -> Array:
    """Return the gradient where `right` holds and 0 elsewhere."""
    if not batches.plain(gradient):
        return compat.array_namespace(gradient).where(right, gradient, zero(gradient))
    out = gradient if overwrite else workspace.empty(gradient.shape, gradient.dtype)
    return np.multiply(gradient, right, out=out)


def _rest(gradient: Array, taken: Array, overwrite: bool) -> Array:
    """Return what is left of a gradient: it itself where nothing was taken, else 0."""
    if not batches.plain(gradient):
        return gradient - taken
    out = gradient if overwrite else workspace.empty(gradient.shape, gradient.dtype)
    return np.subtract(gradient, taken, out=out)
