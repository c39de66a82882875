"""Stage I: leaving the spurious point behind (Theorem 4, Lemmas 5 to 9)."""

from __future__ import annotations

from sympy import And, Derivative, Equivalent, Implies, Min, Rational, Subs, atan, exp, log, pi, sqrt

from theory.claim import Claim, Reals, nonnegative, positive
from theory.shortcut.setting import (
    DECAY,
    FAST,
    LEAST,
    SETTLES,
    N,
    at_most,
    chi,
    domain,
    equals,
    eta,
    eta_w,
    g,
    k,
    kernel,
    next_chi,
    next_share,
    next_sigma,
    q,
    real,
    s,
    shares,
    sigma,
    turning,
    u,
    without,
    x,
)  # fmt: skip

S, A, D, E, P, gap, t, b, y, z, m, u1, u2, p = real("S A D E P gap t b y z m u_1 u_2 p")
_slow = And(FAST <= 1, sigma >= -1, sigma <= 1)
_left = pi - kernel(5 * pi / 12)

lemma5 = Claim(
    "shortcut.lemma5",
    title="The mean of the output weights never overshoots",
    where="Lemma 5, Eq. 10",
    says="""For eta_a <= 2 pi/(k+pi-1) the interval |sigma| <= 1, which is Eq. 10 for S = 1'a* other than 0,
    is never left. The bound on the step is sharp: from sigma = -1 at phi = 0 a larger one gives sigma > 1.
    Sharper than the paper: 1 - sigma_t <= 2 (1-kap)^t + pi/(k+pi-1), by one step of the induction, p
    standing for (1-kap)^t.""",
    formula={
        "printed": Equivalent(
            And(-2 * S**2 <= S * A - S**2, S * A - S**2 <= 0), And(A / S >= -1, A / S <= 1)
        ),
        "stays": Implies(And(_slow, g <= pi), And(next_sigma(sigma, g) >= -1, next_sigma(sigma, g) <= 1)),
        "sharp": Implies(FAST > 1, next_sigma(-1, pi) > 1),
        "start": 2 * p + pi / (k + pi - 1) >= 2 * p,
        "decay": Implies(
            And(FAST <= 1, 1 - sigma <= 2 * p + pi / (k + pi - 1)),
            1 - next_sigma(sigma, g) <= 2 * (1 - FAST) * p + pi / (k + pi - 1),
        ),
    },
    domain={**without(q, N), S: positive, A: Reals, sigma: Reals, p: nonnegative},
)

lemma6 = Claim(
    "shortcut.lemma6",
    title="The angle stays below 5 pi/12 for a while",
    where="Lemma 6, Eq. 11",
    says="""While x < 0 (and x >= -1, Lemma 9) the angle grows by at most eta_w N h/2 pi < .2897 eta_w N a
    step (arctan b <= b, from the sign of the derivative of b - arctan b), so it takes at least .903/(eta_w
    N) steps from pi/3 to 5 pi/12; with eta_w of order eta_a^2 that is of order 1/eta_a^2. No horizon is
    needed at all, see beyond.stage1.""",
    formula={
        "turning": turning(pi * u) / (2 * pi) < Rational(2897, 10**4),
        "arctangent": equals(Derivative(b - atan(b), b), b**2 / (1 + b**2)),
        "a_step": Implies(
            And(x >= -1, g <= Rational(2897, 10**4)), -eta_w * N * x * g <= eta_w * N * Rational(2897, 10**4)
        ),
        "budget": Implies(
            t * eta_w * N <= Rational(903, 1000),
            t * eta_w * N * Rational(2897, 10**4) <= 5 * pi / 12 - pi / 3,
        ),
    },
    domain={
        u: shares,
        b: nonnegative,
        x: Reals,
        g: nonnegative,
        eta_w: positive,
        N: positive,
        t: nonnegative,
    },
)

_printed_constant = Rational(558142, 10**7)
_first = pi - 1 - Rational(20, 19) * _left
_second = pi - 1 - Rational(2, 3) * _left

