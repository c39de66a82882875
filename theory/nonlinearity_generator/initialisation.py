"""Initialisation formulas as printed, and what batch normalisation forgets."""

from __future__ import annotations

from sympy import (
    Derivative,
    Eq,
    Equivalent,
    Expr,
    Implies,
    Integral,
    Mul,
    oo,
    sqrt,
    symbols,
)

from theory.claim import Assertion, Claim, Reals, Remark, equation, nonnegative, positive
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

m, eps = symbols("m eps", real=True)
c, w_1, w_2, r_1, r_2 = symbols("c w_1 w_2 r_1 r_2", positive=True)


def _normalised(u_1: Expr, u_2: Expr) -> Expr:
    """One pre-activation over the batch's deviation, in coordinates that diagonalise the variance."""
    return (u_1 + m * u_2) / sqrt(r_1 * u_1**2 + r_2 * u_2**2)


bn_scale = Claim(
    "nonlinearity_generator.bn_scale",
    title="Batch normalisation forgets the scale of the weights",
    where="Section 3.1",
    says=[
        Assertion(
            r"$\mathrm{BN}(cs;\varepsilon)=\mathrm{BN}(s;\varepsilon/c^2)$, for two "
            r"samples; at $\varepsilon=0$ the output is free of the scale whatever the "
            "activation.",
            shown_by=["forward"],
            source="prose",
        ),
        Assertion(
            "So $c$ times the gradient at the weights $cw$ equals the gradient at $w$.",
            shown_by=["gradient"],
        ),
        Remark("Robustness of the forward pass is therefore not special to the generator."),
    ],
    formula={
        "forward": Eq((c * x - c * m) / sqrt(c**2 * v + eps), (x - m) / sqrt(v + eps / c**2), evaluate=False),
        "gradient": Eq(
            Derivative(_normalised(c * w_1, c * w_2), w_1), Derivative(_normalised(w_1, w_2), w_1)
        ),
    },
    domain={x: Reals, m: Reals, v: positive, eps: nonnegative}
    | dict.fromkeys((c, w_1, w_2, r_1, r_2), positive),
)
