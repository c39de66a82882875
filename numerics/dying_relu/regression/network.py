"""Small ReLU networks for regression, plain and residual: start, output, gradients, dead units.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 33 and 35-37, Section 6 and Appendix A. The residual
blocks are ours, as the paper does not spell them out: batch normalisation, ReLU, affine map, and the sum with
the block's input. Every function works on many networks at once, one for each index of the leading axes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.arrays.objects import instance

__all__ = ["KINDS", "Architecture", "Parameters", "dead_units", "gradients", "initial", "output"]

KINDS = ("plain", "residual")
"""Hidden layers relu(W h + b) one after the other; or blocks h + W relu(normalised h) + b."""

FLOOR = 1e-5
"""Added to the variance in batch normalisation, as is usual (Ioffe and Szegedy 2015, arXiv 1502.03167)."""

Parameters: TypeAlias = Mapping[str, Array]


@dataclass(frozen=True)
class Architecture:
    """Shape of a network with one output.

    Attributes
    ----------
    inputs : int
        Number of inputs, at least 1.
    width : int
        Units of every hidden layer, at least 1.
    depth : int
        Layers of ReLU units, at least 1.
    kind : {"plain", "residual"}
        See `KINDS`.
    """

    inputs: int
    width: int = 64
    depth: int = 1
    kind: str = "plain"

    def __post_init__(self) -> None:
        for name in ("inputs", "width", "depth"):
            object.__setattr__(self, name, arguments.count(getattr(self, name), name, at_least=1))
        arguments.one_of(self.kind, "kind", KINDS)

    @cached_property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """Shape of every parameter by name, from the input on; "out" is the affine output."""
        shapes: dict[str, tuple[int, ...]] = {}
        fan_in = self.inputs
        if self.kind == "residual":
            shapes |= {"weight0": (self.width, fan_in), "bias0": (self.width,)}
            fan_in = self.width
        for layer in range(1, self.depth + 1):
            if self.kind == "residual":
                shapes |= {f"scale{layer}": (self.width,), f"shift{layer}": (self.width,)}
            shapes |= {f"weight{layer}": (self.width, fan_in), f"bias{layer}": (self.width,)}
            fan_in = self.width
        return MappingProxyType(shapes | {"weight_out": (fan_in,), "bias_out": ()})


def initial(net: Architecture, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw the start of one network.

    Weights and biases are uniform on +-1/sqrt(fan-in) of their layer; normalisation starts with scale 1 and
    shift 0.

    Parameters
    ----------
    net : Architecture
        Shape of the network.
    rng : numpy.random.Generator
        The only source of randomness.

    Returns
    -------
    dict of str to ndarray
        Parameters by name, float64, in the order of ``net.shapes``.
    """
    instance(net, "net", Architecture)
    arguments.generator(rng, "rng")
    start, bound = {}, 1.0
    for name, shape in net.shapes.items():
        if name.startswith("weight"):
            bound = shape[-1] ** -0.5  # the bias of the same layer comes next
        if name.startswith(("scale", "shift")):
            start[name] = np.full(shape, 1.0 if name.startswith("scale") else 0.0)
        else:
            start[name] = rng.uniform(-bound, bound, (*shape, 1))[..., 0]  # an array even for one number
    return start


def output(net: Architecture, parameters: Parameters, x: Array) -> Array:
    """Outputs of the networks.

    Batch normalisation uses mean and variance of the very rows of `x`.

    Parameters
    ----------
    net : Architecture
        Shape of the networks.
    parameters : mapping of str to array, shapes (..., *shape)
        As in ``net.shapes``, after leading axes that count networks.
    x : array, shape (..., rows, inputs)
        Inputs; leading axes broadcast against those of the parameters.

    Returns
    -------
    array, shape (..., rows)
    """
    return _forward(net, parameters, x)[0]


def dead_units(net: Architecture, parameters: Parameters, x: Array) -> Array:
    """Which ReLU units are inactive on every row of the table (Eq. 15 with no tolerance).

    Parameters
    ----------
    net, parameters, x
        As in `output`; batch normalisation uses the statistics of the whole table.

    Returns
    -------
    array of bool, shape (..., depth, width)
    """
    tape = _forward(net, parameters, x)[1]
    xp = compat.array_namespace(x)
    return xp.stack([~xp.any(layer["active"], axis=-2) for layer in tape[:-1]], axis=-2)


