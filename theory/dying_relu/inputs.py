"""What the inputs do: turned ones have the same law, and a dead unit needs others (Sections 1 and 3)."""

from __future__ import annotations

from sympy import Eq, Implies, Integral, Max, Piecewise, exp, oo

from theory.claim import Assertion, Claim, Reals, Remark
from theory.dying_relu import any_dimension
from theory.dying_relu.setting import beta, real, x
from theory.dying_relu.spectrum import momenta
from theory.gaussian import phi

(a,) = real("a")

same_law = Claim(
    "dying_relu.same_law",
    title="Turned inputs have the law of the inputs",
    where="Section 3, prose on the target function and on the rotation of the weights",
    says=[
        Assertion(
            "For normal inputs of any dimension $Vx$ has the law of $x$, with every moment: the "
            r"expectation of $e^{t\cdot Vx}$ is $e^{\lVert V^\top t\rVert^2/2}$, and a reflection keeps "
            "lengths.",
            shown_by=["generating", "length"],
            source="prose",
        ),
        Remark(r"So $v\cdot x$ is $\gamma$ times a standard normal variable, and rectified alike."),
    ],
    formula={
        "generating": Eq(Integral(exp(a * x) * phi(x), (x, -oo, oo)), exp(a**2 / 2)),
        "length": any_dimension.inner_products,
    },
    domain={
        a: Reals,
        **any_dimension.columns(any_dimension.w, any_dimension.x, any_dimension.q),
    },
)

# One example: pre-activation and target; the last step of the pre-activation.
p, y, step = real("p y v")


def _slope(target: object) -> Piecewise:
    return Piecewise(((p - target) * x, p > 0), (0, True))


once_dead = Claim(
    "dying_relu.once_dead",
    title="Once dead on a set of inputs a unit stays so, unless it still moves",
    where="Section 1, prose on units that die",
    says=[
        Assertion(
            "An example on which the unit is inactive adds nothing to its gradient, for the linear and for "
            "the rectified target. So on finitely many examples, all inactive, the gradient is exactly 0, "
            "and plain descent leaves the unit where it is as long as the inputs are the same.",
            shown_by=["silent", "silent_rectified"],
            source="prose",
        ),
        Assertion(
            "With momentum it moves on without a gradient, and may wake on the same inputs: momentum alone "
            "carries it through the dead region.",
            shown_by=[
                "proof_that_the_rest_of_a_step_wakes",
                "proof_that_a_unit_wakes_on_the_same_two_inputs",
            ],
        ),
        Assertion(
            r"What is left of the way is $\beta/(1-\beta)$ times the last step: each update is $\beta$ times "
            "the one before.",
            shown_by=["rest_of_the_way"],
        ),
        Remark("Normal inputs are never all inactive: there the gradient is small and not 0."),
    ],
    printed_source="prose",
    formula={
        "silent": Implies(p <= 0, Eq(_slope(y), 0)),
        "silent_rectified": Implies(p <= 0, Eq(_slope(Max(0, y)), 0)),
        "rest_of_the_way": Eq(beta * step + beta / (1 - beta) * (beta * step), beta / (1 - beta) * step),
    },
    domain={**dict.fromkeys((p, y, x, step), Reals), beta: momenta},
    printed=Implies(p <= 0, p + beta * step <= 0),
    erratum="missing assumption",
    objection=(
        "The text has a dead unit stay dead because its gradient is 0; with momentum the weights move "
        "on without a gradient, and an update can wake the unit on the same inputs."
    ),
)
