"""Beyond the paper: first stage made explicit, certified exits, order, chances (document's section 6)."""

from __future__ import annotations

from sympy import And, Derivative, Implies, Integral, Interval, Rational, atan, cos, pi, sin

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
from theory.shortcut.setting import (
    DECAY,
    FAST,
    N,
    c,
    chi,
    domain,
    equals,
    eta,
    g,
    kernel,
    less_than,
    next_chi,
    next_share,
    next_sigma,
    phi,
    q,
    real,
    rho,
    s,
    share,
    sigma,
    turning,
    u,
    without,
    x,
)  # fmt: skip

y, z, d, t, g1, b, d0, total = real("y z d t g_1 b d_0 total")
_fall = (kernel(t) - 1) / turning(t)
_h = turning(phi)


def _potential(low: object, high: object) -> Integral:
    return Integral(_fall, (t, low, high))


_third, _edge = pi / 3, 5 * pi / 12
_digits = Rational(1, 10**9)

stage1 = Claim(
    "shortcut.beyond.stage1",
    title="A constant step ratio suffices in stage I",
    where="Beyond the paper: Theorem 4",
    kind="beyond",
    says=[
        Assertion(
            r"While $x<0$ a step lowers $y=\max(-x,0)$ by at least "
            r"$d=\frac{\eta_a}{2\pi}(g-1+(\pi-1)y)$.",
            shown_by=["falls"],
        ),
        Assertion(
            r"It turns $\phi$ so that $\Psi(\phi,\theta)=\int_\phi^\theta F$, $F=(g-1)/h$ "
            r"falling up to 3.0, loses at most what $(\rho N/2)y^2$ loses plus $(\rho "
            r"N/2)d^2$, and at the last step at most $\rho Nd^2$; the $d$'s add up as the "
            r"bound $\frac{\rho N}{2}(q^2+d_0q+2d_0^2)$ says.",
            shown_by=["slope_of_f", "falling", "lost", "last", "sum"],
        ),
        Assertion(
            r"The values of $\Psi$ lie in the intervals stated.",
            shown_by=[
                "psi_edge_from",
                "psi_edge_to",
                "psi_right_from",
                "psi_right_to",
                "psi_far_from",
                "psi_far_to",
            ],
        ),
        Assertion(
            r"So, by induction over the steps with $x<0$ and the last of them, $\Psi(\phi_t,\theta)\ge"
            r"\Psi(\phi_0,\theta)-\frac{\rho N}{2}(q^2+d_0q+2d_0^2)$: if that is not negative, "
            r"$\phi_t\le\theta$ for every $a_0$ in the ball, under $H$ and for $\phi_0<\theta\le\pi/2$; then "
            r"$x\ge0$, and the exit $S_+'$ of beyond.basins is entered (for $\theta=\pi/2$ with a strict "
            "inequality).",
            shown_by=["proof_of_the_balance"],
        ),
        Remark(
            r"For small steps the condition is $\rho R^2\le2\Psi$. Random problems with the largest ratio "
            "that it allows keep below the angle."
        ),
    ],
    formula={
        "falls": Implies(
            And(DECAY <= 1, sigma <= 1),
            -next_share(x, sigma, g) <= -x - eta / (2 * pi) * (g - 1 - (pi - 1) * x),
        ),
        "slope_of_f": equals(
            Derivative(kernel(phi) - 1, phi) * _h - (kernel(phi) - 1) * Derivative(_h, phi),
            -(_h**2 + (kernel(phi) - 1) * ((pi - phi) * cos(phi) - sin(phi))),
        ),
        "falling": turning(t) ** 2 + (kernel(t) - 1) * ((pi - t) * cos(t) - sin(t)) > 0,
        "lost": Implies(
            And(z >= 0, z <= y - d, d >= eta / (2 * pi) * (g - 1), g >= 1),
            rho * eta * N / (2 * pi) * y * (g - 1) <= rho * N / 2 * (y**2 - z**2) + rho * N / 2 * d**2,
        ),
        "last": Implies(
            And(y <= d, d >= eta / (2 * pi) * (g - 1), g >= 1),
            rho * eta * N / (2 * pi) * y * (g - 1) <= rho * N * d**2,
        ),
        "sum": Implies(And(d <= d0, total <= d0 * (q - y), z <= y - d), total + d**2 <= d0 * (q - z)),
        "psi_edge_from": less_than(Rational(97788228, 10**9) - _digits, _potential(_third, _edge)),
        "psi_edge_to": less_than(_potential(_third, _edge), Rational(97788228, 10**9) + _digits),
        "psi_right_from": less_than(Rational(130733474, 10**9) - _digits, _potential(_third, pi / 2)),
        "psi_right_to": less_than(_potential(_third, pi / 2), Rational(130733474, 10**9) + _digits),
        "psi_far_from": less_than(Rational(12003048, 10**9) - _digits, _potential(9 * pi / 20, pi / 2)),
        "psi_far_to": less_than(_potential(9 * pi / 20, pi / 2), Rational(12003048, 10**9) + _digits),
    },
    domain={
        **domain, rho: positive, phi: Reals, t: Interval(0, 3),
        **dict.fromkeys((y, z, d, d0), nonnegative), total: nonnegative, **dict.fromkeys((x, sigma), Reals),
    },
)  # fmt: skip

