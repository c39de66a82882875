"""The gradient of one ReLU unit in rotated coordinates and in the plane (Eqs. 27-32, 34; Proposition C1)."""

from __future__ import annotations

from sympy import And, Derivative, Eq, Expr, FiniteSet, Implies, Integral, Matrix, Symbol, oo

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu import any_dimension
from theory.dying_relu.geometry import norm
from theory.dying_relu.setting import b, c, column, gamma, k, loss_of_unit, r, real, rotated, weights, x, z
from theory.gaussian import Phi, normal_expectation, phi

_r = norm(weights)
_c, _k = b / _r, weights[2] / _r
_loss = loss_of_unit(weights, b, gamma)
_slopes = [Derivative(_loss, weight) for weight in weights]
_own = dict.fromkeys((*weights, b), Reals) | {gamma: positive}
# Off the line w_1 = w_2 = 0 the norm is smooth; w = 0 is where the unit has no direction.
_away_from_zero = (weights[0] ** 2 + weights[1] ** 2 + weights[2] ** 2 > 0,)

_error = r * rotated[2] + b - gamma * sum(u * y for u, y in zip(column, rotated, strict=True))


def _along(axis: Symbol) -> Integral:
    """Expectation of error times one rotated input over the active inputs, y_3 > -c."""
    return normal_expectation(_error * axis, rotated[2], rotated[0], rotated[1], above=-c)


_q = Matrix(real("q_1 q_2 q_3"))
_across = weights.cross(_q)

truncated_moments = Claim(
    "dying_relu.eq34",
    title="Moments of a truncated Gaussian",
    where="Eq. 34, Appendix B",
    says=[
        Assertion(
            r"Over the inputs above $-c$ a standard normal variable has mass $\Phi(c)$, "
            r"first moment $\varphi(c)$ and second moment $\Phi(c)-c\varphi(c)$.",
            shown_by=["mass", "first", "second"],
            source="reconstructed",
        ),
    ],
    formula={
        "mass": Eq(Integral(phi(z), (z, -c, oo)), Phi(c)),
        "first": Eq(Integral(z * phi(z), (z, -c, oo)), phi(c)),
        "second": Eq(Integral(z**2 * phi(z), (z, -c, oo)), Phi(c) - c * phi(c)),
    },
    domain={c: Reals},
)

across_w = Claim(
    "dying_relu.eq27",
    title="Gradient across the weight vector",
    where="Eq. 27, Section 5",
    says=[
        Assertion(
            r"Along a direction orthogonal to the weights the gradient is minus $\gamma$ "
            "times the target's share of that direction times the probability that the "
            "unit is active, as an expectation in the rotated inputs of three dimensions.",
            shown_by=["first", "second"],
            source="reconstructed",
        ),
        Assertion(
            r"Differentiating the loss along $w\times q$ in three dimensions gives the "
            "same, for any $q$.",
            shown_by=["derivative"],
        ),
    ],
    formula={
        "first": Eq(_along(rotated[0]), -gamma * column[0] * Phi(c)),
        "second": Eq(_along(rotated[1]), -gamma * column[1] * Phi(c)),
        "derivative": Eq(
            sum(v * slope for v, slope in zip(_across, _slopes, strict=True)), -gamma * _across[2] * Phi(_c)
        ),
    },
    domain={**_own, **dict.fromkeys(_q, Reals), r: positive, c: Reals, **dict.fromkeys(column, Reals)},
    assuming=_away_from_zero,
)

along_w = Claim(
    "dying_relu.eq28",
    title="Gradient along the weight vector",
    where="Eq. 28, Section 5",
    says=[
        Assertion(
            r"In any dimension the target direction is a multiple $k$ of the weights' direction plus a "
            r"remainder that "
            r"is orthogonal to the weights and has length $\sqrt{1-k^2}$.",
            shown_by=["orthogonal", "length", "target"],
        ),
        Assertion(
            "So along the weights the gradient is an expectation in two independent normal variables, "
            "which is "
            r"$(r-\gamma k)(\Phi(c)-c\varphi(c))+b\varphi(c)$.",
            shown_by=["plane"],
            source="reconstructed",
        ),
        Assertion(
            "It is the derivative of the loss by the length $r$ of the weights at a fixed angle.",
            shown_by=["slope"],
        ),
        Assertion(
            "Both are so in coordinates, in three dimensions.",
            shown_by=["expectation", "derivative"],
        ),
        Assertion(
            r"With $b=cr$ the terms in $r$ collapse to $r\Phi(c)$.",
            shown_by=["collapsed"],
        ),
        Remark("The collapsed form is the better one to compute with."),
        Remark(
            "The target direction is a multiple of the weights plus one remainder orthogonal to them, of "
            r"length $\sqrt{1-k^2}$; so the inputs along the two are independent standard normal variables."
        ),
    ],
    formula={
        "orthogonal": any_dimension.orthogonal,
        "length": any_dimension.length,
        "target": any_dimension.target,
        "plane": Eq(any_dimension.expected_along, (r - gamma * k) * (Phi(c) - c * phi(c)) + b * phi(c)),
        "slope": Eq(
            any_dimension.slope_along, (r - gamma * k) * (Phi(b / r) - b / r * phi(b / r)) + b * phi(b / r)
        ),
        "expectation": Eq(_along(rotated[2]), (r - gamma * k) * (Phi(c) - c * phi(c)) + b * phi(c)),
        "derivative": Eq(
            sum(weight * slope for weight, slope in zip(weights, _slopes, strict=True)) / _r,
            (_r - gamma * _k) * (Phi(_c) - _c * phi(_c)) + b * phi(_c),
        ),
        "collapsed": Eq(
            (r - gamma * k) * (Phi(c) - c * phi(c)) + c * r * phi(c),
            r * Phi(c) - gamma * k * (Phi(c) - c * phi(c)),
        ),
    },
    domain={
        **_own,
        r: positive,
        c: Reals,
        **dict.fromkeys(column, Reals),
        any_dimension.rho: Reals,
        **any_dimension.vectors,
    },
    assuming=_away_from_zero,
)

