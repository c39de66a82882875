"""Targets: scaling them, and turning any linear target onto the last axis (Eqs. 1-5)."""

from __future__ import annotations

from sympy import Eq, Interval, Matrix, Ne, sqrt

from theory.claim import Claim, Reals, positive
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
    says="""Subtracting the mean, dividing by the standard deviation, multiplying by gamma and adding d
    gives targets of mean d and variance gamma squared; gamma = 1, d = 0 is z-scoring. Both
    quantities are linear in the first two moments, so it is enough to see it for laws on two
    points, which realise every pair of them.""",
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
    says="""For a target direction v of norm gamma there is an orthogonal V with V v = gamma e_L. Inputs Vx
    have the same law as x, so the target v.x may be read as gamma x_L, and its positive part as
    relu(gamma x_L). Shown for the Householder reflection in three dimensions; the formula is
    the same in each.""",
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
