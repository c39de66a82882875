"""Targets: scaling them, and turning any linear target onto the last axis (Eqs. 1-5)."""

from __future__ import annotations

from sympy import Eq, Matrix

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu import any_dimension
from theory.dying_relu.geometry import axis, mirror, norm, reflect
from theory.dying_relu.setting import gamma, r, real
from theory.expectation import Expectation, variance

y, sigma, bias = real("y sigma d")
_scaled = gamma * (y - Expectation(y, (y,))) / sigma + bias

target_scaling = Claim(
    "dying_relu.eq1",
    title="Affine normalisation of the targets",
    where="Eq. 1, Section 3",
    says=[
        Assertion(
            "Whatever the law of the targets: subtracting the mean, dividing by a number "
            r"$\sigma>0$, multiplying by $\gamma$ and adding $d$ gives targets of mean $d$ "
            r"and of $\gamma^2/\sigma^2$ times their variance. That is $\gamma^2$ if "
            r"$\sigma$ is the standard deviation.",
            shown_by=["mean", "variance"],
            source="reconstructed",
        ),
        Remark(r"$\gamma=1$, $d=0$ is z-scoring. Samples of a table are a law too, its empirical one."),
    ],
    formula={
        "mean": Eq(Expectation(_scaled, (y,)), bias),
        "variance": Eq(variance(_scaled, (y,)), gamma**2 / sigma**2 * variance(y, (y,)), evaluate=False),
    },
    domain={gamma: positive, sigma: positive, bias: Reals},
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
            r"In any dimension let $V$ be the reflection that exchanges the target direction $v$ and "
            r"$\gamma e_L$, both of length $\gamma$. It keeps every inner product, so that "
            r"$v\cdot x=(Vv)\cdot(Vx)=\gamma(Vx)_L$.",
            shown_by=["inner_products", "exchanged"],
            source="reconstructed",
        ),
        Assertion(
            r"In coordinates, in three dimensions: $V$ keeps lengths, and $Vv=\gamma e_L$.",
            shown_by=["orthogonal", "image", "target"],
        ),
        Remark(
            r"The part on the exchange is multiplied by $\lVert u\rVert^2$, $u=v-re$: its last "
            r"term vanishes where $\lVert v\rVert=r$ and $e$ has length 1."
        ),
    ],
    formula={
        "inner_products": any_dimension.inner_products,
        "exchanged": any_dimension.exchanged,
        "orthogonal": Eq(norm(reflect(_input, _normal)) ** 2, norm(_input) ** 2),
        "image": Eq(reflect(_target, mirror(_target)), norm(_target) * axis(3), evaluate=False),
        "target": Eq(
            (_target.T * _input)[0], norm(_target) * reflect(_input, mirror(_target))[2], evaluate=False
        ),
    },
    domain={
        **dict.fromkeys((*_target, *_input, *_normal), Reals),
        **any_dimension.columns(any_dimension.w, any_dimension.e, any_dimension.x, any_dimension.q),
        r: positive,
    },
    assuming=(_target[0] ** 2 + _target[1] ** 2 > 0, norm(_normal) > 0),
)
