"""The dead and the linear cone, the saddles, and where the optimum lies (Section 5)."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Equivalent,
    FiniteSet,
    Implies,
    Integral,
    Interval,
    Matrix,
    Ne,
    Or,
    Rational,
    exp,
    oo,
    sqrt,
)

from theory.claim import Assertion, Claim, Reals, Remark, negative, nonnegative, positive
from theory.dying_relu import half_line
from theory.dying_relu.setting import b, c, gamma, k, loss_of_unit, r, real, z
from theory.gaussian import Phi, phi

kappa, t, w_1, w_2, mirrored, r_t = real("kappa t w_1 w_2 b' r'")
_cosine = Interval(-1, 1)

_scaled = And(Eq(mirrored, t * b), Eq(r_t, t * r))

cones = Claim(
    "dying_relu.cones",
    title="The dead and the linear cone mirror each other",
    where="Section 5, prose on the regions of parameter space",
    says=[
        Assertion(
            r"The dead cone $b<-\kappa\lVert w\rVert$ and the linear cone $b>\kappa\lVert "
            r"w\rVert$ have their tips at the origin (scaling a unit leaves $b/\lVert "
            r"w\rVert$ as it is) and are mirror images of each other under $b\mapsto-b$.",
            shown_by=["mirror", "ratio"],
            source="prose",
        ),
        Assertion(
            "A unit in the dead cone is active less often than "
            r"$\varepsilon=\Phi(-\kappa)$, one in the linear cone is inactive less often "
            "than that.",
            shown_by=["share", "inactive_share"],
            source="prose",
        ),
    ],
    formula={
        "mirror": Implies(Eq(mirrored, -b), Equivalent(b < -kappa * r, mirrored > kappa * r)),
        "ratio": Implies(_scaled, Eq(mirrored / r_t, b / r)),
        "share": Eq(Phi(-kappa) - Phi(c), Integral(phi(z), (z, c, -kappa))),
        "inactive_share": Eq(Phi(c) + Phi(-c), 1),
    },
    domain={
        b: Reals,
        r: positive,
        kappa: positive,
        t: positive,
        r_t: positive,
        mirrored: Reals,
        c: Reals,
        z: Reals,
    },
)

_w = Matrix([w_1, w_2])
_r = sqrt(w_1**2 + w_2**2)
_c, _k = b / _r, w_2 / _r
_loss = loss_of_unit(_w, b, gamma)
_tail = 1 - Phi(c)
#: What the ReLU unit's gradient has over the affine one: along the weights, across them, in the bias.
_gap_along = -_tail * (r - gamma * k) + gamma * c * phi(c) * k
_gap_across = _tail * gamma * sqrt(1 - k**2)
_gap_bias = -_tail * c * r + (r - gamma * k) * phi(c)
_mills = And(_tail > 0, phi(c) - c * _tail > 0)

linear_cone = Claim(
    "dying_relu.linear_cone",
    title="In the linear cone the unit is almost affine",
    where="Section 5, prose on the linear region",
    says=[
        Assertion(
            "In the plane of weights and target, a ReLU unit's gradient differs from the "
            r"affine unit's by $-(1-\Phi(c))(w-\gamma e)+\gamma c\varphi(c)k_Lk$ in the "
            r"weights and by $-(1-\Phi(c))b+(r-\gamma k_L)\varphi(c)$ in the bias.",
            shown_by=["across_target", "along_target", "bias"],
        ),
        Assertion(
            r"For $c>0$ the bias's share of that is at most $(r+\gamma)\varphi(c)$ and the "
            r"weights' at most $(r+\gamma)(1-\Phi(c))+\gamma c\varphi(c)$, which is at "
            r"most $(r+\gamma)(c+1/c)\varphi(c)$ by Mills' inequality.",
            shown_by=["mills", "bias_bound", "weights_bound", "simpler_bound"],
            source="prose",
        ),
        Assertion(
            "The last bound decreases from $c=1$ on, so in the linear cone its value at "
            r"$\kappa$ holds.",
            shown_by=["slope_of_bound"],
        ),
        Assertion(
            r"The two gradients are not equal there: at $r=1$, $c=4$, $k=0$, $\gamma=1$ "
            "the gaps in weights and bias differ from 0.",
            shown_by=["proof_that_the_gap_is_not_zero_in_the_cone"],
        ),
    ],
    printed_source="reconstructed",
    formula={
        "across_target": Eq(
            Derivative(_loss, w_1) - w_1, -(1 - Phi(_c)) * w_1 + gamma * _c * phi(_c) * _k * w_1 / _r
        ),
        "along_target": Eq(
            Derivative(_loss, w_2) - (w_2 - gamma),
            -(1 - Phi(_c)) * (w_2 - gamma) + gamma * _c * phi(_c) * _k * w_2 / _r,
        ),
        "bias": Eq(Derivative(_loss, b) - b, -(1 - Phi(_c)) * b + (_r - gamma * _k) * phi(_c)),
        "mills": Eq(Integral((z - c) * phi(z), (z, c, oo)), phi(c) - c * (1 - Phi(c))),
        "bias_bound": Implies(And(_mills, c > 0), Abs(_gap_bias) <= (r + gamma) * phi(c)),
        "weights_bound": Implies(
            And(_mills, c > 0),
            _gap_along**2 + _gap_across**2 <= ((r + gamma) * _tail + gamma * c * phi(c)) ** 2,
        ),
        "simpler_bound": Implies(
            And(_mills, c > 0),
            (r + gamma) * _tail + gamma * c * phi(c) < (r + gamma) * (c + 1 / c) * phi(c),
        ),
        "slope_of_bound": Eq(
            Derivative((c + 1 / c) * phi(c), c), -(c**2 + 1 / c**2) * phi(c)
        ),
    },
    domain={
        w_1: Reals, w_2: positive, b: Reals, gamma: positive, r: positive, k: _cosine, c: positive, z: Reals,
    },
    printed={
        "weights": Eq(Matrix([_gap_along, _gap_across]), Matrix([0, 0]), evaluate=False),
        "bias": Eq(half_line.towards_bias(r, k, c, gamma), c * r),
    },
    erratum="false",
    objection=(
        "Read as an equality, the gradient in the linear cone would be that of the affine unit; the two "
        "differ by a small amount that is not 0."
    ),
)  # fmt: skip

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
            r"The gradient in the bias is at most $(r+\gamma)\varphi(c)$.",
            shown_by=["bounded_weights"],
        ),
        Assertion(
            "For a target across the weights and $r=e^{c^2}$ it exceeds "
            r"$e^{c^2/2}/(3c^2)$ for $-5\le c\le-4$, so a small density alone leaves no "
            "small gradient.",
            shown_by=[
                "growing_weights",
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
        "growing_weights": 3 * t**2 * half_line.mean(t) * exp(t**2 / 2) > 1,
    },
    domain={
        gamma: positive, z: Reals, r: positive, k: _cosine, c: negative, w_1: Reals, w_2: positive, b: Reals,
        t: Interval(-5, -4),
    },
    printed=Implies(c <= -4, Abs(_bias_at) <= gamma),
    erratum="missing assumption",
    objection=(
        r"The text takes a small density, at $c\le-4$, for a small gradient; but the gradient grows with "
        "the weights as well."
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

side = real("sigma")[0]
# A point of a cone: b = sigma (kappa |w| + t), t >= 0, on the side sigma = 1 (linear) or -1 (dead).
_distance = w_1**2 + (w_2 - gamma) ** 2 + (side * (kappa * _r + t)) ** 2

optimum_between = Claim(
    "dying_relu.optimum_between",
    title="The optimum lies between the cones at every scale",
    where="Section 5, prose on small target scales",
    says=[
        Assertion(
            r"The optimum $(\gamma e,0)$ lies between the dead and the linear cone at "
            r"every scale $\gamma$, not only as $\gamma\to0$.",
            shown_by=["between"],
            source="prose",
        ),
        Assertion(
            r"Its squared distance to the points $b=\sigma(\kappa\lVert w\rVert+t)$, "
            r"$t\ge0$, of either cone is at least $\kappa^2\gamma^2/(1+\kappa^2)$, and "
            "that is attained.",
            shown_by=["distance", "proof_that_the_distance_is_attained"],
        ),
    ],
    printed_source="reconstructed",
    formula={
        "between": Implies(And(Eq(w_2, gamma), Eq(b, 0)), And(-kappa < b / w_2, b / w_2 < kappa)),
        "distance": _distance >= (kappa * gamma) ** 2 / (1 + kappa**2),
    },
    domain={
        w_1: Reals, w_2: Reals, b: Reals, gamma: positive, kappa: positive, t: nonnegative,
        side: FiniteSet(-1, 1),
    },
    printed={"distance": _distance > 0},
    erratum="loose constant",
    objection=(
        "That the optimum lies off both cones says only that its distance to them is positive; a "
        "positive bound can be given, and it is attained."
    ),
)  # fmt: skip
