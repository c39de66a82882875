"""Losses of a network's output and their slopes, free of overflow at any margin.

Labels are -1 or 1 for the logistic and the exponential loss, real for the squared one; a risk is the mean.
"""

from __future__ import annotations

from typing import Any, Literal

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array

Loss = Literal["logistic", "exponential", "squared"]
LOSSES = ("logistic", "exponential", "squared")


def risk(f: Any, y: Any, loss: Loss) -> Array:
    """Mean loss over the last axis.

    Parameters
    ----------
    f : array, shape (..., n)
        Outputs.
    y : array, shape (n,)
        Labels.
    loss
        Logistic log(1 + exp(-y f)), exponential exp(-y f), squared (f - y)^2 / 2.

    Returns
    -------
    array, shape (...)

    Raises
    ------
    TypeError, ValueError
        If the loss is unknown or shapes do not fit; or if the exponential loss is too large for a float: use
        `log_risk`.

    Examples
    --------
    >>> float(risk([-1e8, 1e8], [1.0, 1.0], "logistic"))
    50000000.0
    """
    f, y = _checked(f, y, loss)
    xp = compat.array_namespace(f)
    if loss == "squared":
        return xp.mean((f - y) ** 2, axis=-1) / 2
    if loss == "logistic":
        return xp.mean(xp.logaddexp(xp.zeros_like(f), -y * f), axis=-1)
    allowed = "with margins above -700 for the exponential loss; log_risk has no such limit"
    arguments.require(y * f > -700.0, "f", f, allowed)
    return xp.exp(log_risk(f, y))


def log_risk(f: Any, y: Any) -> Array:
    """Logarithm of the exponential risk, shape (...), whatever the margins.

    Examples
    --------
    >>> float(log_risk([-1e8, 0.0], [1.0, 1.0])) == 1e8 - 0.6931471805599453
    True
    """
    f, y = _checked(f, y, "exponential")
    xp = compat.array_namespace(f)
    largest = xp.max(-y * f, axis=-1, keepdims=True)
    return largest[..., 0] + xp.log(xp.mean(xp.exp(-y * f - largest), axis=-1))


def slopes(f: Any, y: Any, loss: Loss) -> Array:
    """Derivative of the risk by each output, shape (..., n)."""
    f, y = _checked(f, y, loss)
    return slopes_unchecked(f, y, loss)


def slopes_unchecked(f: Array, y: Array, loss: Loss) -> Array:
    """As `slopes`, of arguments that have been checked: for the inside of long loops."""
    xp = compat.array_namespace(f)
    n = f.shape[-1]
    if loss == "squared":
        return (f - y) / n
    if loss == "logistic":
        decay = xp.exp(-xp.abs(f))
        share = xp.where(y * f >= 0, decay, xp.ones_like(decay)) / (1 + decay)
        return -y * share / n
    return log_slopes(f, y) * xp.exp(log_risk(f, y))[..., None]


def log_slopes(f: Any, y: Any) -> Array:
    """Derivative of `log_risk` by each output: minus the label times a softmax weight, shape (..., n)."""
    f, y = _checked(f, y, "exponential")
    xp = compat.array_namespace(f)
    share = xp.exp(-y * f - xp.max(-y * f, axis=-1, keepdims=True))
    return -y * share / xp.sum(share, axis=-1, keepdims=True)


def _checked(f: Any, y: Any, loss: str) -> tuple[Array, Array]:
    arguments.one_of(loss, "loss", LOSSES)
    f, y = arguments.arrays({"f": f, "y": y})
    arguments.require(f.ndim >= 1, "f", f, "of shape (..., n)")
    fits = y.ndim == 1 and y.shape[0] == f.shape[-1]
    arguments.require(fits, "y", y, f"of shape ({f.shape[-1]},), one label for each output f")
    if loss != "squared":
        arguments.require((y == 1) | (y == -1), "y", y, "of labels -1 and 1")
    return f, y
