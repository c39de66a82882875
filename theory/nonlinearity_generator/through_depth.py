"""Energy and gradients through many layers, without and with batch normalisation."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Expr,
    Implies,
    Integral,
    Interval,
    Rational,
    oo,
    pi,
    sqrt,
    symbols,
)

from theory.claim import Assertion, Claim, Reals, Remark, equation, nonnegative, positive
from theory.gaussian import Phi, phi
from theory.nonlinearity_generator.gaussian import energy, mean_output

z, s, q, a, c, v, eps = symbols("z s q a c v eps", real=True)
near, root, t, low = symbols("t_0 r t t_1", real=True)


def _variance(t: Expr) -> Expr:
    """Variance of max(Z, t)."""
    return energy(0, 1, t) - mean_output(0, 1, t) ** 2


def gain(s: Expr) -> Expr:
    """Energy of max(sqrt(q) Z, -1) over q, with s = 1/sqrt q."""
    return s**2 * Phi(-s) + Phi(s) - s * phi(s)


depth = Claim(
    "nonlinearity_generator.beyond.depth",
    title="Energy and gradient through depth without normalisation",
    where="Beyond Section 2.1",
    kind="beyond",
    says=[
        Assertion(
            r"With weights of variance $\sigma^2/n$, $t=-1$, pre-activation energy $q$ and "
            r"$s=1/\sqrt q$, $q$ becomes $\sigma^2q\,r(s)$ with $r'=2s\Phi(-s)$.",
            shown_by=["gain", "slope", "map"],
        ),
        Assertion(
            r"For $1<\sigma^2<2$ the map has at its fixed point $\sigma^2r=1$ the slope "
            r"$(\Phi-s\varphi)/r$, between 0 and 1, so it is stable, and gradients are "
            r"multiplied by $\chi=\sigma^2\Phi(s)>1$ in energy by Mills' inequality.",
            shown_by=["stable", "mills", "chi"],
        ),
        Assertion(
            r"From $q=.1$, 1 and 10 it tends to that fixed point, for $\sigma^2=1.2$, 1.5 and 1.8.",
            shown_by=["proof_that_every_start_tends_to_the_fixed_point"],
        ),
        Assertion(
            r"For $\sigma^2=1$ after 55 layers the gradient keeps .308 of its energy from "
            "$q=1$ and .998 from $q=1/16$.",
            shown_by=["proof_of_what_is_left_of_the_gradient"],
        ),
        Assertion(
            "PReLU with slope $1/4$ and variance $2/n$ grows by 1.0625 a layer.",
            shown_by=["prelu"],
        ),
        Assertion(
            r"Zero padding costs a $k\times k$ map the share $((3k-2)/3k)^2$ of its mean "
            r"energy in one $3\times3$ layer, and in 18 layers leaves .182 for $k=8$.",
            shown_by=["proof_of_the_loss_at_padded_edges"],
        ),
        Remark(
            r"For $\sigma^2=1$, $q$ decays like $1/(2\log\text{depth})$; ReLU with the "
            "same weights keeps $2^{-55}$."
        ),
    ],
    formula={
        "gain": Eq(Integral(z**2 * phi(z), (z, -s, oo)) + s**2 * Phi(-s), gain(s)),
        "slope": Eq(Derivative(gain(s), s), 2 * s * Phi(-s)),
        "map": Eq(Derivative(q * gain(1 / sqrt(q)), q), Phi(1 / sqrt(q)) - phi(1 / sqrt(q)) / sqrt(q)),
        "stable": Implies(
            And(Phi(s) - s * phi(s) > 0, gain(s) > 0),
            And((Phi(s) - s * phi(s)) / gain(s) > 0, (Phi(s) - s * phi(s)) / gain(s) < 1),
        ),
        "mills": Eq(Integral((z - s) * phi(z), (z, s, oo)), phi(s) - s * Phi(-s)),
        "chi": Implies(And(phi(s) - s * Phi(-s) > 0, gain(s) > 0), Phi(s) / gain(s) > 1),
        "prelu": equation(
            2 * Integral(z**2 * phi(z), (z, 0, oo)) + 2 * a**2 * Integral(z**2 * phi(z), (z, -oo, 0)),
            1 + a**2,
        ),
    },
    domain={s: positive, q: positive, a: Reals},
)

bn_growth = Claim(
    "nonlinearity_generator.beyond.bn_growth",
    title="Growth of gradients under batch normalisation",
    where="Beyond Section 3",
    kind="beyond",
    says=[
        Assertion(
            r"The factor $E f'^2/\mathrm{Var}f$ is $\pi/(\pi-1)=1.467$ for ReLU, 1.203 for "
            r"PReLU with slope $1/4$ and $\Phi(-t)/\mathrm{Var}\max(Z,t)=1.120$ for the "
            "generator at $-1$.",
            shown_by=["prelu_mean", "prelu_slope", "relu", "prelu", "generator"],
        ),
        Assertion(
            "For every threshold from $-3$ to 1 the generator's factor exceeds 1; it is 1.018 at $-2$, less "
            "than at $-1$.",
            shown_by=["above_one", "lower"],
        ),
        Assertion(
            "By about so much (1.46, 1.21 and 1.13) the squared gradient grows a layer in "
            "random networks with batch normalisation.",
            shown_by=["proof_on_random_networks"],
        ),
        Assertion(
            r"In the linear regime BN takes the variance $v$ to $c^2v/(c^2v+\varepsilon)$: "
            r"$1/v$ follows an affine law of slope $\varepsilon/c^2$, with a positive "
            r"fixed point $1-\varepsilon/c^2$ of $v$ if and only if $c^2>\varepsilon$.",
            shown_by=["affine", "fixed"],
        ),
        Remark("Over 55, 103 and 247 layers that is the order in which the paper reports failures."),
    ],
    formula={
        "prelu_mean": Eq(
            Integral(z * phi(z), (z, 0, oo)) + a * Integral(z * phi(z), (z, -oo, 0)), (1 - a) / sqrt(2 * pi)
        ),
        "prelu_slope": Eq(
            Integral(phi(z), (z, 0, oo)) + a**2 * Integral(phi(z), (z, -oo, 0)), (1 + a**2) / 2
        ),
        "relu": Eq(
            (1 + a**2) / 2 / ((1 + a**2) / 2 - ((1 - a) / sqrt(2 * pi)) ** 2),
            pi * (1 + a**2) / (pi * (1 + a**2) - (1 - a) ** 2),
            evaluate=False,
        ),
        "prelu": Abs(
            (1 + root**2) / 2 / ((1 + root**2) / 2 - (1 - root) ** 2 / (2 * pi)) - Rational(1203, 1000)
        )
        < Rational(1, 1000),
        "generator": Abs(
            4 * Phi(-near / 2) - Rational(112, 100) * (energy(0, 2, near) - mean_output(0, 2, near) ** 2)
        )
        < Rational(1, 1000),
        "above_one": Phi(-t) > _variance(t),
        "lower": Abs(Phi(-low) - Rational(1018, 1000) * _variance(low)) < Rational(1, 1000),
        "affine": Eq((c**2 * v + eps) / (c**2 * v), 1 + eps / c**2 * (1 / v), evaluate=False),
        "fixed": Implies(c**2 > eps, Eq((c**2 - eps) / ((c**2 - eps) + eps), 1 - eps / c**2)),
    },
    domain={a: Reals, c: positive, v: positive, eps: nonnegative}
    | {root: Interval(Rational(1, 4) - Rational(1, 10**6), Rational(1, 4) + Rational(1, 10**6))}
    | {near: Interval(-2 - Rational(1, 10**6), -2 + Rational(1, 10**6)), t: Interval(-3, 1)}
    | {low: Interval(-2 - Rational(1, 10**6), -2 + Rational(1, 10**6))},
)
