"""Moments over the half-line z > -c on which a unit is active, and the gradient in terms of them.

Each moment below is the integral over the active inputs of a function that is positive there, so each is
positive for every c. Claims whose steps need that carry it as a premise, next to a part that proves the
integral; that the integral of a positive function is positive is the one thing left to the reader.
"""

from __future__ import annotations

from sympy import Eq, Expr, Integral, Symbol, oo, sqrt

from theory.gaussian import Phi, phi


def mean(c: Expr) -> Expr:
    """Integral of z + c: the mean output of relu(z + c)."""
    return c * Phi(c) + phi(c)


def square(c: Expr) -> Expr:
    """Integral of (z + c)^2: the mean square output of relu(z + c)."""
    return (1 + c**2) * Phi(c) + c * phi(c)


def second(c: Expr) -> Expr:
    """Integral of z^2."""
    return Phi(c) - c * phi(c)


def cube(c: Expr) -> Expr:
    """Integral of (z + c)^3."""
    return c * (c**2 + 3) * Phi(c) + (c**2 + 2) * phi(c)


def spread(c: Expr) -> Expr:
    """Phi^2 times the variance of z given z > -c; Phi times it is the integral of (Phi z - phi)^2."""
    return Phi(c) ** 2 - c * Phi(c) * phi(c) - phi(c) ** 2


def as_integrals(c: Symbol, z: Symbol) -> dict[str, Eq]:
    """The moments as integrals of functions that are positive on the half-line, as parts of a claim."""
    return {
        "mean": Eq(Integral((z + c) * phi(z), (z, -c, oo)), mean(c)),
        "square": Eq(Integral((z + c) ** 2 * phi(z), (z, -c, oo)), square(c)),
        "second": Eq(Integral(z**2 * phi(z), (z, -c, oo)), second(c)),
        "spread": Eq(Integral((Phi(c) * z - phi(c)) ** 2 * phi(z), (z, -c, oo)), Phi(c) * spread(c)),
    }


def along(r: Expr, k: Expr, c: Expr, gamma: Expr) -> Expr:
    """Gradient along the weights, of length r and cosine k to the target, at b = c r (Eq. 28)."""
    return r * Phi(c) - gamma * k * second(c)


def across(k: Expr, c: Expr, gamma: Expr) -> Expr:
    """Gradient across the weights, in the plane of weights and target (Eq. 27)."""
    return -gamma * sqrt(1 - k**2) * Phi(c)


def towards_bias(r: Expr, k: Expr, c: Expr, gamma: Expr) -> Expr:
    """Gradient in the bias at b = c r (Eq. 29)."""
    return r * mean(c) - gamma * k * phi(c)
