"""Batch normalisation, over the batch and all positions of a channel."""

from math import prod
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.cnn import batches, channels, workspace
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
            centred, variance, count = self._centre(parts, overwrite)
        else:
            variance, count = self.own_state["variance"], None
            centred = [_affine(x, None, -self.own_state["mean"], overwrite) for x in parts]
        slope = 1 / compat.array_namespace(variance).sqrt(variance + self.epsilon)
        factor = self.scale.value * slope
        return [_affine(x, factor, self.shift.value) for x in centred], [(x, slope, count) for x in centred]

    def _centre(self, parts: list[Array], overwrite: bool) -> tuple[list[Array], Array, Array]:
        """Return a batch less its mean, its variance and how many values a channel has.

        The running mean and variance follow.
        """
        sums, count = batches.total([[_sums(x), _count(x)] for x in parts])
        arguments.require(count > 1, "x", parts[0], "two or more values a channel in training")
        mean = sums / count
        centred = [_affine(x, None, -mean, overwrite) for x in parts]
        variance = batches.total([[_product_sums(x, x)] for x in centred])[0] / count
        if batches.leads():  # the state belongs to all
            for name, new in (("mean", mean), ("variance", variance * (count / (count - 1)))):
                state = self.own_state[name]
                state += (1 - self.momentum) * (new - state)
        return centred, variance, count

    def pull_parts(
        self, gradients: list[Array], kept: Any, overwrite: bool = False, to_inputs: bool = True
    ) -> tuple[list[Array], list[Gradients]]:
        """Do `pull` for a batch in parts."""
        _, slope, count = kept[0]
        pairs = [(g, centred) for g, (centred, *_) in zip(gradients, kept, strict=True)]
        found = [[slope * _product_sums(g, centred), _sums(g)] for g, centred in pairs]
        if not to_inputs:
            return [], found
        factor = self.scale.value * slope
        if count is None:  # mean and variance were not the batch's
            return [_affine(g, factor, None, overwrite) for g in gradients], found
        # What mean and variance passed on: the gradient's parts along 1 and along the normalised inputs.
        to_scale, to_shift = batches.total(found)
        along, constant = -factor * slope * to_scale / count, -factor * to_shift / count
        outs = []
        for g, centred in pairs:
            rest = _affine(centred, along, constant)
            outs.append(_sum(_affine(g, factor, None, overwrite), rest))
        return outs, found


def _count(x: Array) -> Array:
    """How many values each channel has, as an array like `x`."""
    number = float(prod(x.shape[:-1]))
    if batches.plain(x):
        return np.asarray(number, x.dtype)
    return compat.array_namespace(x).full((), number, dtype=x.dtype, device=compat.device(x))


def _sums(x: Array) -> Array:
    if batches.plain(x):
        return channels.sums(x)
    return compat.array_namespace(x).sum(x, axis=tuple(range(len(x.shape) - 1)))


def _product_sums(x: Array, y: Array) -> Array:
    return channels.product_sums(x, y) if batches.plain(x) else _sums(x * y)


def _affine(x: Array, factor: Array | None, constant: Array | None, overwrite: bool = False) -> Array:
    """Return x factor + constant, channel by channel; a factor of None is 1, a constant of None 0."""
    if not batches.plain(x):
        scaled = x if factor is None else x * factor
        return scaled if constant is None else scaled + constant
    wide, (factor, constant) = channels.widen(x, factor, constant)
    out = wide if overwrite else workspace.empty(wide.shape, x.dtype)
    if factor is not None:
        wide = np.multiply(wide, factor, out=out)
    if constant is not None:
        np.add(wide, constant, out=out)
    return out.reshape(x.shape)


def _sum(x: Array, y: Array) -> Array:
    """Return x + y; NumPy's `x` is overwritten."""
    return np.add(x, y, out=x) if batches.plain(x) else x + y
