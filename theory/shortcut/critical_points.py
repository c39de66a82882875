"""Optimum and spurious point (Proposition 1)."""

from __future__ import annotations

from sympy import And, Equivalent, Expr, Ge, Implies, Interval, Matrix, Subs, pi

from theory.claim import Assertion, Claim, Reals, Remark
from theory.shortcut.setting import (
    N,
    chi,
    equals,
    g,
    k,
    next_chi,
    next_sigma,
    q,
    real,
    rests,
    share,
    sigma,
    without,
    x,
)  # fmt: skip

(t,) = real("t")


def reduced_loss(sigma: Expr, chi: Expr, g: Expr) -> Expr:
    """Loss in units of N/4 pi, nothing of a being orthogonal to 1 and a*."""
    return (
        q**2 * ((k + pi - 1) * (sigma**2 + 1) - 2 * (k - 1 + g) * sigma)
        + (1 - q**2) * ((pi - 1) * (chi**2 + 1) - 2 * (g - 1) * chi)
    )  # fmt: skip


def profile(g: Expr) -> Expr:
    """Least loss over the output weights, in units of N/4 pi."""
    return q**2 * (k + pi - 1 - (k - 1 + g) ** 2 / (k + pi - 1)) + (1 - q**2) * (
        pi - 1 - (g - 1) ** 2 / (pi - 1)
    )


_sigma_e, _chi_e = rests(g)
_spurious = [value.subs(g, 0) for value in (_sigma_e, _chi_e)]
SPURIOUS_SHARE = q**2 * (k - 1) / (k + pi - 1) - (1 - q**2) / (pi - 1)
_dear, _cheap = real("d_sigma d_chi")
_excess = (
    q**2 * (k + pi - 1) * _dear**2 + (1 - q**2) * (pi - 1) * _cheap**2
    - 2 * g * (SPURIOUS_SHARE + q**2 * _dear + (1 - q**2) * _cheap)
)  # fmt: skip

spurious = Claim(
    "shortcut.prop1",
    title="Global optimum and spurious point",
    where="Proposition 1",
    says=[
        Assertion(
            "$v=v^*$, $a=a^*$ is the only global optimum with a unit filter: completing "
            r"squares leaves the least loss over $a$, which is positive for $g<\pi$ and 0 "
            r"for $g=\pi$.",
            shown_by=["squares", "unique", "global"],
            source="prose",
        ),
        Assertion(
            r"At $v=-v^*$ the output weights $M^{-1}(11^\top-I)a^*$ are critical, with the "
            "loss stated.",
            shown_by=["critical", "its_share", "its_loss"],
            source="prose",
        ),
        Remark(
            r"What $a$ has across $1$ and $a^*$ only adds $(\pi-1)/4\pi$ times its squared length to the "
            "loss (Proposition 16), so it is left out here."
        ),
        Assertion(
            "Around that point the loss exceeds its value there by an exact expression, "
            "affine in $g$; so the point is a local minimum if its share $x$ is negative, "
            "and is none if $x$ is positive or 0.",
            shown_by=["excess", "minimum", "no_minimum", "at_threshold"],
        ),
        Assertion(
            r"$x<0$ says $r<r_c=(k+\pi-1)/\pi$.",
            shown_by=["threshold"],
        ),
        Assertion(
            "It is not a local minimum for every $a^*$: $(1,1,1,1)$ is a counterexample, "
            r"at every angle near $\pi$.",
            shown_by=["proof_that_equal_weights_are_a_counterexample"],
        ),
    ],
    printed_source="prose",
    formula={
        "squares": equals(
            reduced_loss(sigma, chi, g),
            profile(g) + q**2 * (k + pi - 1) * (sigma - _sigma_e) ** 2
            + (1 - q**2) * (pi - 1) * (chi - _chi_e) ** 2,
        ),
        "unique": Implies(g < pi, profile(g) > 0),
        "global": equals(Subs(profile(g), g, pi), 0),
        "critical": equals(
            Matrix([
                Subs(next_sigma(sigma, g), (sigma, g), (_spurious[0], 0)),
                Subs(next_chi(chi, g), (chi, g), (_spurious[1], 0)),
            ]),
            Matrix(_spurious),
        ),
        "its_share": equals(Subs(share(sigma, chi), (sigma, chi), _spurious), SPURIOUS_SHARE),
        "its_loss": equals(
            profile(0) / (4 * pi),
            (q**2 * (2 * k + pi - 2) / (k + pi - 1) + (1 - q**2) * (pi - 2) / (pi - 1)) / 4,
        ),
        "excess": equals(
            reduced_loss(_spurious[0] + _dear, _spurious[1] + _cheap, g)
            - reduced_loss(_spurious[0], _spurious[1], 0),
            _excess
        ),
        "minimum": Implies(SPURIOUS_SHARE + q**2 * _dear + (1 - q**2) * _cheap <= 0, _excess >= 0),
        "no_minimum": Implies(And(x > 0, g > 0), -2 * g * x < 0),
        "at_threshold": Implies(
            And(g > 0, q > 0, t * (k + pi - 1) < 2 * g, t > 0),
            q**2 * (k + pi - 1) * t**2 - 2 * g * q**2 * t < 0,
        ),
        "threshold": Equivalent(SPURIOUS_SHARE < 0, k * q**2 < (k + pi - 1) / pi),
    },
    domain={**without(N), **dict.fromkeys((sigma, chi, _dear, _cheap, x, t), Reals)},
    printed=Ge(-2 * g * SPURIOUS_SHARE, 0),
    erratum="missing assumption",
    objection=(
        "The proposition calls the point opposite to the teacher a local minimum for every teacher; "
        r"where $r\ge r_c=(k+\pi-1)/\pi$ it is none."
    ),
    printed_domain={g: Interval.open(0, 1)},
)  # fmt: skip