def gradients(
    net: Architecture, parameters: Parameters, x: Array, y: Array
) -> tuple[Array, dict[str, Array]]:
    """Loss and its gradient by backpropagation.

    The loss is half the mean squared error over the rows (Eq. 10). At a kink the derivative of relu is 0.

    Parameters
    ----------
    net, parameters, x
        As in `output`.
    y : array, shape (..., rows)
        Targets; leading axes broadcast against those of the parameters.

    Returns
    -------
    loss : array, shape (...)
    gradient : dict of str to array
        By name, shaped like the parameters.
    """
    xp = compat.array_namespace(x)
    out, tape = _forward(net, parameters, x)
    error = out - y
    loss = xp.mean(error * error, axis=-1) / 2
    slope = error / error.shape[-1]
    last = tape[-1]["below"]
    found = {
        "weight_out": xp.matmul(xp.matrix_transpose(last), slope[..., None])[..., 0],
        "bias_out": xp.sum(slope, axis=-1),
    }
    slope = slope[..., None] * parameters["weight_out"][..., None, :]
    backward = _through_block if net.kind == "residual" else _through_layer
    for layer in range(net.depth, 0, -1):
        slope = backward(xp, parameters, tape[layer - 1], layer, slope, found)
    if net.kind == "residual":
        _affine_gradient(xp, found, 0, slope, {"below": x, "ones": tape[0]["ones"]})
    return loss, {name: found[name] for name in net.shapes}


def _forward(net: Architecture, parameters: Parameters, x: Array) -> tuple[Array, list[dict[str, Array]]]:
    """Outputs, and for every layer what its gradient needs; the last entry is for the output."""
    xp = compat.array_namespace(x)
    tape: list[dict[str, Array]] = []
    # A product with ones sums over rows several times faster than `sum` does, small arrays as these are.
    ones = xp.ones((1, x.shape[-2]), dtype=x.dtype, device=compat.device(x))
    h = x if net.kind == "plain" else _affine(xp, parameters, 0, x)
    for layer in range(1, net.depth + 1):
        if net.kind == "plain":
            z = _affine(xp, parameters, layer, h)
            tape.append({"below": h, "ones": ones, "active": z > 0})
            h = xp.maximum(z, xp.zeros_like(z))
        else:
            rows = h.shape[-2]
            centred = h - xp.matmul(ones, h) / rows
            deviation = xp.sqrt(xp.matmul(ones, centred * centred) / rows + FLOOR)
            normal = centred / deviation
            z = normal * parameters[f"scale{layer}"][..., None, :] + parameters[f"shift{layer}"][..., None, :]
            a = xp.maximum(z, xp.zeros_like(z))
            tape.append({"below": a, "ones": ones, "active": z > 0, "normal": normal, "deviation": deviation})
            h = h + _affine(xp, parameters, layer, a)
    tape.append({"below": h})
    out = xp.matmul(h, parameters["weight_out"][..., None])[..., 0] + parameters["bias_out"][..., None]
    return out, tape


def _affine(xp: Array, parameters: Parameters, layer: int, h: Array) -> Array:
    weight, bias = parameters[f"weight{layer}"], parameters[f"bias{layer}"]
    return xp.matmul(h, xp.matrix_transpose(weight)) + bias[..., None, :]


def _affine_gradient(xp: Array, found: dict[str, Array], layer: int, slope: Array, at: Parameters) -> None:
    found[f"weight{layer}"] = xp.matmul(xp.matrix_transpose(slope), at["below"])
    found[f"bias{layer}"] = xp.matmul(at["ones"], slope)[..., 0, :]


def _through_layer(
    xp: Array, parameters: Parameters, at: Parameters, layer: int, slope: Array, found: dict[str, Array]
) -> Array:
    """From the slope in a plain layer's output to that in its input, noting the layer's gradient."""
    slope = slope * xp.astype(at["active"], slope.dtype)
    _affine_gradient(xp, found, layer, slope, at)
    return xp.matmul(slope, parameters[f"weight{layer}"]) if layer > 1 else slope


def _through_block(
    xp: Array, parameters: Parameters, at: Parameters, layer: int, slope: Array, found: dict[str, Array]
) -> Array:
    """From the slope in a block's output to that in its input, noting the block's gradient."""
    _affine_gradient(xp, found, layer, slope, at)
    inner = xp.matmul(slope, parameters[f"weight{layer}"]) * xp.astype(at["active"], slope.dtype)
    normal, scale, rows = at["normal"], parameters[f"scale{layer}"], slope.shape[-2]
    shifting, scaling = xp.matmul(at["ones"], inner), xp.matmul(at["ones"], inner * normal)
    found[f"shift{layer}"], found[f"scale{layer}"] = shifting[..., 0, :], scaling[..., 0, :]
    # Mean and deviation depend on every row: what changes them alone is taken out of the slope.
    inner = inner - (normal * (scaling / rows) + shifting / rows)
    return slope + inner * (scale[..., None, :] / at["deviation"])
