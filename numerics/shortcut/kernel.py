r"""The two functions of an angle through which two ReLU filters see one another.

For unit vectors u, v at the angle phi and Z ~ N(0, I), E relu(u.Z) relu(v.Z) = g(phi) / 2 pi with

    g(phi) = (pi - phi) cos phi + sin phi,        h(phi) = -g'(phi) = (pi - phi) sin phi.

g falls strictly from pi at 0 to 0 at pi. Both it and pi - g are wanted without cancellation, the first near
pi, where g = (pi - phi)^3 / 3 + ..., the second near 0, where pi - g = pi phi^2 / 2 - ....

Source: Liu et al. 2019, arXiv 1909.04653, Section 2; the kernel is that of Du et al., arXiv 1712.00779.
"""

from typing import Any

import array_api_compat as compat

from numerics.arrays import arguments
from numerics.arrays.arguments import Array

_SERIES_BELOW = 0.25


def overlap(phi: Any) -> Array:
    """Kernel g(phi) = (pi - phi) cos phi + sin phi, accurate near pi too.

    Parameters
    ----------
    phi : array_like, shape (...)
        Angles in [0, pi], in radians.

    Returns
    -------
    array, shape (...)
        g, from pi down to 0.

    Raises
    ------
    TypeError, ValueError
        If `phi` is not made of finite real numbers in [0, pi].

    Examples
    --------
    >>> round(float(overlap(1.5707963267948966)), 12)
    1.0
    """
    return overlap_of(_angle(phi))


def turning(phi: Any) -> Array:
    """Minus the slope of the kernel, h(phi) = (pi - phi) sin phi; arguments as for `overlap`."""
    phi = _angle(phi)
    xp = compat.array_namespace(phi)
    return (xp.pi - phi) * xp.sin(phi)


def _angle(phi: Any) -> Array:
    (angle,) = arguments.arrays({"phi": phi})
    xp = compat.array_namespace(angle)
    arguments.require((angle >= 0) & (angle <= xp.pi), "phi", phi, "an angle in [0, pi]")
    return angle


def overlap_of(phi: Array) -> Array:
    """`overlap` without checks."""
    xp = compat.array_namespace(phi)
    return _odd(xp.pi - phi, xp)


def shortfall_of(phi: Array) -> Array:
    """Compute pi - g(phi) for angles in [0, pi], accurate near 0."""
    xp = compat.array_namespace(phi)
    return 2 * xp.pi * xp.sin(phi / 2) ** 2 - _odd(phi, xp)


def _odd(x: Array, xp: Any) -> Array:
    """Evaluate sin x - x cos x."""
    y = x * x
    series = x * y / 3 * (1 - y / 10 * (1 - y / 28 * (1 - y / 54 * (1 - y / 88 * (1 - y / 130)))))
    return xp.where(x < _SERIES_BELOW, series, xp.sin(x) - x * xp.cos(x))