lemma7 = Claim(
    "shortcut.lemma7",
    title="The gradient in a points to the teacher on the first region",
    where="Lemma 7, Eq. 12; region of a reconstructed setting",
    says="""(Reconstructed setting: the region is plausible, not confirmed.) For phi <= 5 pi/12, with d = a
    - a*, D = 1'd, E = |d|^2, P = a*'d and gap = pi - g <= pi - g(5 pi/12): 2 pi <-grad_a, a* - a> = D^2 +
    (pi-1) E + gap P. Where a'a* <= N/20 this is at least (pi-1 - (20/19)(pi-g(5 pi/12))) E, hence cc =
    .0558142, with equality for d = -(19/20) a* and 1'a* = 0 (sharp); where |a - a*/2|^2 >= N the constant
    is .1603. Cauchy-Schwarz, P^2 <= N E, is assumed. The bound of Lemma 5 is not needed.""",
    formula={
        "half": Implies(
            And(-Rational(19, 20) * N >= P, P**2 <= N * E, gap <= y),
            D**2 + (pi - 1) * E + gap * P >= (pi - 1 - Rational(20, 19) * y) * E,
        ),
        "far": Implies(
            And(E + P + N / 4 >= N, P**2 <= N * E, gap <= y),
            D**2 + (pi - 1) * E + gap * P >= (pi - 1 - Rational(2, 3) * y) * E,
        ),
        "sharp": equals(
            (pi - 1) * (Rational(19, 20)) ** 2 * N - _left * Rational(19, 20) * N,
            _first * Rational(19, 20) ** 2 * N,
        ),
        "constant": at_most(_printed_constant, _first / (2 * pi)),
        "constant_to": at_most(_first / (2 * pi), _printed_constant + Rational(1, 10**7)),
        "far_constant": at_most(Rational(1603, 10**4), _second / (2 * pi)),
    },
    domain={N: positive, E: nonnegative, P: Reals, D: Reals, gap: nonnegative, y: nonnegative},
)

_steep = k + Rational(5545, 1000)
lemma8 = Claim(
    "shortcut.lemma8",
    title="Stage I ends: a'a* turns positive",
    where="Lemma 8, Eqs. 13-14; region of a reconstructed setting",
    says="""(Reconstructed setting, as in Lemma 7.) On the region |a*| <= 2|d| (near), so |grad_a| <=
    ((k+5.545)/ 2 pi) |d| with pi - g <= 1.70136 (steep), and |d|^2 shrinks by 1 - .0558 eta_a a step for
    eta_a <= .0558 (2 pi/ (k+5.545))^2 (shrinks:
    D = <grad_a, d>, b = |grad_a|^2). It starts
    at most at 4N and is above N/4 on the region, so the region is left within ln 16/(.0558 eta_a) steps (16
    = 4N : N/4), and then N/20 < a'a* < 1.5 N (outside). Much larger steps do: x grows as if x+ >= (1-c) x +
    (g(5 pi/12)-1) eta_a/2 pi (grows), so that x >= 1/20 after 6.008/eta_a + 1 steps for every eta_a <= 2
    pi/(k+pi-1), of order k rather than k^2.""",
    formula={
        "near_half": Implies(And(-Rational(19, 20) * N >= P, P**2 <= N * E), N <= 4 * E),
        "near_far": Implies(And(E + P + N / 4 >= N, P**2 <= N * E), N <= 4 * E),
        "steep": at_most(pi - 1 + 2 * _left, Rational(5545, 1000)),
        "steep_from": at_most(Rational(5544, 1000), pi - 1 + 2 * _left),
        "shrinks": Implies(
            And(m * E <= D, b <= p * E, eta * p <= m), E - 2 * eta * D + eta**2 * b <= (1 - m * eta) * E
        ),
        "count": equals(Subs(exp(-m * eta * t), t, log(16) / (m * eta)), Rational(1, 16)),
        "outside": Implies(
            And(y + N / 2 > N / 20, y**2 <= N * E, E < N), And(y + N / 2 > N / 20, y + N / 2 < 3 * N / 2)
        ),
        "grows": Implies(
            And(sigma <= 1, g >= 1 + LEAST),
            next_share(x, sigma, g) >= (1 - DECAY) * x + eta / (2 * pi) * LEAST,
        ),
        "geometric": Implies(
            And(DECAY <= 1, x >= y - (1 + y) * p),
            (1 - DECAY) * x + DECAY * y >= y - (1 + y) * (1 - DECAY) * p,
        ),
        "steps": at_most(
            log((1 + SETTLES) / (SETTLES - Rational(1, 20))), Rational(6008, 1000) * (pi - 1) / (2 * pi)
        ),
    },
    domain={
        **domain, **dict.fromkeys((D, P, sigma, x, y), Reals),
        **dict.fromkeys((E, b, p), nonnegative), m: positive,
    },
)  # fmt: skip

