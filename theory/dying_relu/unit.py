"""One ReLU unit: when it is active, its loss, and what the linear target has to do with the rectified one."""

from __future__ import annotations

from sympy import (
    And,
    Derivative,
    Eq,
    Equivalent,
    Expr,
    Implies,
    Integral,
    Interval,
    Matrix,
    Max,
    Piecewise,
    oo,
    sign,
    sqrt,
)

from theory.claim import Assertion, Claim, Reals, Remark, nonnegative, positive
from theory.dying_relu import any_dimension
from theory.dying_relu.setting import b, c, gamma, k, loss_of_unit, r, real, x, y, z
from theory.gaussian import Phi, normal_expectation, phi

models = Claim(
    "dying_relu.eq8",
    title="Models and objective",
    where="Eqs. 8-10, Section 3",
    says=[
        Remark(
            r"The affine model is $w\cdot x+b$, the ReLU model its positive part, and the "
            "objective half the expected squared error against the target."
        ),
    ],
    kind="definition",
)

dead = Claim(
    "dying_relu.eq15",
    title="A dead unit",
    where="Eq. 15, Section 3",
    says=[
        Remark(
            r"A unit counts as dead when it is active on less than a share $\varepsilon$ "
            "of the inputs."
        ),
    ],
    kind="definition",
)

active = Claim(
    "dying_relu.eq21",
    title="When a unit is active, and how often",
    where="Eqs. 21-23, Section 5",
    says=[
        Assertion(
            r"With $z$ the input along the weights the unit is active where $z>-b/\lVert "
            r"w\rVert$, so with probability $\Phi(c)$, $c=b/\lVert w\rVert$.",
            shown_by=["condition", "probability"],
            source="reconstructed",
        ),
        Remark("A unit without weights is active always if $b>0$ and never otherwise."),
    ],
    formula={
        "condition": Equivalent(r * z + b > 0, z > -b / r),
        "probability": Eq(Integral(phi(z), (z, -c, oo)), Phi(c)),
    },
    domain={r: positive, z: Reals, b: Reals, c: Reals},
)

# Pre-activation p and target y of one sample: the error and the factor of the gradient for both targets.
p, w, lower = real("p w l")
_active = Piecewise((1, p > 0), (0, True))
_lin_error, _rel_error = Max(0, p) - y, Max(0, p) - Max(0, y)
_lin, _rel = _active * _lin_error, _active * _rel_error
_lin_bias = Integral(((w - gamma) * z + b) * phi(z), (z, -b / w, oo))
_rel_bias = Integral((w * z + b) * phi(z), (z, -b / w, oo)) - Integral(
    gamma * z * phi(z), (z, Max(0, -b / w), oo)
)

same_sign = Claim(
    "dying_relu.eq11",
    title="Linear target in place of the rectified one",
    where="Eqs. 11-12, Section 3",
    says=[
        Assertion(
            "Sample by sample, the gradients for the two targets are equal where the "
            "target is nonnegative, point the same way where it is negative and the unit "
            "active, and both vanish where the unit is inactive.",
            shown_by=["nonnegative", "negative", "inactive"],
            source="prose",
        ),
        Assertion(
            "The errors are not: an inactive sample with a negative target has the error "
            "0 against the rectified target and another one against the linear.",
            shown_by=["proof_that_an_inactive_sample_has_errors_of_different_sign"],
        ),
        Assertion(
            "In expectation the gradients in the bias differ: for weights along the "
            r"target and $b>0$ by $\gamma(\varphi(0)-\varphi(c))$, for weights against it "
            r"by $\gamma\varphi(\max(0,-c))$.",
            shown_by=["gap_along", "gap_against"],
        ),
        Assertion(
            r"Where $w>0$ and $b\le0$ no active sample has a negative target and the "
            "fields are equal.",
            shown_by=["equal_fields"],
        ),
        Assertion(
            "Expected gradients of the two targets can oppose each other.",
            shown_by=["proof_that_expected_gradients_can_oppose"],
        ),
    ],
    printed_source={"errors": "prose", "expectation": "reconstructed"},
    formula={
        "nonnegative": Implies(y >= 0, Eq(_lin, _rel)),
        "negative": Implies(And(y < 0, p > 0), _lin * _rel > 0),
        "inactive": Implies(p <= 0, And(Eq(_lin, 0), Eq(_rel, 0))),
        "equal_fields": Implies(And(w > 0, b <= 0, w * x + b > 0), gamma * x > 0),
        "gap_along": Eq(Integral(-gamma * z * phi(z), (z, -c, 0)), gamma * (phi(0) - phi(c))),
        "gap_against": Eq(Integral(gamma * z * phi(z), (z, lower, oo)), gamma * phi(lower)),
    },
    domain={
        p: Reals,
        y: Reals,
        x: Reals,
        w: Reals,
        b: Reals,
        gamma: positive,
        c: Reals,
        lower: nonnegative,
    },
    printed={
        "errors": Implies(y < 0, Eq(sign(_lin_error), sign(_rel_error))),
        "expectation": _lin_bias * _rel_bias >= 0,
    },
    erratum="false",
    objection=(
        "The text puts a linear target in the place of the rectified one because errors and gradients "
        "keep their signs; but an inactive sample with a negative target has the error 0 against the "
        "one and not against the other, and the expected gradients can point in opposite directions."
    ),
    printed_domain={w: positive},
)

