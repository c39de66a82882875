"""Many small networks of one architecture side by side: every array has a leading axis of runs.

For statements about chances dozens of runs count, and a single small network leaves NumPy little to do at a
time. So the layers are written out once more, for stacks of networks, with features first and the batch last:
(runs, features, batch) and (runs, channels, height, width, batch). Then even maps of a few channels are
copied and multiplied in long rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics import arguments
from numerics.cnn.activations import NonlinearityGenerator, PReLU, ReLU
from numerics.cnn.convolution import Convolution
from numerics.cnn.dense import Dense
from numerics.cnn.layer import Chain, IdentityShortcut, Layer, Parameter, Residual, checked
from numerics.cnn.normalisation import BatchNorm
from numerics.cnn.pooling import GlobalAveragePool, MaxPool

Floats = npt.NDArray[Any]


def side_by_side(models: Sequence[Layer]) -> Layer:
    """Stack networks that differ in their numbers only.

    Parameters
    ----------
    models : sequence of Layer
        NumPy networks of one architecture, of the layers of this package. They are copied.

    Returns
    -------
    Layer
        Takes inputs of shape (runs, batch, ...). Its parameters have the shapes (runs, ...), so that `SGD`
        trains all networks at once, each as it would be alone.

    Raises
    ------
    TypeError
        If a layer is of a kind that is not known here.
    ValueError
        If there is no network, or their architectures differ.

    Examples
    --------
    >>> from numerics.cnn import dense_stack
    >>> nets = [
    ...     dense_stack(2, 5, "relu", rng=np.random.default_rng(seed), inputs=3, classes=2) for seed in (0, 1)
    ... ]
    >>> side_by_side(nets).forward(np.ones((2, 4, 3), np.float32)).shape
    (2, 4, 2)
    """
    if not isinstance(models, list | tuple):
        raise TypeError(f"models must be a list of Layer, got {arguments.shorten(models)}")
    arguments.require(len(models) > 0, "models", models, "of one or more networks")
    layers = [checked(model, "models") for model in models]
    alike = all(_anatomy(layer) == _anatomy(layers[0]) for layer in layers)
    arguments.require(alike, "models", models, "of one architecture")
    return _Stack(_stack(layers))


def cross_entropies(logits: Floats, labels: npt.NDArray[np.integer[Any]]) -> tuple[Floats, Floats]:
    """Mean softmax cross-entropy of each run, and the gradient of each by its own logits.

    Parameters
    ----------
    logits : ndarray, shape (runs, batch, classes)
    labels : ndarray of int, shape (runs, batch)

    Returns
    -------
    losses : ndarray, shape (runs,)
    gradient : ndarray, shape (runs, batch, classes)
    """
    shifted = logits - logits.max(axis=-1, keepdims=True)
    powers = np.exp(shifted)
    totals = powers.sum(axis=-1, keepdims=True)
    chosen = labels[..., None]
    losses = np.log(totals) - np.take_along_axis(shifted, chosen, axis=-1)
    gradient = powers / totals
    np.put_along_axis(gradient, chosen, np.take_along_axis(gradient, chosen, axis=-1) - 1, axis=-1)
    return losses[..., 0].mean(axis=-1), gradient / logits.shape[1]


def _anatomy(model: Layer) -> list[object]:
    """What must agree for networks to be stacked."""
    return [
        (type(layer), [(p.value.shape, p.value.dtype) for p in layer.own_parameters])
        for layer in model.walk()
    ]


class _Stack(Layer):
    """Turns batches round on their way in and out."""

    def __init__(self, inside: Layer) -> None:
        super().__init__()
        self._inside = inside

    @property
    def inner(self) -> Sequence[Layer]:
        return (self._inside,)

    def forward(self, x: Floats, *, training: bool = True) -> Floats:
        features_first = np.ascontiguousarray(np.moveaxis(np.moveaxis(x, 1, -1), -2, 1))
        return np.swapaxes(self._inside.forward(features_first, training=training), 1, 2)

    def backward(self, gradient: Floats) -> Floats:
        back = self._inside.backward(np.ascontiguousarray(np.swapaxes(gradient, 1, 2)))
        return np.moveaxis(np.moveaxis(back, 1, -1), -2, 1)


def _stack(layers: Sequence[Layer]) -> Layer:
    first = layers[0]
    if isinstance(first, Chain):
        parts = zip(*[layer.layers for layer in layers if isinstance(layer, Chain)], strict=True)
        return Chain([_stack(part) for part in parts])
    if isinstance(first, Residual):
        residuals = [layer for layer in layers if isinstance(layer, Residual)]
        branches, shortcuts = [r.branch for r in residuals], [r.shortcut for r in residuals]
        return Residual(_stack(branches), _stack(shortcuts))
    if isinstance(first, ReLU):
        return ReLU()
    for kind, stacked in _STACKED.items():
        if isinstance(first, kind):
            return stacked(layers)
    raise TypeError(f"models must be made of the layers of numerics.cnn, got {type(first).__name__}")


class _Stacked(Layer):
    """A layer whose parameters are stacked along a new first axis."""

    def __init__(self, layers: Sequence[Any]) -> None:
        super().__init__()
        self.layer = layers[0]
        self.own_parameters = [
            Parameter(np.stack([p.value for p in alike]), decays=alike[0].decays, name=alike[0].name)
            for alike in zip(*[layer.own_parameters for layer in layers], strict=True)
        ]

    def spread(self, index: int, ndim: int) -> Floats:
        """Return a parameter of channels, or of single elements, in a shape that fits activations."""
        value: Floats = np.moveaxis(self.own_parameters[index].value, -1, 1)
        return value.reshape(*value.shape, *[1] * (ndim - value.ndim))

    def collect(self, index: int, parts: Floats) -> None:
        """Set such a parameter's gradient to the sum of its parts over all places that share it."""
        gradient: Floats = self.own_parameters[index].gradient
        gradient[...] = np.moveaxis(parts.sum(axis=tuple(range(gradient.ndim, parts.ndim))), 1, -1)


