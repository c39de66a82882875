"""Stage II: convergence to the optimum (Theorems 2, 10, 13, Lemmas 11 to 15)."""

from __future__ import annotations

from sympy import And, Derivative, Implies, Interval, Max, Rational, atan, cos, exp, pi, sin

from theory.claim import Claim, Reals, nonnegative, positive
from theory.shortcut import courses
from theory.shortcut.setting import (
    DECAY,
    FAST,
    SETTLES,
    N,
    at_most,
    c,
    equals,
    eta,
    eta_w,
    k,
    kernel,
    patches,
    phi,
    real,
    s,
    shares,
    u,
    x,
)  # fmt: skip

B, D, E, P, beta, delta, gap, p, m, y = real("B D E P beta delta gap p m y")
_angle = pi * u
_pull = (pi - phi) * (1 + cos(phi)) / (4 * pi)
_acute = Interval(0, Rational(5, 12))

lemma11 = Claim(
    "shortcut.lemma11",
    title="The gradient in w points to the teacher",
    where="Lemma 11",
    says="""<-grad_w, w* - w> = a'a* (pi-phi) sin^2 phi/2 pi = a'a* (pi-phi)(1+cos phi)/(4 pi) |w - w*|^2,
    and the factor is at least .1835777 up to 5 pi/12, where it comes within 1e-7 of it as it falls all the
    way (falls).""",
    formula={
        "identity": equals(
            B * (pi - phi) / (2 * pi) * ((1 - cos(phi)) * (1 - cos(phi) ** 2) + cos(phi) * sin(phi) ** 2),
            B * _pull * 2 * (1 - cos(phi)),
        ),
        "least": _pull.subs(phi, _angle) > Rational(1835777, 10**7),
        "sharp": at_most(_pull.subs(phi, 5 * pi / 12), Rational(1835778, 10**7)),
        "falls": equals(Derivative(_pull, phi), -(1 + cos(phi) + (pi - phi) * sin(phi)) / (4 * pi)),
    },
    domain={B: Reals, phi: Reals, u: _acute},
)

theorem10 = Claim(
    "shortcut.theorem10",
    title="Both bounds persist in stage II",
    where="Theorem 10",
    says="""For eta_w <= 3.31/N and 0 < x <= 1.2072 the argument of the arctangent is at most 2 sin phi
    (argument), and arctan(2 sin phi) <= 2 phi, since the difference vanishes at 0 and has a slope that is
    not negative (slope, rises): the angle may overshoot to -phi but never grows. x stays positive by Lemma
    9. The step may be of order 1/N rather than 1/k^2.""",
    formula={
        "argument": Implies(
            And(eta_w * N <= Rational(331, 100), x <= Rational(12072, 10**4)),
            eta_w * N * x * (1 - u) * s / 2 <= 2 * s,
        ),
        "slope": equals(
            Derivative(2 * phi - atan(2 * sin(phi)), phi), 2 - 2 * cos(phi) / (1 + 4 * sin(phi) ** 2)
        ),
        "rises": Implies(c <= 1, 2 - 2 * c / (1 + 4 * s**2) >= 0),
    },
    domain={eta_w: positive, N: positive, x: positive, u: shares, s: nonnegative, phi: Reals, c: Reals},
)

lemma12 = Claim(
    "shortcut.lemma12",
    title="The gradient in a points to the teacher once the filter is near",
    where="Lemma 12",
    says="""2 pi <-grad_a, a* - a> = D^2 + (pi-1) E + gap P with D = 1'd, E = |d|^2, P = a'a* - N, gap = pi
    - g. The gap is at most pi (1-cos phi) (what is left is sin phi - phi cos phi, which vanishes at 0 and
    has the slope phi sin phi), that is pi/2 |w - w*|^2. So |w - w*|^2 <= delta costs at most (delta/4)(N -
    a'a*)_+; no upper bound on a'a* is needed.""",
    formula={
        "left": equals(pi * (1 - cos(phi)) - (pi - kernel(phi)), sin(phi) - phi * cos(phi)),
        "slope": equals(Derivative(sin(phi) - phi * cos(phi), phi), phi * sin(phi)),
        "bound": Implies(
            gap <= pi / 2 * delta,
            (D**2 + (pi - 1) * E + gap * P) / (2 * pi) >= (pi - 1) / (2 * pi) * E - delta / 4 * Max(-P, 0),
        ),
    },
    domain={phi: Reals, gap: nonnegative, delta: nonnegative, D: Reals, P: Reals, E: nonnegative},
)

