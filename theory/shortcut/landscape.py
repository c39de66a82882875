"""Beyond the paper: saddle, critical angle, curvatures, speeds."""

from __future__ import annotations

from sympy import (
    And,
    Derivative,
    Equivalent,
    Implies,
    Interval,
    Max,
    Mul,
    Or,
    Rational,
    Subs,
    atan,
    cos,
    pi,
    sin,
    sqrt,
)

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.shortcut.critical_points import profile
from theory.shortcut.setting import (
    DECAY,
    FAST,
    N,
    at_most,
    equals,
    eta,
    eta_w,
    g,
    k,
    kernel,
    patches,
    phi,
    q,
    real,
    rests,
    share,
    shares,
    turning,
    without,
    x,
)  # fmt: skip

b, y, z, n, beta, t = real("b y z n beta t")
theta, A, B, C = real("theta A B C")
_level = (k + pi - 1 - pi * k * q**2) / (k + pi - 1 - k * q**2)
_resting = share(*rests(g))
#: What turning towards v* gains, b and z being what it does to the slopes in the output weights.
_fall = 2 * pi * (b**2 / (k + pi - 1) + z**2 / (pi - 1))
_negative, _positive = ((y + side * sqrt(y**2 + 4 * b**2)) / 2 for side in (-1, 1))

saddle = Claim(
    "shortcut.beyond.saddle",
    title="The saddle between optimum and spurious point",
    where="Beyond the paper: Proposition 1",
    kind="beyond",
    says=[
        Assertion(
            r"Critical points off $v=\pm v^*$ have $x=0$ and output weights at rest, so "
            r"$g=(k+\pi-1-\pi r)/(k+\pi-1-r)$, which depends on $r/r_c$ only and lies in "
            "$(0,1]$ exactly for $r<r_c$.",
            shown_by=["level", "level_by_ratio", "there"],
        ),
        Assertion(
            "The least loss over $a$ rises with the angle where the resting share is "
            "positive and falls where it is negative, and the resting share rises in $g$: "
            "a barrier at the saddle.",
            shown_by=["slope", "rising"],
        ),
        Assertion(
            "Across filter and output weights the Hessian has a block whose determinant "
            "is negative, for one output weight.",
            shown_by=["block"],
        ),
        Assertion(
            r"For any number of patches: turning by $\theta$ towards $v^*$ and moving $a$ by $A$ along the "
            r"unit vector of $1$, $B$ along that of $a^*_\perp$ and $C$ across both changes the loss, in "
            "second order, by half of squares of $A$, $B$ and $C$ with positive coefficients, completed, "
            r"minus a positive multiple of $\theta^2$: one negative direction and no second.",
            shown_by=["completed", "one_negative"],
        ),
        Remark(
            "So under the gradient flow a loss below the barrier and an angle below the saddle's mean the "
            "optimum. The $p-2$ directions that turn the filter about $v^*$ are flat; differences in a "
            "problem of four inputs and three patches show one negative eigenvalue, two zeros and no "
            "other negative one."
        ),
    ],
    formula={
        "level": equals(_resting.subs(g, _level), 0),
        "level_by_ratio": equals(_level.subs(q, sqrt(t * (k + pi - 1) / (pi * k))), (1 - t) / (1 - t / pi)),
        "there": Implies(k * q**2 < (k + pi - 1) / pi, And(_level > 0, _level <= 1)),
        "slope": equals(Derivative(profile(g), g), -2 * _resting),
        "rising": equals(Derivative(_resting, g), q**2 / (k + pi - 1) + (1 - q**2) / (pi - 1)),
        "block": equals(z * (z - y) - b**2, (z - _negative) * (z - _positive)),
        "completed": equals(
            2 * theta * (b * A + z * B) + ((k + pi - 1) * A**2 + (pi - 1) * (B**2 + C**2)) / (2 * pi),
            (k + pi - 1) / (2 * pi) * (A + 2 * pi * theta * b / (k + pi - 1)) ** 2
            + (pi - 1) / (2 * pi) * ((B + 2 * pi * theta * z / (pi - 1)) ** 2 + C**2)
            - theta**2 * _fall,
        ),
        "one_negative": Implies(Or(b > 0, b < 0, z > 0, z < 0), _fall > 0),
    },
    domain={
        **without(N, eta),
        **dict.fromkeys((b, z, theta, A, B, C), Reals),
        y: positive,
        t: Interval.Ropen(0, 1),
        q: Interval.Ropen(0, 1),
    },
)

