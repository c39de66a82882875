"""The plain and residual networks of the paper, and stacks of dense layers.

Source: Jiang et al. 2017, arXiv 1708.01666, Tables 1 and 2; He et al. 2016, arXiv 1512.03385.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.objects import flag
from numerics.cnn.activations import NonlinearityGenerator, PReLU, ReLU
from numerics.cnn.chain import Chain, IdentityShortcut, Residual
from numerics.cnn.convolution import Convolution
from numerics.cnn.dense import Dense
from numerics.cnn.initialisation import INITIALISATIONS, initialise
from numerics.cnn.layer import Layer
from numerics.cnn.normalisation import BatchNorm
from numerics.cnn.pooling import GlobalAveragePool, MaxPool

ACTIVATIONS = ("relu", "prelu", "generator")


class _Parts:
    """What convolutional networks are built of, on maps that shrink by and by."""

    def __init__(
        self, activation: str, image: Sequence[int], batch_norm: bool, bias: bool, shared: bool, dtype: Any
    ) -> None:
        self.activation = arguments.one_of(activation, "activation", ACTIVATIONS)
        sides = image if isinstance(image, list | tuple) else [image]
        arguments.require(len(sides) == 3, "image", image, "(height, width, channels)")
        self.height, self.width, self.channels = (arguments.count(n, "image", at_least=1) for n in sides)
        self.batch_norm, self.bias = flag(batch_norm, "batch_norm"), flag(bias, "bias")
        self.shared, self.dtype = flag(shared, "shared"), dtype

    def shrink(self) -> None:
        even = not (self.height % 2 or self.width % 2)
        arguments.require(even, "image", (self.height, self.width), "even wherever maps are halved")
        self.height, self.width = self.height // 2, self.width // 2

    def convolve(self, channels: int, stride: int = 1) -> list[Layer]:
        """Return a convolution and its normalisation."""
        layer = Convolution(self.channels, channels, 3, stride, 1, self.bias, dtype=self.dtype)
        self.channels = channels
        return [layer] + ([BatchNorm(channels, dtype=self.dtype)] if self.batch_norm else [])

    def act(self) -> Layer:
        each = (self.channels,) if self.shared else (self.height, self.width, self.channels)
        return activate(self.activation, each, self.dtype)


def activate(kind: str, shape: Sequence[int], dtype: Any = np.float32) -> Layer:
    """Return an activation by name, its parameters of a shape: ``"relu"``, ``"prelu"`` or ``"generator"``."""
    arguments.one_of(kind, "kind", ACTIVATIONS)
    if kind == "relu":
        return ReLU()
    return (PReLU if kind == "prelu" else NonlinearityGenerator)(shape, dtype=dtype)


def plain(
    depth: int,
    activation: str,
    *,
    rng: np.random.Generator,
    image: Sequence[int] = (32, 32, 3),
    classes: int = 10,
    widths: Sequence[int] = (16, 32, 64),
    batch_norm: bool = False,
    initialisation: str = "he",
    scale: float = 1.0,
    shared: bool = True,
    bias: bool = False,
    dtype: Any = np.float32,
) -> Chain:
    """Build the plain network of depth 6n + 2 (Table 1).

    A convolution, 2n more for each width with max pooling in between, global average pooling, a dense layer.

    Parameters
    ----------
    depth : int
        6n + 2 for n >= 1; in general 2 n len(widths) + 2.
    activation : {"relu", "prelu", "generator"}
    rng : numpy.random.Generator
        Source of the weights.
    image : (int, int, int)
        Height, width and channels of the input.
    classes : int
    widths : sequence of int
        Channels of each stage; the maps are halved between stages.
    batch_norm : bool
        Whether batch normalisation stands between convolution and activation.
    initialisation, scale
        As in `numerics.cnn.initialise`.
    shared : bool
        Whether a channel shares one trained threshold or slope, instead of one an element.
    bias : bool
        Whether convolutions have biases; the paper's counts are without.
    dtype : dtype

    Returns
    -------
    Chain

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above, or the maps cannot be halved.

    Examples
    --------
    >>> net = plain(20, "generator", rng=np.random.default_rng(0))
    >>> sum(parameter.value.size for parameter in net.parameters)
    269034
    """
    n, channels = _stages(depth, widths)
    parts = _Parts(activation, image, batch_norm, bias, shared, dtype)
    layers = [*parts.convolve(channels[0]), parts.act()]
    for stage, width in enumerate(channels):
        if stage:
            parts.shrink()
            layers.append(MaxPool(2))
        for _ in range(2 * n):
            layers += [*parts.convolve(width), parts.act()]
    return _finish(layers, parts.channels, classes, initialisation, rng, scale, dtype)


def resnet(
    depth: int,
    activation: str,
    *,
    rng: np.random.Generator,
    image: Sequence[int] = (32, 32, 3),
    classes: int = 10,
    widths: Sequence[int] = (16, 32, 64),
    batch_norm: bool = False,
    initialisation: str = "he",
    scale: float = 1.0,
    shared: bool = True,
    bias: bool = False,
    dtype: Any = np.float32,
) -> Chain:
    """Build the residual network of depth 6n + 2 (Table 2).

    Two convolutions a block, stride 2 where a stage begins, shortcuts without parameters, an activation after
    each sum.

    Parameters
    ----------
    depth, activation, rng, image, classes, widths, batch_norm, initialisation, scale, shared, bias, dtype
        As in `plain`.

    Returns
    -------
    Chain

    Raises
    ------
    TypeError, ValueError
        As in `plain`, or if widths decrease.
    """
    n, channels = _stages(depth, widths)
    arguments.require(channels == sorted(channels), "widths", widths, "nowhere decreasing")
    parts = _Parts(activation, image, batch_norm, bias, shared, dtype)
    layers = [*parts.convolve(channels[0]), parts.act()]
    for stage, width in enumerate(channels):
        for block in range(n):
            stride = 2 if stage and not block else 1
            shortcut = IdentityShortcut(parts.channels, width, stride)
            if stride == 2:
                parts.shrink()
            branch = [*parts.convolve(width, stride), parts.act(), *parts.convolve(width)]
            layers += [Residual(Chain(branch), shortcut), parts.act()]
    return _finish(layers, parts.channels, classes, initialisation, rng, scale, dtype)


def dense_stack(
    depth: int,
    width: int,
    activation: str,
    *,
    rng: np.random.Generator,
    inputs: int,
    classes: int,
    batch_norm: bool = False,
    initialisation: str = "he",
    scale: float = 1.0,
    dtype: Any = np.float32,
) -> Chain:
    """Build a stack of `depth` dense layers, with an activation after each but the last.

    Parameters
    ----------
    depth, width : int
        Layers of weights, and units of each hidden one.
    inputs, classes : int
        Numbers of inputs (images are flattened) and outputs.
    activation, rng, batch_norm, initialisation, scale, dtype
        As in `plain`.

    Returns
    -------
    Chain

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    depth = arguments.count(depth, "depth", at_least=1)
    width = arguments.count(width, "width", at_least=1)
    arguments.one_of(activation, "activation", ACTIVATIONS)
    batch_norm = flag(batch_norm, "batch_norm")
    layers: list[Layer] = []
    units = arguments.count(inputs, "inputs", at_least=1)
    for _ in range(depth - 1):
        layers.append(Dense(units, width, dtype=dtype))
        layers += [BatchNorm(width, dtype=dtype)] if batch_norm else []
        layers.append(activate(activation, (width,), dtype))
        units = width
    return _finish(layers, units, classes, initialisation, rng, scale, dtype, pool=False)


