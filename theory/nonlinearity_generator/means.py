"""What means do: to the variance of a weight update, and to the Fisher matrix."""

from __future__ import annotations

from sympy import (
    Add,
    And,
    Eq,
    Expr,
    Implies,
    IndexedBase,
    Interval,
    Naturals,
    Rational,
    Sum,
    Symbol,
    symbols,
)

from theory.claim import Assertion, Claim, RealArrays, Reals, Remark, equation, nonnegative, positive
from theory.expectation import Expectation
from theory.nonlinearity_generator.variance import V_d, V_z, a, b

_with_means = V_d * b**2 + V_z * V_d + V_z * a**2

#: Number of classes; exponentials of the logits, their total, and which class is the right one, 1 or 0.
classes, c = symbols("K c", integer=True)
total, of_exponentials, of_labels = symbols("T S Q", real=True)
powers, label = (IndexedBase(Symbol(name, real=True)) for name in ("w", "y"))


def _sum(entry: Expr) -> Expr:
    return Sum(entry, (c, 1, classes))


mean_shift = Claim(
    "nonlinearity_generator.mean_shift",
    title="Zero means make the variance of a weight update least",
    where="Section 2.2.1",
    says=[
        Assertion(
            r"For given variances $V_d$ and $V_z$, $\mathrm{Var}(dW)/\eta^2$ exceeds its "
            "value at zero means by $V_dE(z)^2+V_zE(d)^2$, which is not negative, and 0 "
            "for positive variances only if both means are 0.",
            shown_by=["excess", "least", "only_there"],
            source="prose",
        ),
        Assertion(
            "Behind a softmax with cross-entropy the gradients of a sample add up to 0, "
            "so $E(d)=0$ exactly at the output, for any number of classes: $\\sum_c(w_c/T-y_c)$ with the "
            r"exponentials $w_c$ of the logits, their total $T$ and $\sum_cy_c=1$.",
            shown_by=["softmax", "cancels"],
        ),
        Remark(
            "That means shift in both directions is half confirmed (nonlinearity_generator.shift_shares)."
        ),
    ],
    formula={
        "excess": equation(Add(_with_means, -V_d * V_z, evaluate=False), V_d * b**2 + V_z * a**2),
        "least": _with_means >= V_d * V_z,
        "only_there": Implies(And(V_d > 0, V_z > 0, _with_means <= V_d * V_z), And(Eq(a, 0), Eq(b, 0))),
        "softmax": Eq(
            _sum(powers[c] / total - label[c]), _sum(powers[c]) / total - _sum(label[c]), evaluate=False
        ),
        "cancels": Implies(
            And(Eq(of_exponentials, total), Eq(of_labels, 1)), Eq(of_exponentials / total - of_labels, 0)
        ),
    },
    domain={a: Reals, b: Reals, V_d: nonnegative, V_z: nonnegative}
    | {classes: Naturals, powers.label: RealArrays(1), label.label: RealArrays(1)}
    | {total: positive, of_exponentials: Reals, of_labels: Reals},
)

#: Gradients at two outputs and the value at an input, as random variables of any law.
D_i, D_k, Z = symbols("D_i D_k Z", real=True)
#: For a witness: with the chance q the first values of both gradients and of the input, else the others.
q, d_i, d_k, d_i_other, d_k_other, z_1, z_2 = symbols("q d_i d_k d'_i d'_k z_1 z_2", real=True)

fisher = Claim(
    "nonlinearity_generator.fisher",
    title="Zero-mean inputs and the Fisher matrix between weights and biases",
    where="Section 2.2.1",
    says=[
        Assertion(
            "If gradients and inputs are independent the block $E[d_id_kz_j]$ of weight "
            "$w_{ij}$ and bias $b_k$ factors into $E[d_id_k]E[z_j]$, whatever the laws, so that it "
            "vanishes for zero-mean inputs.",
            shown_by=["every_law"],
            source="prose",
        ),
        Assertion(
            "Without independence it need not: $(d,z)=(1,1)$ or $(0,-1)$ with equal "
            "chances has mean $z$ 0 and a block of $1/2$.",
            shown_by=["proof_that_dependence_leaves_a_block"],
        ),
    ],
    printed_source="prose",
    formula={
        "every_law": Eq(
            Expectation(D_i * D_k * Z, (D_i, D_k), (Z,)),
            Expectation(D_i * D_k, (D_i, D_k)) * Expectation(Z, (Z,)),
            evaluate=False,
        ),
    },
    domain=dict.fromkeys((d_i, d_k, d_i_other, d_k_other, z_1, z_2), Reals) | {q: Interval(0, 1)},
    printed=Implies(
        Eq(q * z_1 + (1 - q) * z_2, 0), Eq(q * d_i * d_k * z_1 + (1 - q) * d_i_other * d_k_other * z_2, 0)
    ),
    erratum="missing assumption",
    objection=(
        "The text lets the block vanish whenever the inputs have mean 0; it vanishes if gradients and "
        "inputs are independent too, and need not otherwise."
    ),
)

forward, backward = symbols("p_forward p_backward", real=True)

shift_shares = Claim(
    "nonlinearity_generator.shift_shares",
    title="Means shift forward, hardly backward",
    where="Section 2.2.1",
    says=[
        Assertion(
            "In dense networks of 56 layers at initialisation (Xavier for the generator, "
            "He for ReLU), on standard normal inputs, in a typical run the share of "
            r"$\mathrm{Var}(dW)$ that comes from $E(z)^2$, median over layers, exceeds 15 "
            "per cent for ReLU and is below 5 per cent for the generator.",
            shown_by=["forward"],
            source="prose",
        ),
        Assertion(
            "The share that comes from $E(d)^2$ is below 8 per cent for both.",
            shown_by=["backward"],
        ),
    ],
    scaled="Width 64, at initialisation.",
    formula={"forward": forward > Rational(1, 2), "backward": backward < Rational(1, 2)},
    domain={forward: Interval(0, 1), backward: Interval(0, 1)},
    kind="experiment",
)
