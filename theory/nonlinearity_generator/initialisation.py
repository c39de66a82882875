"""Initialisation formulas as printed, and what batch normalisation forgets."""

from __future__ import annotations

from sympy import (
    Derivative,
    Eq,
    Equivalent,
    Expr,
    Implies,
    IndexedBase,
    Integral,
    Mul,
    Naturals,
    Subs,
    Sum,
    Symbol,
    oo,
    sqrt,
    symbols,
)

from theory.claim import Assertion, Claim, RealArrays, Reals, Remark, equation, nonnegative, positive
from theory.gaussian import phi

fan, scale, x, z, s, a, v = symbols("n s_0 x z s a v", real=True)
n_in, n_out = symbols("n_in n_out", real=True)
_counts = {n_in: positive, n_out: positive}

xavier = Claim(
    "nonlinearity_generator.xavier",
    title="The uniform initialisation",
    where="Section 3.1",
    says=[
        Assertion(
            r"$U(-s/\sqrt{n_{\mathrm{in}}+n_{\mathrm{out}}},\,s/\sqrt{n_{\mathrm{in}}"
            r"+n_{\mathrm{out}}})$ "
            r"has the variance $s^2/(3(n_{\mathrm{in}}+n_{\mathrm{out}}))$, Glorot's "
            r"$2/(n_{\mathrm{in}}+n_{\mathrm{out}})$ exactly for $s=\sqrt6$.",
            shown_by=["variance", "scaled", "glorot"],
            source="prose",
        ),
        Remark(
            r"For $3\times3$ convolutions $n_{\mathrm{in}}=9C_{\mathrm{in}}$ and "
            r"$n_{\mathrm{out}}=9C_{\mathrm{out}}$."
        ),
    ],
    formula={
        "variance": Eq(Integral(x**2 / (2 * scale), (x, -scale, scale)), scale**2 / 3),
        "scaled": Eq((s / sqrt(n_in + n_out)) ** 2 / 3, s**2 / (3 * (n_in + n_out)), evaluate=False),
        "glorot": Equivalent(Eq(s**2 / (3 * (n_in + n_out)), 2 / (n_in + n_out)), Eq(s, sqrt(6))),
    },
    domain=_counts | {scale: positive, s: positive},
)

msra = Claim(
    "nonlinearity_generator.msra",
    title="The Gaussian initialisation",
    where="Section 3.1",
    says=[
        Assertion(
            "Gaussian$(0,s/n)$ keeps the energy of a ReLU layer, "
            r"$n\cdot(s/n)\cdot\frac12$, only if $s/n$ is a variance and $s=2$.",
            shown_by=["energy", "kept"],
            source="prose",
        ),
        Assertion(
            r"$s=10^{-5}$ shrinks the deviations by $s/\sqrt6$ in the uniform formula, by "
            r"$\sqrt{s/2}$ here: the printed comparisons at small scale are unequal.",
            shown_by=["unequal"],
        ),
        Remark("For PReLU with slope $a$ it is $s=2/(1+a^2)$."),
    ],
    formula={
        "energy": Eq(
            Integral(z**2 * phi(z), (z, 0, oo)) + a**2 * Integral(z**2 * phi(z), (z, -oo, 0)),
            (1 + a**2) / 2,
        ),
        "kept": Equivalent(
            equation(Mul(fan, s / fan, (1 + a**2) / 2, evaluate=False), 1), Eq(s, 2 / (1 + a**2))
        ),
        "unequal": Implies(s < 1, s / sqrt(6) < sqrt(s / 2)),
    },
    domain={a: Reals, fan: positive, s: positive},
)

eps, h, K, Q, e = symbols("eps h K Q e", real=True)
c = symbols("c", positive=True)
#: Number of samples; pre-activations of a unit, and an input of it, sample by sample.
B, j, i = symbols("B j i", integer=True)
u, y = (IndexedBase(Symbol(name, real=True)) for name in ("u", "y"))


def _mean(entry: Expr) -> Expr:
    return Sum(entry, (j, 1, B)) / B


def _covariance(first: Expr, second: Expr) -> Expr:
    return _mean((first - _mean(first)) * (second - _mean(second)))


def _slope(centred: Expr, covariance: Expr, variance: Expr, eps: Expr) -> Expr:
    """Derivative of a normalised pre-activation by a weight whose input is `a` above its mean.

    Parameters
    ----------
    centred, covariance, variance
        The pre-activation less its mean, its covariance with the weight's input, and its variance.
    eps
        What is added to the variance.
    """
    return a / sqrt(variance + eps) - centred * covariance / sqrt(variance + eps) ** 3


bn_scale = Claim(
    "nonlinearity_generator.bn_scale",
    title="Batch normalisation forgets the scale of the weights",
    where="Section 3.1",
    says=[
        Assertion(
            r"$\mathrm{BN}(cs;\varepsilon)=\mathrm{BN}(s;\varepsilon/c^2)$, for a batch of any size; at "
            r"$\varepsilon=0$ the output is free of the scale whatever the activation.",
            shown_by=["mean", "variance", "forward"],
            source="prose",
        ),
        Assertion(
            r"$c$ times the gradient at the weights $cw$ with $\varepsilon$ equals that at $w$ with "
            r"$\varepsilon/c^2$, for any numbers of samples and inputs: a weight's change $e$ adds $e$ times "
            "its input to the pre-activation.",
            shown_by=["line", "slope", "gradient"],
        ),
        Remark("Robustness of the forward pass is therefore not special to the generator."),
    ],
    formula={
        "mean": Eq(_mean(c * u[j]), c * _mean(u[j]), evaluate=False),
        "variance": Eq(_covariance(c * u[j], c * u[j]), c**2 * _covariance(u[j], u[j]), evaluate=False),
        "forward": Eq((c * x - c * a) / sqrt(c**2 * v + eps), (x - a) / sqrt(v + eps / c**2), evaluate=False),
        "line": Eq(
            _covariance(u[j] + e * y[j], u[j] + e * y[j]),
            _covariance(u[j], u[j]) + 2 * e * _covariance(u[j], y[j]) + e**2 * _covariance(y[j], y[j]),
            evaluate=False,
        ),
        "slope": Eq(
            Subs(Derivative((h + a * e) / sqrt(v + 2 * e * K + e**2 * Q + eps), e), e, 0),
            _slope(h, K, v, eps),
        ),
        "gradient": Eq(c * _slope(c * h, c * K, c**2 * v, eps), _slope(h, K, v, eps / c**2), evaluate=False),
    },
    domain=dict.fromkeys((x, a, h, K, Q, e), Reals)
    | {v: positive, eps: nonnegative, c: positive}
    | {B: Naturals, u.label: RealArrays(1), y.label: RealArrays(1)},
)