def _stages(depth: int, widths: Sequence[int]) -> tuple[int, list[int]]:
    """Return half the convolutions of a stage, and the widths."""
    if not isinstance(widths, list | tuple):
        raise TypeError(f"widths must be a list of integers, got {arguments.shorten(widths)}")
    channels = [arguments.count(width, "widths", at_least=1) for width in widths]
    arguments.require(len(channels) > 0, "widths", widths, "of one or more numbers")
    depth, step = arguments.count(depth, "depth"), 2 * len(channels)
    fits = depth > 2 and (depth - 2) % step == 0
    arguments.require(fits, "depth", depth, f"2 more than a positive multiple of {step}")
    return (depth - 2) // step, channels


def _finish(
    layers: list[Layer],
    units: int,
    classes: int,
    initialisation: str,
    rng: np.random.Generator,
    scale: float,
    dtype: Any,
    pool: bool = True,
) -> Chain:
    """Add the last layers and draw the weights."""
    classes = arguments.count(classes, "classes", at_least=1)
    arguments.one_of(initialisation, "initialisation", INITIALISATIONS)
    last = [GlobalAveragePool()] if pool else []
    model = Chain([*layers, *last, Dense(units, classes, dtype=dtype)])
    initialise(model, initialisation, rng=rng, scale=scale)
    return model
