"""ReLU, PReLU and the nonlinearity generator max(x, t) with trainable thresholds t.

Source: Jiang et al. 2017, arXiv 1708.01666, Eqs. 1-3 and 5-9; PReLU: He et al. 2015, arXiv 1502.01852.
"""

from collections.abc import Sequence
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics import arguments
from numerics.arguments import Array
from numerics.cnn.layer import Layer, Parameter, check_batch, zero


class ReLU(Layer):
    """max(x, 0); at 0 nothing flows back.

    Examples
    --------
    >>> ReLU().forward(np.asarray([[-1.0, 2.0]])).tolist()
    [[0.0, 2.0]]
    """

    def __init__(self) -> None:
        super().__init__()
        self._out: Array = None

    def forward(self, x: Array, *, training: bool = True) -> Array:  # noqa: ARG002
        """Return an array of the shape of `x`."""
        xp = compat.array_namespace(x)
        self._out = xp.where(x > 0, x, zero(x))
        return self._out

    def backward(self, gradient: Array) -> Array:
        """Return the gradient where the output is positive."""
        check_batch(gradient, "gradient", tuple(self._out.shape))
        return compat.array_namespace(gradient).where(self._out > 0, gradient, zero(gradient))

    @property
    def clipped(self) -> float:
        """Share of the last outputs that were clipped."""
        return _share(self._out <= 0)


class _Shaped(Layer):
    """An activation with one trained number a channel, or one an element."""

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

    def _check(self, x: Array, name: str) -> None:
        shape = tuple(self._trained.value.shape)
        free = max(len(getattr(x, "shape", ())) - len(shape), 1)
        check_batch(x, name, (*[None] * free, *shape), self._trained.value)

    def _collect(self, parts: Array) -> None:
        """Set the gradient to the sum of its parts over all places that share a parameter (Eq. 9)."""
        axes = tuple(range(len(parts.shape) - len(self._trained.value.shape)))
        self._trained.gradient[...] = compat.array_namespace(parts).sum(parts, axis=axes)


class PReLU(_Shaped):
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
        self._x: Array = None

    @property
    def slopes(self) -> Parameter:
        """The slopes of the left half."""
        return self._trained

    def forward(self, x: Array, *, training: bool = True) -> Array:  # noqa: ARG002
        """Return an array of the shape of `x`."""
        self._check(x, "x")
        self._x = x
        return compat.array_namespace(x).where(x > 0, x, x * self._trained.value)

    def backward(self, gradient: Array) -> Array:
        """Set the gradient of the slopes; return that of the inputs."""
        check_batch(gradient, "gradient", tuple(self._x.shape))
        xp = compat.array_namespace(gradient)
        right = self._x > 0
        self._collect(xp.where(right, zero(gradient), gradient * self._x))
        return xp.where(right, gradient, gradient * self._trained.value)

    @property
    def clipped(self) -> float:
        """Share of the last inputs on the left half."""
        return _share(self._x <= 0)


class NonlinearityGenerator(_Shaped):
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
        self._above: Array = None

    @property
    def thresholds(self) -> Parameter:
        """The thresholds t."""
        return self._trained

    def forward(self, x: Array, *, training: bool = True) -> Array:  # noqa: ARG002
        """Return an array of the shape of `x`."""
        self._check(x, "x")
        self._above = x > self._trained.value
        return compat.array_namespace(x).where(self._above, x, self._trained.value)

    def backward(self, gradient: Array) -> Array:
        """Set the gradient of the thresholds; return that of the inputs."""
        check_batch(gradient, "gradient", tuple(self._above.shape))
        xp = compat.array_namespace(gradient)
        self._collect(xp.where(self._above, zero(gradient), gradient))
        return xp.where(self._above, gradient, zero(gradient))

    @property
    def clipped(self) -> float:
        """Share of the last inputs that were clipped to t."""
        return _share(~self._above)


def _share(hits: Array) -> float:
    xp = compat.array_namespace(hits)
    return float(xp.count_nonzero(hits)) / compat.size(hits)