class _Dense(_Stacked):
    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: ARG002
        if x.ndim > 3:  # a flattened image lists its channels last
            x = np.moveaxis(x, 1, -2)
        self._shape, self._x = x.shape, x.reshape(x.shape[0], -1, x.shape[-1])
        out: Floats = np.swapaxes(self.own_parameters[0].value, 1, 2) @ self._x
        out += self.spread(1, 3)
        return out

    def backward(self, gradient: Floats) -> Floats:
        np.matmul(self._x, np.swapaxes(gradient, 1, 2), out=self.own_parameters[0].gradient)
        self.collect(1, gradient)
        back = (self.own_parameters[0].value @ gradient).reshape(self._shape)
        return np.moveaxis(back, -2, 1) if back.ndim > 3 else back


class _Convolution(_Stacked):
    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: ARG002
        p, k = self.layer.padding, self.layer.size
        runs, c, h, w, batch = x.shape
        padded = np.zeros((runs, c, h + 2 * p, w + 2 * p, batch), x.dtype)
        padded[:, :, p : p + h, p : p + w] = x
        self._shape = padded.shape
        sides = [(n + 2 * p - k) // self.layer.stride + 1 for n in (h, w)]
        columns = np.empty((runs, k, k, c, *sides, batch), x.dtype)
        for i, j in np.ndindex(k, k):
            columns[:, i, j] = padded[self._window(i, j)]
        self._columns = columns.reshape(runs, k * k * c, -1)
        out = np.swapaxes(self._filters(), 1, 2) @ self._columns
        if self.layer.bias is not None:
            out += self.spread(1, 3)
        return out.reshape(runs, -1, *sides, batch)

    def backward(self, gradient: Floats) -> Floats:
        p, k = self.layer.padding, self.layer.size
        rows = gradient.reshape(*gradient.shape[:2], -1)
        by_filters = self._columns @ np.swapaxes(rows, 1, 2)
        self.own_parameters[0].gradient[...] = by_filters.reshape(self.own_parameters[0].value.shape)
        if self.layer.bias is not None:
            self.collect(1, rows)
        taps = (self._filters() @ rows).reshape(-1, k, k, self._shape[1], *gradient.shape[2:])
        out = np.zeros(self._shape, gradient.dtype)
        for i, j in np.ndindex(k, k):
            out[self._window(i, j)] += taps[:, i, j]
        return out[:, :, p : self._shape[2] - p, p : self._shape[3] - p]

    def _window(self, i: int, j: int) -> tuple[slice, ...]:
        """Where the tap (i, j) finds its pixels."""
        k, step = self.layer.size, self.layer.stride
        rows, columns = (
            slice(start, n - k + start + 1, step) for start, n in zip((i, j), self._shape[2:4], strict=True)
        )
        return (slice(None), slice(None), rows, columns)

    def _filters(self) -> Floats:
        value: Floats = self.own_parameters[0].value
        return value.reshape(value.shape[0], -1, value.shape[-1])


class _BatchNorm(_Stacked):
    def __init__(self, layers: Sequence[Any]) -> None:
        super().__init__(layers)
        states = [layer.own_state for layer in layers]
        self.own_state = {name: np.stack([state[name] for state in states]) for name in states[0]}

    def forward(self, x: Floats, *, training: bool = True) -> Floats:
        axes, count = tuple(range(2, x.ndim)), int(np.prod(x.shape[2:]))
        if training:
            mean = x.mean(axis=axes, keepdims=True)
            centred = x - mean
            variance = np.square(centred).mean(axis=axes, keepdims=True)
            new = {"mean": mean, "variance": variance * (count / (count - 1))}
            for name, state in self.own_state.items():
                np.add(state, (1 - self.layer.momentum) * (new[name].reshape(state.shape) - state), out=state)
        else:
            mean, variance = (
                self.own_state[name].reshape(*x.shape[:2], *[1] * len(axes)) for name in ("mean", "variance")
            )
            centred = x - mean
        self._slope = 1 / np.sqrt(variance + self.layer.epsilon)
        centred *= self._slope
        self._normal, self._count, self._training = centred, count, training
        out: Floats = self._normal * self.spread(0, x.ndim)
        out += self.spread(1, x.ndim)
        return out

    def backward(self, gradient: Floats) -> Floats:
        self.collect(1, gradient)
        self.collect(0, gradient * self._normal)
        slope = self.spread(0, gradient.ndim) * self._slope
        if self._training:
            to_scale, to_shift = (p.gradient.reshape(slope.shape) / self._count for p in self.own_parameters)
            back: Floats = self._normal * -to_scale
            back -= to_shift
            back += gradient
            back *= slope
            return back
        return np.asarray(gradient * slope)


class _PReLU(_Stacked):
    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: ARG002
        self._left = np.minimum(x, 0)
        out: Floats = self._left * self.spread(0, x.ndim)
        out += x
        out -= self._left
        return out

    def backward(self, gradient: Floats) -> Floats:
        self.collect(0, gradient * self._left)
        slopes = self.spread(0, gradient.ndim)
        factor: Floats = (self._left == 0).astype(gradient.dtype)
        factor *= 1 - slopes
        factor += slopes
        factor *= gradient
        return factor


class _Generator(_Stacked):
    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: ARG002
        threshold = self.spread(0, x.ndim)
        self._above = x > threshold
        return np.maximum(x, threshold)

    def backward(self, gradient: Floats) -> Floats:
        to_input: Floats = self._above.astype(gradient.dtype)
        to_input *= gradient
        self.collect(0, gradient - to_input)
        return to_input


class _Turned(_Stacked):
    """A layer without parameters, as it stands, on batches that are turned round for it."""

    def forward(self, x: Floats, *, training: bool = True) -> Floats:
        self._runs = x.shape[0]
        return self._turn(self.layer.forward(self._turn_back(x), training=training))

    def backward(self, gradient: Floats) -> Floats:
        return self._turn(self.layer.backward(self._turn_back(gradient)))

    def _turn_back(self, x: Floats) -> Floats:
        """Take (runs, channels, ..., batch) to (runs batch, ..., channels)."""
        turned = np.moveaxis(np.moveaxis(x, -1, 1), 2, -1)
        return turned.reshape(-1, *turned.shape[2:])

    def _turn(self, x: Floats) -> Floats:
        apart = x.reshape(self._runs, -1, *x.shape[1:])
        return np.ascontiguousarray(np.moveaxis(np.moveaxis(apart, -1, 1), 2, -1))


_STACKED = {
    Dense: _Dense,
    Convolution: _Convolution,
    BatchNorm: _BatchNorm,
    PReLU: _PReLU,
    NonlinearityGenerator: _Generator,
    MaxPool: _Turned,
    GlobalAveragePool: _Turned,
    IdentityShortcut: _Turned,
}