along_b = Claim(
    "dying_relu.eq29",
    title="Gradient in the bias",
    where="Eq. 29, Section 5",
    says=[
        Assertion(
            r"The derivative in the bias is $(r-\gamma k)\varphi(c)+b\Phi(c)$.",
            shown_by=["expectation", "derivative"],
            source="reconstructed",
        ),
    ],
    formula={
        "expectation": Eq(
            normal_expectation(_error, rotated[2], rotated[0], rotated[1], above=-c),
            (r - gamma * k) * phi(c) + b * Phi(c),
        ),
        "derivative": Eq(Derivative(_loss, b), (_r - gamma * _k) * phi(_c) + b * Phi(_c)),
    },
    domain={**_own, r: positive, c: Reals, **dict.fromkeys(column, Reals)},
    assuming=_away_from_zero,
)

# In the plane: w = v along the target or w = -v against it, v > 0, active where w x + b > 0.
(v,) = real("v")
_plane = {v: positive, b: Reals, gamma: positive}
_weight = {
    sign: (sign * v - gamma) * (Phi(b / v) - b / v * phi(b / v)) + sign * b * phi(b / v) for sign in (1, -1)
}
_bias = {sign: sign * (sign * v - gamma) * phi(b / v) + b * Phi(b / v) for sign in (1, -1)}


def _over_active(integrand: Expr, sign: int) -> Integral:
    return Integral(integrand * phi(x), (x, -b / v, oo) if sign > 0 else (x, -oo, b / v))


_errors = {sign: sign * v * x + b - gamma * x for sign in (1, -1)}

plane = Claim(
    "dying_relu.eq30",
    title="Gradient in the plane of target weight and bias",
    where="Eqs. 30-32, Section 5",
    says=[
        Assertion(
            r"With all other weights 0, $w=\lambda v$ and $\lambda$ the sign of $w$, the "
            r"derivatives are $(w-\gamma)(\Phi(c)-c\varphi(c))+\lambda b\varphi(c)$ and "
            r"$\lambda(w-\gamma)\varphi(c)+b\Phi(c)$, $c=b/v$: the sign stands in both.",
            shown_by=["weight_along", "weight_against", "bias_along", "bias_against"],
            source="reconstructed",
        ),
    ],
    formula={
        "weight_along": Eq(_over_active(_errors[1] * x, 1), _weight[1]),
        "weight_against": Eq(_over_active(_errors[-1] * x, -1), _weight[-1]),
        "bias_along": Eq(_over_active(_errors[1], 1), _bias[1]),
        "bias_against": Eq(_over_active(_errors[-1], -1), _bias[-1]),
    },
    domain=_plane,
)

lamda, P, p, G, u_j, u_i, u_ji = real("lambda P p G u_{jL} u_{Li} u_{ji}")

reduction = Claim(
    "dying_relu.proposition_c1",
    title="The plane of target weight and bias is invariant",
    where="Proposition C1, Appendix C",
    says=[
        Assertion(
            "Where all weights but the target's are 0, so are their derivatives.",
            shown_by=["others_along", "others_against"],
            source="prose",
        ),
        Assertion(
            "Turning Eqs. 27 to 29 back by the rotation gives Eqs. 31 and 32: every "
            "product of another weight's derivative has a factor 0, and the last one is "
            r"$\lambda$ times Eq. 28.",
            shown_by=["others_turned_back", "weight_turned_back", "bias_turned_back"],
            source="reconstructed",
        ),
        Remark(r"In the formulas $P$ and $p$ stand for $\Phi(c)$ and $\varphi(c)$."),
    ],
    formula={
        "others_along": Eq(
            Integral((_errors[1] * z) * phi(x) * phi(z), (z, -oo, oo), (x, -b / v, oo)), 0, evaluate=False
        ),
        "others_against": Eq(
            Integral((_errors[-1] * z) * phi(x) * phi(z), (z, -oo, oo), (x, -oo, b / v)), 0, evaluate=False
        ),
        "others_turned_back": Implies(
            And(Eq(u_j, 0), Eq(u_i, 0)), Eq(u_ji * (-gamma * u_j * P) + u_i * G, 0)
        ),
        "weight_turned_back": Eq(
            lamda * ((v - gamma * lamda) * (P - c * p) + b * p),
            (lamda * v - gamma) * (P - c * p) + lamda * b * p,
        ),
        "bias_turned_back": Eq((v - gamma * lamda) * p + b * P, lamda * (lamda * v - gamma) * p + b * P),
    },
    domain={
        **_plane,
        lamda: FiniteSet(-1, 1),
        **dict.fromkeys((c, P, p, G, u_j, u_i, u_ji), Reals),
    },
)
