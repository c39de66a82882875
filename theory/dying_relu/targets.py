"""Targets: scaling them, and turning any linear target onto the last axis (Eqs. 1-5)."""

from __future__ import annotations

from sympy import Eq, Interval, Matrix, Ne, sqrt

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu.geometry import axis, mirror, norm, reflect
from theory.dying_relu.setting import gamma, real

p, y_1, y_2, bias = real("p y_1 y_2 d")
_mean = p * y_1 + (1 - p) * y_2
_deviation = sqrt(p * (y_1 - _mean) ** 2 + (1 - p) * (y_2 - _mean) ** 2)
_scaled = [gamma * (value - _mean) / _deviation + bias for value in (y_1, y_2)]

target_scaling = Claim(
    "dying_relu.eq1",
    title="Affine normalisation of the targets",
    where="Eq. 1, Section 3",
    says=[
        Assertion(
            "Subtracting the mean, dividing by the standard deviation, multiplying by "
            r"$\gamma$ and adding $d$ gives targets of mean $d$ and variance $\gamma^2$, "
            "for every law on two points.",
            shown_by=["mean", "variance"],
            source="reconstructed",
        ),
        Assertion(
            "So it does for skewed samples.",
            shown_by=["proof_on_skewed_samples"],
        ),
        Remark(
            "Both quantities are linear in the first two moments, and two-point laws "
            r"realise every pair of them; $\gamma=1$, $d=0$ is z-scoring."
        ),
    ],
    formula={
        "mean": Eq(p * _scaled[0] + (1 - p) * _scaled[1], bias),
        "variance": Eq(p * (_scaled[0] - bias) ** 2 + (1 - p) * (_scaled[1] - bias) ** 2, gamma**2),
    },
    domain={p: Interval.open(0, 1), y_1: Reals, y_2: Reals, gamma: positive, bias: Reals},
    assuming=(Ne(y_1, y_2),),
)

_target = Matrix(real("v_1 v_2 v_3"))
_input = Matrix(real("x_1 x_2 x_3"))
_normal = Matrix(real("u_1 u_2 u_3"))

rotated_target = Claim(
    "dying_relu.eq2",
    title="Every linear target is a scaled last coordinate",
    where="Eqs. 2-5, Section 3",
    says=[
        Assertion(
            r"In three dimensions, for a target direction $v$ of norm $\gamma$, the "
            r"Householder reflection $V$ is orthogonal with $Vv=\gamma e_L$, so that "
            r"$v\cdot x=\gamma(Vx)_L$.",
            shown_by=["orthogonal", "image", "target", "proof_in_exact_rationals"],
            source="reconstructed",
        ),
        Assertion(
            r"Mean and mean square of the positive part of $v\cdot x$ are those of $\gamma "
            "x_L$.",
            shown_by=["proof_that_rectified_targets_have_the_same_law"],
            source="prose",
        ),
        Remark(
            r"Inputs $Vx$ have the same law as $x$, so the target may be read as $\gamma "
            "x_L$, in every dimension."
        ),
    ],
    formula={
        "orthogonal": Eq(norm(reflect(_input, _normal)) ** 2, norm(_input) ** 2),
        "image": Eq(reflect(_target, mirror(_target)), norm(_target) * axis(3), evaluate=False),
        "target": Eq(
            (_target.T * _input)[0], norm(_target) * reflect(_input, mirror(_target))[2], evaluate=False
        ),
    },
    domain=dict.fromkeys((*_target, *_input, *_normal), Reals),
    assuming=(_target[0] ** 2 + _target[1] ** 2 > 0, norm(_normal) > 0),
)
