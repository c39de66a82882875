"""Batch normalisation, over the batch and all positions of a channel."""

from typing import Any

import array_api_compat as compat
import numpy as np

from numerics import arguments
from numerics.arguments import Array
from numerics.cnn.layer import Layer, Parameter, check_batch


class BatchNorm(Layer):
    """Bring every channel to mean 0 and variance 1, then scale and shift it.

    Parameters
    ----------
    channels : int
        Length of the last axis.
    momentum : float
        Share of the old in the running mean and variance, in [0, 1).
    epsilon : float
        Added to the variance, above 0.
    dtype : dtype

    Notes
    -----
    In training the batch's own mean and (biased) variance count, and the running ones, which evaluation
    uses, move towards the batch's mean and unbiased variance.

    References
    ----------
    Ioffe and Szegedy 2015, arXiv 1502.03167, Algorithms 1 and 2.

    Examples
    --------
    >>> layer = BatchNorm(1, epsilon=1e-12, dtype=np.float64)
    >>> layer.forward(np.asarray([[1.0], [3.0]])).round(6).tolist()
    [[-1.0], [1.0]]
    >>> layer.own_state["mean"].round(6).tolist(), layer.own_state["variance"].round(6).tolist()
    ([0.2], [1.1])
    """

    def __init__(
        self, channels: int, momentum: float = 0.9, epsilon: float = 1e-5, *, dtype: Any = np.float32
    ) -> None:
        super().__init__()
        self.channels = arguments.count(channels, "channels", at_least=1)
        self.momentum, self.epsilon = (
            float(v) for v in arguments.arrays({"momentum": momentum, "epsilon": epsilon})
        )
        arguments.require(0 <= self.momentum < 1, "momentum", momentum, "at least 0 and below 1")
        arguments.require(self.epsilon > 0, "epsilon", epsilon, "positive")
        self.scale = Parameter(np.ones(self.channels, dtype), decays=False, name="scale")
        self.shift = Parameter(np.zeros(self.channels, dtype), decays=False, name="shift")
        self.own_parameters = [self.scale, self.shift]
        self.own_state = {"mean": np.zeros(self.channels, dtype), "variance": np.ones(self.channels, dtype)}
        self._normal: Array = None
        self._slope: Array = None
        self._training = True

    def forward(self, x: Array, *, training: bool = True) -> Array:
        """Return an array of the shape of `x`, (n, channels) or (n, h, w, channels)."""
        check_batch(x, "x", (*[None] * (len(getattr(x, "shape", ())) - 1), self.channels), self.scale.value)
        xp = compat.array_namespace(x)
        axes, count = tuple(range(len(x.shape) - 1)), _count(x)
        self._training = training
        if training:
            arguments.require(count > 1, "x", x, "an array with two or more values a channel in training")
            mean = xp.mean(x, axis=axes)
            centred = x - mean
            variance = xp.mean(centred * centred, axis=axes)
            for name, new in (("mean", mean), ("variance", variance * (count / (count - 1)))):
                state = self.own_state[name]
                state += (1 - self.momentum) * (new - state)
        else:
            centred, variance = x - self.own_state["mean"], self.own_state["variance"]
        self._slope = 1 / xp.sqrt(variance + self.epsilon)
        self._normal = centred * self._slope
        return self._normal * self.scale.value + self.shift.value

    def backward(self, gradient: Array) -> Array:
        """Set the gradients of scale and shift; return that of the inputs."""
        check_batch(gradient, "gradient", tuple(self._normal.shape))
        xp = compat.array_namespace(gradient)
        axes, count = tuple(range(len(gradient.shape) - 1)), _count(gradient)
        self.shift.gradient[...] = xp.sum(gradient, axis=axes)
        self.scale.gradient[...] = xp.sum(gradient * self._normal, axis=axes)
        if self._training:
            # What the mean and the variance passed on: the part along 1 and the part along the outputs.
            parts = self.shift.gradient + self._normal * self.scale.gradient
            gradient = gradient - parts / count
        return gradient * (self.scale.value * self._slope)


def _count(x: Array) -> int:
    """How many values each channel has."""
    return int(np.prod(x.shape[:-1]))
