"""Batch normalisation, over the batch and all positions of a channel."""

from typing import Any

import array_api_compat as compat
import numpy as np

from numerics import arguments
from numerics.arguments import Array
from numerics.cnn import batches, columns, workspace
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

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:
        """Return an array of the shape of `x`, (n, channels) or (n, h, w, channels)."""
        (out,), (kept,) = self.apply_parts([x], training, overwrite)
        return out, kept

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:
        """Return the gradients by inputs, scale and shift."""
        (out,), (found,) = self.pull_parts([gradient], [kept], overwrite)
        return out, found

    def apply_parts(
        self, parts: list[Array], training: bool, overwrite: bool = False
    ) -> tuple[list[Array], Any]:
        """Do `apply` for a batch in parts."""
        for x in parts:
            check_batch(x, "x", (*[None] * (len(x.shape) - 1), self.channels), self.scale.value)
        if training:
            mean, variance, centred = self._statistics(parts, overwrite)
        else:
            mean, variance = self.own_state["mean"], self.own_state["variance"]
            centred = [_affine(x, None, -mean, overwrite) for x in parts]
        slope = 1 / compat.array_namespace(variance).sqrt(variance + self.epsilon)
        outs = [_affine(x, self.scale.value * slope, self.shift.value) for x in centred]
        return outs, [(x, slope, training) for x in centred]

    def _statistics(self, parts: list[Array], overwrite: bool) -> tuple[Array, Array, list[Array]]:
        """Return mean and variance of a batch, and the batch less its mean; move the running ones."""
        sums, count = batches.total([[_sums(x), _count(x)] for x in parts])
        arguments.require(count > 1, "x", parts[0], "two or more values a channel in training")
        mean = sums / count
        centred = [_affine(x, None, -mean, overwrite) for x in parts]
        variance = batches.total([[_product_sums(x, x)] for x in centred])[0] / count
        if batches.leads():  # the state belongs to all
            for name, new in (("mean", mean), ("variance", variance * (count / (count - 1)))):
                state = self.own_state[name]
                state += (1 - self.momentum) * (new - state)
        return mean, variance, centred

    def pull_parts(
        self, gradients: list[Array], kept: Any, overwrite: bool = False, to_inputs: bool = True
    ) -> tuple[list[Array], list[Gradients]]:
        """Do `pull` for a batch in parts."""
        found = []
        for g, (centred, slope, _) in zip(gradients, kept, strict=True):
            found.append([slope * _product_sums(g, centred), _sums(g)])
        if not to_inputs:
            return [], found
        _, slope, training = kept[0]
        factor = self.scale.value * slope
        if not training:
            return [_affine(g, factor, None, overwrite) for g in gradients], found
        # What mean and variance passed on: the gradient's parts along 1 and along the normalised inputs.
        counts = [_count(g) for g in gradients]
        to_scale, to_shift, count = batches.total([[*own, n] for own, n in zip(found, counts, strict=True)])
        a, b = -factor * slope * to_scale / count, -factor * to_shift / count
        outs = []
        for g, (centred, _, _) in zip(gradients, kept, strict=True):
            outs.append(_sum(_affine(g, factor, b, overwrite), _affine(centred, a, None)))
        return outs, found


def _count(x: Array) -> Array:
    """How many values each channel has, as an array like `x`."""
    xp = compat.array_namespace(x)
    return xp.full((), float(np.prod(x.shape[:-1])), dtype=x.dtype, device=compat.device(x))


def _sums(x: Array) -> Array:
    if batches.plain(x):
        return columns.channel_sums(x)
    return compat.array_namespace(x).sum(x, axis=tuple(range(len(x.shape) - 1)))


def _product_sums(x: Array, y: Array) -> Array:
    if batches.plain(x):
        return _sums(np.multiply(x, y, out=workspace.empty(x.shape, x.dtype)))
    return _sums(x * y)


def _sum(x: Array, y: Array) -> Array:
    """Return x + y; `x` is overwritten."""
    return np.add(x, y, out=x) if batches.plain(x) else x + y


def _affine(x: Array, factor: Array, constant: Array, overwrite: bool = False) -> Array:
    """Return x factor + constant, channel by channel; a factor of None is 1, a constant of None 0."""
    if not batches.plain(x):
        out = x if factor is None else x * factor
        return out if constant is None else out + constant
    wide, (factor, constant) = columns.widen(x, factor, constant)
    out = wide if overwrite else workspace.empty(wide.shape, x.dtype)
    if factor is None:
        np.add(wide, constant, out=out)
    else:
        np.multiply(wide, factor, out=out)
        if constant is not None:
            out += constant
    return out.reshape(x.shape)
