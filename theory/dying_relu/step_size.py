"""Whether the step size can make up for the scale of the targets (Section 4)."""

from __future__ import annotations

from sympy import And, Eq, Expr, Implies, Interval, Ne

from theory.claim import Assertion, Claim, Reals, positive
from theory.dying_relu.setting import b, eta, gamma, real

w, s, other = real("w s eta'")


def _moved(gamma: Expr, share: Expr) -> Expr:
    """How far w/b has moved, times b, when a share of the starting distance to the optimum is left."""
    return gamma * (1 - share) / share


step_for_scale = Claim(
    "dying_relu.step_for_scale",
    title="No step size makes up for the scale of the targets",
    where="Section 4, prose after Eq. 20",
    says=[
        Assertion(
            r"For weights along the target the affine unit's $w/b=1/c$ moves by $\gamma(1-s)/(b_0s)$ when a "
            "share $s$ of the starting distance is left.",
            shown_by=["inverse_ratio"],
        ),
        Assertion(
            r"So plain descent with step $\eta'$ at scale $\gamma$ and $\eta$ at scale 1, both below 1, "
            "from one start gives the same $c$ after the first and after the second update only if "
            r"$\gamma=1$ and $\eta'=\eta$: $\eta$ cannot be adjusted to $\gamma$.",
            shown_by=["no_adjustment"],
            source="prose",
        ),
        Assertion(
            r"One update alone can be matched, by $\eta'=\eta/(\eta+\gamma(1-\eta))$.",
            shown_by=["one_update"],
        ),
    ],
    formula={
        "inverse_ratio": Eq((gamma + s * (w - gamma)) / (b * s) - w / b, _moved(gamma, s) / b),
        "no_adjustment": Implies(
            And(
                Eq(_moved(gamma, 1 - other), _moved(1, 1 - eta)),
                Eq(_moved(gamma, (1 - other) ** 2), _moved(1, (1 - eta) ** 2)),
            ),
            And(Eq(gamma, 1), Eq(other, eta)),
        ),
        "one_update": Implies(
            Eq(other, eta / (eta + gamma * (1 - eta))), Eq(_moved(gamma, 1 - other), _moved(1, 1 - eta))
        ),
    },
    domain={
        gamma: positive,
        w: Reals,
        b: Reals,
        s: Interval.open(0, 1),
        eta: Interval.open(0, 1),
        other: Interval.open(0, 1),
    },
    assuming=(Ne(b, 0),),
)
