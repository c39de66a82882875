"""A curve that converges in direction while it crosses every hyperplane through its limit for ever.

Source: Le & Jegelka 2022, arXiv 2201.11968, Claim 2.
"""

from __future__ import annotations

from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array


def spiral(t: Any, *, dimension: int) -> Array:
    """The curve t e_0 + sum over j = 1 .. d - 1 of sin(j t + j) e_j.

    Parameters
    ----------
    t : array_like, shape (...)
        Times.
    dimension
        d, at least 2.

    Returns
    -------
    array, shape (..., d)

    Raises
    ------
    TypeError, ValueError
        If the dimension is below 2 or a time is not finite.

    Examples
    --------
    >>> [round(float(value), 3) for value in spiral(1.0, dimension=3)]
    [1.0, 0.909, -0.757]
    """
    dimension = arguments.count(dimension, "dimension", at_least=2)
    (t,) = arguments.arrays({"t": t})
    xp = compat.array_namespace(t)
    return xp.stack([t, *(xp.sin(j * t + j) for j in range(1, dimension))], axis=-1)


def crossings(values: Any) -> Array:
    """Where values along their last axis change sign; shape (..., n), true at the first of the new sign."""
    (values,) = arguments.arrays({"values": values})
    xp = compat.array_namespace(values)
    arguments.require(values.ndim >= 1 and values.shape[-1] >= 1, "values", values, "of shape (..., n)")
    above = values > 0
    first = xp.zeros_like(above[..., :1])
    return xp.concat([first, above[..., 1:] != above[..., :-1]], axis=-1)
