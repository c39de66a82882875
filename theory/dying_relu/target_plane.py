"""Gradient in the plane of target weight and bias, which is invariant (Eqs. 30-32; Proposition C1)."""

from __future__ import annotations

from sympy import And, Eq, Expr, FiniteSet, Implies, Integral, oo

from theory.claim import Assertion, Claim, Reals, Remark, positive
from theory.dying_relu.setting import b, c, gamma, real, x, z
from theory.gaussian import Phi, phi

# In the plane: w = v along the target or w = -v against it, v > 0, active where w x + b > 0.
(v,) = real("v")
_plane = {v: positive, b: Reals, gamma: positive}
_weight = {
    sign: (sign * v - gamma) * (Phi(b / v) - b / v * phi(b / v)) + sign * b * phi(b / v) for sign in (1, -1)
}
_bias = {sign: sign * (sign * v - gamma) * phi(b / v) + b * Phi(b / v) for sign in (1, -1)}


def _over_active(integrand: Expr, sign: int) -> Integral:
    return Integral(integrand * phi(x), (x, -b / v, oo) if sign > 0 else (x, -oo, b / v))


_errors = {sign: sign * v * x + b - gamma * x for sign in (1, -1)}

plane = Claim(
    "dying_relu.eq30",
    title="Gradient in the plane of target weight and bias",
    where="Eqs. 30-32, Section 5",
    says=[
        Assertion(
            r"With all other weights 0, $w=\lambda v$ and $\lambda$ the sign of $w$, the "
            r"derivatives are $(w-\gamma)(\Phi(c)-c\varphi(c))+\lambda b\varphi(c)$ and "
            r"$\lambda(w-\gamma)\varphi(c)+b\Phi(c)$, $c=b/v$: the sign stands in both.",
            shown_by=["weight_along", "weight_against", "bias_along", "bias_against"],
            source="reconstructed",
        ),
    ],
    formula={
        "weight_along": Eq(_over_active(_errors[1] * x, 1), _weight[1]),
        "weight_against": Eq(_over_active(_errors[-1] * x, -1), _weight[-1]),
        "bias_along": Eq(_over_active(_errors[1], 1), _bias[1]),
        "bias_against": Eq(_over_active(_errors[-1], -1), _bias[-1]),
    },
    domain=_plane,
)

lamda, P, p, G, u_j, u_i, u_ji = real("lambda P p G u_{jL} u_{Li} u_{ji}")

reduction = Claim(
    "dying_relu.proposition_c1",
    title="The plane of target weight and bias is invariant",
    where="Proposition C1, Appendix C",
    says=[
        Assertion(
            "Where all weights but the target's are 0, so are their derivatives.",
            shown_by=["others_along", "others_against"],
            source="prose",
        ),
        Assertion(
            "Turning Eqs. 27 to 29 back by the rotation gives Eqs. 31 and 32: every "
            "product of another weight's derivative has a factor 0, and the last one is "
            r"$\lambda$ times Eq. 28.",
            shown_by=["others_turned_back", "weight_turned_back", "bias_turned_back"],
            source="reconstructed",
        ),
        Remark(r"In the formulas $P$ and $p$ stand for $\Phi(c)$ and $\varphi(c)$."),
    ],
    formula={
        "others_along": Eq(
            Integral((_errors[1] * z) * phi(x) * phi(z), (z, -oo, oo), (x, -b / v, oo)), 0, evaluate=False
        ),
        "others_against": Eq(
            Integral((_errors[-1] * z) * phi(x) * phi(z), (z, -oo, oo), (x, -oo, b / v)), 0, evaluate=False
        ),
        "others_turned_back": Implies(
            And(Eq(u_j, 0), Eq(u_i, 0)), Eq(u_ji * (-gamma * u_j * P) + u_i * G, 0)
        ),
        "weight_turned_back": Eq(
            lamda * ((v - gamma * lamda) * (P - c * p) + b * p),
            (lamda * v - gamma) * (P - c * p) + lamda * b * p,
        ),
        "bias_turned_back": Eq((v - gamma * lamda) * p + b * P, lamda * (lamda * v - gamma) * p + b * P),
    },
    domain={
        **_plane,
        lamda: FiniteSet(-1, 1),
        **dict.fromkeys((c, P, p, G, u_j, u_i, u_ji), Reals),
    },
)
