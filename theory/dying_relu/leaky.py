"""One unit with the leaky ReLU: its gradient in closed form, and why it cannot die."""

from __future__ import annotations

from sympy import And, Eq, Expr, Implies, Integral, Interval, oo, sqrt

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu import half_line
from theory.dying_relu.setting import c, gamma, k, r, real, z
from theory.gaussian import Phi, phi

alpha, S, P = real("alpha S P")


def _leaked(share: Expr, slope: Expr) -> Expr:
    """An active share, with the rest weighted by a slope."""
    return share + slope * (1 - share)


def _both(active: Expr, inactive: Expr) -> Expr:
    return Integral(active * phi(z), (z, -c, oo)) + Integral(alpha * inactive * phi(z), (z, -oo, -c))


_error, _leaky_error = r * (z + c) - gamma * k * z, alpha * r * (z + c) - gamma * k * z
_along = r * _leaked(Phi(c), alpha**2) - gamma * k * _leaked(half_line.second(c), alpha)
_bias = half_line.towards_bias(r, k, c, gamma) + alpha * (
    alpha * r * (c - half_line.mean(c)) + gamma * k * phi(c)
)
#: Rate of the weight along the target, S and P in the place of Phi - c phi and Phi.
_rise = -k * (r * _leaked(P, alpha**2) - gamma * k * _leaked(S, alpha)) + gamma * (1 - k**2) * _leaked(
    P, alpha
)

leaky = Claim(
    "dying_relu.beyond.leaky",
    title="A leaky unit cannot die",
    where="Beyond Section 5",
    kind="beyond",
    says=[
        Assertion(
            r"With slope $\alpha$ where it is inactive, a unit has the gradient "
            r"$r(\Phi+\alpha^2(1-\Phi))-\gamma k_L(S+\alpha(1-S))$ along its weights, $S=\Phi-c\varphi$, and "
            r"$-\gamma\sqrt{1-k_L^2}(\Phi+\alpha(1-\Phi))$ across them, towards the target; $\alpha=0$ is "
            "the ReLU unit.",
            shown_by=["along", "across"],
        ),
        Assertion(
            r"In the bias it is $r(c\Phi+\varphi)-\gamma k_L\varphi"
            r"+\alpha(\alpha r(c-c\Phi-\varphi)+\gamma k_L\varphi)$.",
            shown_by=["bias"],
        ),
        Assertion(
            r"Where $w_L\le0$, descent raises $w_L$ at least at the rate $\alpha\gamma$: for every "
            r"$0<\alpha\le1$, any number of inputs and any bias, the flow brings $w_L$ to 0 within a time "
            r"$|w_L|/(\alpha\gamma)$, steps of size $\eta$ within $|w_L|/(\eta\alpha\gamma)$ updates. Any "
            "leak undoes the death set.",
            shown_by=["rises", "second", "second_inactive"],
        ),
        Assertion(
            r"That bound is nearly met: units of the plane with $c\le-5$, $\alpha\le0.1$ and "
            r"$|w_L|\le\gamma$ take at least 0.9 of it, so their time to recover grows like $1/\alpha$.",
            shown_by=["proof_of_the_time_to_recover"],
        ),
        Remark(r"At small $\alpha$ such a unit is in practice as asleep as a dead one."),
    ],
    formula={
        "along": Eq(_both(_error * z, _leaky_error * z), _along),
        "bias": Eq(_both(_error, _leaky_error), _bias),
        "across": Eq(
            _both(-gamma * sqrt(1 - k**2), -gamma * sqrt(1 - k**2)),
            -gamma * sqrt(1 - k**2) * _leaked(Phi(c), alpha),
        ),
        "second": half_line.as_integrals(c, z)["second"],
        "second_inactive": Eq(Integral(z**2 * phi(z), (z, -oo, -c)), 1 - half_line.second(c)),
        "rises": Implies(And(k <= 0, S >= 0, S <= 1, P >= 0, P <= 1), _rise >= alpha * gamma),
    },
    domain={
        c: Reals, z: Reals, r: positive, gamma: positive, k: Interval(-1, 1), alpha: Interval(0, 1),
        S: Reals, P: Reals,
    },
)  # fmt: skip
