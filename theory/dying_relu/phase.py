"""Certified phase diagrams: what becomes of whole cells of starts, momentum included."""

from __future__ import annotations

from sympy import And, Derivative, Eq, Expr, Implies, Interval, Rational
from sympy.logic.boolalg import Boolean

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
from theory.dying_relu import half_line
from theory.dying_relu.setting import b, beta, c, eta, gamma, real
from theory.gaussian import Phi, phi

theta, m, g, a, r, R, push, slope = real("theta m g a r R p C")
_moved_m = beta * m + (1 - beta) * g
_moved = theta - eta * _moved_m
_ahead = theta - eta * beta / (1 - beta) * m
_ahead_after = _moved - eta * beta / (1 - beta) * _moved_m


def _third(side: int) -> dict[str, Boolean]:
    """Third derivatives on one side of w = 0, at w = side a: n times along w, 3 - n times along b."""
    c, u = b / a, gamma / a
    by_w = (side * a - gamma) * Phi(c) + gamma * c * phi(c)
    by_b = b * Phi(c) + side * (side * a - gamma) * phi(c)
    name = "right" if side > 0 else "left"

    def stated(n: int) -> Expr:
        return phi(c) / a * (-side * c) ** n * (1 + side * u * (1 + n - c**2))

    return {
        f"{name}_bbb": Eq(Derivative(by_b, b, b), stated(0)),
        f"{name}_wbb": Eq(side * Derivative(by_b, a, b), stated(1)),
        f"{name}_wwb": Eq(Derivative(by_b, a, a), stated(2)),
        f"{name}_www": Eq(Derivative(by_w, a, a), stated(3)),
    }


_after = R - push
_lagging = beta * r + (1 - beta) * _after

look_ahead = Claim(
    "dying_relu.beyond.look_ahead",
    title="Momentum is descent in a point ahead, and what that makes certain",
    where="Beyond Sections 3 and 5",
    kind="beyond",
    says=[
        Assertion(
            r"With momentum $m$ (averaging form) the point $y=\theta-\frac{\eta\beta}{1-\beta}m$ makes "
            r"plain steps, $y'=y-\eta g$, with the gradient at $\theta$, "
            r"and $\theta'=\beta\theta+(1-\beta)y'$.",
            shown_by=["ahead", "average"],
        ),
        Assertion(
            r"At $w=\pm a$, $c=b/a$, a third derivative of the loss, $n$ times along $w$, is "
            r"$\frac{\varphi}{a}(\mp c)^n\left(1\pm\frac{\gamma}{a}(1+n-c^2)\right)$.",
            shown_by=[*_third(1), *_third(-1)],
        ),
        Assertion(
            r"At the left with momentum: if $y_w\le w/2<0$ and no gradient moves the weight by more than "
            r"$C|w|$, with $(1-2\eta C)\frac{1+\beta}2\ge\beta$, "
            r"the same holds after the update: $w$ never comes to 0.",
            shown_by=["kept"],
        ),
        Assertion(
            r"Where $b<0$, a gradient raises the bias by at most $\gamma\varphi$, and moves the weight by at "
            r"most $|w|\Phi+\gamma(\Phi+|c|\varphi)$ (at $w>0$; at $w<0$ by just that).",
            shown_by=["bias_right", "bias_left", "weight_right"],
        ),
    ],
    formula={
        "ahead": Eq(_ahead_after, _ahead - eta * g),
        "average": Eq(_moved, beta * theta + (1 - beta) * _ahead_after),
        **_third(1),
        **_third(-1),
        "kept": Implies(
            And(
                r / 2 <= R, push <= eta * slope * r, 2 * eta * slope < 1,
                (1 - 2 * eta * slope) * (1 + beta) >= 2 * beta,
            ),
            And(_after > 0, _after >= _lagging / 2, _lagging > 0),
        ),
        "bias_right": Implies(
            half_line.mean(c) > 0, -half_line.towards_bias(r, 1, c, gamma) <= gamma * phi(c)
        ),
        "bias_left": Implies(half_line.mean(c) > 0, -half_line.towards_bias(r, -1, c, gamma) <= 0),
        "weight_right": Implies(
            half_line.second(c) > 0,
            And(
                half_line.along(r, 1, c, gamma) <= r * Phi(c) + gamma * half_line.second(c),
                -half_line.along(r, 1, c, gamma) <= r * Phi(c) + gamma * half_line.second(c),
            ),
        ),
    },
    domain={
        **dict.fromkeys((theta, m, g, b, c), Reals),
        **dict.fromkeys((a, gamma, r), positive),
        **dict.fromkeys((push, slope, R), nonnegative),
        eta: Interval.Lopen(0, 1),
        beta: Interval.Ropen(0, 1),
    },
)  # fmt: skip

#: By target scale and momentum, in parts of the square: what is proved to converge, to die, to sleep.
PROVED = {
    (1, 0): (Rational(40, 100), Rational(28, 100), Rational(2, 100)),
    (1, Rational(9, 10)): (Rational(27, 100), Rational(3, 100), Rational(3, 100)),
}

phase_diagram = Claim(
    "dying_relu.beyond.phase_diagram",
    title="Certified phase diagrams of starts, with and without momentum",
    where="Beyond Section 5, Figs. 4 and 5",
    kind="beyond",
    says=[
        Assertion(
            r"In $[-1,1]\times[-1,1]$ at $\gamma=1$, $\eta=0.1$, from rest: without momentum at least 40 "
            "per cent of the starts are proved to converge, "
            "28 never to recover, and 2 more to be in the dead cone "
            r"after 20000 updates; with $\beta=0.9$, 27, 3 and 3 per cent.",
            shown_by=["proof_by_branch_and_bound"],
        ),
        Assertion(
            "The images of cells hold runs of their starts, and starts end as their cells say.",
            shown_by=["proof_that_images_hold_runs", "proof_that_starts_end_as_their_cells_say"],
        ),
        Remark(
            "More cuts decide more: the figure shows how the undecided part falls. Images of a cell are "
            "parallelograms with an error in a norm that momentum does not raise on convex ground."
        ),
    ],
)
