"""Layers of many networks at once, features first and the batch last: the inside of `side_by_side`.

Each gives what the layer of the same name gives in a network of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.cnn.layer import Layer, Parameter

Floats = npt.NDArray[Any]


class ManyChain(Layer):
    """Stacks one after another."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        self._layers = layers

    @property
    def inner(self) -> Sequence[Layer]:  # noqa: D102
        return self._layers

    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: D102
        for layer in self._layers:
            x = layer.forward(x, training=training)
        return x

    def backward(self, gradient: Floats) -> Floats:  # noqa: D102
        for layer in reversed(self._layers):
            gradient = layer.backward(gradient)
        return gradient


class ManyResidual(Layer):
    """The sum of two stacks."""

    def __init__(self, branch: Layer, shortcut: Layer) -> None:
        super().__init__()
        self._both = branch, shortcut

    @property
    def inner(self) -> Sequence[Layer]:  # noqa: D102
        return self._both

    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: D102
        return self._sum(layer.forward(x, training=training) for layer in self._both)

    def backward(self, gradient: Floats) -> Floats:  # noqa: D102
        return self._sum(layer.backward(gradient) for layer in self._both)

    @staticmethod
    def _sum(both: Iterable[Floats]) -> Floats:
        first, second = both
        return first + second


class Many(Layer):
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


class ManyDense(Many):
    """Dense layers."""

    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: ARG002, D102
        if x.ndim > 3:  # a flattened image lists its channels last
            x = np.moveaxis(x, 1, -2)
        self._shape, self._x = x.shape, x.reshape(x.shape[0], -1, x.shape[-1])
        out: Floats = np.swapaxes(self.own_parameters[0].value, 1, 2) @ self._x
        out += self.spread(1, 3)
        return out

    def backward(self, gradient: Floats) -> Floats:  # noqa: D102
        np.matmul(self._x, np.swapaxes(gradient, 1, 2), out=self.own_parameters[0].gradient)
        self.collect(1, gradient)
        back = (self.own_parameters[0].value @ gradient).reshape(self._shape)
        return np.moveaxis(back, -2, 1) if back.ndim > 3 else back


class ManyConvolution(Many):
    """Convolutions, each as one matrix product for all its taps."""

    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: ARG002, D102
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

    def backward(self, gradient: Floats) -> Floats:  # noqa: D102
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


class ManyBatchNorm(Many):
    """Batch normalisations, each over its own batch."""

    def __init__(self, layers: Sequence[Any]) -> None:
        super().__init__(layers)
        states = [layer.own_state for layer in layers]
        self.own_state = {name: np.stack([state[name] for state in states]) for name in states[0]}

    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: D102
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

    def backward(self, gradient: Floats) -> Floats:  # noqa: D102
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


class ManyReLU(Many):
    """max(x, 0)."""

    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: ARG002, D102
        self._right = x > 0
        return np.maximum(x, 0)

    def backward(self, gradient: Floats) -> Floats:  # noqa: D102
        out: Floats = self._right.astype(gradient.dtype)
        out *= gradient
        return out


class ManyPReLU(Many):
    """x where x > 0, a x elsewhere."""

    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: ARG002, D102
        self._left = np.minimum(x, 0)
        out: Floats = self._left * self.spread(0, x.ndim)
        out += x
        out -= self._left
        return out

    def backward(self, gradient: Floats) -> Floats:  # noqa: D102
        self.collect(0, gradient * self._left)
        slopes = self.spread(0, gradient.ndim)
        factor: Floats = (self._left == 0).astype(gradient.dtype)
        factor *= 1 - slopes
        factor += slopes
        factor *= gradient
        return factor


class ManyGenerator(Many):
    """max(x, t)."""

    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: ARG002, D102
        threshold = self.spread(0, x.ndim)
        self._above = x > threshold
        return np.maximum(x, threshold)

    def backward(self, gradient: Floats) -> Floats:  # noqa: D102
        to_input: Floats = self._above.astype(gradient.dtype)
        to_input *= gradient
        self.collect(0, gradient - to_input)
        return to_input


class ManyTurned(Many):
    """A layer without parameters, as it stands, on batches that are turned round for it."""

    def forward(self, x: Floats, *, training: bool = True) -> Floats:  # noqa: D102
        self._runs = x.shape[0]
        return self._turn(self.layer.forward(self._turn_back(x), training=training))

    def backward(self, gradient: Floats) -> Floats:  # noqa: D102
        return self._turn(self.layer.backward(self._turn_back(gradient)))

    def _turn_back(self, x: Floats) -> Floats:
        """Take (runs, channels, ..., batch) to (runs batch, ..., channels)."""
        turned = np.moveaxis(np.moveaxis(x, -1, 1), 2, -1)
        return turned.reshape(-1, *turned.shape[2:])

    def _turn(self, x: Floats) -> Floats:
        apart = x.reshape(self._runs, -1, *x.shape[1:])
        return np.ascontiguousarray(np.moveaxis(np.moveaxis(apart, -1, 1), 2, -1))
