"""Forward pass of a gradual or a simultaneous layer, linear or rectified, and its exact Jacobian.

Source: Qiao et al. 2018, arXiv 1711.09280, Eq. 1.
"""

from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array

ACTIVATIONS = ("linear", "relu")
UPDATES = ("gradual", "simultaneous")


def forward(weights: Any, x: Any, *, activation: str = "linear", update: str = "gradual") -> Array:
    """Outputs y_i = x_i + f(omega_i . h^(i)) of a layer.

    Parameters
    ----------
    weights : array_like, shape (..., n, n)
        omega; exact numbers are allowed if `x` is exact too.
    x : array_like, shape (..., n)
        Inputs; leading axes broadcast against those of `weights`.
    activation : {"linear", "relu"}
        f, the identity or the positive part.
    update : {"gradual", "simultaneous"}
        Whether unit i reads h^(i), with the outputs before it, or the inputs alone.

    Returns
    -------
    array, shape (..., n)
        The outputs, exact for exact input.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, a number is not finite, or a choice is none of those above.

    References
    ----------
    Qiao et al. 2018, arXiv 1711.09280, Eq. 1.

    Examples
    --------
    >>> forward([[0.0, 0.0], [1.0, -1.0]], [2.0, 3.0]).tolist()
    [2.0, 2.0]
    """
    w, inputs = checked(weights, x)
    _choices(activation, update)
    return run(w, inputs, activation, update)[0]


def state(weights: Any, x: Any, *, activation: str = "linear", update: str = "gradual") -> Array:
    """What each unit reads, h^(i) for every i.

    Parameters
    ----------
    weights, x, activation, update
        As in `forward`.

    Returns
    -------
    array, shape (..., n, n)
        Row i is h^(i).

    Raises
    ------
    TypeError, ValueError
        As in `forward`.
    """
    w, inputs = checked(weights, x)
    _choices(activation, update)
    return run(w, inputs, activation, update)[1]


def jacobian(weights: Any, x: Any, *, activation: str = "linear", update: str = "gradual") -> Array:
    """Derivatives of all outputs by all inputs; 0 is used for the slope of the positive part at 0.

    Parameters
    ----------
    weights, x, activation, update
        As in `forward`.

    Returns
    -------
    array, shape (..., n, n)
        Entry (i, k) is the derivative of y_i by x_k; for a linear layer the matrix T of the layer.

    Raises
    ------
    TypeError, ValueError
        As in `forward`.

    Examples
    --------
    >>> jacobian([[1.0, 0.0], [1.0, -1.0]], [2.0, 3.0]).tolist()
    [[2.0, 0.0], [2.0, 0.0]]
    """
    w, inputs = checked(weights, x)
    _choices(activation, update)
    _, _, slopes = run(w, inputs, activation, update)
    xp, n = compat.array_namespace(w), w.shape[-1]
    unit = identity(w)
    rows: list[Array] = []
    for i in range(n):
        read = [rows[j] if update == "gradual" and j < i else unit[j, :] for j in range(n)]
        # What unit i makes of a change of each input, through everything that it reads.
        through = sum(w[..., i, j, None] * read[j] for j in range(n))
        rows.append(unit[i, :] + slopes[..., i, None] * through)
    return xp.stack(list(arguments.broadcast({str(i): row for i, row in enumerate(rows)})), axis=-2)


def checked(weights: Any, x: Any) -> tuple[Array, Array]:
    """Weights and inputs of one library, broadcast against each other."""
    w, inputs = arguments.arrays({"weights": weights, "x": x}, exact=True)
    square = w.ndim >= 2 and w.shape[-1] == w.shape[-2] >= 1
    arguments.require(square, "weights", weights, "of shape (..., n, n)")
    n = w.shape[-1]
    arguments.require(inputs.ndim >= 1 and inputs.shape[-1] == n, "x", x, f"of shape (..., {n})")
    lead = arguments.broadcast_shape({"weights": w.shape[:-2], "x": inputs.shape[:-1]})
    xp = compat.array_namespace(w, inputs)
    return xp.broadcast_to(w, (*lead, n, n)), xp.broadcast_to(inputs, (*lead, n))


def _choices(activation: str, update: str) -> None:
    arguments.one_of(activation, "activation", ACTIVATIONS)
    arguments.one_of(update, "update", UPDATES)


def run(w: Array, x: Array, activation: str, update: str) -> tuple[Array, Array, Array]:
    """Outputs, states and slopes of the activation, unchecked."""
    xp, n = compat.array_namespace(w), w.shape[-1]
    outputs: list[Array] = []
    states, slopes = [], []
    for i in range(n):
        h = read(x, outputs, i, update)
        pre = xp.sum(w[..., i, :] * h, axis=-1)
        slope = pre * 0 + 1
        if activation == "relu":
            slope = (
                np.where(pre > 0, slope, pre * 0) if arguments.is_exact(w) else xp.astype(pre > 0, w.dtype)
            )
        outputs.append(x[..., i] + slope * pre)
        states.append(h)
        slopes.append(slope)
    return xp.stack(outputs, axis=-1), xp.stack(states, axis=-2), xp.stack(slopes, axis=-1)


def read(x: Array, outputs: list[Array], i: int, update: str) -> Array:
    """State that unit i reads, given the outputs of the units before it."""
    if update == "simultaneous":
        return x
    xp = compat.array_namespace(x)
    return xp.stack([outputs[j] if j < i else x[..., j] for j in range(x.shape[-1])], axis=-1)


def identity(like: Array) -> Array:
    """Unit matrix of the size, library and kind of numbers of a batch of square matrices."""
    n = like.shape[-1]
    if arguments.is_exact(like):
        one = like[(0,) * like.ndim] * 0 + 1
        return np.asarray([[one if i == j else one * 0 for j in range(n)] for i in range(n)], dtype=object)
    xp = compat.array_namespace(like)
    return xp.eye(n, dtype=like.dtype, device=compat.device(like))