monotone = Claim(
    "shortcut.beyond.monotone",
    title="The update preserves the order",
    where="Beyond the paper: Eq. 8",
    kind="beyond",
    says=[
        Assertion(
            r"If $\eta_wN|x|<2$ and $\eta_a\le2\pi/(k+\pi-1)$, then $\sigma^+$ and "
            r"$\chi^+$ rise in $\sigma$, $\chi$ and $g$, and $x$ rises with them.",
            shown_by=["mean", "perp", "share"],
        ),
        Assertion(
            r"$\phi^+$ rises in $\phi$: with $b=\eta_wNx/2\pi$, $|b|<1/\pi$, its slope is "
            r"$1-bh'/(1+b^2h^2)$, and $|h'|\le\pi$.",
            shown_by=["slope", "above", "below", "rises"],
        ),
        Assertion(
            r"So the update preserves the order ($\phi$ smaller, $\sigma$ larger, $\chi$ "
            "larger).",
            shown_by=["proof_of_the_order"],
        ),
        Remark(
            "Random ordered pairs keep their order. Hence success is an up-set, a smaller first angle "
            "never hurts, and one trajectory certifies a box of starts."
        ),
    ],
    formula={
        "mean": Implies(
            And(FAST <= 1, y >= sigma, g1 >= g), next_sigma(y, g1) >= next_sigma(sigma, g)
        ),
        "perp": Implies(And(DECAY <= 1, y >= chi, g1 >= g), next_chi(y, g1) >= next_chi(chi, g)),
        "share": Implies(And(y >= sigma, z >= chi), share(y, z) >= share(sigma, chi)),
        "slope": equals(
            Derivative(phi - atan(b * _h), phi),
            1 - b * ((pi - phi) * cos(phi) - sin(phi)) / (1 + b**2 * _h**2),
        ),
        "above": Implies(And(c <= 1, s >= 0), pi * (1 - u) * c - s <= pi),
        "below": pi * (1 - u) * cos(pi * u) - sin(pi * u) > -pi,
        "rises": Implies(And(b * pi < 1, b * pi > -1, z <= pi, z >= -pi), 1 - b * z / (1 + b**2 * y**2) > 0),
    },
    domain={
        **without(N), g1: Interval(0, pi), u: Interval(0, 1),
        **dict.fromkeys((sigma, chi, y, z, phi, b, c, s), Reals),
    },
)  # fmt: skip

covering = Claim(
    "shortcut.beyond.covering",
    title="Every start in the ball converges, certified",
    where="Beyond the paper: Section 4; reconstructed setting S1",
    kind="beyond",
    says=[
        Assertion(
            r"For S1 ($r=1/4$, $N=16k$, first angle $.45\pi$, $\eta_a=1/k^2$, "
            r"$\eta_w=1/k^4$ while warming up and $1/k^2$ after) with "
            "$k=16,25,36,49,64,81,100$ and warm-ups of 459, 943, 1723, 2854, 4429, 6497, "
            "9188 steps 40 trajectories in ball arithmetic, from a staircase of corners "
            r"under the arc $u_1,u_2\le0$ of the unit disc, enter a certified exit; with "
            "$k=16$ and 437 steps 199 corners do.",
            shown_by=["proof_by_a_staircase_of_trajectories"],
        ),
        Assertion(
            "With warm-ups shorter by a factor of 1.058 (433, 891, 1628, 2697, 4186, 6140, 8684 steps) some "
            "of the 40 corners fail in double precision.",
            shown_by=["proof_that_much_shorter_warm_ups_fail"],
        ),
        Remark(
            "By the order, every $a_0$ in the ball then leads to the optimum. The setting is reconstructed."
        ),
    ],
)

exact_table = Claim(
    "shortcut.beyond.exacttable",
    title="Success rates without sampling",
    where="Beyond the paper: Table 1",
    kind="beyond",
    says=[
        Assertion(
            "The success rate is a quadrature over the boundary of the up-set of "
            "successful starts; doubling its 24 nodes changes rates by less than "
            "$10^{-5}$.",
            shown_by=["proof_that_nodes_do_not_matter"],
        ),
        Assertion(
            "Sampled runs in full dimension agree with it.",
            shown_by=["proof_by_full_runs", "proof_by_the_moments_of_the_draws"],
        ),
    ],
)

sharp = Claim(
    "shortcut.beyond.sharp",
    title="The bound on the step ratio is sharp as the teacher's sum vanishes",
    where="Beyond the paper: Theorem 4",
    kind="beyond",
    says=[
        Assertion(
            r"For $k=16$ and $\phi_0=\pi/3$ every start of the ball ends at the optimum with $\rho "
            r"R^2=.300$ at $q=1/20$ ($\eta_a=.01$), $.270$ at $q=1/50$ and $.264$ at $q=1/100$ "
            r"($\eta_a=4q^2$).",
            shown_by=["proof_that_every_start_succeeds"],
        ),
        Assertion(
            r"With $.310$, $.278$ and $.270$ the start $a_0=-Ra^*/\lVert a^*\rVert$ ends at the spurious "
            "point.",
            shown_by=["proof_that_the_worst_start_fails"],
        ),
        Remark(
            r"So the critical $\rho R^2$ lies in between, and comes down to the bound "
            r"$2\Psi(\pi/3,\pi/2)=.2615$ of beyond.stage1, about linearly in $q$."
        ),
    ],
)
