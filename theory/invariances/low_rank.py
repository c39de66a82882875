"""Ratios of norms and ranks in the linear tail of a network (Theorem 2)."""

from __future__ import annotations

from sympy import (
    And,
    Eq,
    Equivalent,
    Expr,
    Implies,
    IndexedBase,
    Interval,
    Le,
    Min,
    Naturals,
    Sum,
    Symbol,
    oo,
    symbols,
)

from theory.claim import Assertion, Claim, RealArrays, Reals, Remark, nonnegative, positive
from theory.invariances.setting import real

f_j, f_l, gap, gamma, e, c_min, lam, lam_in, lam_ch, lam_before, mu, nu, kappa = real(
    "F_j F_L g gamma e c lambda lambda_in lambda_ch lambda' mu nu kappa"
)
lam_j, f_now, gamma_j, bound_j = real("Lambda_j F gamma_j D_j")
looser = real("c_8")[0]
_known = lam >= f_l / gamma - e
_before = lam_before >= lam_in + c_min

tail = Claim(
    "invariances.theorem2",
    title="The ratio of norms in the tail",
    where="Theorem 2, Eqs. 13-14, Section 5; Eqs. 83-84, Appendix D",
    says=[
        Assertion(
            "In a tail of linear convolutions, then linear free blocks or dense maps, "
            r"then a final row, $\lVert W_j\rVert^2\ge F_L/\gamma-e$ is handed down to "
            r"layer $j-1$ by a dense map as it is, by a free block with $2\gamma$ and "
            r"$(e+\kappa)/2$, by a convolution with $\mu\gamma$ and $e/\mu$, and across a "
            r"flattening with $\nu\gamma$ and $e/\nu$; Weyl's inequality then makes $e$ "
            r"into $e-\lambda_{\min}(C_{j-1})$.",
            shown_by=["dense", "free", "convolution", "flattening"],
        ),
        Assertion(
            r"As $F_j-F_L$ is constant, $F_j/\gamma_j-\lVert W_j\rVert^2\le "
            r"D_j=(F_j-F_L)(0)/\gamma_j+e_j$, and the ratio $\lVert W_j\rVert^2/F_j$ is at "
            r"least $1/\gamma_j-D_j/F_j$.",
            shown_by=["conclusion", "ratio"],
            source="prose",
        ),
        Assertion(
            r"Balanced examples attain $2^{-N}$ behind $N$ free blocks, and $1/\nu$: no "
            "argument that uses invariants only can have less.",
            shown_by=[
                "proof_that_two_to_the_blocks_is_attained",
                "proof_that_the_flattening_costs_min_of_m_and_d",
            ],
        ),
        Remark(
            "Along flows, and along paths of the log-risk until $F$ has grown fiftyfold, "
            "linear networks stay within all bounds."
        ),
        Remark(
            r"Here $\mu=\min(a,S)$ and $\nu=\min(m,d)$, $F_j$ is the squared Frobenius "
            "norm and $C_j$ the constant difference of Grams. The lower limit is at least "
            r"$1/\gamma_j$ when $F_j$ diverges. The paper has 8 for the 2 of a free block (Lemma 11), so "
            "that with $N$ free blocks its restored constant is $4^N$ times ours. That the ratio of trained "
            "networks stays near the bound is not claimed (it tends to 1 in every run)."
        ),
    ],
    printed_source="reconstructed",
    formula={
        "dense": Implies(And(_known, lam_before >= lam + c_min), lam_before >= f_l / gamma - (e - c_min)),
        "free": Implies(
            And(_known, lam <= 2 * lam_in + kappa, _before),
            lam_before >= f_l / (2 * gamma) - ((e + kappa) / 2 - c_min),
        ),
        "convolution": Implies(
            And(_known, lam <= mu * lam_in, _before), lam_before >= f_l / (mu * gamma) - (e / mu - c_min)
        ),
        "flattening": Implies(
            And(lam_in >= f_l / gamma - e, lam_in <= nu * lam_ch, lam_before >= lam_ch + c_min),
            lam_before >= f_l / (nu * gamma) - (e / nu - c_min),
        ),
        "conclusion": Implies(And(_known, Eq(f_j, f_l + gap)), f_j / gamma - lam <= gap / gamma + e),
        "ratio": lam_j / f_now >= 1 / gamma_j - bound_j / f_now,
    },
    domain={
        **dict.fromkeys((f_j, f_l, gap, e, c_min, lam, lam_in, lam_ch, lam_before, bound_j, lam_j), Reals),
        gamma: positive, gamma_j: positive, f_now: positive, mu: positive, nu: positive, kappa: nonnegative,
    },
    assuming=(f_now / gamma_j - lam_j <= bound_j,),
    printed={"ratio": lam_j / f_now >= 1 / (looser * gamma_j) - bound_j / f_now},
    printed_domain={looser: Interval(4, oo)},  # 4^N, behind at least one free block
    erratum="loose constant",
    objection=(
        "Restored with the factor 8 for each residual block, the bound holds and is never attained; "
        "with 2 it is."
    ),
)  # fmt: skip

