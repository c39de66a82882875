"""Chains of layers, and shortcuts around them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.cnn import batches, workspace
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

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        if not isinstance(layers, list | tuple):
            raise TypeError(f"layers must be a list of Layer, got {arguments.shorten(layers)}")
        self.layers = tuple(checked(layer, "layers") for layer in layers)
        self._separable = all(layer.separable for layer in self.layers)
        self._runs = [] if self._separable else _runs(self.layers)
        self.new_outputs = bool(self.layers) and self.layers[-1].new_outputs
        self.new_gradients = bool(self.layers) and self.layers[0].new_gradients

    @property
    def inner(self) -> Sequence[Layer]:
        """The layers."""
        return self.layers

    @property
    def separable(self) -> bool:
        """Whether all layers let each image of a batch go its own way."""
        return self._separable

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
        return self._pull(gradient, kept, overwrite, to_inputs=True)

    def pull_to_parameters(self, gradient: Array, kept: Any, overwrite: bool = False) -> Gradients:
        """Pass a gradient back as far as the first layer."""
        return self._pull(gradient, kept, overwrite, to_inputs=False)[1]

    def _pull(self, gradient: Array, kept: Any, overwrite: bool, to_inputs: bool) -> tuple[Array, Gradients]:
        found: Gradients = []
        for i in reversed(range(len(self.layers))):
            layer = self.layers[i]
            if i == 0 and not to_inputs:
                return gradient, layer.pull_to_parameters(gradient, kept[0], overwrite) + found
            gradient, own = layer.pull(gradient, kept[i], overwrite)
            found = own + found
            overwrite = layer.new_gradients
        return gradient, found

    def apply_parts(
        self, parts: list[Array], training: bool, overwrite: bool = False
    ) -> tuple[list[Array], Any]:
        """Let each part go as far as it can on its own."""
        if self.separable:
            return super().apply_parts(parts, training, overwrite)
        kept = []
        for run in self._runs:
            parts, k = run.apply_parts(parts, training, overwrite)
            kept.append(k)
            overwrite = run.new_outputs
        return parts, kept

    def pull_parts(
        self, gradients: list[Array], kept: Any, overwrite: bool = False, to_inputs: bool = True
    ) -> tuple[list[Array], list[Gradients]]:
        """Let each part go back as far as it can on its own."""
        if self.separable:
            return super().pull_parts(gradients, kept, overwrite, to_inputs)
        found: list[Gradients] = [[] for _ in gradients]
        for i in reversed(range(len(self._runs))):
            run, wanted = self._runs[i], to_inputs or i > 0
            gradients, own = run.pull_parts(gradients, kept[i], overwrite, wanted)
            found = [first + rest for first, rest in zip(own, found, strict=True)]
            overwrite = run.new_gradients
        return gradients, found

    def remember(self, kept: Any) -> None:
        """Keep what `apply_parts` returned, and hand each layer its share."""
        super().remember(kept)
        if self.separable:
            for i, layer in enumerate(self.layers):
                layer.remember([each[i] for each in kept])
        else:
            for run, its in zip(self._runs, kept, strict=True):
                run.remember(its)


def _runs(layers: Sequence[Layer]) -> list[Layer]:
    """Return chains of layers that treat images one by one, and the layers in between."""
    runs: list[Layer] = []
    for separable, some in groupby(layers, key=lambda layer: layer.separable):
        together = list(some)
        runs += [Chain(together)] if separable else together
    return runs


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
        return _sum(left, right), found + found_too

    def apply_parts(
        self, parts: list[Array], training: bool, overwrite: bool = False
    ) -> tuple[list[Array], Any]:
        """Add what comes out of both, part by part."""
        if self.separable:
            return super().apply_parts(parts, training, overwrite)
        left, kept = self.branch.apply_parts(parts, training)
        right, kept_too = self.shortcut.apply_parts(parts, training)
        return [_sum(a, b) for a, b in zip(left, right, strict=True)], (kept, kept_too)

    def pull_parts(
        self, gradients: list[Array], kept: Any, overwrite: bool = False, to_inputs: bool = True
    ) -> tuple[list[Array], list[Gradients]]:
        """Add what flows back through both, part by part."""
        if self.separable:
            return super().pull_parts(gradients, kept, overwrite, to_inputs)
        left, found = self.branch.pull_parts(gradients, kept[0])
        right, found_too = self.shortcut.pull_parts(gradients, kept[1])
        outs = [_sum(a, b) for a, b in zip(left, right, strict=True)]
        return outs, [a + b for a, b in zip(found, found_too, strict=True)]

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
    if batches.plain(left):
        return np.add(left, right, out=workspace.empty(left.shape, left.dtype))
    return left + right
