r"""Moments of two correlated standard normal variables over a corner of the plane.

The corner is z > -c, x < 0 for standard normal z and x with correlation k >= 0: where a ReLU unit whose
weight vector makes an acute angle with the target's is active though the target is negative. Replacing x by
-x gives the corner z > -c, x > 0 for the correlation -k <= 0.

With s = sqrt(1 - k^2) and h = -c >= 0 the corner's apex lies at the distance h / s from the origin, and
integrating first across the corner leaves, with the scaled tail moments I_n of `numerics.gaussian`,

    E[(-x)^n 1{z > h, x < 0}] = s^(n+1) phi(0) int_{h/s}^oo phi(v) I_n(k v) dv,

an integral of positive smooth functions, which Gauss-Legendre quadrature gives with a relative error near
1e-14 however small it is. For c > 0 the reflection z -> -z gives what is to be added, again without
cancellation. (The usual form, through Owen's T or the bivariate normal distribution function, is a difference
of nearly equal numbers in the tails and near k = 1.)

Source: Arnekvist et al. 2020, arXiv 2005.06195, Eqs. 5, 10 and 24-26, for the rectified target, which the
paper does not work out.
"""

from typing import NamedTuple

import numpy as np
from scipy import special

from numerics.gaussian.half_line import Doubles, pdf_of, scaled_tail_moments

_PHI0 = 1 / np.sqrt(2 * np.pi)
_DROP = 40.0
"""The quadrature stops where phi has fallen by exp(-40), below 1e-17, from its largest value."""
_NODES, _WEIGHTS = (0.5 * x for x in np.polynomial.legendre.leggauss(40))  # on (0, 1) after the shift below
_NODES = _NODES + 0.5
_TINY = 1e-100


class Corner(NamedTuple):
    """Moments over the corner z > -c, x < 0, each an array of the common shape of c and k.

    Attributes
    ----------
    probability
        P(z > -c, x < 0).
    mean
        E[(-x) 1{z > -c, x < 0}].
    slope, offset
        Two numbers with E[(z + c) (-x) 1{z > -c, x < 0}] = slope c + offset, kept apart because the caller
        may know c only as a quotient that overflows.
    """

    probability: Doubles
    mean: Doubles
    slope: Doubles
    offset: Doubles


def corner_moments(c: Doubles, k: Doubles, s: Doubles) -> Corner:
    """Moments of a pair of standard normal variables over z > -c, x < 0.

    Parameters
    ----------
    c : ndarray of float64, shape (...)
        Minus the lower end for z, in standard deviations; at most 1e6 in size.
    k : ndarray of float64, shape (...)
        Correlation of z and x, 0 <= k <= 1.
    s : ndarray of float64, shape (...)
        sqrt(1 - k^2), passed on its own because it cannot be had from a k near 1.

    Returns
    -------
    Corner
        The moments; unchecked input, this being an inner function of `numerics.dying_relu.relu_unit`.
    """
    c, k, s = np.broadcast_arrays(c, k, s)
    probability, mean, product = _far_corner(np.abs(c), k, s)
    right = np.maximum(c, 0.0)
    # 1 - exp(-c^2/2), and E[z^2 1{0 < z < c}] by the incomplete gamma function: both exact for small c.
    fall = -np.expm1(-0.5 * right**2)
    square = 0.5 * special.gammainc(1.5, 0.5 * right**2)
    mean_at_0 = 0.5 * _PHI0 * s**2 / (1 + k)
    positive = c > 0
    return Corner(
        probability + 0.5 * special.erf(right / np.sqrt(2)),
        np.where(positive, 2 * mean_at_0 - mean + k * _PHI0 * fall, mean),
        np.where(positive, 2 * mean_at_0 + k * _PHI0 * fall, 0.0),
        product - k * square,
    )


def _far_corner(h: Doubles, k: Doubles, s: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Return E of 1, -x and (z - h)(-x) over the corner z > h, x < 0, for h >= 0."""
    apex = h / np.maximum(s, _TINY)
    width = 2 * _DROP / (np.hypot(apex, np.sqrt(2 * _DROP)) + apex)
    beyond = width[..., None] * _NODES
    decay = np.exp(-beyond * (apex[..., None] + 0.5 * beyond)) * _WEIGHTS
    mills, first, _ = scaled_tail_moments(k[..., None] * (apex[..., None] + beyond))
    front = _PHI0 * pdf_of(apex) * s * width
    return (
        front * np.sum(decay * mills, axis=-1),
        front * s * np.sum(decay * first, axis=-1),
        front * s**2 * np.sum(decay * beyond * first, axis=-1),
    )
