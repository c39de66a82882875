r"""Phi and phi in NumPy with a proven bound on their error.

Both are tabulated at multiples of 1 / 2048 in ball arithmetic and continued from the nearest node c_0 by
Taylor polynomials in d = c - c_0, |d| <= 1 / 4096, whose remainders are below 1e-15:

    phi(c) = phi(c_0) e^x,  x = -d (c_0 + d / 2),  |x| <= 0.0022,  e^x to the fifth power,
    Phi(c) = Phi(c_0) + phi(c_0) d (1 - d c_0 / 2 + d^2 (c_0^2 - 1) / 6 - ...),  to the fourth power of d.

Sums and products of doubles are correctly rounded (IEEE 754), and there are fewer than 30 of them on numbers
of at most 1 beside d, so that `ERROR` covers them. Beyond |c| = 9 both are taken at 9, which is wrong by less
than 2e-18.
"""

import functools

import numpy as np
from flint import arb, ctx

from numerics.dying_relu.relu_unit.plane import Doubles

ERROR = 1e-14
"""Above the absolute error of both functions."""
REACH = 9
GRAIN = 2048


@functools.cache
def _nodes() -> tuple[Doubles, Doubles]:
    with ctx.workprec(80):
        half, root = 1 / arb(2).sqrt(), 1 / (2 * arb.pi()).sqrt()
        nodes = [arb(i) / GRAIN for i in range(-REACH * GRAIN, REACH * GRAIN + 1)]
        cdf = np.array([float((-c * half).erfc() / 2) for c in nodes])
        pdf = np.array([float((-c * c / 2).exp() * root) for c in nodes])
    return cdf, pdf


def gaussian(c: Doubles) -> tuple[Doubles, Doubles]:
    """Phi(c) and phi(c), each wrong by at most `ERROR`; shape (...)."""
    cdf, pdf = _nodes()
    c = np.clip(c, -REACH, REACH)
    at = np.rint(c * GRAIN)
    node = at / GRAIN
    d = c - node
    index = at.astype(np.intp) + REACH * GRAIN
    near = pdf[index]
    x = -d * (node + d / 2)
    density = near * (1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5)))))
    square = node * node
    bracket = 1 + d * (-node / 2 + d * ((square - 1) / 6 + d * (node * (3 - square) / 24)))
    return cdf[index] + near * d * bracket, density


def largest(power: int, low: Doubles, high: Doubles) -> Doubles:
    """An upper bound of x^power phi(x) for low <= x <= high, where 0 <= low; shape (...)."""
    at = np.clip(power**0.5, low, high)
    beyond = at > REACH
    x = np.minimum(at, REACH)
    value = x**power * (gaussian(x)[1] + ERROR)
    # Beyond 9 x^power phi(x) falls for all powers used, below 9^8 phi(9).
    return np.asarray(np.where(beyond, float(REACH) ** power * 1.1e-18, value) * (1 + 1e-12))
