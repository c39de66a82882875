"""The main result, composed in one chain (Theorem 2)."""

from __future__ import annotations

from sympy import Implies, Rational, pi

from theory.claim import Assertion, Claim, Remark, nonnegative, positive
from theory.shortcut import courses
from theory.shortcut.setting import DECAY, SETTLES, N, at_most, eta, eta_w, real

y, gap = real("y gap")
#: Most that a step adds to the angle, in units of eta_w N: Lemma 6.
TURN = Rational(2897, 10**4)
#: Steps of stage I times eta_a, and what its filter step leaves room for: Lemmas 8 and 6.
STEPS, ROOM = Rational(6008, 1000), Rational(903, 1000)
_induced = {**courses.stage_one, **courses.kept, **courses.bounded}

theorem2 = Claim(
    "shortcut.theorem2",
    title="Main result: polynomial time from every start in the ball",
    where="Theorem 2",
    says=[
        Assertion(
            r"Stage I. A step adds at most $\tau=.2897\,\eta_wN$ to the angle (Lemma 6), so "
            r"$\phi_t\le\phi_0+\tau t$; with $\phi_0\le\pi/3$ and $\eta_wN\le.903\,\eta_a/(6.008+\eta_a)$ "
            r"that is at most $5\pi/12$ for all $t\le6.008/\eta_a+1$.",
            shown_by=["angle", "window"],
            source="reconstructed",
        ),
        Assertion(
            r"Up to that angle a step makes of the share $x$ at least $(1-c)x+c\,\ell$, with "
            r"$c=\eta_a(\pi-1)/2\pi$ and $\ell=.20556$ (Lemma 8). So $x_t\ge\ell-(1+\ell)(1-c)^t$, and "
            r"$x_t\ge1/20$ once $(1+\ell)(1-c)^t\le\ell-1/20$, for which $6.008/\eta_a$ steps suffice.",
            shown_by=["enters", "level", "share_count"],
            source="reconstructed",
        ),
        Assertion(
            r"Stage II, with any $\eta_wN\le1.656$. Both bounds are kept for ever: the angle does not grow "
            r"while $x\ge0$ (Theorem 10), and $x$ stays above $1/20<\ell$ (Lemma 8).",
            shown_by=["stays"],
            source="reconstructed",
        ),
        Assertion(
            r"All the while $\lVert a-a^*\rVert\le2\sqrt N$; and an error $\lVert w-w^*\rVert^2\le\delta$ "
            r"adds at most $c\cdot.73348\,\delta\sqrt N$ to it a step.",
            shown_by=["stays_near", "kept", "far", "error"],
        ),
        Assertion(
            r"Put together: let $k\ge1$, $p\ge2$, any teacher with $\lVert v^*-1/\sqrt p\rVert\le1$, "
            r"$w_0=0$ and any $\lVert a_0\rVert\le|1^\top a^*|/\sqrt k$; let $\eta_a\le2\pi/(k+\pi-1)$, "
            r"$\eta_w$ as in stage I for the first $6.008/\eta_a$ steps (rounded up) and then any "
            r"$\eta_w\le1.656/N$. For every $\delta\in(0,1.4]$ and all "
            r"$t\ge\frac{6.008}{\eta_a}+\frac{108.946}{\eta_wN}\ln\frac{1.4824}\delta"
            r"+\frac1{.34085\,\eta_a}\ln\frac2{.2665\,\delta}+2$, with the later $\eta_w$, "
            r"then $\lVert w_t-w^*\rVert^2\le\delta$ and $\lVert a_t-a^*\rVert^2\le\delta^2N$.",
            shown_by=["proof_of_the_whole_chain"],
            source="prose",
        ),
        Remark(
            r"With $\eta_a$ of order $1/k$ stage I takes of order $k$ steps and its $\eta_wN$ is of order "
            "$1/k$. Full runs from the ball keep to the count."
        ),
    ],
    formula={
        "window": Implies(
            eta_w * N <= ROOM * eta / (STEPS + eta),
            pi / 3 + TURN * eta_w * N * (STEPS / eta + 1) <= 5 * pi / 12,
        ),
        "level": at_most(courses.ENOUGH, SETTLES),
        "share_count": courses.share_count,
        "kept": Implies(
            (DECAY <= 1) & (y <= 2 * courses.m) & (gap <= pi),
            (1 - DECAY) * y + eta / (2 * pi) * gap * courses.m <= 2 * courses.m,
        ),
        "far": at_most(pi / (pi - 1), 2),
        "error": at_most(Rational(1, 4), courses.LINEAR * (pi - 1) / (2 * pi)),
        **_induced,
    },
    domain={
        eta: positive, eta_w: positive, N: positive, y: nonnegative, gap: nonnegative,
        **courses.domain(courses.share_count, *_induced.values()),
    },
)  # fmt: skip
