"""Orthogonal matrices that turn a vector onto the last axis, in floating point or exact rationals.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 2 and 13.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array

_ALLOWED = "a vector of at least one entry, not all 0"


def length(v: Any) -> Any:
    """Euclidean length of a vector.

    Parameters
    ----------
    v : array_like, shape (L,)
        Vector; exact numbers are allowed where their length is rational.

    Returns
    -------
    array, shape (), or Fraction
        The length, exact for exact input.

    Raises
    ------
    TypeError, ValueError
        If `v` is no vector of finite numbers, or is exact and its length is irrational.
    """
    (v,) = arguments.arrays({"v": v}, exact=True)
    arguments.require(v.ndim == 1 and v.shape[0] > 0, "v", v, _ALLOWED)
    if not arguments.is_exact(v):
        xp = compat.array_namespace(v)
        # Scaled, so that squares neither overflow nor vanish.
        scale = xp.max(xp.abs(v))
        return scale * xp.sqrt(xp.sum((v / scale) ** 2)) if bool(scale > 0) else scale
    square = sum(Fraction(int(x.numerator), int(x.denominator)) ** 2 for x in map(_fraction, v))
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    arguments.require(root * root == square, "v", v, "of rational length where it is exact")
    return root


def turn_to_axis(v: Any) -> Array:
    """Orthogonal matrix U with U v = |v| e_L, a reflection (or the identity where v lies there already).

    Parameters
    ----------
    v : array_like, shape (L,)
        Vector other than 0; exact numbers are allowed where their length is rational.

    Returns
    -------
    array, shape (L, L)
        The matrix, an object array of Fractions for exact input.

    Raises
    ------
    TypeError, ValueError
        If `v` is no vector of finite numbers, is 0, or is exact and its length is irrational.
    """
    r = length(v)
    arguments.require(bool(r > 0), "v", v, _ALLOWED)
    if isinstance(r, Fraction):
        unit: Array = np.array(
            [_fraction(x) / r for x in arguments.arrays({"v": v}, exact=True)[0]], dtype=object
        )
        identity: Array = np.array(
            [[Fraction(int(i == j)) for j in range(unit.size)] for i in range(unit.size)]
        )
    else:
        (array,) = arguments.arrays({"v": v})
        xp = compat.array_namespace(array)
        unit = array / r
        identity = xp.eye(array.shape[0], dtype=array.dtype, device=compat.device(array))
    # u = unit - e_L; |u|^2 = 2 (1 - unit_L), and 1 - unit_L = |others|^2 / (1 + unit_L) does not cancel.
    others, last = unit[:-1], unit[-1]
    square = (
        (others * others).sum()
        if isinstance(r, Fraction)
        else compat.array_namespace(unit).sum(others * others)
    )
    if bool(square == 0) and bool(last > 0):
        return identity
    missing = square / (1 + last) if bool(last > 0) else 1 - last
    if isinstance(r, Fraction):
        u = np.array([*others, -missing], dtype=object)
        return identity - np.outer(u, u) / missing
    xp = compat.array_namespace(unit)
    u = xp.concat([others, xp.reshape(-missing, (1,))])
    return identity - u[:, None] * u[None, :] / missing


def _fraction(x: Any) -> Fraction:
    if isinstance(x, Fraction):
        return x
    return Fraction(int(x.p), int(x.q)) if hasattr(x, "q") else Fraction(int(x))