_second = N * x * ((pi - phi) * cos(phi) - sin(phi)) / (2 * pi)
_third = -N * x * (2 * cos(phi) + (pi - phi) * sin(phi)) / (2 * pi)
curvature = Claim(
    "shortcut.beyond.hessian",
    title="Curvature at the optimum, and cubic growth at the spurious point",
    where="Beyond the paper: Proposition 1",
    kind="beyond",
    says=[
        Assertion(
            r"At the optimum the eigenvalues are $N/2$, $(\pi-1)/2\pi$ and "
            r"$(k+\pi-1)/2\pi$; it is stable exactly for $\eta_w<4/N$ and "
            r"$\eta_a<4\pi/(k+\pi-1)$.",
            shown_by=[
                "second",
                "filter",
                "perp",
                "mean",
                "stable_w",
                "stable_a",
                ],
        ),
        Assertion(
            r"At the spurious point the filter directions have no curvature: $-gxN/2\pi$ "
            r"has first and second derivative 0 at $\pi$, and third derivative $xN/\pi$ "
            "with $x<0$.",
            shown_by=["third", "flat", "cubic"],
        ),
        Assertion(
            r"The angle nears $\pi$ only like $1/t$: after 40000 steps from $\phi=3$ with $k=4$, $q^2=.1$ "
            r"and $\eta_wN=1$, $(\pi-\phi_t)\,\eta_wN|x|t/2\pi$ is within .005 of 1.",
            shown_by=["proof_that_the_angle_nears_pi_like_one_over_time"],
        ),
    ],
    formula={
        "second": equals(Derivative(-N * x * kernel(phi) / (2 * pi), (phi, 2)), _second),
        "third": equals(Derivative(-N * x * kernel(phi) / (2 * pi), (phi, 3)), _third),
        "filter": equals(Subs(_second, (phi, x), (0, 1)), N / 2),
        "perp": equals(Derivative(DECAY * z, z), eta * (pi - 1) / (2 * pi)),
        "mean": equals(Derivative(FAST * z, z), eta * (k + pi - 1) / (2 * pi)),
        "stable_w": Equivalent(And(1 - eta_w * N / 2 > -1, 1 - eta_w * N / 2 < 1), eta_w < 4 / N),
        "stable_a": Equivalent(
            And(1 - FAST > -1, 1 - DECAY > -1), eta < 4 * pi / (k + pi - 1)
        ),
        "flat": equals(Subs(_second, phi, pi), 0),
        "cubic": equals(Subs(_third, phi, pi), N * x / pi),
    },
    domain={
        k: patches, N: positive, eta: positive, eta_w: positive, **dict.fromkeys((x, z, phi), Reals),
    },
)  # fmt: skip

#: Chances of success where the length is trained, with r = 1/4 and r = 1.
quarter, one = real("pi_1 pi_2")
not_normalised = Claim(
    "shortcut.beyond.nonorm",
    title="Without renormalising the filter",
    where="Beyond the paper: Eq. 8",
    kind="beyond",
    says=[
        Assertion(
            "On the scale-invariant loss without renormalising, a step turns a filter of "
            r"length $n$ by $\arctan(\beta\sin\phi)$ with $\beta=\eta_wa^\top "
            r"a^*(\pi-\phi)/(2\pi n^2)$, as with the step $\eta_w/n^2$, and its squared "
            r"length becomes $n^2(1+\beta^2\sin^2\phi)$: it never shrinks.",
            shown_by=["turn", "length", "grows"],
        ),
        Assertion(
            "A student whose filter's length is trained too succeeds about as often: for $k=16$ and the "
            r"first angle $.45\pi$ with a chance between .55 and .82 where $r=1/4$, $N=256$, and "
            "above .9 where $r=1$, $N=16$.",
            shown_by=["quarter_from", "quarter_to", "one_from"],
        ),
        Assertion(
            "The normalised one's exact rates are .705 and .968 there.",
            shown_by=["proof_of_the_normalised_rates"],
        ),
    ],
    formula={
        "turn": equals(Mul(b / n * y, 1 / n, evaluate=False), b / n**2 * y),
        "length": equals(n**2 * (1 + beta**2 * y**2), n**2 + (n * beta * y) ** 2),
        "grows": at_most(n**2, n**2 + (n * beta * y) ** 2),
        "quarter_from": quarter > Rational(55, 100),
        "quarter_to": quarter < Rational(82, 100),
        "one_from": one > Rational(9, 10),
    },
    domain={b: Reals, y: Reals, n: positive, beta: Reals, quarter: shares, one: shares},
)

_best = 4 * pi / (k + 2 * pi - 2)
_slope = 1 - b * ((pi - phi) * cos(phi) - sin(phi)) / (1 + b**2 * turning(phi) ** 2)
rates = Claim(
    "shortcut.beyond.rates",
    title="Best fixed steps near the optimum",
    where="Beyond the paper: Theorem 13",
    kind="beyond",
    says=[
        Assertion(
            r"$\eta_w=2/N$ makes the angle vanish faster than linearly.",
            shown_by=["slope", "filter"],
        ),
        Assertion(
            r"For the output weights $\eta_a=4\pi/(k+2\pi-2)$ gives the factor "
            r"$k/(k+2\pi-2)$ a step to both ends of the spectrum, and no other step gives "
            "less.",
            shown_by=["slow_end", "fast_end", "best"],
        ),
        Assertion(
            "One Newton step in $a$ at a fixed angle lands where $a$ rests.",
            shown_by=["newton"],
        ),
        Remark(
            r"So of order $k\log(1/\varepsilon)$ steps are unavoidable with a constant "
            "scalar step."
        ),
    ],
    formula={
        "slope": equals(Derivative(phi - atan(b * turning(phi)), phi), _slope),
        "filter": equals(Subs(_slope, (phi, b), (0, eta_w * N / (2 * pi))), 1 - eta_w * N / 2),
        "slow_end": equals(1 - DECAY.subs(eta, _best), k / (k + 2 * pi - 2)),
        "fast_end": equals(FAST.subs(eta, _best) - 1, k / (k + 2 * pi - 2)),
        "best": Max(1 - DECAY, FAST - 1) >= k / (k + 2 * pi - 2),
        "newton": equals(z - ((pi - 1) * z - (g - 1)) / (pi - 1), rests(g)[1]),
    },
    domain={**without(q), phi: Reals, z: Reals, b: Reals, eta_w: positive},
)