_bound = (1 + sqrt(2)) / 2
lemma9 = Claim(
    "shortcut.lemma9",
    title="a'a* stays between positive bounds",
    where="Lemma 9",
    says="""While phi <= 5 pi/12 a positive x does not fall below the smaller of itself and (g(5
    pi/12)-1)/(pi-1) = .20556 (persists). On any path of the angle: with y, z the parts q^2 sigma and
    (1-q^2) chi of x, min(y, 0) + z never falls below -m, m = max(q, (1-q^2)/(pi-1)) (from_below), having
    started above -q (start); sigma <= 1 and chi <= max(1, chi0) (from_above), chi0 <= q/sqrt(1-q^2), so x
    <= max(1, q^2 + q sqrt(1-q^2)) <= (1+sqrt 2)/2, attained at q = cos(pi/8). The upper constant is thus
    1.2072 N.""",
    formula={
        "persists": Implies(
            And(DECAY <= 1, sigma <= 1, g >= 1 + LEAST), next_share(x, sigma, g) >= Min(x, SETTLES)
        ),
        "from_below": Implies(
            And(
                FAST <= 1, Min(y, 0) + z >= -m, m >= (1 - q**2) / (pi - 1),
            ),
            Min(y + eta / (2 * pi) * (q**2 * (k - 1 + g) - (k + pi - 1) * y), 0)
            + z + eta / (2 * pi) * ((1 - q**2) * (g - 1) - (pi - 1) * z) >= -m,
        ),
        "start": Implies(
            And(u1**2 + u2**2 <= 1, q**2 + s**2 <= 1), Min(q**2 * u1, 0) + q * s * u2 >= -q
        ),
        "from_above": Implies(And(DECAY <= 1, chi <= m, m >= 1, g <= pi), next_chi(chi, g) <= m),
        "most": q**2 + q * sqrt(1 - q**2) <= _bound,
        "constant": at_most(_bound, Rational(12072, 10**4)),
    },
    domain={
        **without(N), **dict.fromkeys((sigma, chi, x, y, z, u1, u2), Reals), m: positive, s: nonnegative,
    },
)  # fmt: skip

theorem4 = Claim(
    "shortcut.theorem4",
    title="Stage I",
    where="Theorem 4, Eq. 9",
    says="""Within T1 = 6.008/eta_a + 1 steps a'a* lies between N/20 and 1.2072 N while phi <= 5 pi/12, and
    so it stays: the lower bound persists (Lemma 9), and T1 ends before the horizon .903/(eta_w N) of Lemma
    6 if eta_w N <= .903 eta_a/(6.008 + eta_a) (window). Conditions so weak, and no horizon at all, are
    enough by beyond.stage1; runs are compared with T1.""",
    formula={
        "settles_higher": at_most(Rational(1, 20), SETTLES),
        "stays": Implies(
            And(DECAY <= 1, sigma <= 1, g >= 1 + LEAST, x >= Rational(1, 20)),
            next_share(x, sigma, g) >= Rational(1, 20),
        ),
        "window": Implies(
            eta_w * N <= Rational(903, 1000) * eta / (Rational(6008, 1000) + eta),
            Rational(6008, 1000) / eta + 1 <= Rational(903, 1000) / (eta_w * N),
        ),
        "least": at_most(1 + LEAST, kernel(5 * pi / 12)),
    },
    domain={**domain, eta_w: positive, sigma: Reals, x: Reals},
)
