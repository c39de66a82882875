"""Symbols of the paper, the kernel, and the updates of the three numbers."""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Interval, Le, Lt, Rational, Set, Symbol, cos, oo, pi, sin, symbols
from sympy.logic.boolalg import Boolean

from theory.claim import positive


def real(names: str) -> tuple[Symbol, ...]:
    """Real symbols, always as a tuple."""
    return tuple(symbols(names, real=True, seq=True))


k, q, N, sigma, chi, eta, eta_w = real("k q N sigma chi eta eta_w")
#: The angle, and the same in half turns.
phi, u = real("phi u")
#: The kernel's value where only its range matters, and the sine and cosine of an angle likewise.
g, s, c = real("g s c")
x, rho = real("x rho")

#: What is left of the decay of chi and of sigma in one step is 1 - DECAY and 1 - FAST.
DECAY = eta * (pi - 1) / (2 * pi)
FAST = eta * (k + pi - 1) / (2 * pi)
#: g(5 pi/12) - 1 from below, and where x settles at least while phi <= 5 pi/12.
LEAST = Rational(440236, 10**6)
SETTLES = LEAST / (pi - 1)

shares = Interval(0, 1)
kernel_values = Interval(0, pi)
patches = Interval(1, oo)
domain = {k: patches, q: shares, N: positive, eta: positive, g: kernel_values}


def without(*idle: Symbol) -> dict[Symbol, Set]:
    """Domain of the symbols that a statement has, others left out."""
    return {symbol: values for symbol, values in domain.items() if symbol not in idle}


def kernel(angle: Expr) -> Expr:
    """Value of g at an angle."""
    return (pi - angle) * cos(angle) + sin(angle)


def turning(angle: Expr) -> Expr:
    """Value of h at an angle, minus the slope of g."""
    return (pi - angle) * sin(angle)


def share(sigma: Expr, chi: Expr) -> Expr:
    """Share x = a'a*/N of the teacher."""
    return q**2 * sigma + (1 - q**2) * chi


def next_sigma(sigma: Expr, g: Expr) -> Expr:
    """Sigma after a step."""
    return sigma + eta / (2 * pi) * (k - 1 + g - (k + pi - 1) * sigma)


def next_chi(chi: Expr, g: Expr) -> Expr:
    """Chi after a step."""
    return chi + eta / (2 * pi) * (g - 1 - (pi - 1) * chi)


def next_share(x: Expr, sigma: Expr, g: Expr) -> Expr:
    """Share x after a step."""
    return (1 - DECAY) * x + eta / (2 * pi) * (g - 1 + k * q**2 * (1 - sigma))


def rests(g: Expr) -> tuple[Expr, Expr]:
    """Where sigma and chi rest at a fixed kernel value."""
    return (k - 1 + g) / (k + pi - 1), (g - 1) / (pi - 1)


def at_most(left: Expr, right: Expr) -> Boolean:
    """Inequality that does not decide itself between numbers."""
    return Le(left, right, evaluate=False)


def less_than(left: Expr, right: Expr) -> Boolean:
    """Strict inequality that does not decide itself between numbers."""
    return Lt(left, right, evaluate=False)


def equals(left: Any, right: Any) -> Boolean:
    """Equation that is not looked into while it is built."""
    return Eq(left, right, evaluate=False)
