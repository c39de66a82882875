"""The variance of a weight update, exactly: Theorem 1, its proof, and what it says of means."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Add, And, Eq, Expr, Implies, Interval, Rational, exp, symbols

from theory.claim import Assertion, Claim, Reals, Remark, equation, nonnegative, positive
from theory.expectation import Expectation
from theory.nonlinearity_generator import any_size

d, z, e, u = (tuple(symbols(f"{name}_1:5", real=True)) for name in ("d", "z", "d'", "z'"))
eta, a, b, V_d, V_z = symbols("eta a b V_d V_z", real=True)


def mean(entries: Sequence[Expr]) -> Expr:
    """Mean of the entries."""
    return Add(*entries) / len(entries)


def covariance(left: Sequence[Expr], right: Sequence[Expr]) -> Expr:
    """Mean product of the deviations from the means."""
    pairs = zip(left, right, strict=True)
    return mean([(s - mean(left)) * (r - mean(right)) for s, r in pairs])


def variance(entries: Sequence[Expr]) -> Expr:
    """Mean square deviation from the mean."""
    return mean([(s - mean(entries)) ** 2 for s in entries])


def update(d: Sequence[Expr], z: Sequence[Expr]) -> list[Expr]:
    """Entries of -eta d z^T."""
    return [-eta * s * r for s in d for r in z]


def exact(d: Sequence[Expr], z: Sequence[Expr]) -> Expr:
    """The bracket of the upper bound, without its factor 2."""
    spread = variance(d) * mean(z) ** 2 + variance(z) * variance(d) + variance(z) * mean(d) ** 2
    return eta**2 * spread


def identity_for(m: int, n: int) -> Eq:
    """Theorem 1 as an identity."""
    return Eq(variance(update(d[:m], z[:n])), exact(d[:m], z[:n]), evaluate=False)


_d, _z = d[:2], z[:2]
_var, _exact = variance(update(_d, _z)), exact(_d, _z)
_lower = eta**2 * mean(_d) ** 2 * variance(_z)
_of_update = any_size.variance_of_update(eta)
_var_d = any_size.variance(any_size.d, any_size.m)
_var_z = any_size.variance(any_size.z, any_size.n)
#: What the first lower bound leaves out, for any sizes.
left_out = eta**2 * _var_d * any_size.mean(any_size.z, any_size.n, 2)

theorem1 = Claim(
    "nonlinearity_generator.theorem1",
    title="The variance of a weight update is half the published upper bound",
    where="Theorem 1 and Eq. 4, Section 2.2.1",
    says=[
        Assertion(
            r"For one sample and $dW=-\eta\,dz^\top$, "
            r"$\mathrm{Var}(dW)=\eta^2(\mathrm{Var}(d)E(z)^2+\mathrm{Var}(z)\mathrm{Var}(d)"
            r"+\mathrm{Var}(z)E(d)^2)$, an identity, for any numbers of outputs and inputs. So the "
            "printed upper bound is always twice the variance.",
            shown_by=["identity"],
        ),
        Remark("Layers of up to 4 outputs and inputs confirm it entry by entry."),
        Assertion(
            "So the printed upper bound is never attained, and half of it is; here for two outputs and "
            "inputs.",
            shown_by=["upper", "proof_that_the_upper_bound_is_attained"],
        ),
        Assertion(
            r"What the lower bound leaves out is $\eta^2\mathrm{Var}(d)E(z^2)$; with the roles of $d$ and "
            "$z$ exchanged there is a second lower bound.",
            shown_by=["left_out", "mirrored"],
        ),
        Assertion(
            "The lower bound holds as printed, for any numbers of outputs and inputs.",
            shown_by=["lower"],
            source="printed",
        ),
    ],
    formula={
        "identity": Eq(_of_update, any_size.parts(eta), evaluate=False),
        "lower": eta**2 * any_size.mean(any_size.d, any_size.m) ** 2 * _var_z <= _of_update,
        "left_out": Eq(
            _of_update - eta**2 * any_size.mean(any_size.d, any_size.m) ** 2 * _var_z,
            left_out,
            evaluate=False,
        ),
        "mirrored": Eq(
            _of_update - eta**2 * any_size.mean(any_size.z, any_size.n) ** 2 * _var_d,
            eta**2 * _var_z * any_size.mean(any_size.d, any_size.m, 2),
            evaluate=False,
        ),
        "upper": _var <= _exact,
    },
    domain=dict.fromkeys((*_d, *_z), Reals) | {eta: positive} | any_size.families,
    printed={"upper": _var <= 2 * _exact},
    printed_assuming=(_exact > 0,),  # where both are 0 any constant is attained
    erratum="loose constant",
    objection=(
        "The printed upper bound on the variance of an update holds, but it is always exactly twice the "
        "variance itself."
    ),
)


def first_line(m: int, n: int, count: int) -> Expr:
    """Right side of the first lower bound, with one over a count before the sum."""
    total = Add(*d[:m])
    whole = Add(*[s * r for s in d[:m] for r in z[:n]])
    return eta**2 * Rational(1, count) * Add(*[(total * r - whole / n) ** 2 for r in z[:n]])


def second_line(m: int, n: int) -> Expr:
    """Right side of the next line."""
    squares = Add(*[(r - mean(z[:n])) ** 2 for r in z[:n]])
    return eta**2 * Rational(1, m * m * n) * squares * Add(*d[:m]) ** 2


theorem1_proof = Claim(
    "nonlinearity_generator.theorem1_proof",
    title="The proof of Theorem 1, line by line",
    where="Appendix",
    says=[
        Assertion(
            r"The first line of the lower bound needs the factor $\eta^2/(m^2n)$, not "
            r"$\eta^2/(mn)$ as printed; here for $m=n=2$.",
            shown_by=["first", "proof_that_the_printed_factor_is_too_large", "proof_of_the_first_line"],
        ),
        Assertion(
            "The next line, with the right factor, is the same number and equals "
            r"$\eta^2\mathrm{Var}(z)E(d)^2$.",
            shown_by=["second", "third"],
            source="printed",
        ),
        Remark(
            "$m$ counts the outputs and $n$ the inputs of the layer; the subscripts of "
            "the printed proof are not consistent."
        ),
    ],
    formula={
        "first": _var >= first_line(2, 2, 8),
        "second": Eq(first_line(2, 2, 8), second_line(2, 2), evaluate=False),
        "third": Eq(second_line(2, 2), _lower, evaluate=False),
    },
    domain=dict.fromkeys((*_d, *_z), Reals) | {eta: positive},
    printed=_var >= first_line(2, 2, 4),
    erratum="typo",
    objection=(
        r"A line of the proof has the factor $\eta^2/(mn)$; only with $\eta^2/(m^2n)$ is it a lower "
        "bound."
    ),
)

_with_means = V_d * b**2 + V_z * V_d + V_z * a**2
_softmax = [exp(s) / Add(*[exp(r) for r in z[:3]]) for s in z[:3]]

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
            "so $E(d)=0$ exactly at the output; here for three classes.",
            shown_by=["softmax"],
        ),
        Remark(
            "That means shift in both directions is half confirmed (nonlinearity_generator.shift_shares)."
        ),
    ],
    formula={
        "excess": equation(Add(_with_means, -V_d * V_z, evaluate=False), V_d * b**2 + V_z * a**2),
        "least": _with_means >= V_d * V_z,
        "only_there": Implies(And(V_d > 0, V_z > 0, _with_means <= V_d * V_z), And(Eq(a, 0), Eq(b, 0))),
        "softmax": Eq(_softmax[0] - 1 + _softmax[1] + _softmax[2], 0, evaluate=False),
    },
    domain={a: Reals, b: Reals, V_d: nonnegative, V_z: nonnegative} | dict.fromkeys(z[:3], Reals),
)

p, q, d_i, d_k, d_i_other, d_k_other, z_1, z_2 = symbols("p q d_i d_k d'_i d'_k z_1 z_2", real=True)


def _joint(weights: Sequence[Expr], first: Sequence[Expr], second: Sequence[Expr]) -> Expr:
    return Add(*[w * s * r for w, s, r in zip(weights, first, second, strict=True)])


#: The same as random variables, of any law.
D_i, D_k, Z = symbols("D_i D_k Z", real=True)
_independent = [p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)]
_products = [d_i * d_k, d_i * d_k, d_i_other * d_k_other, d_i_other * d_k_other]
_mean_z = q * z_1 + (1 - q) * z_2
_mean_dd = p * d_i * d_k + (1 - p) * d_i_other * d_k_other

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
            "For laws with two values on each side it is so value by value.",
            shown_by=["factors", "vanishes"],
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
        "factors": Eq(_joint(_independent, _products, [z_1, z_2, z_1, z_2]), _mean_dd * _mean_z),
        "vanishes": Implies(Eq(_mean_z, 0), Eq(_joint(_independent, _products, [z_1, z_2, z_1, z_2]), 0)),
    },
    domain=dict.fromkeys((d_i, d_k, d_i_other, d_k_other, z_1, z_2), Reals)
    | {p: Interval(0, 1), q: Interval(0, 1)},
    printed=Implies(Eq(_mean_z, 0), Eq(q * d_i * d_k * z_1 + (1 - q) * d_i_other * d_k_other * z_2, 0)),
    erratum="missing assumption",
    objection=(
        "The text lets zero-mean inputs empty the block of the Fisher matrix between weights and "
        "biases; that needs gradients which are independent of the inputs."
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
