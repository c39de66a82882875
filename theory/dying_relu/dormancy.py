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

from theory.claim import Claim, Reals, nonnegative, positive
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
    says="""Without a target (gamma = 0) gradient descent takes c = b/|w| to c - eta phi/(1 - eta Phi), and
    the flow from c = 0 reaches c at time pi erfi(-c/sqrt 2). The same holds on the rectified
    target for weights against it and b <= 0: no active input has a positive target. On the way
    |w| falls by the factor exp(-I), I the integral of (1 - Phi)/phi from 0 to |c|. The difference log|c| - I
    rises at a rate between 0 and 1/|c|^3, so it has a limit, which at |c| = 30 is within 1/c^2 of -log K, K =
    sqrt(2 e^gamma_E): the unit ends at w = 0, b = -|w_0|/K. A unit aligned with a small target falls in the
    same way until c = -(w_0/(K gamma))^(1/3)(1 + o(1)); it turns where u ((1 + c^2) phi - c Phi) = phi
    (measured).""",
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
    says="""An affine unit's distance to its optimum swings over to -q times the start, q = -min s_t. A start
    (w, b) of the linear cone is therefore predicted to die exactly if b q >= kappa |gamma (1 +
    q) - w q|; on the axis w = 0, if gamma <= b q/(kappa (1 + q)). Of simulated starts in that
    cone (kappa = 3, averaging form with eta = .1) at least 90 per cent agree for gamma from .001 to .1 and
    beta from .7 to .95, and 80 at beta = .99. Where there is no gradient left, theta + beta/(1 - beta) d is
    conserved, d the last step: the unit coasts there and stops.""",
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
