"""The gradient of one ReLU unit in rotated coordinates (Eqs. 27-29, 34)."""

from __future__ import annotations

from sympy import Derivative, Eq, Integral, Matrix, Symbol, oo

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu import any_dimension
from theory.dying_relu.geometry import norm
from theory.dying_relu.setting import b, c, column, gamma, k, loss_of_unit, r, real, rotated, weights, z
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
# Of a direction orthogonal to the weights: its share along the remainder, and beyond it.
tau, sigma, w_target = real("tau sigma w_L")

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
            "In any dimension a direction orthogonal to the weights meets the target as it meets the "
            r"target's remainder, the part of length $\rho$ that is orthogonal to the weights.",
            shown_by=["sideways"],
        ),
        Assertion(
            r"So along such a direction the gradient is minus $\gamma$ times the target's share $\rho\tau$ "
            "of that direction times the probability that the unit is active.",
            shown_by=["anywhere"],
            source="reconstructed",
        ),
        Assertion(
            "It is the derivative of the loss by the weight along the target at a fixed length.",
            shown_by=["turned"],
        ),
        Assertion(
            "The same as an expectation in the rotated inputs of three dimensions.",
            shown_by=["first", "second"],
        ),
        Assertion(
            r"Differentiating the loss along $w\times q$ in three dimensions gives the "
            "same, for any $q$.",
            shown_by=["derivative"],
        ),
    ],
    formula={
        "sideways": any_dimension.sideways,
        "anywhere": Eq(
            any_dimension.over_active(
                any_dimension.error * (tau * any_dimension.across + sigma * any_dimension.elsewhere),
                any_dimension.elsewhere,
            ),
            -gamma * any_dimension.rho * tau * Phi(c),
        ),
        "turned": Eq(Derivative(any_dimension.loss_at(w_target), w_target), -gamma * Phi(b / r)),
        "first": Eq(_along(rotated[0]), -gamma * column[0] * Phi(c)),
        "second": Eq(_along(rotated[1]), -gamma * column[1] * Phi(c)),
        "derivative": Eq(
            sum(v * slope for v, slope in zip(_across, _slopes, strict=True)), -gamma * _across[2] * Phi(_c)
        ),
    },
    domain={
        **_own,
        **dict.fromkeys((*_q, *column, c, any_dimension.rho, tau, sigma, w_target), Reals),
        r: positive,
        **any_dimension.columns(any_dimension.w, any_dimension.e, any_dimension.q),
    },
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
        **any_dimension.columns(any_dimension.w, any_dimension.e, any_dimension.x),
    },
    assuming=_away_from_zero,
)

along_b = Claim(
    "dying_relu.eq29",
    title="Gradient in the bias",
    where="Eq. 29, Section 5",
    says=[
        Assertion(
            r"In any dimension the derivative in the bias is $(r-\gamma k)\varphi(c)+b\Phi(c)$.",
            shown_by=["plane", "slope"],
            source="reconstructed",
        ),
        Assertion("It is so in coordinates, in three dimensions.", shown_by=["expectation", "derivative"]),
    ],
    formula={
        "plane": Eq(any_dimension.over_active(any_dimension.error), (r - gamma * k) * phi(c) + b * Phi(c)),
        "slope": Eq(Derivative(any_dimension.loss, b), (r - gamma * k) * phi(b / r) + b * Phi(b / r)),
        "expectation": Eq(
            normal_expectation(_error, rotated[2], rotated[0], rotated[1], above=-c),
            (r - gamma * k) * phi(c) + b * Phi(c),
        ),
        "derivative": Eq(Derivative(_loss, b), (_r - gamma * _k) * phi(_c) + b * Phi(_c)),
    },
    domain={**_own, r: positive, c: Reals, **dict.fromkeys((*column, any_dimension.rho), Reals)},
    assuming=_away_from_zero,
)
