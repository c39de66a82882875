"""Courses of angle, share and distances over any number of steps, and how many they need (Theorem 2)."""

from __future__ import annotations

from typing import Any

from sympy import And, Expr, Function, Implies, Interval, Le, Mul, Naturals0, Rational, exp, log, oo, symbols
from sympy.logic.boolalg import Boolean

from theory.claim import positive, variables
from theory.shortcut.setting import equals, real, shares

#: Steps; after them the angle, the share x, the filter's squared distance W, the output weights' distance Y.
t = symbols("t", integer=True)
phi, x, W, Y = (Function(name, real=True) for name in ("phi", "x", "W", "Y"))
#: What a step takes away: c of the output weights' distance, rho of the filter's.
c, rho = real("c rho")
level, start, excess, delta, m = real("level z e delta m")
#: First angle, what a step adds to it at most, and the angle that is not passed.
first, turn, edge = real("phi_0 tau theta")
#: The share at which stage I ends.
ENOUGH = Rational(1, 20)
#: What the error of the filter leaves of the output weights', and what is left for the rest.
LINEAR, REST = Rational(73348, 10**5), Rational(2665, 10**4)

_slow, _fast = (1 - c) ** t, (1 - rho) ** t
_entered = And(x(t) >= ENOUGH, phi(t) <= edge)
#: Stage I: while the angle is allowed to grow, and what the share comes to meanwhile.
stage_one = {
    "angle": Le(phi(t), first + turn * t),
    "enters": And(
        phi(t) <= first + turn * t,
        Implies(
            first + turn * t <= edge,
            And(
                x(t) >= level - (1 + level) * _slow,
                Implies((1 + level) * _slow <= level - ENOUGH, _entered),
            ),
        ),
    ),
}
#: Stage II: what it begins with is kept.
kept = {"stays": _entered}
converging = {
    "filter": And(W(t) <= start * _fast, Implies(start * _fast <= delta, W(t) <= delta)),
    "weights": And(
        W(t) <= delta,
        Y(t) <= LINEAR * delta * m + start * _slow,
        Implies(start * _slow <= REST * delta * m, Y(t) <= delta * m),
    ),
    "powers": Le(_fast, (1 - rho + excess) ** t),
}
bounded = {"stays_near": Le(Y(t), 2 * m)}


def _after(count: Expr, first: Expr) -> Expr:
    """What is left of a quantity that falls by exp(-rho) a step."""
    return Mul(first, exp(-rho * count, evaluate=False), evaluate=False)


share_count = equals(_after(log((1 + level) / (level - ENOUGH)) / rho, 1 + level), level - ENOUGH)
counts = {
    "filter_count": equals(_after(log(start / delta) / rho, start), delta),
    "weights_count": equals(_after(log(start / (REST * delta * m)) / rho, start), REST * delta * m),
}
_domain = {
    t: Naturals0,
    c: shares,
    rho: Interval.Lopen(0, 1),
    level: Interval.open(ENOUGH, oo),
    excess: Interval(0, oo),
    turn: Interval(0, oo),
    first: Interval(0, oo),
    edge: Interval(0, oo),
    **dict.fromkeys((start, delta, m), positive),
}


def domain(*parts: Boolean) -> dict[Any, Any]:
    """Domain of the symbols of some parts."""
    used = set().union(*[variables(part) for part in parts])
    return {symbol: values for symbol, values in _domain.items() if symbol in used}