entries = symbols("m", integer=True)
_k = symbols("k", integer=True)
below = IndexedBase(Symbol("g", real=True))
bound, trivial = real("gamma M")
better = Claim(
    "invariances.theorem2.trivial",
    title="When the bound says more than that a mean is below the largest",
    where="Significance, Section 5",
    says=[
        Assertion(
            "Of $m$ squared singular values the largest is at least a share $1/m$ of their sum, and "
            "no more where "
            "all are equal.",
            shown_by=["mean"],
            source="prose",
        ),
        Assertion(
            r"Theorem 2's limit $1/\gamma$ is strictly better than that if and only if $\gamma<m$: "
            r"with $N$ free "
            "blocks and no convolutions if $2^N$ is less than the least dimension of the layer.",
            shown_by=["better"],
            source="prose",
        ),
    ],
    formula={
        "mean": Le(Sum(lam - below[_k] ** 2, (_k, 1, entries)), entries * lam, evaluate=False),
        "better": Equivalent(1 / bound > 1 / trivial, bound < trivial),
    },
    domain={entries: Naturals, lam: Reals, below.label: RealArrays(1), bound: positive, trivial: positive},
)


def mean_rest() -> Expr:
    """How far all values together stay below the largest."""
    return Sum(below[_k] ** 2, (_k, 1, entries))


budget, hidden = real("r c")
rank_budget = Claim(
    "invariances.beyond.rank",
    title="A budget of ranks",
    where="Beyond Theorem 2",
    kind="beyond",
    says=[
        Assertion(
            "A budget of ranks starts with $r=1$ at the final row; going down, a dense "
            r"map keeps $r$, a free block with $c$ hidden units makes it $r+\min(r,c)$, "
            r"the step from a convolution to what follows $\min(d,mr)$, a convolution "
            r"$\min(a,Sr)$. Rational matrices with $YY^\top=U^\top U$ keep to every step.",
            shown_by=["free", "proof_of_the_steps_for_ranks"],
        ),
        Assertion(
            "With $c=1$ behind $N$ blocks $r$ is $N+1$, where Theorem 2 has $2^N$.",
            shown_by=["one_unit"],
        ),
        Assertion(
            "In a trained block all eigenvalues beyond the budget of 2 stay below the "
            "largest of the constants $C$.",
            shown_by=["proof_that_the_other_eigenvalues_stay_bounded"],
        ),
        Remark(
            r"Weyl's inequalities turn ranks into bounded eigenvalues up to $\lVert "
            r"C_j\rVert$: all but the top $r_j$ stay bounded, so the ratio has lower limit "
            "at least $1/r_j$."
        ),
    ],
    formula={
        "one_unit": Eq(budget + Min(budget, 1), budget + 1),
        "free": Implies(hidden >= 1, budget + Min(budget, hidden) <= 2 * budget),
    },
    domain={budget: Naturals, hidden: Naturals},
)
