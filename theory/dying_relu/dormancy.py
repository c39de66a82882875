"""How long a unit sleeps without a target's help, and how momentum throws it into the dead cone."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    EulerGamma,
    Expr,
    Implies,
    Integral,
    Interval,
    Rational,
    erfi,
    exp,
    log,
    pi,
    sqrt,
)

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
from theory.dying_relu import half_line
from theory.dying_relu.setting import b, beta, c, eta, gamma, k, r, real, x, z
from theory.gaussian import Phi, phi

t, deep, w, q, kappa, theta, d = real("t t_0 w q kappa theta d")
K = sqrt(2 * exp(EulerGamma))


def _shrinking(depth: Expr) -> Integral:
    """Logarithm of |w_0| / |w| when a unit without target has come from c = 0 to c = -depth."""
    return Integral(sqrt(2 * pi) * exp(z**2 / 2) * Phi(-z), (z, 0, depth))


dormancy = Claim(
    "dying_relu.beyond.dormancy",
    title="How deep and how long a unit sleeps",
    where="Beyond Section 5",
    kind="beyond",
    says=[
        Assertion(
            r"Without a target ($\gamma=0$) gradient descent takes $c=b/\lVert w\rVert$ to "
            r"$c-\eta\varphi/(1-\eta\Phi)$.",
            shown_by=["recursion"],
        ),
        Assertion(
            r"The flow from $c=0$ reaches $c$ at time $\pi\,\mathrm{erfi}(-c/\sqrt2)$.",
            shown_by=[
                "time",
                ],
        ),
        Assertion(
            r"The same holds on the rectified target for weights against it and $b\le0$: "
            "no active input has a positive target.",
            shown_by=["rectified"],
        ),
        Assertion(
            r"On the way $\lVert w\rVert$ falls by the factor $e^{-I}$, $I$ the integral "
            r"of $(1-\Phi)/\varphi$ from 0 to $|c|$; $\log|c|-I$ rises at a rate between 0 "
            "and $1/|c|^3$.",
            shown_by=["shrinking", "rate"],
        ),
        Assertion(
            r"At $|c|=30$ it is within $1/c^2$ of $-\log K$, $K=\sqrt{2e^{\gamma_E}}$; the "
            r"unit ends at $w=0$, $b=-\lVert w_0\rVert/K$.",
            shown_by=["constant", "proof_of_where_the_unit_ends"],
        ),
        Assertion(
            "A unit aligned with a small target falls in the same way until $c$ is about "
            r"$-(w_0/(K\gamma))^{1/3}$, and takes about $3|c|^3/\varphi(c)$ to recover "
            r"from there (3.45 at $\gamma/w_0=0.002$).",
            shown_by=["proof_of_the_deepest_point", "proof_of_the_time_to_recover"],
        ),
    ],
    formula={
        "recursion": Eq(
            (c * r - eta * half_line.towards_bias(r, k, c, 0)) / (r - eta * half_line.along(r, k, c, 0)),
            c - eta * phi(c) / (1 - eta * Phi(c)),
        ),
        "time": Eq(Derivative(pi * erfi(-c / sqrt(2)), c) * phi(c), -1),
        "rectified": Implies(And(c <= 0, -x + c > 0), x < 0),
        "shrinking": Eq(Derivative(log(t) - _shrinking(t), t), 1 / t - Phi(-t) / phi(t)),
        "rate": Implies(
            And(half_line.mean(-t) > 0, half_line.square(-t) > 0),
            And(1 / t - Phi(-t) / phi(t) > 0, 1 / t - Phi(-t) / phi(t) < 1 / t**3),
        ),
        "constant": Abs(_shrinking(deep) - log(K * deep)) < 1 / deep**2,
    },
    domain={
        c: Reals, r: positive, eta: Interval.Lopen(0, 1), x: Reals, t: positive,
        deep: Interval(30, 30 + Rational(1, 10**5)),
    },
)  # fmt: skip

_mirrored = gamma - q * (w - gamma)

mirror = Claim(
    "dying_relu.beyond.mirror",
    title="Overshoot throws units of the linear cone into the dead one",
    where="Beyond Sections 4 and 5",
    kind="beyond",
    says=[
        Assertion(
            "With momentum the affine unit's distance to its optimum swings over to $-q$ times the start. "
            "There it lies in the dead cone, from a start $(w,b)$, exactly if "
            r"$bq\ge\kappa|\gamma(1+q)-wq|$; on the axis $w=0$, if $\gamma\le bq/(\kappa(1+q))$.",
            shown_by=["dies", "lives", "axis", "axis_lives"],
        ),
        Assertion(
            "Affine runs with momentum, followed step by step, confirm it for both forms.",
            shown_by=["proof_that_affine_runs_land_there"],
        ),
        Assertion(
            r"Where there is no gradient left, $\theta+\frac{\beta}{1-\beta}d$ is "
            "conserved, $d$ the last step: the unit coasts there and stops.",
            shown_by=["coasting"],
        ),
        Remark(
            "This is algebra on the affine unit. How well it predicts the ReLU unit, which stops being "
            "affine "
            "on the way, is a claim of its own."
        ),
    ],
    formula={
        "dies": Implies(
            -q * b <= -kappa * Abs(_mirrored), b * q >= kappa * Abs(gamma * (1 + q) - w * q)
        ),
        "lives": Implies(
            -q * b > -kappa * Abs(_mirrored), b * q < kappa * Abs(gamma * (1 + q) - w * q)
        ),
        "axis": Implies(
            gamma <= b * q / (kappa * (1 + q)), b * q >= kappa * Abs(gamma * (1 + q))
        ),
        "axis_lives": Implies(
            gamma > b * q / (kappa * (1 + q)), b * q < kappa * Abs(gamma * (1 + q))
        ),
        "coasting": Eq(theta + beta * d + beta / (1 - beta) * (beta * d), theta + beta / (1 - beta) * d),
    },
    domain={
        w: Reals, b: Reals, gamma: positive, q: nonnegative, kappa: positive, theta: Reals, d: Reals,
        beta: Interval.Ropen(0, 1),
    },
)  # fmt: skip