_rate = Rational(7, 12) * (1 + cos(5 * pi / 12)) / 4
lemma14 = Claim(
    "shortcut.lemma14",
    title="The filter converges",
    where="Lemma 14",
    says="""With beta = eta_w a'a*(pi-phi)/2 pi, cos phi+ = (cos phi + beta sin^2 phi)/sqrt(1 + beta^2 sin^2
    phi) (one_step). For beta <= 1, which H entails (small), 1 - cos phi+ <= (1 - cos phi)(1 - (1 + cos
    phi)(beta - beta^2/2)) (shrinks; c and s are the cosine and sine). While phi <= 5 pi/12 and x >= m the
    factor is at most 1 - eta_w N m .18357 (factor), the squared distance starting below 1.4824: it is at
    most delta after 5.4473/(eta_w N m) ln(1.4824/delta) steps.""",
    formula={
        "one_step": equals(
            (cos(phi) + beta * (1 - cos(phi) ** 2)) ** 2 + (sin(phi) - beta * sin(phi) * cos(phi)) ** 2,
            1 + beta**2 * sin(phi) ** 2,
        ),
        "shrinks": Implies(
            And(beta <= 1, c <= 1),
            (c + beta * (1 - c**2)) ** 2
            >= (c + (1 - c**2) * (beta - beta**2 / 2)) ** 2 * (1 + beta**2 * (1 - c**2)),
        ),
        "small": Implies(
            And(eta_w * N <= Rational(1656, 1000), x <= Rational(12072, 10**4)),
            eta_w * N * x * (1 - u) / 2 <= 1
        ),
        "factor": Implies(
            And(beta >= eta_w * N * m * Rational(7, 24), beta <= 1, c >= p),
            1 - (1 + c) * (beta - beta**2 / 2) <= 1 - (1 + p) * eta_w * N * m * Rational(7, 48),
        ),
        "count": at_most(1 / _rate, Rational(54473, 10**4)),
        "from": at_most(2 * (1 - cos(5 * pi / 12)), Rational(14824, 10**4)),
    },
    domain={
        phi: Reals, beta: nonnegative, c: nonnegative, eta_w: positive, N: positive, x: positive, u: shares,
        m: positive, p: nonnegative,
    },
)  # fmt: skip

_linear = courses.LINEAR
lemma15 = Claim(
    "shortcut.lemma15",
    title="The output weights converge, with an error quadratic in that of the filter",
    where="Lemma 15; the printed constant belongs to a reconstructed setting",
    says="""a+ - a* = (I - eta_a M/2 pi)(a - a*) - (eta_a/2 pi)(pi-g) a*, and for eta_a <= 2 pi/(k+pi-1) the
    matrix has norm 1 - c; so |a+ - a*| <= (1-c)|a - a*| + (eta_a/4) delta sqrt N where pi - g <= pi delta/2
    (eigenvalues: y stands for |a - a*|). The distance to .73348 delta sqrt N shrinks by 1 - c (settles),
    hence limsup |a - a*|^2 <= .538 delta^2 N, and at most delta^2 N after ln(|a0 - a*|/(.2665 delta sqrt
    N))/ (.34085 eta_a) steps. Printed is an error linear in delta with an absolute constant, 5 here
    (reconstructed setting): false for large N, as frozen angles show, where |a - a*|^2 = N
    ((pi-g)/(pi-1))^2 if 1'a* = 0.""",
    formula={
        "eigenvalues": Implies(FAST <= 1, And(1 - FAST >= 0, 1 - DECAY >= 1 - FAST)),
        "step": Implies(
            And(DECAY <= 1, gap <= pi / 2 * delta),
            (1 - DECAY) * y + eta / (2 * pi) * gap * m <= (1 - DECAY) * y + eta / 4 * delta * m,
        ),
        "settles": Implies(
            And(DECAY <= 1, y <= _linear * delta * m + p),
            (1 - DECAY) * y + eta / 4 * delta * m <= _linear * delta * m + (1 - DECAY) * p,
        ),
        "square": at_most(_linear**2, Rational(538, 1000)),
        "sharp": at_most(Rational(53797, 10**5), (2 * pi / (4 * (pi - 1))) ** 2),
        "reaches": at_most(Rational(2665, 10**4), 1 - _linear),
        "rate": at_most(Rational(340845, 10**6), (pi - 1) / (2 * pi)),
        "frozen": equals(
            (1 - DECAY) * -gap / (pi - 1) - eta / (2 * pi) * gap, -gap / (pi - 1)
        ),
    },
    domain={
        k: patches, eta: positive, gap: nonnegative, delta: nonnegative,
        **dict.fromkeys((y, m, p), nonnegative),
    },
    printed=N * ((pi - kernel(_angle)) / (pi - 1)) ** 2 <= 5 * 2 * (1 - cos(_angle)),
    erratum="missing assumption",
    printed_domain={N: positive, u: shares},
)  # fmt: skip

