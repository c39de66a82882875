"""Courses of the three numbers over any number of steps, and how many steps they need (Theorem 2)."""

from __future__ import annotations

from sympy import Expr, Function, Ge, Interval, Le, Mul, Naturals0, Rational, exp, log, oo, symbols

from theory.claim import positive
from theory.shortcut.setting import equals, real, shares

#: Steps; after them the share x, the filter's squared distance W and the output weights' distance Y.
t = symbols("t", integer=True)
x, W, Y = (Function(name, real=True) for name in ("x", "W", "Y"))
#: What a step takes away: c of the output weights' distance, rho of the filter's.
c, rho = real("c rho")
level, start, excess, delta, m = real("level z e delta m")
#: What the error of the filter leaves of the output weights', and what is left for the rest.
LINEAR, REST = Rational(73348, 10**5), Rational(2665, 10**4)

_share_rate, _filter_rate, _weights_rate = (1 - c) ** t, (1 - rho) ** t, (1 - c) ** t
courses = {
    "rises": Ge(x(t), level - (1 + level) * _share_rate),
    "filter": Le(W(t), start * _filter_rate),
    "weights": Le(Y(t), LINEAR * delta * m + start * _weights_rate),
    "stays_near": Le(Y(t), 2 * m),
    "powers": Le((1 - rho) ** t, (1 - rho + excess) ** t),
}


def _after(count: Expr, first: Expr) -> Expr:
    """What is left of a quantity that falls by exp(-rho) a step."""
    return Mul(first, exp(-rho * count, evaluate=False), evaluate=False)


counts = {
    "share_count": equals(
        _after(log((1 + level) / (level - Rational(1, 20))) / rho, 1 + level), level - Rational(1, 20)
    ),
    "filter_count": equals(_after(log(start / delta) / rho, start), delta),
    "weights_count": equals(_after(log(start / (REST * delta * m)) / rho, start), REST * delta * m),
}
domain = {
    t: Naturals0,
    c: shares,
    rho: Interval.Lopen(0, 1),
    level: Interval.open(Rational(1, 20), oo),
    excess: Interval(0, oo),
    **dict.fromkeys((start, delta, m), positive),
}
