"""Linear tails of networks: what is conserved in them, and how far their layers can be from rank one.

Source: Le & Jegelka 2022, arXiv 2201.11968, Section 4, with the constant of Lemma 11 sharpened to 2. A
layer is ``("dense", W)`` with W of shape (r, n); ``("free", U, Y, Z)``; or ``("conv", T, m)`` with T of
shape (a, S, d) and m positions out. The last one is a dense row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.arrays.objects import moderate
from numerics.invariances.architecture import ch_matrix, in_matrix, out_matrix

Layer = tuple[Any, ...]


@dataclass(frozen=True)
class Bounds:
    """Constants of Theorem 2 for each layer, first layer first.

    Attributes
    ----------
    gamma, bound : arrays, shape (L,)
        F_j/gamma_j - ||W_j||^2 <= bound_j for all times.
    """

    gamma: Array
    bound: Array


def out_gram(layer: Layer) -> Array:
    """V_out V_out^T, Out(T) Out(T)^T or W W^T, indexed by what leaves the layer."""
    matrix = out_stack(layer)
    return matrix @ matrix.T


def out_stack(layer: Layer) -> Array:
    """[U Z], Out(T) or W."""
    if layer[0] == "free":
        return np.concatenate([layer[1], layer[3]], axis=1)
    return out_matrix(layer[1]) if layer[0] == "conv" else layer[1]


def in_gram(layer: Layer, before: Layer) -> Array:
    """V_in^T V_in, In(T) In(T)^T or W^T W, indexed by what leaves the layer before."""
    if layer[0] == "conv":
        matrix = in_matrix(layer[1])
    else:
        into = np.concatenate([layer[2], layer[3]]) if layer[0] == "free" else layer[1]
        matrix = ch_matrix(into, before[1].shape[2]) if before[0] == "conv" else into.T
    return matrix @ matrix.T


def differences(layers: Sequence[Layer]) -> list[Array]:
    """C_j = Gout_j - Gin_{j+1} for j = 1 .. L - 1: constant along the flow (Theorem 1)."""
    return _differences(_checked(layers, exact=True))


def _differences(layers: Sequence[Layer]) -> list[Array]:
    return [out_gram(a) - in_gram(b, a) for a, b in pairwise(layers)]


def norms(layers: Sequence[Layer]) -> tuple[Array, Array]:
    """Squared Frobenius and squared spectral norm of every layer, shapes (L,)."""
    stacks = [out_stack(layer) for layer in _checked(layers)]
    frobenius = np.array([(w**2).sum() for w in stacks])
    return frobenius, np.array([np.linalg.norm(w, 2) ** 2 for w in stacks])


def _require_layers(layers: Any, arity: dict[str, int]) -> None:
    """Raise TypeError or ValueError unless these are layers of known kinds with so many parts behind."""
    if not isinstance(layers, list | tuple):
        raise TypeError(f"layers must be a sequence of layers, got {arguments.shorten(layers)}")
    arguments.require(len(layers) > 0, "layers", layers, "at least one layer")
    for index, layer in enumerate(layers):
        name = f"layers[{index}]"
        if not isinstance(layer, list | tuple) or not layer:
            raise TypeError(f"{name} must be a kind with its parts, got {arguments.shorten(layer)}")
        parts = arity[arguments.one_of(layer[0], name, arity)]
        arguments.require(len(layer) == 1 + parts, name, layer, f"{layer[0]!r} with {parts} parts")


def _checked(layers: Any, *, exact: bool = False) -> list[Layer]:
    """Layers whose matrices fit, as arrays; an error names the layer that does not."""
    _require_layers(layers, {"dense": 1, "free": 3, "conv": 2})
    found: list[Layer] = []
    for index, layer in enumerate(layers):
        name = f"layers[{index}]"
        given = layer[1:2] if layer[0] == "conv" else layer[1:]
        parts = [arguments.arrays({name: part}, exact=exact)[0] for part in given]
        shapes = [tuple(part.shape) for part in parts]
        fits = all(len(shape) == (3 if layer[0] == "conv" else 2) and 0 not in shape for shape in shapes)
        if fits and layer[0] == "free":
            (q, c), y, z = shapes
            fits = y[0] == c and z == (q, y[1])
        arguments.require(
            fits, name, shapes, "of matrices that fit: (r, n); (q, c), (c, p), (q, p); (a, S, d)"
        )
        if layer[0] == "conv":
            found.append(("conv", parts[0], arguments.count(layer[2], name, at_least=1)))
        else:
            found.append((layer[0], *parts))
        if index:
            _require_fit(found[-2], found[-1], name)
    return found


def _require_fit(before: Layer, layer: Layer, name: str) -> None:
    """Raise ValueError unless a layer takes what the one before gives; convolutions come first."""
    if layer[0] == "conv":
        fits = before[0] == "conv" and before[1].shape[2] == layer[1].shape[0]
        arguments.require(fits, name, layer[1].shape, "a convolution of the channels of one before")
        return
    n_in = layer[-1].shape[1]
    last = before[-1].shape[0] if before[0] == "free" else len(before[1])
    out = before[1].shape[2] * before[2] if before[0] == "conv" else last
    arguments.require(n_in == out, name, n_in, f"for {out} features, as come in")


def bounds(layers: Sequence[Layer]) -> Bounds:
    """Constants of Theorem 2 from the layers at any one time.

    Parameters
    ----------
    layers
        First to last, as the module says; floats.

    Returns
    -------
    Bounds

    Raises
    ------
    TypeError, ValueError
        If the last layer is no dense row, a layer is of no known kind, or its matrices do not fit each other
        or the layer before. The message names the layer.
    """
    layers = _checked(layers)
    row = layers[-1][0] == "dense" and len(layers[-1][1]) == 1
    arguments.require(row, f"layers[{len(layers) - 1}]", layers[-1][0], "a dense row")
    constant = _differences(layers)
    frobenius, _ = norms(layers)
    gamma, e = 1.0, 0.0
    gammas, excess = [gamma], [e]
    for i in range(len(layers) - 1, 0, -1):
        layer, before = layers[i], layers[i - 1]
        if layer[0] == "conv":
            a, s, _ = layer[1].shape
            gamma, e = min(a, s) * gamma, e / min(a, s)
        elif layer[0] == "free":
            gamma, e = 2 * gamma, (e + _kappa(layer)) / 2
        if before[0] == "conv" and layer[0] != "conv":
            nu = min(before[2], before[1].shape[2])
            gamma, e = nu * gamma, e / nu
        e = e - float(np.linalg.eigvalsh(constant[i - 1])[0])
        gammas.append(gamma)
        excess.append(e)
    gammas_, excess_ = np.array(gammas[::-1]), np.array(excess[::-1])
    return Bounds(gammas_, (frobenius - frobenius[-1]) / gammas_ + excess_)


def _kappa(layer: Layer) -> float:
    """Largest eigenvalue of U^T U - Y Y^T, or 0."""
    _, u, y, _ = layer
    return max(0.0, float(np.linalg.eigvalsh(u.T @ u - y @ y.T)[-1]))


def sines(first: Array, second: Array) -> tuple[float, float]:
    """Sine between the first left singular vector of W_j and the first right one of W_{j+1}, and its bound.

    Parameters
    ----------
    first, second : arrays, shapes (n, k) and (r, n)

    Returns
    -------
    sine, bound
        The bound is ||C_j|| / (lambda_1(W_j W_j^T) - lambda_2(W_{j+1}^T W_{j+1})); infinite where the
        difference is not positive.
    """
    first, second = arguments.arrays({"first": first, "second": second})
    arguments.require(first.ndim == 2 and first.size > 0, "first", first, "a matrix")
    moderate(first, "first", first)
    moderate(second, "second", second)
    fits = second.ndim == 2 and second.size > 0 and second.shape[1] == len(first)
    arguments.require(fits, "second", second, f"a matrix with {len(first)} columns, as first has rows")
    u = np.linalg.svd(first)[0][:, 0]
    v = np.linalg.svd(second)[2][0]
    gram = second.T @ second
    eigenvalues = np.linalg.eigvalsh(gram)
    difference = np.linalg.norm(first, 2) ** 2 - (eigenvalues[-2] if len(eigenvalues) > 1 else 0.0)
    # The component beside v, not the root of 1 - cos^2: that loses half of the digits.
    sine = float(np.linalg.norm(u - v * (u @ v)))
    return sine, float(np.linalg.norm(first @ first.T - gram, 2) / difference) if difference > 0 else np.inf


def rank_budget(layers: Sequence[tuple[Any, ...]]) -> list[int]:
    """Ranks beyond which eigenvalues stay bounded, first layer first.

    Parameters
    ----------
    layers
        Shapes only: ``("dense",)``, ``("free", c)``, ``("conv", a, S, d, m)``, the last one ``("dense",)``.

    Examples
    --------
    >>> rank_budget([("dense",), ("free", 1), ("free", 1), ("dense",)])
    [3, 2, 1, 1]
    """
    _require_layers(layers, {"dense": 0, "free": 1, "conv": 4})
    for index, layer in enumerate(layers):
        for number in layer[1:]:
            arguments.count(number, f"layers[{index}]", at_least=1)
    r, found = 1, [1]
    for layer, before in zip(layers[:0:-1], layers[-2::-1], strict=True):
        if layer[0] == "conv":
            r = min(layer[1], layer[2] * r)
        elif layer[0] == "free":
            r = r + min(r, layer[1])
        if before[0] == "conv" and layer[0] != "conv":
            r = min(before[3], before[4] * r)
        found.append(r)
    return found[::-1]
