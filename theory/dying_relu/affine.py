"""The affine model: its loss, gradient and only stationary point (Eqs. 16-18)."""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Matrix

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu.setting import b, gamma, real
from theory.gaussian import normal_expectation

w_1, w_2, x_1, x_2 = real("w_1 w_2 x_1 x_2")
_error = w_1 * x_1 + w_2 * x_2 + b - gamma * x_2
_distance = w_1**2 + (w_2 - gamma) ** 2 + b**2

affine_loss = Claim(
    "dying_relu.eq16",
    title="Loss and gradient of the affine model",
    where="Eqs. 16-18, Section 4",
    says=[
        Assertion(
            "In the plane of one weight along the target and one across, the affine model "
            r"loses half the squared distance of its parameters from $(\gamma e_L,0)$ "
            r"against the target $\gamma x_L$, and the gradient is that distance.",
            shown_by=["loss", "weights", "bias"],
            source="reconstructed",
        ),
        Assertion(
            r"So the gradient vanishes at $(\gamma e_L,0)$ only.",
            shown_by=["only_zero"],
            source="prose",
        ),
        Remark("Every further weight behaves like the one across."),
    ],
    formula={
        "loss": Eq(normal_expectation(_error**2, x_1, x_2) / 2, _distance / 2),
        "weights": Eq(
            Matrix([normal_expectation(_error * x_1, x_1, x_2), normal_expectation(_error * x_2, x_1, x_2)]),
            Matrix([w_1, w_2 - gamma]),
            evaluate=False,
        ),
        "bias": Eq(normal_expectation(_error, x_1, x_2), b),
        "only_zero": Equivalent(Eq(_distance, 0), And(Eq(w_1, 0), Eq(w_2, gamma), Eq(b, 0))),
    },
    domain={w_1: Reals, w_2: Reals, b: Reals, gamma: positive},
)
