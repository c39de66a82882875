"""A gradient flow that slides along a kink, and gradient descent that follows it.

Source: counterexample to Lemma 2, Eq. 5 of Le & Jegelka 2022, arXiv 2201.11968, as printed: f = c_u
relu(u.x) + c_v relu(v.x), R = f(x_1) - f(x_2), x_1 = (1, -1), x_2 = (1, 0), from u = (1, 1), v = (3, 1),
c_u = c_v = 1.
"""

from __future__ import annotations

from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array

START = (1.0, 1.0, 3.0, 1.0, 1.0, 1.0)
"""u_1, u_2, v_1, v_2, c_u, c_v at time 0."""

_X = np.array([[1.0, -1.0], [1.0, 0.0]])
_FACTORS = np.array([1.0, -1.0])


def flow(t: Any) -> Array:
    """Parameters of the sliding flow at times t, shape (..., 6), in the order of `START`.

    u_1 = u_2 = q with q' = c_u/2 and c_u' = q; v_1 = 3, v_2 = c_v = e^t.

    Examples
    --------
    >>> round(float(twin_product(flow(0.5)) - twin_product(flow(0.0))), 6)
    0.534363
    """
    (t,) = arguments.arrays({"t": t})
    xp = compat.array_namespace(t)
    rate = 0.5**0.5
    q = xp.cosh(rate * t) + rate * xp.sinh(rate * t)
    c_u = 2 * rate * xp.sinh(rate * t) + xp.cosh(rate * t)
    grown = xp.exp(t)
    return xp.stack([q, q, 3.0 + 0 * t, grown, c_u, grown], axis=-1)


def descent(eta: float, steps: int) -> Array:
    """Gradient descent from `START`, shape (steps + 1, 6); the slope at 0 is that for z >= 0."""
    steps = arguments.count(steps, "steps")
    (size,) = arguments.arrays({"eta": eta})
    arguments.require(size.ndim == 0 and bool(size > 0), "eta", eta, "a positive number")
    path = np.empty((steps + 1, 6))
    path[0] = START
    for step in range(steps):
        path[step + 1] = path[step] - float(eta) * gradient(path[step])
    return path


def gradient(at: Array) -> Array:
    """Gradient of R, shape (6,), at parameters of shape (6,)."""
    u, v, c_u, c_v = at[:2], at[2:4], at[4], at[5]
    active_u, active_v = (_X @ u >= 0) * _FACTORS, (_X @ v >= 0) * _FACTORS
    slopes = [c_u * (active_u @ _X), c_v * (active_v @ _X), [active_u @ (_X @ u)], [active_v @ (_X @ v)]]
    return np.concatenate(slopes)


def twin_product(at: Any) -> Array:
    """Q = u.v - c_u c_v, from parameters of shape (..., 6)."""
    return at[..., 0] * at[..., 2] + at[..., 1] * at[..., 3] - at[..., 4] * at[..., 5]


def vertex_differences(at: Any) -> Array:
    """|u|^2 - c_u^2 and |v|^2 - c_v^2, shape (..., 2)."""
    xp = compat.array_namespace(at)
    of_u = at[..., 0] ** 2 + at[..., 1] ** 2 - at[..., 4] ** 2
    of_v = at[..., 2] ** 2 + at[..., 3] ** 2 - at[..., 5] ** 2
    return xp.stack([of_u, of_v], axis=-1)
