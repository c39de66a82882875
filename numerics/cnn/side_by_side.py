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

from numerics.arrays import arguments
from numerics.cnn import stacked_layers
from numerics.cnn.activations import NonlinearityGenerator, PReLU, ReLU
from numerics.cnn.chain import Chain, IdentityShortcut, Residual
from numerics.cnn.convolution import Convolution
from numerics.cnn.dense import Dense
from numerics.cnn.layer import Layer, checked
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
        return stacked_layers.ManyChain([_stack(part) for part in parts])
    if isinstance(first, Residual):
        residuals = [layer for layer in layers if isinstance(layer, Residual)]
        branches, shortcuts = [r.branch for r in residuals], [r.shortcut for r in residuals]
        return stacked_layers.ManyResidual(_stack(branches), _stack(shortcuts))
    for kind, stacked in _STACKED.items():
        if isinstance(first, kind):
            return stacked(layers)
    raise TypeError(f"models must be made of the layers of numerics.cnn, got {type(first).__name__}")


_STACKED = {
    Dense: stacked_layers.ManyDense,
    Convolution: stacked_layers.ManyConvolution,
    BatchNorm: stacked_layers.ManyBatchNorm,
    ReLU: stacked_layers.ManyReLU,
    PReLU: stacked_layers.ManyPReLU,
    NonlinearityGenerator: stacked_layers.ManyGenerator,
    MaxPool: stacked_layers.ManyTurned,
    GlobalAveragePool: stacked_layers.ManyTurned,
    IdentityShortcut: stacked_layers.ManyTurned,
}
