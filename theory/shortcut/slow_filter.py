"""Beyond the paper: which first angles lead to the optimum when the filter's step is small enough."""

from __future__ import annotations

from sympy import And, Expr, Function, Implies, Interval, Max, Min, Naturals0, Rational, oo, pi, symbols

from theory.claim import Assertion, Claim, Reals, Remark
from theory.shortcut.setting import (
    DECAY,
    FAST,
    N,
    at_most,
    chi,
    equals,
    g,
    kernel,
    next_chi,
    next_sigma,
    q,
    real,
    rests,
    share,
    shares,
    sigma,
    without,
)  # fmt: skip

#: Kernel value at the angle that the filter does not pass, and where sigma and chi rest there and elsewhere.
g1, s1, c1, e = real("g_1 sigma_1 chi_1 e")
#: Parts of the way that a step takes, what it adds to the angle, and the angles' bounds.
c, f, turn, first, edge, level = real("c f tau phi_0 phi_1 X")
t = symbols("t", integer=True)
#: Angle and, of sigma and chi, the weighed minima (maxima) with their rests.
phi, least, most = (Function(name, real=True) for name in ("phi", "v", "V"))
#: How far from its rest the share may start, in the ball.
APART = Rational(5, 2)
_left = (1 - c) ** t


_in_ball = And(sigma >= -1, sigma <= 1, (1 - q**2) * chi**2 <= q**2)
_rests_here = And(s1 <= 1, s1 >= 0, c1 <= 1, c1 >= -1)


def _towards(value: Expr, rest: Expr, part: Expr) -> Expr:
    """Value after a step that takes a part of the way to where it rests."""
    return (1 - part) * value + part * rest


_angles = ((16, Rational(1, 20), Rational(5205, 10**4)), (100, Rational(1, 5), Rational(6234, 10**4)))
_half_digit = Rational(1, 2 * 10**4)


def _at(patches: int, square: Rational) -> Expr:
    """Kernel value at the saddle."""
    return (patches + pi - 1 - pi * patches * square) / (patches + pi - 1 - patches * square)


critical_angle = Claim(
    "shortcut.beyond.angle",
    title="With a small enough filter step, success means a first angle below the saddle's",
    where="Beyond the paper: Assumption 1",
    kind="beyond",
    says=[
        Assertion(
            r"Let the angle stay at or below $\phi_1$, with $\sigma_1$, $\chi_1$ the rests of $\sigma$ and "
            r"$\chi$ there and $X=q^2\sigma_1+(1-q^2)\chi_1$. Then a step makes of "
            r"$v=q^2\min(\sigma,\sigma_1)+(1-q^2)\min(\chi,\chi_1)$ at least $(1-c)v+cX$; at or above "
            r"$\phi_1$ it makes of $V$, with the maxima, at most $(1-c)V+cX$. From the ball $v\ge X-5/2$ "
            r"and $V\le X+5/2$.",
            shown_by=[
                "form_mean", "form_perp", "rates", "rests_fall", "rests_within", "lifts", "sinks",
                "starts_above", "starts_below",
            ],
        ),
        Assertion(
            r"So while the angle, changing by at most $\tau$ a step, has not come to $\phi_1$, "
            r"$v_t\ge X-\frac52(1-c)^t$, which is positive once $(1-c)^t<\frac25X$; and likewise from above.",
            shown_by=["lifted", "sunk"],
        ),
        Assertion(
            r"Put together, for every $k$, teacher and $a_0$ in the ball, $\eta_a\le2\pi/(k+\pi-1)$, "
            r"$\eta_wN\le1.656$ and $\phi_s$ the angle at which the resting share changes sign ($\pi$ for "
            r"$r\ge r_c$): if $\phi_0<\phi_1<\phi_s$, the run comes to the optimum as soon as "
            r"$\eta_wN\le(\phi_1-\phi_0)/(.35(1+\frac1c\ln\frac5{2X}))$; if $\phi_0>\phi_1>\phi_s$, to the "
            r"spurious point, with $\phi_0-\phi_1$ and $-X$ instead.",
            shown_by=["proof_of_either_side"],
        ),
        Assertion(
            r"$\phi_s$ is $.5205\pi$ ($k=16$, $q^2=.05$) and $.6234\pi$ ($k=100$, $q^2=.2$).",
            shown_by=["from_0", "to_0", "from_1", "to_1"],
        ),
        Assertion(
            r"For $p=8$, $k=25$ a uniform filter has $P(\phi_0<\phi_s)=.5539$ at $r=1$, $.7476$ at $r=4$, "
            "and 1 from $r_c=8.64$ on.",
            shown_by=["proof_of_the_chances_of_the_plain_network"],
        ),
        Remark(
            r"So warm-up tolerates angles beyond $\pi/2$, and these are the plain network's chances as "
            r"$\rho\to0$: the hypothesis on the first angle is sharp. Runs at $\phi_s\mp.01$ with small "
            r"$\rho$ do succeed and fail, and so often do plain networks."
        ),
    ],
    formula={
        "form_mean": equals(next_sigma(sigma, g), _towards(sigma, rests(g)[0], FAST)),
        "form_perp": equals(next_chi(chi, g), _towards(chi, rests(g)[1], DECAY)),
        "rates": Implies(FAST <= 1, And(DECAY <= FAST, DECAY >= 0)),
        "rests_fall": Implies(g >= g1, And(rests(g)[0] >= rests(g1)[0], rests(g)[1] >= rests(g1)[1])),
        "rests_within": Implies(
            g <= pi, And(rests(g)[0] <= 1, rests(g)[0] >= 0, rests(g)[1] <= 1, rests(g)[1] >= -1)
        ),
        "lifts": Implies(
            And(c <= f, e >= s1), Min(_towards(sigma, e, f), s1) >= _towards(Min(sigma, s1), s1, c)
        ),
        "sinks": Implies(
            And(c <= f, e <= s1), Max(_towards(sigma, e, f), s1) <= _towards(Max(sigma, s1), s1, c)
        ),
        "starts_above": Implies(
            And(_in_ball, _rests_here), share(Min(sigma, s1), Min(chi, c1)) >= share(s1, c1) - APART
        ),
        "starts_below": Implies(
            And(_in_ball, _rests_here), share(Max(sigma, s1), Max(chi, c1)) <= share(s1, c1) + APART
        ),
        "lifted": And(
            phi(t) <= first + turn * t,
            Implies(
                first + turn * t <= edge,
                And(least(t) >= level - APART * _left, Implies(APART * _left < level, least(t) > 0)),
            ),
        ),
        "sunk": And(
            phi(t) >= first - turn * t,
            Implies(
                first - turn * t >= edge,
                And(most(t) <= level + APART * _left, Implies(APART * _left < -level, most(t) < 0)),
            ),
        ),
        **{
            name: at_most(left, right)
            for i, (patches_, square, turn_) in enumerate(_angles)
            for name, left, right in (
                (f"from_{i}", _at(patches_, square), kernel(pi * (turn_ - _half_digit))),
                (f"to_{i}", kernel(pi * (turn_ + _half_digit)), _at(patches_, square)),
            )
        },
    },
    domain={
        **without(N), g1: Interval(0, pi), c: shares, f: shares, t: Naturals0, turn: Interval(0, oo),
        **dict.fromkeys((sigma, chi, s1, c1, e, first, edge, level), Reals),
    },
)  # fmt: skip
