"""What a network is made of: parameters, and layers that know their forward and backward pass.

Arrays of maps have the layout (batch, height, width, channels). They may come from any array-API library; a
network follows its parameters there by `Layer.convert`.

A layer computes by two functions without memory: `apply` takes inputs to outputs and what must be kept;
`pull` takes a gradient by outputs, and what was kept, to those by inputs and parameters. `forward` and
`backward` remember in between, and cut a batch of NumPy arrays into parts.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.cnn import batches

T = TypeVar("T")
Gradients = list[Array]


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
    new_outputs, new_gradients : bool
        Whether what `apply` or `pull` returns is a new array that this layer has no more use for, so that
        the next may overwrite it.
    """

    new_outputs = False
    new_gradients = True

    def __init__(self) -> None:
        self.own_parameters: list[Parameter] = []
        self.own_state: dict[str, Array] = {}
        self._kept: Any = None
        self._shapes: list[tuple[int, ...]] = []

    def apply(self, x: Array, training: bool, overwrite: bool = False) -> tuple[Array, Any]:
        """Return the outputs and what `pull` will need; `x` may be overwritten if that is said."""
        raise NotImplementedError

    def pull(self, gradient: Array, kept: Any, overwrite: bool = False) -> tuple[Array, Gradients]:
        """Return the gradient by the inputs, and those by each of `parameters`."""
        raise NotImplementedError

    def pull_to_parameters(self, gradient: Array, kept: Any, overwrite: bool = False) -> Gradients:
        """Return the gradients by `parameters` alone."""
        return self.pull(gradient, kept, overwrite)[1]

    def forward(self, x: Array, *, training: bool = True) -> Array:
        """Return the outputs for a batch `x`, and keep what `backward` will need."""
        if not compat.is_array_api_obj(x) or not len(x.shape):
            raise TypeError(f"x must be an array with a batch axis, got {arguments.shorten(x)}")
        self.forget()
        self._shapes = []
        with batches.alone():
            outs, kept = self.apply_parts(batches.split(x), training)
        self.remember(kept)
        self._shapes = [tuple(out.shape) for out in outs]
        return _join(outs)

    def backward(self, gradient: Array) -> Array:
        """Return the loss's gradient by the inputs, given that by the last outputs; set the parameters'."""
        return _join(self._go_back(gradient, to_inputs=True))

    def backward_to_parameters(self, gradient: Array) -> None:
        """Set the parameters' gradients as `backward` does, sparing that by the inputs."""
        self._go_back(gradient, to_inputs=False)

    def _go_back(self, gradient: Array, to_inputs: bool) -> list[Array]:
        if not self._shapes:
            raise RuntimeError("backward must follow a call of forward")
        whole = (sum(shape[0] for shape in self._shapes), *self._shapes[0][1:])
        check_batch(gradient, "gradient", whole)
        parts, start = [], 0
        for n, *_ in self._shapes:
            parts.append(gradient[start : start + n, ...])
            start += n
        with batches.alone():
            outs, found = self.pull_parts(parts, self._kept, to_inputs=to_inputs)
            sums = batches.total(found)
        for parameter, value in zip(self.parameters, sums, strict=True):
            parameter.gradient[...] = value
        return outs

    def apply_parts(
        self, parts: list[Array], training: bool, overwrite: bool = False
    ) -> tuple[list[Array], Any]:
        """Do `apply` on each part of a batch."""
        pairs = [self.apply(x, training, overwrite) for x in parts]
        return [out for out, _ in pairs], [kept for _, kept in pairs]

    def pull_parts(
        self, gradients: list[Array], kept: Any, overwrite: bool = False, to_inputs: bool = True
    ) -> tuple[list[Array], list[Gradients]]:
        """Do `pull` on each part of a batch, or `pull_to_parameters`, which gives no gradients by inputs."""
        if not to_inputs:
            each = zip(gradients, kept, strict=True)
            return [], [self.pull_to_parameters(g, k, overwrite) for g, k in each]
        pairs = [self.pull(g, k, overwrite) for g, k in zip(gradients, kept, strict=True)]
        return [out for out, _ in pairs], [found for _, found in pairs]

    def forget(self) -> None:
        """Keep nothing of the last batch here and in layers within, so that its memory is used again."""
        for layer in self.walk():
            layer._kept = None

    def gather(self, function: Callable[["Layer"], T]) -> list[T]:
        """Call a function on this layer in every process that has a share of it; here it is one."""
        return [function(self)]

    def remember(self, kept: Any) -> None:
        """Keep what `apply_parts` returned, and hand layers within this one their share."""
        self._kept = kept

    @property
    def separable(self) -> bool:
        """Whether each image of a batch goes its own way."""
        return all(layer.separable for layer in self.inner)

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
    def settings(self) -> dict[str, object]:
        """What this layer does besides its arrays and the layers within it, such as strides: for checkpoints.

        All public attributes; a layer that has others, or some of another kind, says here what they come to.

        Raises
        ------
        TypeError
            If an attribute is no number, text, array, or sequence of such.
        """
        found = {}
        for name, value in vars(self).items():
            if name.startswith("_") or name in ("own_parameters", "own_state") or _is_part(value):
                continue
            if not _is_plain(value):
                what = f"{type(self).__name__}.{name}={arguments.shorten(value)}"
                raise TypeError(
                    f"{what} has no place in a checkpoint's key: override {type(self).__name__}.settings"
                )
            found[name] = value
        return found

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


def _is_part(value: object) -> bool:
    """Whether an attribute is a parameter or a layer, or made of such: these are looked at by themselves."""
    if isinstance(value, list | tuple) and value:
        return all(_is_part(part) for part in value)
    return isinstance(value, Parameter | Layer)


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_plain(part) for part in value)
    return value is None or isinstance(value, bool | int | float | str) or compat.is_numpy_array(value)


def _join(parts: list[Array]) -> Array:
    """Return a batch from its parts."""
    return parts[0] if len(parts) == 1 else compat.array_namespace(parts[0]).concat(parts, axis=0)


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
    if len(x.shape) != len(shape) or any(b not in (None, a) for a, b in zip(x.shape, shape, strict=True)):
        wanted = ", ".join("any" if n is None else str(n) for n in shape)
        arguments.require(False, name, x, f"an array of shape ({wanted})")
    if like is not None and x.dtype != like.dtype:
        raise TypeError(f"{name} must have dtype {like.dtype}, as the parameters, got {x.dtype}")
