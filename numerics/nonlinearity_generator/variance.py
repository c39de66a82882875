"""Variance of weight updates: of a batch, and in the parts that Theorem 1 bounds.

Source: Jiang et al. 2017, arXiv 1708.01666.
"""

from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array


def update_variance(d: Any, z: Any, eta: Any = 1) -> Array:
    """Variance of the entries of a batch's weight update, from the update itself.

    Parameters
    ----------
    d : array_like, shape (..., samples, m)
        Gradients of the loss by the pre-activations.
    z : array_like, shape (..., samples, n)
        Inputs of the layer.
    eta : number
        Learning rate. Exact numbers are allowed if all arguments are exact.

    Returns
    -------
    array, shape (...)
        Var of the entries of -eta times the mean over samples of d z^T.

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit or an argument is not made of finite real numbers.
    """
    a, b, rate = _batch(d, z, eta)
    xp = compat.array_namespace(a)
    update = -rate * xp.matmul(xp.matrix_transpose(a), b) / a.shape[-2]
    entries = xp.reshape(update, (*update.shape[:-2], update.shape[-2] * update.shape[-1]))
    centre = xp.sum(entries, axis=-1, keepdims=True) / entries.shape[-1]
    return _mean((entries - centre) ** 2)


def variance_parts(d: Any, z: Any, eta: Any = 1) -> tuple[Array, Array, Array]:
    """The three parts of that variance: of both spreads, of the mean of z, of the mean of d.

    Parameters
    ----------
    d, z, eta
        As in `update_variance`.

    Returns
    -------
    spread, forward, backward : arrays, shape (...)
        (eta/B)^2 times sum C^d_bc C^z_bc, zbar^T C^d zbar and dbar^T C^z dbar, with the covariances C of the
        samples' vectors; for one sample Var(d) Var(z), Var(d) E(z)^2 and Var(z) E(d)^2 times eta^2.

    Raises
    ------
    TypeError, ValueError
        As in `update_variance`.

    References
    ----------
    Jiang et al. 2017, arXiv 1708.01666, Theorem 1, whose bounds these identities replace.

    Examples
    --------
    >>> [float(part) for part in variance_parts([[1.0, 3.0]], [[0.0, 2.0]])]
    [1.0, 1.0, 4.0]
    """
    a, b, rate = _batch(d, z, eta)
    xp = compat.array_namespace(a)
    factor = (rate / a.shape[-2]) ** 2
    means = [xp.sum(v, axis=-1, keepdims=True) / v.shape[-1] for v in (a, b)]
    spreads = [
        xp.matmul(v - m, xp.matrix_transpose(v - m)) / v.shape[-1] for v, m in zip((a, b), means, strict=True)
    ]

    def form(mean: Array, spread: Array) -> Array:
        return xp.sum(mean * spread * xp.matrix_transpose(mean), axis=(-2, -1))

    both = xp.sum(spreads[0] * spreads[1], axis=(-2, -1))
    return factor * both, factor * form(means[1], spreads[0]), factor * form(means[0], spreads[1])


def _batch(d: Any, z: Any, eta: Any) -> tuple[Array, Array, Array]:
    a, b, rate = arguments.arrays({"d": d, "z": z, "eta": eta}, exact=True)
    arguments.require(a.ndim >= 2, "d", d, "of shape (..., samples, m)")
    fits = b.ndim == a.ndim and b.shape[:-1] == a.shape[:-1]
    arguments.require(fits, "z", z, f"of shape {(*a.shape[:-1], 'n')}")
    arguments.require(min(*a.shape, *b.shape) > 0, "d", d, "without axes of length 0")
    arguments.require(rate.ndim == 0, "eta", eta, "a single number")
    return a, b, rate


def _mean(entries: Array) -> Array:
    return compat.array_namespace(entries).sum(entries, axis=-1) / entries.shape[-1]
