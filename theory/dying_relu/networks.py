"""Scaling the parameters of a network layer by layer (Eqs. 33, 35-44; Theorem D1)."""

from __future__ import annotations

from sympy import And, Eq, Implies, Interval, Max, Ne, Not, Or, Union, oo

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu.setting import b, gamma, real, x

architecture = Claim(
    "dying_relu.eq33",
    title="Networks with ReLU hidden layers",
    where="Eqs. 33, 35-37, Section 6 and Appendix D",
    says=[
        Remark(
            "Every hidden layer is the positive part of an affine map of the one before; "
            "the output is affine."
        ),
    ],
    kind="definition",
)

# One layer of the induction: P the product of the factors so far, z what the weights make of the layer below.
alpha, product, z = real("alpha P z")

layer_scaling = Claim(
    "dying_relu.eq39",
    title="Scaling a network layer by layer",
    where="Eqs. 39-44, Appendix D",
    says=[
        Assertion(
            r"Multiply the weights of layer $i$ by $\alpha_i>0$ and its bias by "
            r"$\alpha_1\cdots\alpha_i$. Then a layer that receives $P$ times its old input "
            r"gives $\alpha_iP$ times its old output, the last layer as well.",
            shown_by=["hidden", "output"],
            source="reconstructed",
        ),
        Assertion(
            r"So every layer's output is multiplied by $\alpha_1\cdots\alpha_i$ and the "
            "network's by the product of all.",
            shown_by=["hidden", "output", "proof_on_whole_networks_in_exact_rationals"],
            source="reconstructed",
        ),
    ],
    formula={
        "hidden": Eq(Max(0, alpha * (product * z) + alpha * product * b), alpha * product * Max(0, z + b)),
        "output": Eq(alpha * (product * z) + alpha * product * b, alpha * product * (z + b)),
    },
    domain={alpha: positive, product: positive, z: Reals, b: Reals},
)

a, power, w_1, b_1, w_2, b_2, h, other = real("a q w_1 b_1 w_2 b_2 h h'")
# Far out on a ray the output is growth * t + far + bias; far_scaled is "far" of the scaled network.
growth, far, far_scaled, another = real("g f f' b'")
_trivial = Or(Eq(gamma, 0), Eq(gamma, 1))

no_common_factor = Claim(
    "dying_relu.theorem_d1",
    title="No single factor rescales every network",
    where="Theorem D1 and Eq. 38, Appendix D",
    says=[
        Assertion(
            r"A factor $a\le0$ silences a network of unit weights; for $a>0$ those weights "
            r"(biases 0) ask for $a^{N+1}=\gamma$ and an output bias alone asks for "
            r"$a=\gamma$.",
            shown_by=["silenced", "proof_that_unit_networks_ask_for_a_power"],
        ),
        Assertion(
            "With $q=a^N$ on the side of 1 on which $a$ is, $aq=a$ leaves $a=1$. So for "
            r"$\gamma\notin\{0,1\}$ and $N\ge1$ hidden layers no factor $a$ turns "
            r"$f(x;\theta)$ into $\gamma f(x;\theta)$ by $f(x;a\theta)$ for all $\theta$ "
            "at once.",
            shown_by=["above", "below", "conclusion"],
            source="prose",
        ),
        Assertion(
            "With one hidden layer, $a>0$ and a hidden part that takes two values, a "
            "single network is rescaled only if its output bias is 0.",
            shown_by=["one_layer", "proof_that_one_layer_without_output_bias_is_rescaled"],
        ),
        Assertion(
            r"At any depth, for almost every $\theta$ whose output grows along some ray of inputs, no "
            r"$a>0$ does it: far out the output is $gt+h+b$ with $g\ne0$ and the output bias $b$, and "
            r"scaled it is $a^{N+1}gt+h'+ab$. So $a^{N+1}=\gamma$, and at most one $b$ fits the rest of the "
            "network.",
            shown_by=["almost_every", "proof_far_out_on_rays"],
        ),
        Assertion(
            r"For $N\ge2$ it fails on an open set of $\theta$: where the last hidden layer has negative "
            r"weights and biases, it sleeps, the output is its bias and $a=\gamma$ does it.",
            shown_by=["asleep", "proof_that_sleeping_networks_are_rescaled"],
        ),
        Assertion(
            r"For a fixed $\theta$ the statement fails: with biases 0 behind the first "
            r"layer, $a=\gamma^{1/(N+1)}$ does it.",
            shown_by=["proof_that_a_fixed_network_can_be_rescaled"],
        ),
    ],
    printed_source="prose",
    formula={
        "silenced": Implies(And(a <= 0, Ne(gamma, 0)), Ne(a * Max(0, a), gamma)),
        "above": Implies(And(a > 1, power > 1), a * power > 1),
        "below": Implies(And(a > 0, a < 1, power > 0, power < 1), And(a * power > 0, a * power < 1)),
        "conclusion": Implies(
            And(
                a > 0,
                Or(And(a > 1, power > 1), And(a < 1, power < 1), Eq(a, 1)),
                Eq(a * power, gamma),
                Eq(a, gamma),
            ),
            _trivial,
        ),
        "almost_every": Implies(
            And(
                a > 0,
                Or(And(a > 1, power > 1), And(a < 1, power < 1), Eq(a, 1)),
                Not(_trivial),
                Ne(growth, 0),
                Eq(a * power * growth, gamma * growth),
                Eq(far_scaled + a * b_2, gamma * (far + b_2)),
                Eq(far_scaled + a * another, gamma * (far + another)),
            ),
            Eq(b_2, another),
        ),
        # One unit of a layer that sleeps: weight and bias below 0, and what comes from below at least 0.
        "asleep": Implies(
            And(a > 0, w_2 < 0, b_1 < 0, h >= 0, other >= 0),
            And(Eq(Max(0, w_2 * h + b_1), 0), Eq(Max(0, a * w_2 * other + a * b_1), 0)),
        ),
        "one_layer": Implies(
            And(
                a > 0,
                Ne(h, other),
                Eq(a**2 * h + a * b_2, gamma * (h + b_2)),
                Eq(a**2 * other + a * b_2, gamma * (other + b_2)),
            ),
            Or(Eq(b_2, 0), _trivial),
        ),
    },
    domain=dict.fromkeys((a, gamma, power, h, other, b_1, b_2, w_2, another, growth, far, far_scaled), Reals),
    printed=Ne(
        a * w_2 * Max(0, a * w_1 * x + a * b_1) + a * b_2, gamma * (w_2 * Max(0, w_1 * x + b_1) + b_2)
    ),
    erratum="missing assumption",
    objection=(
        "The theorem, as stated for given parameters, denies that one factor on all of them can "
        r"multiply the function by $\gamma$; for a network chosen beforehand it can, as where no bias "
        "stands behind the first layer."
    ),
    printed_domain={
        gamma: Union(Interval.open(0, 1), Interval.open(1, oo)),
        **dict.fromkeys((x, w_1, b_1, w_2), Reals),
    },
)