theorem13 = Claim(
    "shortcut.theorem13",
    title="Convergence of both layers",
    where="Theorem 13",
    says="""After the filter's 5.4473/(eta_w N m) ln(1.4824/delta) steps (Lemma 14) and the output weights'
    (Lemma 15) |w - w*|^2 <= delta and |a - a*|^2 <= delta^2 N. What is added here: the logarithms turn into
    counts because 1 - y <= exp(-y), by the slope of exp(-y) - 1 + y, and delta .73348 sqrt N + .2665 delta
    sqrt N is at most delta sqrt N. Runs in full dimension stay within the counts.""",
    formula={
        "slope": equals(Derivative(exp(-y) - 1 + y, y), 1 - exp(-y)),
        "sum": Implies(
            And(y <= _linear * delta * m + p, p <= Rational(2665, 10**4) * delta * m), y <= delta * m
        ),
    },
    domain={y: nonnegative, delta: nonnegative, m: nonnegative, p: nonnegative},
)

theorem2 = Claim(
    "shortcut.theorem2",
    title="Main result: polynomial time from every start in the ball",
    where="Theorem 2",
    says="""Stage I (Theorem 4), then stage II (Theorem 13): |w - w*|^2 <= delta and |a - a*|^2 <= delta^2 N
    after 6.008/eta_a + 1 + 5.4473 . 20/(eta_w N) ln(1.4824/delta) + ln(|a0 - a*|/(.2665 delta sqrt
    N))/(.34085 eta_a) steps. By induction on the steps, with c = eta_a (pi-1)/2 pi: x_t is at least level -
    (1 + level)(1-c)^t (rises: Lemma 8 makes of x at least (1-c) x + c level, level = .20556); |w - w*|^2
    falls by 1 - rho a step (filter, Lemma 14); |a - a*| is at most .73348 delta sqrt N + |a0 - a*|(1-c)^t
    (weights, Lemma 15, where eta_a/4 is at most .73348 c: error); and (1-rho)^t is at most exp(-rho t)
    (powers, as 1 - rho <= exp(-rho)), which turns logarithms into counts (share_count, filter_count,
    weights_count). The
    distance from which the last count starts is at most 2 sqrt N, as |a+ - a*| <= (1-c)|a - a*| + (eta_a/2
    pi)(pi-g)|a*| keeps |a - a*| below 2 sqrt N (kept, stays_near). Full runs are held against the count.""",
    formula={
        "kept": Implies(
            And(DECAY <= 1, y <= 2 * m, gap <= pi), (1 - DECAY) * y + eta / (2 * pi) * gap * m <= 2 * m
        ),
        "far": at_most(pi / (pi - 1), 2),
        "error": at_most(Rational(1, 4), _linear * (pi - 1) / (2 * pi)),
        "level": at_most(Rational(1, 20), SETTLES),
        **courses.courses,
        **courses.counts,
    },
    domain={eta: positive, y: nonnegative, gap: nonnegative, **courses.domain},
)
