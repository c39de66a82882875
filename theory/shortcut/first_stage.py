"""Stage I: leaving the spurious point behind (Theorem 4, Lemmas 5 to 9)."""

from __future__ import annotations

from sympy import And, Derivative, Equivalent, Implies, Min, Rational, Subs, atan, exp, log, pi, sqrt

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
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
    says=[
        Assertion(
            r"For $\eta_a\le2\pi/(k+\pi-1)$ the interval $|\sigma|\le1$, which is Eq. 10 "
            r"for $S=1^\top a^*\ne0$, is never left.",
            shown_by=["printed", "stays", "start"],
            source="reconstructed",
        ),
        Assertion(
            r"The bound on the step is sharp: from $\sigma=-1$ at $\phi=0$ a larger one "
            r"gives $\sigma>1$.",
            shown_by=["sharp"],
        ),
        Assertion(
            r"By one step of an induction, $1-\sigma_t\le2(1-\kappa)^t+\pi/(k+\pi-1)$.",
            shown_by=["decay"],
        ),
        Remark(r"In that step $p$ stands for $(1-\kappa)^t$."),
    ],
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
    says=[
        Assertion(
            r"While $-1\le x<0$ the angle grows by at most $\eta_wNh/2\pi<.2897\,\eta_wN$ "
            "a step.",
            shown_by=["turning", "arctangent", "a_step"],
            source="reconstructed",
        ),
        Assertion(
            r"So it takes at least $.903/(\eta_wN)$ steps from $\pi/3$ to $5\pi/12$.",
            shown_by=["budget"],
            source="reconstructed",
        ),
        Remark(
            r"With $\eta_w$ of order $\eta_a^2$ that is of order $1/\eta_a^2$. No horizon "
            "is needed at all, see beyond.stage1."
        ),
    ],
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
    says=[
        Assertion(
            r"For $\phi\le5\pi/12$, with $d=a-a^*$, $D=1^\top d$, $E=\lVert d\rVert^2$, "
            r"$P=a^{*\top}d$ and $P^2\le NE$: where $a^\top a^*\le N/20$, "
            r"$D^2+(\pi-1)E+(\pi-g)P\ge(\pi-1-\frac{20}{19}(\pi-g(5\pi/12)))E$, hence the "
            "constant .0558142.",
            shown_by=["half", "constant", "constant_to"],
            source="reconstructed",
        ),
        Assertion(
            r"Equality holds at $\phi=5\pi/12$ for $d=-\frac{19}{20}a^*$ and $1^\top a^*=0$.",
            shown_by=["sharp"],
        ),
        Assertion(
            r"Where $\lVert a-a^*/2\rVert^2\ge N$ the constant is .1603.",
            shown_by=["far", "far_constant"],
        ),
        Remark(
            r"The left side is $2\pi\langle-\nabla_a,a^*-a\rangle$. The region is "
            "plausible, not confirmed; the bound of Lemma 5 is not needed."
        ),
    ],
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
    says=[
        Assertion(
            r"On the region of Lemma 7 $\lVert a^*\rVert\le2\lVert d\rVert$, so "
            r"$\lVert\nabla_a\rVert\le\frac{k+5.545}{2\pi}\lVert d\rVert$, and $\lVert "
            r"d\rVert^2$ shrinks by $1-.0558\,\eta_a$ a step for "
            r"$\eta_a\le.0558(2\pi/(k+5.545))^2$.",
            shown_by=["near_half", "near_far", "steep", "steep_from", "shrinks"],
            source="reconstructed",
        ),
        Assertion(
            "It starts at most at $4N$ and is above $N/4$ on the region, so the region is "
            r"left within $\ln16/(.0558\,\eta_a)$ steps, and then $N/20<a^\top a^*<1.5N$.",
            shown_by=["count", "outside"],
            source="reconstructed",
        ),
        Assertion(
            "Much larger steps do: $x$ grows as if "
            r"$x^+\ge(1-c)x+(g(5\pi/12)-1)\eta_a/2\pi$, so that $x\ge1/20$ after "
            r"$6.008/\eta_a+1$ steps for every $\eta_a\le2\pi/(k+\pi-1)$.",
            shown_by=["grows", "geometric", "steps"],
        ),
        Remark(
            "That is of order $k$ rather than $k^2$."
        ),
    ],
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
    says=[
        Assertion(
            r"While $\phi\le5\pi/12$ a positive $x$ does not fall below the smaller of "
            r"itself and $(g(5\pi/12)-1)/(\pi-1)=.20556$.",
            shown_by=["persists", "constant"],
            source="reconstructed",
        ),
        Assertion(
            r"On any path of the angle, with $y,z$ the parts $q^2\sigma$ and $(1-q^2)\chi$ "
            r"of $x$, $\min(y,0)+z$ never falls below $-\max(q,(1-q^2)/(\pi-1))$, having "
            "started above $-q$.",
            shown_by=["from_below", "start"],
        ),
        Assertion(
            r"$\sigma\le1$ and $\chi\le\max(1,\chi_0)$ with $\chi_0\le q/\sqrt{1-q^2}$, so "
            r"$x\le\max(1,q^2+q\sqrt{1-q^2})\le(1+\sqrt2)/2$, attained at $q=\cos(\pi/8)$: "
            "the upper constant is 1.2072.",
            shown_by=["from_above", "most", "proof_that_the_bound_is_attained"],
        ),
    ],
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
    says=[
        Assertion(
            r"While $\phi\le5\pi/12$ the share comes to $1/20$ within $T_1=6.008/\eta_a+1$ steps (Lemma 8), "
            r"and $x\ge1/20$ is kept; it stays at most $1.2072$ (Lemma 9).",
            shown_by=["settles_higher", "stays", "least"],
            source="reconstructed",
        ),
        Assertion(
            r"$T_1$ ends before the horizon $.903/(\eta_wN)$ of Lemma 6 if "
            r"$\eta_wN\le.903\,\eta_a/(6.008+\eta_a)$.",
            shown_by=["window"],
        ),
        Remark(
            "Both in one induction on the steps: see Theorem 2. Weaker conditions, and no horizon at all, "
            r"are enough by beyond.stage1; runs from the rim of the ball and $\pi/3$ with the step ratio "
            "that it allows keep to that count."
        ),
    ],
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
