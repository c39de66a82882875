"""The affine model: its loss, gradient and only stationary point (Eqs. 16-18)."""

from __future__ import annotations

from sympy import And, Eq, Equivalent, Matrix

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
from theory.dying_relu import any_dimension
from theory.dying_relu.any_dimension import across, along, rho
from theory.dying_relu.setting import b, gamma, real
from theory.gaussian import normal_expectation

w_1, w_2, x_1, x_2 = real("w_1 w_2 x_1 x_2")
_error = w_1 * x_1 + w_2 * x_2 + b - gamma * x_2
_distance = w_1**2 + (w_2 - gamma) ** 2 + b**2
# In any dimension: the distance in the weights, d = w - gamma e, is one direction, and any other direction q
# is a multiple s of d plus a remainder of length rho; the inputs along the two are independent.
delta, multiple = real("delta s'")
_in_any = delta * along + b

affine_loss = Claim(
    "dying_relu.eq16",
    title="Loss and gradient of the affine model",
    where="Eqs. 16-18, Section 4",
    says=[
        Assertion(
            "In any dimension the affine model loses half the squared distance of its parameters from "
            r"$(\gamma e_L,0)$ against the target $\gamma x_L$.",
            shown_by=["loss_anywhere"],
            source="reconstructed",
        ),
        Assertion(
            r"Its gradient is that distance: in the bias it is $b$, and along any direction $q$ of the "
            r"weights $q\cdot(w-\gamma e_L)$.",
            shown_by=["direction_apart", "direction_anywhere", "bias_anywhere"],
            source="reconstructed",
        ),
        Assertion(
            "In coordinates, in the plane of one weight along the target and one across, it is so too.",
            shown_by=["loss", "weights", "bias"],
        ),
        Assertion(
            r"So the gradient vanishes at $(\gamma e_L,0)$ only.",
            shown_by=["only_zero"],
            source="prose",
        ),
        Remark(
            r"In the formulas for any dimension $\delta$ is the length of $w-\gamma e_L$, and $q$ is $s'$ "
            r"times that vector plus a remainder of length $\rho$ that is orthogonal to it."
        ),
    ],
    formula={
        "loss_anywhere": Eq(normal_expectation(_in_any**2, along) / 2, (delta**2 + b**2) / 2),
        "direction_apart": any_dimension.direction_apart,
        "direction_anywhere": Eq(
            normal_expectation(_in_any * (multiple * delta * along + rho * across), along, across),
            multiple * delta**2,
        ),
        "bias_anywhere": Eq(normal_expectation(_in_any, along), b),
        "loss": Eq(normal_expectation(_error**2, x_1, x_2) / 2, _distance / 2),
        "weights": Eq(
            Matrix([normal_expectation(_error * x_1, x_1, x_2), normal_expectation(_error * x_2, x_1, x_2)]),
            Matrix([w_1, w_2 - gamma]),
            evaluate=False,
        ),
        "bias": Eq(normal_expectation(_error, x_1, x_2), b),
        "only_zero": Equivalent(Eq(_distance, 0), And(Eq(w_1, 0), Eq(w_2, gamma), Eq(b, 0))),
    },
    domain={
        **dict.fromkeys((w_1, w_2, b, multiple, rho), Reals),
        gamma: positive,
        delta: nonnegative,
        **any_dimension.columns(any_dimension.w, any_dimension.q),
    },
)
