"""Chains of layers, and shortcuts around them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import array_api_compat as compat

from numerics import arguments
from numerics.arguments import Array
from numerics.cnn import schedule
from numerics.cnn.layer import Gradients, Layer, check_batch, checked


class Chain(Layer):
    """Layers one after another.

    Parameters
    ----------
    layers : sequence of Layer

    Examples
    --------
    >>> import numpy as np
    >>> from numerics.cnn import Dense, ReLU
    >>> net = Chain([Dense(3, 4), ReLU(), Dense(4, 2)])
    >>> net.forward(np.ones((5, 3), np.float32)).shape
    (5, 2)
    """

    new_gradients = False

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        if not isinstance(layers, list | tuple):
            raise TypeError(f"layers must be a list of Layer, got {arguments.shorten(layers)}")
        self.layers = [checked(layer, "layers") for layer in layers]

    @property
    def inner(self) -> Sequence[Layer]:
        """The layers."""
        return self.layers

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:
        """Pass a batch through all layers."""
        kept = []
        for layer in self.layers:
            x, k = layer.apply(x, training, overwrite)
            kept.append(k)
            overwrite = layer.new_outputs
        return x, kept

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:
        """Pass a gradient back through all layers."""
        found: Gradients = []
        for layer, k in zip(reversed(self.layers), reversed(kept), strict=True):
            gradient, own = layer.pull(gradient, k, overwrite)
            found = own + found
            overwrite = layer.new_gradients
        return gradient, found

    def apply_parts(self, parts: list[Array], training: bool) -> tuple[list[Array], Any]:
        """Let each part go as far as it can on its own."""
        if self.separable:
            return super().apply_parts(parts, training)
        kept = []
        for layer in self._runs():
            parts, k = layer.apply_parts(parts, training)
            kept.append(k)
        return parts, kept

    def pull_parts(self, gradients: list[Array], kept: Any) -> tuple[list[Array], Gradients]:
        """Let each part go back as far as it can on its own."""
        if self.separable:
            return super().pull_parts(gradients, kept)
        found: Gradients = []
        for layer, k in zip(reversed(list(self._runs())), reversed(kept), strict=True):
            gradients, own = layer.pull_parts(gradients, k)
            found = own + found
        return gradients, found

    def remember(self, kept: Any) -> None:
        """Keep what `apply_parts` returned, and hand each layer its share."""
        super().remember(kept)
        if self.separable:
            for i, layer in enumerate(self.layers):
                layer.remember([each[i] for each in kept])
        else:
            for run, its in zip(self._runs(), kept, strict=True):
                run.remember(its)

    def _runs(self) -> Iterator[Layer]:
        """Yield chains of layers that treat images one by one, and the layers in between."""
        for separable, layers in groupby(self.layers, key=lambda layer: layer.separable):
            if separable:
                yield Chain(list(layers))
            else:
                yield from layers


class Residual(Layer):
    """The sum of a branch and a shortcut.

    Parameters
    ----------
    branch, shortcut : Layer
        Two maps of the same input, with outputs of one shape. ``Chain([])`` is the identity.
    """

    new_outputs = True

    def __init__(self, branch: Layer, shortcut: Layer) -> None:
        super().__init__()
        self.branch = checked(branch, "branch")
        self.shortcut = checked(shortcut, "shortcut")

    @property
    def inner(self) -> Sequence[Layer]:
        """Branch and shortcut."""
        return (self.branch, self.shortcut)

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Add what comes out of both."""
        left, kept = self.branch.apply(x, training)
        right, kept_too = self.shortcut.apply(x, training)
        return _sum(left, right), (kept, kept_too)

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:  # noqa: ARG002
        """Add what flows back through both."""
        left, found = self.branch.pull(gradient, kept[0])
        right, found_too = self.shortcut.pull(gradient, kept[1])
        return left + right, found + found_too

    def apply_parts(self, parts: list[Array], training: bool) -> tuple[list[Array], Any]:
        """Add what comes out of both, part by part."""
        if self.separable:
            return super().apply_parts(parts, training)
        left, kept = self.branch.apply_parts(parts, training)
        right, kept_too = self.shortcut.apply_parts(parts, training)
        return schedule.spread(_sum, left, right), (kept, kept_too)

    def pull_parts(self, gradients: list[Array], kept: Any) -> tuple[list[Array], Gradients]:
        """Add what flows back through both, part by part."""
        if self.separable:
            return super().pull_parts(gradients, kept)
        left, found = self.branch.pull_parts(gradients, kept[0])
        right, found_too = self.shortcut.pull_parts(gradients, kept[1])
        return schedule.spread(_sum, left, right), found + found_too

    def remember(self, kept: Any) -> None:
        """Keep what `apply_parts` returned, and hand branch and shortcut their shares."""
        super().remember(kept)
        shares = zip(*kept, strict=True) if self.separable else kept
        for layer, its in zip(self.inner, shares, strict=True):
            layer.remember(its)


class IdentityShortcut(Layer):
    """The identity, or every stride-th pixel with further channels of zeros: a shortcut without parameters.

    Parameters
    ----------
    c_in, c_out : int
        Channels, c_out >= c_in.
    stride : int
    """

    new_gradients = False

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        self.c_in = arguments.count(c_in, "c_in", at_least=1)
        self.c_out = arguments.count(c_out, "c_out", at_least=self.c_in)
        self.stride = arguments.count(stride, "stride", at_least=1)

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:  # noqa: ARG002
        """Take (n, h, w, c_in) to (n, ceil(h / stride), ceil(w / stride), c_out)."""
        check_batch(x, "x", (None, None, None, self.c_in))
        taken = x[:, :: self.stride, :: self.stride, :]
        if self.c_in == self.c_out:
            return taken, tuple(x.shape)
        xp = compat.array_namespace(x)
        out = xp.zeros((*taken.shape[:-1], self.c_out), dtype=x.dtype, device=compat.device(x))
        out[..., : self.c_in] = taken
        return out, tuple(x.shape)

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:  # noqa: ARG002
        """Put the gradient back where the pixels came from."""
        if self.stride == 1 and self.c_in == self.c_out:
            return gradient, []
        xp = compat.array_namespace(gradient)
        out = xp.zeros(kept, dtype=gradient.dtype, device=compat.device(gradient))
        out[:, :: self.stride, :: self.stride, :] = gradient[..., : self.c_in]
        return out, []


def _sum(left: Array, right: Array) -> Array:
    arguments.require(left.shape == right.shape, "branch", left.shape, f"of shape {tuple(right.shape)}")
    return left + right
