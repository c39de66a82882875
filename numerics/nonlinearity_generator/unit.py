"""The nonlinearity generator max(x, t): gradients, variance of weight updates, energies through depth.

Source: Jiang et al. 2017, arXiv 1708.01666.
"""

from typing import Any

import array_api_compat as compat
import numpy as np
import numpy.typing as npt

from numerics import gaussian
from numerics.arrays import arguments
from numerics.arrays.arguments import Array

Doubles = npt.NDArray[np.float64]

ACTIVATIONS = ("generator", "relu", "prelu")


def generator(x: Any, t: Any) -> Array:
    """Output max(x, t) (Eq. 1), computed as a maximum: relu(x - t) + t may round differently.

    Parameters
    ----------
    x, t : array_like, shapes that broadcast to (...)
        Pre-activations and thresholds; exact numbers are allowed.

    Returns
    -------
    array, shape (...)

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real numbers or shapes do not broadcast.

    Examples
    --------
    >>> generator([-2.0, 0.5], -1.0).tolist()
    [-1.0, 0.5]
    """
    a, b = _pair(x, t)
    return _where(a > b, a, b)


def gradients(x: Any, t: Any, g: Any) -> tuple[Array, Array]:
    """How a gradient at the output is shared out between x and t (Eqs. 2-3); at a tie t receives all.

    Parameters
    ----------
    x, t, g : array_like, shapes that broadcast to (...)
        Pre-activations, thresholds, gradient of the loss by the outputs; exact numbers are allowed.

    Returns
    -------
    to_x, to_t : arrays, shape (...)
        They add up to g. For a shared t the sum of `to_t` over its positions is its gradient (Eq. 9).

    Raises
    ------
    TypeError, ValueError
        As in `generator`.

    Examples
    --------
    >>> to_x, to_t = gradients([-2.0, 0.5], -1.0, [3.0, 4.0])
    >>> to_x.tolist(), to_t.tolist()
    ([0.0, 4.0], [3.0, 0.0])
    """
    arrays = arguments.arrays({"x": x, "t": t, "g": g}, exact=True)
    a, b, slope = arguments.broadcast(dict(zip(("x", "t", "g"), arrays, strict=True)))
    return _where(a > b, slope, slope * 0), _where(a > b, slope * 0, slope)


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


def moments(mu: Any, sigma: Any, t: Any) -> tuple[Doubles, Doubles]:
    """Mean and mean square of max(X, t) for X normal with mean mu and standard deviation sigma.

    Parameters
    ----------
    mu, sigma, t : array_like, shapes that broadcast to (...)
        sigma > 0.

    Returns
    -------
    mean, energy : ndarrays, shape (...)
        mean = t + sigma E (Z - A)^+ with A = (t - mu)/sigma; energy accordingly.

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real numbers or sigma is not positive.
    """
    values = arguments.arrays({"mu": mu, "sigma": sigma, "t": t})
    arguments.require(values[1] > 0, "sigma", sigma, "positive")
    named = dict(zip(("mu", "sigma", "t"), values, strict=True))
    centre, width, level = (gaussian.to_numpy(value) for value in arguments.broadcast(named))
    cut = (centre - level) / width
    excess = width * np.asarray(gaussian.mean_excess(cut))
    square = width**2 * np.asarray(gaussian.mean_square_excess(cut))
    return level + excess, level**2 + 2 * level * excess + square


def energies(q: float, *, depth: int, scale: float = 1.0, activation: str = "generator") -> Doubles:
    """Energy of the pre-activations layer by layer, for weights of variance scale/n and no biases.

    Parameters
    ----------
    q : float
        Energy of the first pre-activations, above 0.
    depth : int
        How many layers follow.
    scale : float
        n times the variance of the weights, above 0.
    activation : {"generator", "relu", "prelu"}
        max(x, -1), the positive part, or PReLU with slope 1/4.

    Returns
    -------
    ndarray, shape (depth + 1,)

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    arguments.one_of(activation, "activation", ACTIVATIONS)
    depth = arguments.count(depth, "depth")
    start, factor = arguments.arrays({"q": q, "scale": scale})
    for name, value, given in (("q", start, q), ("scale", factor, scale)):
        arguments.require(value.ndim == 0 and bool(value > 0), name, given, "a positive number")
    found = [float(start)]
    for _ in range(depth):
        now = found[-1]
        slope = {"relu": 0.5, "prelu": (1 + 1 / 16) / 2}.get(activation)
        energy = now * slope if slope else float(moments(0.0, np.sqrt(now), -1.0)[1])
        found.append(float(factor) * energy)
    return np.array(found)


def gradient_factor(q: Any, scale: Any = 1.0) -> Doubles:
    """Factor scale * P(X > -1) of the energy of gradients through a generator at -1, X normal of energy q.

    Parameters
    ----------
    q, scale : array_like, shapes that broadcast to (...)
        Energy of the pre-activations, above 0; n times the variance of the weights.

    Raises
    ------
    TypeError, ValueError
        If an argument is not made of finite real numbers, or q is not positive.
    """
    energy, factor = arguments.arrays({"q": q, "scale": scale})
    arguments.require(energy > 0, "q", q, "positive")
    energy, factor = arguments.broadcast({"q": energy, "scale": factor})
    return np.asarray(gaussian.to_numpy(factor) * gaussian.cdf(1 / np.sqrt(gaussian.to_numpy(energy))))


def _pair(x: Any, t: Any) -> tuple[Array, ...]:
    a, b = arguments.arrays({"x": x, "t": t}, exact=True)
    return arguments.broadcast({"x": a, "t": b})


def _where(condition: Array, first: Array, second: Array) -> Array:
    if arguments.is_exact(first) or arguments.is_exact(second):
        return np.where(np.asarray(condition, dtype=bool), first, second)
    return compat.array_namespace(first).where(condition, first, second)


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
