"""What a network is made of: parameters, layers, chains of layers and shortcuts around them.

Arrays of maps have the layout (batch, height, width, channels). They may come from any array-API library; a
network follows its parameters there by `Layer.convert`.
"""

from collections.abc import Callable, Iterator, Sequence

import array_api_compat as compat

from numerics import arguments
from numerics.arguments import Array


class Parameter:
    """An array that is trained.

    Attributes
    ----------
    value : array
        Changed in place by the optimiser.
    gradient : array, shape of `value`
        Gradient of the loss, overwritten by each `backward`.
    decays : bool
        Whether weight decay applies.
    name : str
        What it is within its layer: ``"weights"``, ``"bias"``, ``"thresholds"`` and the like.
    """

    def __init__(self, value: Array, gradient: Array | None = None, *, decays: bool, name: str) -> None:
        self.value = value
        self.gradient = compat.array_namespace(value).zeros_like(value) if gradient is None else gradient
        self.decays = decays
        self.name = name

    def __repr__(self) -> str:
        return f"Parameter({self.name}, shape {tuple(self.value.shape)})"


class Layer:
    """A differentiable map with parameters.

    Attributes
    ----------
    own_parameters : list of Parameter
    own_state : dict of str to array
        What is kept but not trained, such as running means; changed in place.
    """

    def __init__(self) -> None:
        self.own_parameters: list[Parameter] = []
        self.own_state: dict[str, Array] = {}

    def forward(self, x: Array, *, training: bool = True) -> Array:
        """Return the outputs for a batch `x`, and keep what `backward` will need."""
        raise NotImplementedError

    def backward(self, gradient: Array) -> Array:
        """Return the loss's gradient by the inputs, given that by the last outputs; set the parameters'."""
        raise NotImplementedError

    @property
    def inner(self) -> Sequence["Layer"]:
        """Layers that this one is made of."""
        return ()

    def walk(self) -> Iterator["Layer"]:
        """Yield this layer and all within it, in the order in which data meets them."""
        yield self
        for layer in self.inner:
            yield from layer.walk()

    @property
    def parameters(self) -> list[Parameter]:
        """All that is trained, in the order of `walk`."""
        return [parameter for layer in self.walk() for parameter in layer.own_parameters]

    @property
    def state(self) -> dict[str, Array]:
        """All that is kept but not trained; the names start with the layer's place in `walk`."""
        layers = enumerate(self.walk())
        return {f"{i}.{name}": value for i, layer in layers for name, value in layer.own_state.items()}

    def convert(self, function: Callable[[Array], Array]) -> None:
        """Replace every parameter, gradient and state by its image under `function`.

        ``model.convert(torch.from_numpy)`` or ``model.convert(cupy.asarray)`` moves a model to
        another library.
        """
        for layer in self.walk():
            for parameter in layer.own_parameters:
                parameter.value = function(parameter.value)
                parameter.gradient = function(parameter.gradient)
            for name, value in layer.own_state.items():
                layer.own_state[name] = function(value)


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
        self.layers = [checked(layer, "layers") for layer in layers]

    @property
    def inner(self) -> Sequence[Layer]:
        """The layers."""
        return self.layers

    def forward(self, x: Array, *, training: bool = True) -> Array:
        """Pass a batch through all layers."""
        for layer in self.layers:
            x = layer.forward(x, training=training)
        return x

    def backward(self, gradient: Array) -> Array:
        """Pass a gradient back through all layers."""
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        return gradient


class Residual(Layer):
    """The sum of a branch and a shortcut.

    Parameters
    ----------
    branch, shortcut : Layer
        Two maps of the same input, with outputs of one shape. ``Chain([])`` is the identity.
    """

    def __init__(self, branch: Layer, shortcut: Layer) -> None:
        super().__init__()
        self.branch = checked(branch, "branch")
        self.shortcut = checked(shortcut, "shortcut")

    @property
    def inner(self) -> Sequence[Layer]:
        """Branch and shortcut."""
        return (self.branch, self.shortcut)

    def forward(self, x: Array, *, training: bool = True) -> Array:
        """Add what comes out of both."""
        left = self.branch.forward(x, training=training)
        right = self.shortcut.forward(x, training=training)
        arguments.require(left.shape == right.shape, "branch", left.shape, f"of shape {tuple(right.shape)}")
        return left + right

    def backward(self, gradient: Array) -> Array:
        """Add what flows back through both."""
        return self.branch.backward(gradient) + self.shortcut.backward(gradient)


class IdentityShortcut(Layer):
    """The identity, or every stride-th pixel with further channels of zeros: a shortcut without parameters.

    Parameters
    ----------
    c_in, c_out : int
        Channels, c_out >= c_in.
    stride : int
    """

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        self.c_in = arguments.count(c_in, "c_in", at_least=1)
        self.c_out = arguments.count(c_out, "c_out", at_least=self.c_in)
        self.stride = arguments.count(stride, "stride", at_least=1)
        self._shape: tuple[int, ...] = ()

    def forward(self, x: Array, *, training: bool = True) -> Array:  # noqa: ARG002
        """Take (n, h, w, c_in) to (n, ceil(h / stride), ceil(w / stride), c_out)."""
        check_batch(x, "x", (None, None, None, self.c_in))
        self._shape = tuple(x.shape)
        taken = x[:, :: self.stride, :: self.stride, :]
        if self.c_in == self.c_out:
            return taken
        xp = compat.array_namespace(x)
        shape = (*taken.shape[:-1], self.c_out)
        out = xp.zeros(shape, dtype=x.dtype, device=compat.device(x))
        out[..., : self.c_in] = taken
        return out

    def backward(self, gradient: Array) -> Array:
        """Put the gradient back where the pixels came from."""
        xp = compat.array_namespace(gradient)
        out = xp.zeros(self._shape, dtype=gradient.dtype, device=compat.device(gradient))
        out[:, :: self.stride, :: self.stride, :] = gradient[..., : self.c_in]
        return out


def zero(like: Array) -> Array:
    """Return a 0 of an array's library, dtype and device; multiplying by 0 would turn infinity into NaN."""
    return compat.array_namespace(like).zeros((), dtype=like.dtype, device=compat.device(like))


def checked(layer: object, name: str) -> Layer:
    """Return `layer` if it is one; raise TypeError naming the argument if not."""
    if not isinstance(layer, Layer):
        raise TypeError(f"{name} must be made of Layer, got {arguments.shorten(layer)}")
    return layer


def check_batch(x: Array, name: str, shape: Sequence[int | None], like: Array | None = None) -> None:
    """Raise unless an array has a shape, None standing for any length, and the dtype of `like`.

    Raises
    ------
    TypeError
        If it is no array, or has another dtype.
    ValueError
        If the shape does not fit.
    """
    if not compat.is_array_api_obj(x):
        raise TypeError(f"{name} must be an array, got {arguments.shorten(x)}")
    fits = len(x.shape) == len(shape) and all(b in (None, a) for a, b in zip(x.shape, shape, strict=True))
    wanted = ", ".join("any" if n is None else str(n) for n in shape)
    arguments.require(fits, name, x, f"an array of shape ({wanted})")
    if like is not None and x.dtype != like.dtype:
        raise TypeError(f"{name} must have dtype {like.dtype}, as the parameters, got {x.dtype}")
