"""The saddles of dead units, and the cone around them (Section 5)."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Implies,
    Integral,
    Interval,
    Matrix,
    Max,
    Ne,
    Or,
    Rational,
    exp,
    oo,
    pi,
    sqrt,
)

from theory.claim import Assertion, Claim, Reals, Remark, negative, positive
from theory.dying_relu import half_line
from theory.dying_relu.closed_forms import overlap, rectified_loss
from theory.dying_relu.setting import b, c, gamma, k, loss_of_unit, r, real, x, z
from theory.gaussian import Phi, phi

kappa, w_1, w_2 = real("kappa w_1 w_2")
_cosine = Interval(-1, 1)
_w = Matrix([w_1, w_2])
_r = sqrt(w_1**2 + w_2**2)
_c = b / _r

#: Cosine off the axis; P(z > -c, x_L > 0); the mean product of the positive parts of z + c and x_L.
k_o, B, M = real("k' B M")
_drop = (r**2 * half_line.square(c)) / 2 - gamma * r * k * Phi(c)  # loss minus gamma^2/2 at b = c r
_bias_at = half_line.towards_bias(r, k, c, gamma)
_moments = And(half_line.mean(c) > 0, half_line.square(c) > 0)

saddles = Claim(
    "dying_relu.saddles",
    title="Dead units without weights are flat saddles",
    where="Section 5, prose on saddle points",
    says=[
        Assertion(
            r"At $w=0$, $b<0$ the loss is $\gamma^2/2$ for the linear and $\gamma^2/4$ for "
            "the rectified target.",
            shown_by=["linear_value", "rectified_value"],
            source="prose",
        ),
        Assertion(
            "On a ray of cosine $k$ to the target the linear one's loss lies above "
            r"$\gamma^2/2$ if $k\le0$, and below it if $k>0$ and $r<2\gamma k$, but by no "
            r"more than $(r^2/2+\gamma r)\Phi(b/r)$.",
            shown_by=["mean", "square", "loss", "above", "below", "flat"],
        ),
        Assertion(
            r"So it is for the rectified target, with $\gamma^2/4$: the loss there is $r^2$ times a "
            r"positive number less $\gamma r$ times the mean product $M$ of the positive parts of $z+c$ "
            r"and $x_L$, so below where $M>0$ and $r$ is small. $M$ is at most $\Phi(c)+\varphi(0)\,m$, "
            r"$m$ the mean of the former, and 0 for a target against the weights.",
            shown_by=["rectified_loss", "rectified_below", "product_bound", "against"],
        ),
        Assertion(
            r"The gradient in the bias is at most $(r+\gamma)\varphi(c)$.",
            shown_by=["bounded_weights"],
        ),
        Assertion(
            r"For a target across the weights it exceeds $r\varphi(c)/(4c^2)$ for every $c\le-1$; with "
            r"$r=e^{c^2}$ that is $e^{c^2/2}/(4\sqrt{2\pi}c^2)$, which grows without bound. So a small "
            "density alone leaves no small gradient.",
            shown_by=[
                "cube",
                "growing_weights",
                "grown",
                "proof_that_weights_may_outgrow_the_density",
            ],
        ),
        Remark(
            "So these are saddles, not strict ones: what the loss falls by is less than "
            "any power of $r$, and all derivatives vanish."
        ),
    ],
    printed_source="reconstructed",
    formula={
        **{name: part for name, part in half_line.as_integrals(c, z).items() if name in ("mean", "square")},
        "linear_value": Eq(Integral((gamma * z) ** 2 * phi(z), (z, -oo, oo)) / 2, gamma**2 / 2),
        "rectified_value": Eq(Integral((gamma * z) ** 2 * phi(z), (z, 0, oo)) / 2, gamma**2 / 4),
        "loss": Eq(
            loss_of_unit(_w, b, gamma) - gamma**2 / 2,
            _r**2 * half_line.square(_c) / 2 - gamma * w_2 * Phi(_c),
        ),
        "above": Implies(And(_moments, k <= 0), _drop > 0),
        "below": Implies(And(_moments, k > 0, r < 2 * gamma * k), _drop < 0),
        "flat": Implies(_moments, Abs(_drop) <= (r**2 / 2 + gamma * r) * Phi(c)),
        "bounded_weights": Implies(_moments, Abs(_bias_at) <= (r + gamma) * phi(c)),
        "rectified_loss": Eq(
            rectified_loss(r, c * r, gamma, k_o, sqrt(1 - k_o**2), B) - gamma**2 / 4,
            r**2 * half_line.square(c) / 2 - gamma * r * overlap(c, k_o, sqrt(1 - k_o**2), B),
        ),
        "rectified_below": Implies(
            And(_moments, M > 0, r * half_line.square(c) < 2 * gamma * M),
            r**2 * half_line.square(c) / 2 - gamma * r * M < 0,
        ),
        # Where z > 0 the positive part of k z + s t is at most z + t^+, and the mean of t^+ is phi(0).
        "product_bound": Eq(
            Integral((z + c) * (z + phi(0)) * phi(z), (z, -c, oo)), Phi(c) + phi(0) * half_line.mean(c)
        ),
        "against": Implies(And(c < 0, x > -c), Eq(Max(0, -x), 0)),
        "cube": Eq(Integral((z + c) ** 3 * phi(z), (z, -c, oo)), half_line.cube(c)),
        "growing_weights": Implies(
            And(half_line.cube(c) > 0, c <= -1), half_line.mean(c) * 4 * c**2 > phi(c)
        ),
        "grown": Eq(exp(c**2) * phi(c) / (4 * c**2), exp(c**2 / 2) / (4 * sqrt(2 * pi) * c**2)),
    },
    domain={
        gamma: positive, z: Reals, r: positive, k: _cosine, c: negative, w_1: Reals, w_2: Reals, b: Reals,
        k_o: Interval.open(-1, 1), B: Interval.open(0, 1), M: Reals, x: Reals,
    },
    assuming=(w_1**2 + w_2**2 > 0,),
    printed_assuming=(),
    printed=Implies(c <= -4, Abs(_bias_at) <= gamma),
    erratum="missing assumption",
    objection=(
        r"The text takes a small density, at $c\le-4$, for a small gradient; but the gradient grows "
        "with the weights as well."
    ),
    printed_domain={r: positive, k: _cosine, c: negative, gamma: positive},
)  # fmt: skip

_along, _across = half_line.along(r, k, c, gamma), half_line.across(k, c, gamma)
_all_moments = And(half_line.mean(c) > 0, half_line.square(c) > 0, half_line.spread(c) > 0)
_size = _along**2 + _across**2

cone_is_critical = Claim(
    "dying_relu.cone_is_critical",
    title="The dead cone has next to no gradient, but some",
    where="Section 5, prose on the dead region",
    says=[
        Assertion(
            "Nowhere in the dead cone off its axis is the gradient 0: that would need "
            r"$c(1-ch-h^2)=0$ with $h=\varphi/\Phi$, and the bracket is a variance.",
            shown_by=[
                "mean",
                "square",
                "second",
                "spread",
                "never_zero",
                "proof_that_the_gradient_is_not_zero",
            ],
        ),
        Assertion(
            r"For $c<0$ the bias's component is at most $(r+\gamma)\varphi(c)$ and the "
            r"weights' at most $(r+\gamma)(\Phi(c)+|c|\varphi(c))$, less than "
            r"$(r+\gamma)(1/|c|+|c|)\varphi(c)$.",
            shown_by=["bias_bound", "weights_bound", "simpler_bound"],
            source="prose",
        ),
        Assertion(
            r"For $c\le-1$ that increases with $c$, so on the cone its value at $-\kappa$ "
            r"is the bound: for $\kappa=4$ below $0.000585\,(r+\gamma)$.",
            shown_by=["slope_of_bound", "at_four"],
        ),
        Remark("The gradient being that small, descent all but stops there; it is not a critical point."),
    ],
    printed_source="reconstructed",
    formula={
        **half_line.as_integrals(c, z),
        "never_zero": Implies(_all_moments, Or(Ne(_along, 0), Ne(_bias_at, 0))),
        "bias_bound": Implies(_all_moments, _bias_at**2 <= ((r + gamma) * phi(c)) ** 2),
        "weights_bound": Implies(_all_moments, _size <= ((r + gamma) * (Phi(c) - c * phi(c))) ** 2),
        "simpler_bound": Implies(_all_moments, Phi(c) - c * phi(c) < (-1 / c - c) * phi(c)),
        "slope_of_bound": Eq(Derivative((-1 / c - c) * phi(c), c), (c**2 + 1 / c**2) * phi(c)),
        "at_four": sqrt(1 + (kappa + 1 / kappa) ** 2) * phi(kappa) < Rational(585, 10**6),
    },
    domain={r: positive, k: _cosine, c: negative, gamma: positive, z: Reals, kappa: Interval(4, 8)},
    printed=And(Eq(_along, 0), Eq(_bias_at, 0)),
    erratum="false",
    objection=(
        "Taken at their word, saddle points all over the dead cone would have the gradient 0; it is "
        "small there, and nowhere 0 off the axis."
    ),
)
