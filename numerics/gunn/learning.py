"""Gradients of a layer's weights, one step of gradient descent, and the kernel of the change it makes.

Source: Qiao et al. 2018, arXiv 1711.09280, Eqs. 2-3, with the total gradient in the place of the direct one.
"""

from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.gunn import layer


def total_gradient(
    weights: Any, x: Any, g: Any, *, activation: str = "linear", update: str = "gradual"
) -> Array:
    """Gradient of the loss by each output, what later units make of that output included.

    Parameters
    ----------
    weights, x, activation, update
        As in `layer.forward`.
    g : array_like, shape (..., n)
        Gradient of the loss by the outputs, each held independent of the others.

    Returns
    -------
    array, shape (..., n)
        delta_i = g_i + sum over k > i of f'_k omega_ki delta_k; g itself for a simultaneous layer.

    Raises
    ------
    TypeError, ValueError
        As in `layer.forward`.

    References
    ----------
    Qiao et al. 2018, arXiv 1711.09280, Eq. 2, where it is written as the derivative by y_i.

    Examples
    --------
    >>> total_gradient([[0.0, 0.0], [1.0, 0.0]], [1.0, 1.0], [1.0, 1.0]).tolist()
    [2.0, 1.0]
    """
    w, inputs, direct = _checked(weights, x, g)
    _, _, slopes = layer.run(w, inputs, *_choices(activation, update))
    return _totals(w, slopes, direct, update)


def gradient_step(
    weights: Any, x: Any, g: Any, epsilon: Any, *, activation: str = "linear", update: str = "gradual"
) -> Array:
    """Weights after one step of gradient descent on a batch, summed over its samples.

    Parameters
    ----------
    weights : array_like, shape (..., n, n)
        omega; exact numbers are allowed if all arguments are exact.
    x, g : array_like, shape (..., samples, n)
        Inputs, and gradients of the loss by the outputs.
    epsilon : array_like, shape (...)
        Step sizes.
    activation, update
        As in `layer.forward`.

    Returns
    -------
    array, shape (..., n, n)
        Row i is omega_i - epsilon times the sum over samples of f'_i delta_i h^(i).

    Raises
    ------
    TypeError, ValueError
        As in `layer.forward`.
    """
    w, inputs, direct, rate = arguments.arrays(
        {"weights": weights, "x": x, "g": g, "epsilon": epsilon}, exact=True
    )
    arguments.require(w.ndim >= 2, "weights", weights, "of shape (..., n, n)")
    arguments.require(inputs.ndim >= 2, "x", x, "of shape (..., samples, n)")
    each, inputs, direct = _checked(w[..., None, :, :], inputs, direct)
    choices = _choices(activation, update)
    _, states, slopes = layer.run(each, inputs, *choices)
    return w - rate[..., None, None] * summed_gradient(each, states, slopes, direct, update)


def tangent_kernel(weights: Any, x: Any, *, update: str = "gradual") -> Array:
    """Matrix K of a linear layer's first-order change -epsilon K g of its outputs at the same input.

    Parameters
    ----------
    weights, x, update
        As in `layer.forward`.

    Returns
    -------
    array, shape (..., n, n)
        M diag(|h^(i)|^2) M^T with M = (I - L)^(-1), L the part of omega below the diagonal; |x|^2 I for a
        simultaneous layer.

    Raises
    ------
    TypeError, ValueError
        As in `layer.forward`.
    """
    w, inputs = layer.checked(weights, x)
    _, states, slopes = layer.run(w, inputs, *_choices("linear", update))
    xp, unit = compat.array_namespace(w), layer.identity(w)
    # Column k of M^T is the total gradient of y_k, so that K needs nothing but gradients.
    totals = xp.stack(
        [
            _totals(w, slopes, xp.broadcast_to(unit[k, :], inputs.shape), update)
            for k in range(inputs.shape[-1])
        ],
        axis=-2,
    )
    sizes = xp.sum(states * states, axis=-1)
    return xp.matmul(totals * sizes[..., None, :], xp.matrix_transpose(totals))


def summed_gradient(each: Array, states: Array, slopes: Array, g: Array, update: str) -> Array:
    """Gradient by the weights, summed over samples, from what `layer.run` returned; unchecked."""
    rows = slopes * _totals(each, slopes, g, update)
    return compat.array_namespace(each).sum(rows[..., :, None] * states, axis=-3)


def _totals(w: Array, slopes: Array, g: Array, update: str) -> Array:
    if update == "simultaneous":
        return g
    xp, n = compat.array_namespace(w), w.shape[-1]
    found: dict[int, Array] = {}
    for i in reversed(range(n)):
        later = [slopes[..., k] * w[..., k, i] * found[k] for k in range(i + 1, n)]
        found[i] = sum(later, start=g[..., i])
    return xp.stack([found[i] for i in range(n)], axis=-1)


def _choices(activation: str, update: str) -> tuple[str, str]:
    return (
        arguments.one_of(activation, "activation", layer.ACTIVATIONS),
        arguments.one_of(update, "update", layer.UPDATES),
    )


def _checked(weights: Any, x: Any, g: Any) -> tuple[Array, Array, Array]:
    w, inputs, direct = arguments.arrays({"weights": weights, "x": x, "g": g}, exact=True)
    w, inputs = layer.checked(w, inputs)
    n = w.shape[-1]
    arguments.require(direct.ndim >= 1 and direct.shape[-1] == n, "g", g, f"of shape (..., {n})")
    inputs, direct = arguments.broadcast({"x": inputs, "g": direct})
    xp = compat.array_namespace(w)
    return xp.broadcast_to(w, (*inputs.shape[:-1], n, n)), inputs, direct
