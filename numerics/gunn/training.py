"""Two units that begin as copies of each other, followed through training."""

from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.gunn import layer, learning


def separation(
    weights: Any,
    x: Any,
    target: Any,
    *,
    p: int,
    q: int,
    epsilon: Any,
    steps: int,
    activation: str = "linear",
    update: str = "gradual",
) -> Array:
    """How far apart two units are, step by step, under gradient descent on the squared error.

    The loss is half the sum of (y - target)^2 over samples and units.

    Parameters
    ----------
    weights : array_like, shape (n, n)
        omega at the start; exact numbers are allowed if all arguments are exact.
    x, target : array_like, shape (samples, n)
        Training inputs and what the outputs should be.
    p, q : int
        The two units, numbered from 0.
    epsilon : float
        Step size.
    steps : int
        How many steps.
    activation, update
        As in `layer.forward`.

    Returns
    -------
    array, shape (steps + 1, samples)
        y_q - y_p on every sample before the first step and after each.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above, or training leaves the range of the numbers.

    Examples
    --------
    >>> start = [[0.0, 0.0], [1.0, -1.0]]
    >>> gaps = separation(start, [[2.0, 3.0]], [[0.0, 0.0]], p=0, q=1, epsilon=0.1, steps=1)
    >>> [[round(gap, 9) for gap in row] for row in gaps.tolist()]
    [[0.0], [-0.52]]
    """
    steps = arguments.count(steps, "steps")
    w, inputs, wanted, rate = arguments.arrays(
        {"weights": weights, "x": x, "target": target, "epsilon": epsilon}, exact=True
    )
    arguments.require(w.ndim == 2 and w.shape[0] == w.shape[1], "weights", weights, "of shape (n, n)")
    n = w.shape[0]
    arguments.require(inputs.ndim == 2 and inputs.shape[1] == n, "x", x, f"of shape (samples, {n})")
    arguments.require(wanted.shape == inputs.shape, "target", target, f"of shape {tuple(inputs.shape)}")
    arguments.require(rate.ndim == 0, "epsilon", epsilon, "a single number")
    for name, unit in (("p", p), ("q", q)):
        arguments.require(arguments.count(unit, name) < n, name, unit, f"a unit below {n}")
    arguments.one_of(activation, "activation", layer.ACTIVATIONS)
    arguments.one_of(update, "update", layer.UPDATES)
    xp, gaps = compat.array_namespace(w), []
    for step in range(steps + 1):
        each = xp.broadcast_to(w, (inputs.shape[0], n, n))
        y, states, slopes = layer.run(each, inputs, activation, update)
        gaps.append(y[:, q] - y[:, p])
        if step < steps:
            w = w - rate * learning.summed_gradient(each, states, slopes, y - wanted, update)
            _require_finite(w, steps, step)
    return xp.stack(gaps)


def fit_map(weights: Any, target: Any, *, epsilon: Any, steps: int) -> tuple[Array, Array]:
    """Gradient descent of a linear gradual layer on half the squared distance between its matrix and another.

    Parameters
    ----------
    weights : array_like, shape (n, n)
        omega at the start.
    target : array_like, shape (n, n)
        The matrix to reach.
    epsilon : float
        Step size.
    steps : int
        How many steps.

    Returns
    -------
    weights : array, shape (n, n)
        omega after the last step.
    maps : array, shape (steps + 1, n, n)
        The layer's matrix before the first step and after each.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above, or training leaves the range of the numbers.
    """
    steps = arguments.count(steps, "steps")
    w, wanted, rate = arguments.arrays({"weights": weights, "target": target, "epsilon": epsilon}, exact=True)
    arguments.require(w.ndim == 2 and w.shape[0] == w.shape[1], "weights", weights, "of shape (n, n)")
    arguments.require(wanted.shape == w.shape, "target", target, f"of shape {tuple(w.shape)}")
    arguments.require(rate.ndim == 0, "epsilon", epsilon, "a single number")
    xp, unit, maps = compat.array_namespace(w), layer.identity(w), []
    for step in range(steps + 1):
        # On the unit vectors as samples the outputs are the columns of the matrix.
        each = xp.broadcast_to(w, (w.shape[0], *w.shape))
        columns, states, slopes = layer.run(each, unit, "linear", "gradual")
        maps.append(xp.matrix_transpose(columns))
        if step < steps:
            off = columns - xp.matrix_transpose(wanted)
            w = w - rate * learning.summed_gradient(each, states, slopes, off, "gradual")
            _require_finite(w, steps, step)
    return w, xp.stack(maps)


def _require_finite(w: Array, steps: int, step: int) -> None:
    if not arguments.is_exact(w):
        xp = compat.array_namespace(w)
        allowed = f"small enough for the weights to stay finite (they do not after step {step + 1})"
        arguments.require(xp.all(xp.isfinite(w)), "steps", steps, allowed)
