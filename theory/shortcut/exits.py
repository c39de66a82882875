"""Beyond the paper: sets of states that no step leaves, and the edge between the basins."""

from __future__ import annotations

from sympy import And, Expr, Implies, Interval, Max, Min, Rational, atan, pi

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.shortcut.setting import (
    DECAY,
    FAST,
    N,
    chi,
    eta_w,
    g,
    kernel,
    less_than,
    next_chi,
    next_share,
    next_sigma,
    q,
    real,
    rests,
    s,
    share,
    shares,
    sigma,
    turning,
    u,
    without,
    x,
)  # fmt: skip

y, z, g1 = real("y z g_1")

_now, _then = rests(g), rests(g1)
_least = q**2 * Min(sigma, _now[0]) + (1 - q**2) * Min(chi, _now[1])
_most = q**2 * Max(sigma, _now[0]) + (1 - q**2) * Max(chi, _now[1])
#: Where chi rests at the angle pi.
_LOWEST = -1 / (pi - 1)
_ceiling = q**2 * Max(sigma, 1) + (1 - q**2) * Max(chi, 1)
_floor = q**2 * Min(sigma, 0) + (1 - q**2) * Min(chi, _LOWEST)
_argument = eta_w * N * x * (1 - u) * s / 2

# One step from sigma = 20, chi = -.95, phi = 1/4 with k = 2, q^2 = 1/2, eta_a = .01, eta_w N = 1.656.
_SIGMA, _CHI, _ANGLE = Rational(20), -Rational(95, 100), Rational(1, 4)
_overlap = kernel(_ANGLE)
_next_chi = _CHI + Rational(1, 100) / (2 * pi) * (_overlap - 1 - (pi - 1) * _CHI)
_past_zero = atan(Rational(1656, 1000) * (_SIGMA + _CHI) / 2 * turning(_ANGLE) / (2 * pi)) - _ANGLE


def _rest_of_two(angle: Expr) -> Expr:
    """Where sigma rests for two patches."""
    return (1 + kernel(angle)) / (1 + pi)