_w = Matrix(real("w_1 w_2"))
(_t,) = real("t")
_r = sqrt(_w[0] ** 2 + _w[1] ** 2)
# x = z k + t k', with k along the weights and k' across; the second coordinate is the target's.
_x = (_w * z + Matrix([_w[1], -_w[0]]) * _t) / _r
_error = _r * z + b - gamma * _x[1]
_loss = loss_of_unit(_w, b, gamma)
_inactive = Integral((gamma * _x[1]) ** 2 * phi(z) * phi(_t), (_t, -oo, oo), (z, -oo, -b / _r))
_masked = Integral(((w - gamma) * z + b) ** 2 * phi(z), (z, -b / w, oo)) / 2

# In any dimension: an input has the component "along" the weights, "across" in the plane of the target, and
# "elsewhere" in any direction orthogonal to both. A step across turns the weights: k rises by sqrt(1-k^2)/r.
along, across, elsewhere = any_dimension.along, any_dimension.across, any_dimension.elsewhere
_target = gamma * (k * along + sqrt(1 - k**2) * across)
_missed = r * along + b - _target
_missed_asleep = Integral(_target**2 * phi(along) * phi(across), (across, -oo, oo), (along, -oo, -b / r))


def _mean_active(integrand: Expr, *others: Expr) -> Integral:
    """Expectation over the active inputs in any dimension."""
    return normal_expectation(integrand, along, across, *others, above=-b / r)


def _where_active(integrand: Expr) -> Integral:
    """Expectation over the active inputs, z first because its range is cut."""
    return normal_expectation(integrand, z, _t, above=-b / _r)


unit_gradient = Claim(
    "dying_relu.eq24",
    title="Loss and gradient of one ReLU unit",
    where="Eqs. 24-26, Section 5",
    says=[
        Assertion(
            "With the squared error counted on inactive inputs too, the gradient of the loss is the "
            "expectation of error times input over the active inputs. In any dimension: along the "
            "weights it is the derivative by their length, across them in the plane of the target the "
            "derivative by the cosine, and 0 in every other direction.",
            shown_by=["loss_anywhere", "by_length", "by_cosine", "elsewhere", "by_bias"],
            source="reconstructed",
        ),
        Assertion(
            "In coordinates, in the plane of weights and target, it is so too.",
            shown_by=["loss", "weights", "bias"],
        ),
        Assertion(
            r"$(\gamma e_L,0)$ is a global minimum for the linear and for the rectified "
            "target, because the positive part is the best nonnegative prediction of "
            r"each; the losses there are $\gamma^2/4$ and 0.",
            shown_by=["best_prediction", "least_loss"],
            source="prose",
        ),
        Assertion(
            "If the indicator multiplied the whole squared error, the derivative would "
            "have a further boundary term.",
            shown_by=["proof_that_masking_the_squared_error_adds_a_boundary_term"],
        ),
    ],
    printed_source="reconstructed",
    formula={
        "loss_anywhere": Eq((_mean_active(_missed**2) + _missed_asleep) / 2, any_dimension.loss),
        "by_length": Eq(Derivative(any_dimension.loss, r), _mean_active(_missed * along)),
        "by_cosine": Eq(
            sqrt(1 - k**2) / r * Derivative(any_dimension.loss, k), _mean_active(_missed * across)
        ),
        "elsewhere": Eq(_mean_active(_missed * elsewhere, elsewhere), 0, evaluate=False),
        "by_bias": Eq(Derivative(any_dimension.loss, b), _mean_active(_missed)),
        "loss": Eq((_where_active(_error**2) + _inactive) / 2, _loss),
        "weights": Eq(
            Matrix([Derivative(_loss, _w[0]), Derivative(_loss, _w[1])]),
            Matrix([_where_active(_error * _x[0]), _where_active(_error * _x[1])]),
            evaluate=False,
        ),
        "bias": Eq(Derivative(_loss, b), _where_active(_error)),
        "best_prediction": (Max(0, p) - y) ** 2 >= (Max(0, y) - y) ** 2,
        "least_loss": Eq(Integral((gamma * z) ** 2 * phi(z), (z, -oo, 0)) / 2, gamma**2 / 4),
    },
    domain={
        **dict.fromkeys((*_w, b, p, y), Reals),
        r: positive,
        k: Interval.open(-1, 1),
        gamma: positive,
    },
    assuming=(_w[0] ** 2 + _w[1] ** 2 > 0,),
    printed=Eq(Derivative(_masked, b), Integral(((w - gamma) * z + b) * phi(z), (z, -b / w, oo))),
    erratum="false",
    objection=(
        "With the indicator around the whole squared error, the gradient of the loss would not be the "
        "mean over the active inputs: moving the bias moves the kink, which adds a boundary term."
    ),
    printed_domain={w: positive},
    printed_assuming=(),
)
