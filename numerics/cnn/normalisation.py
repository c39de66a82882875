"""Batch normalisation, over the batch and all positions of a channel."""

from typing import Any

import array_api_compat as compat
import numpy as np

from numerics import arguments
from numerics.arguments import Array
from numerics.cnn import columns, schedule, workspace
from numerics.cnn.layer import Gradients, Layer, Parameter, check_batch


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

    new_outputs = True

    def __init__(
        self, channels: int, momentum: float = 0.9, epsilon: float = 1e-5, *, dtype: Any = np.float32
    ) -> None:
        super().__init__()
        self.channels = arguments.count(channels, "channels", at_least=1)
        for name, value in (("momentum", momentum), ("epsilon", epsilon)):
            (number,) = arguments.arrays({name: value})
            arguments.require(number.shape == (), name, value, "one number")
        self.momentum, self.epsilon = float(momentum), float(epsilon)
        arguments.require(0 <= self.momentum < 1, "momentum", momentum, "at least 0 and below 1")
        arguments.require(self.epsilon > 0, "epsilon", epsilon, "positive")
        self.scale = Parameter(np.ones(self.channels, dtype), decays=False, name="scale")
        self.shift = Parameter(np.zeros(self.channels, dtype), decays=False, name="shift")
        self.own_parameters = [self.scale, self.shift]
        self.own_state = {"mean": np.zeros(self.channels, dtype), "variance": np.ones(self.channels, dtype)}

    @property
    def separable(self) -> bool:
        """The images of a batch share their means."""
        return False

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Return an array of the shape of `x`, (n, channels) or (n, h, w, channels)."""
        (out,), kept = self.apply_parts([x], training)
        return out, kept

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:  # noqa: ARG002
        """Return the gradients by inputs, scale and shift."""
        (out,), found = self.pull_parts([gradient], kept)
        return out, found

    def apply_parts(self, parts: list[Array], training: bool) -> tuple[list[Array], Any]:
        """Do `apply` for a batch in parts."""
        for x in parts:
            check_batch(x, "x", (*[None] * (len(x.shape) - 1), self.channels), self.scale.value)
        count = sum(map(_count, parts))
        if training:
            arguments.require(count > 1, "x", parts[0], "two or more values a channel in training")
            mean = _add(schedule.spread(_sums, parts)) / count
            variance = _add(schedule.spread(lambda x: _square_sums(x, mean), parts)) / count
            for name, new in (("mean", mean), ("variance", variance * (count / (count - 1)))):
                state = self.own_state[name]
                state += (1 - self.momentum) * (new - state)
        else:
            mean, variance = self.own_state["mean"], self.own_state["variance"]
        slope = 1 / compat.array_namespace(variance).sqrt(variance + self.epsilon)

        def both(x: Array) -> tuple[Array, Array]:
            normal = _affine(x, slope, -mean * slope)
            return _affine(normal, self.scale.value, self.shift.value), normal

        pairs = schedule.spread(both, parts)
        return [out for out, _ in pairs], ([normal for _, normal in pairs], slope, training)

    def pull_parts(self, gradients: list[Array], kept: Any) -> tuple[list[Array], Gradients]:
        """Do `pull` for a batch in parts."""
        normal, slope, training = kept
        to_shift = _add(schedule.spread(_sums, gradients))
        to_scale = _add(schedule.spread(_product_sums, gradients, normal))
        count = sum(map(_count, gradients))
        factor = self.scale.value * slope
        if not training:
            return schedule.spread(lambda g: g * factor, gradients), [to_scale, to_shift]
        # What mean and variance passed on: the gradient's parts along 1 and along the normalised inputs.
        a, b = -factor * to_scale / count, -factor * to_shift / count
        outs = schedule.spread(lambda g, x: _affine(g, factor, b, x, a), gradients, normal)
        return outs, [to_scale, to_shift]


def _add(parts: list[Array]) -> Array:
    return sum(parts[1:], parts[0])


def _count(x: Array) -> int:
    """How many values each channel has."""
    return int(np.prod(x.shape[:-1]))


def _sums(x: Array) -> Array:
    if schedule.plain(x):
        return columns.channel_sums(x)
    return compat.array_namespace(x).sum(x, axis=tuple(range(len(x.shape) - 1)))


def _square_sums(x: Array, mean: Array) -> Array:
    centred = _affine(x, None, -mean)
    return _product_sums(centred, centred)


def _product_sums(x: Array, y: Array) -> Array:
    return _sums(x * y)


def _affine(x: Array, factor: Array, constant: Array, y: Array = None, factor_too: Array = None) -> Array:
    """Return x factor + constant (+ y factor_too), channel by channel; a factor of None is 1."""
    if not schedule.plain(x):
        out = (x if factor is None else x * factor) + constant
        return out if y is None else out + y * factor_too
    wide, (factor, constant, factor_too) = columns.widen(x, factor, constant, factor_too)
    out = workspace.empty(wide.shape, x.dtype)
    if factor is None:
        np.add(wide, constant, out=out)
    else:
        np.multiply(wide, factor, out=out)
        out += constant
    if y is not None:
        out += y.reshape(wide.shape) * factor_too
    return out.reshape(x.shape)