basins = Claim(
    "shortcut.beyond.basins",
    title="Certified exits",
    where="Beyond the paper: Eq. 8",
    kind="beyond",
    says=[
        Assertion(
            r"With $\overline x=q^2\max(\sigma,1)+(1-q^2)\max(\chi,1)$ and "
            r"$\underline x=q^2\min(\sigma,0)+(1-q^2)\min(\chi,-1/(\pi-1))$ the share $x$ lies between "
            r"$\underline x$ and $\overline x$; for $\eta_a\le2\pi/(k+\pi-1)$, whatever the angle does, "
            "the first never falls and the second never rises.",
            shown_by=["within", "mean_bounded", "perp_bounded"],
        ),
        Assertion(
            r"While $\eta_wN|x|\le4$ the arctangent's argument is at most $2\sin\phi$ in size: with $x\ge0$ "
            r"the angle, folded back into $[0,\pi]$, does not grow (Theorem 10), and with $x\le0$ it does "
            "not fall.",
            shown_by=["towards", "away"],
        ),
        Assertion(
            r"In $S_+=\{q^2\min(\sigma,\sigma_e)+(1-q^2)\min(\chi,\chi_e)>0\}$, where $\sigma_e,\chi_e$ "
            r"are where $\sigma$ and $\chi$ rest at the present angle, $x$ is positive and each minimum "
            r"only rises, so with $\eta_wN\overline x\le4$ and $\eta_a$ as above no step leaves it; in "
            "$S_-$, with the maxima below 0, $x$ is negative and each maximum only falls, and "
            r"$-\eta_wN\underline x\le4$ does the same.",
            shown_by=[
                "positive", "negative", "mean_up", "perp_up", "mean_down", "perp_down", "together_up",
                "together_down",
            ],
        ),
        Assertion(
            r"In $S_+'=\{\phi<\pi/2,\;x\ge0,\;\sigma\le1\}$ the share $x$ stays at or "
            r"above 0 while $g\ge1$.",
            shown_by=["half"],
        ),
        Assertion(
            r"From the ball and with $\eta_wN\le1.656$ both bounds hold.",
            shown_by=["ball"],
        ),
        Assertion(
            r"Without a bound a step may overshoot: with $k=2$, $q^2=1/2$, $\eta_a=.01$ and $\eta_wN=1.656$ "
            r"the state $\sigma=20$, $\chi=-.95$, $\phi=1/4$ of $S_+$ is outside after one step.",
            shown_by=["inside_before", "outside_after"],
        ),
        Remark(
            r"In $S_+$ and $S_-$ the share is bounded away from 0, so the angle goes to 0 (or $\pi$) and the "
            "rest follows: these limits are taken by hand."
        ),
    ],
    formula={
        "within": And(share(sigma, chi) <= _ceiling, share(sigma, chi) >= _floor),
        "mean_bounded": Implies(
            And(FAST <= 1, g <= pi),
            And(Max(next_sigma(sigma, g), 1) <= Max(sigma, 1), Min(next_sigma(sigma, g), 0) >= Min(sigma, 0)),
        ),
        "perp_bounded": Implies(
            And(DECAY <= 1, g <= pi),
            And(
                Max(next_chi(chi, g), 1) <= Max(chi, 1),
                Min(next_chi(chi, g), _LOWEST) >= Min(chi, _LOWEST),
            ),
        ),
        "towards": Implies(
            And(x >= 0, eta_w * N * x <= 4), And(_argument >= 0, _argument <= 2 * s)
        ),
        "away": Implies(
            And(x <= 0, -eta_w * N * x <= 4), And(_argument <= 0, -_argument <= 2 * s)
        ),
        "positive": Implies(_least > 0, share(sigma, chi) > 0),
        "negative": Implies(_most < 0, share(sigma, chi) < 0),
        "mean_up": Implies(
            And(FAST <= 1, g1 >= g), Min(next_sigma(sigma, g), _then[0]) >= Min(sigma, _now[0])
        ),
        "perp_up": Implies(And(DECAY <= 1, g1 >= g), Min(next_chi(chi, g), _then[1]) >= Min(chi, _now[1])),
        "mean_down": Implies(
            And(FAST <= 1, g1 <= g), Max(next_sigma(sigma, g), _then[0]) <= Max(sigma, _now[0])
        ),
        "perp_down": Implies(And(DECAY <= 1, g1 <= g), Max(next_chi(chi, g), _then[1]) <= Max(chi, _now[1])),
        "together_up": Implies(And(y >= sigma, z >= chi, share(sigma, chi) > 0), share(y, z) > 0),
        "together_down": Implies(And(y <= sigma, z <= chi, share(sigma, chi) < 0), share(y, z) < 0),
        "half": Implies(And(DECAY <= 1, sigma <= 1, g >= 1, x >= 0), next_share(x, sigma, g) >= 0),
        "ball": Implies(
            And(sigma >= -1, sigma <= 1, (1 - q**2) * chi**2 <= q**2, eta_w * N <= Rational(1656, 1000)),
            And(eta_w * N * _ceiling <= 4, -eta_w * N * _floor <= 4),
        ),
        "inside_before": less_than(
            0, Min(_SIGMA, _rest_of_two(_ANGLE)) / 2 + Min(_CHI, (_overlap - 1) / (pi - 1)) / 2
        ),
        "outside_after": less_than(_rest_of_two(_past_zero) / 2 + _next_chi / 2, 0),
    },
    domain={
        **without(), eta_w: positive, s: shares, u: shares, g1: Interval(0, pi),
        **dict.fromkeys((sigma, chi, x, y, z), Reals),
    },
)  # fmt: skip

edge = Claim(
    "shortcut.beyond.edge",
    title="The edge between the basins for large steps of the filter",
    where="Beyond the paper: Eq. 8",
    kind="beyond",
    says=[
        Assertion(
            r"For $1^\top a^*=0$ and small steps the edge between the basins nears "
            r"$x=-\sqrt{2\Psi(\phi,\pi/2)/(\rho N)}$ as $\rho N$ grows, $\Psi$ the "
            r"integral of $(g-1)/h$, up to a share of order $1/\sqrt{\rho N}$: seen at $\phi=.6$ and $1.2$ "
            r"for $\rho N$ from 400 to 25600.",
            shown_by=["proof_that_the_edge_of_the_basins_nears_its_limit_form"],
        ),
    ],
)
