"""How many laws there are, and what is open."""

from __future__ import annotations

from sympy import (
    Derivative,
    Eq,
    Expr,
    MatMul,
    MatrixExpr,
    MatrixSymbol,
    Naturals,
    Trace,
    Transpose,
    exp,
    symbols,
)

from theory.claim import Assertion, Claim, RealMatrices, Reals, Remark, SymmetricMatrices
from theory.invariances.setting import real

w_av, w_vb, w_ab, g_v, w_au, w_ub = real("w_av w_vb w_ab g w_au w_ub")

count = Claim(
    "invariances.beyond.count",
    title="How many laws there are",
    where="Beyond Section 4",
    kind="beyond",
    says=[
        Assertion(
            "Brackets of the gradients of the output's coefficients, modulo $2^{61}-1$, "
            "bound the number of independent conserved functions from above, the Jacobian "
            "of explicit laws from below; they meet at 3, 6, 9, 6 and 9 for linear dense "
            "networks 2-2-1, 3-2-2-1, 2-3-2-1, 2-2-2-2 and 2-4-1, where Lemma 2 is "
            "complete, and for free blocks $(2,2,1)$, $(2,2,2)$, $(3,2,2)$.",
            shown_by=["proof_for_dense_networks", "proof_for_free_blocks"],
        ),
        Assertion(
            "With one input (1-2-2-1) the bracket count is 7 while Lemma 2 gives 6.",
            shown_by=["proof_that_one_input_has_more"],
        ),
        Assertion(
            "Of all graphs, up to renaming, Lemma 2 is complete for 7 of the 110 with one "
            "input and at most three hidden vertices, 41 of the 61 with two inputs and at "
            "most two, 161 of the 197 with three and at most two.",
            shown_by=["proof_for_all_small_graphs"],
        ),
        Assertion(
            "Free blocks $(1,1,c)$ have $2c+1$ laws, not all polynomials.",
            shown_by=["proof_for_free_blocks_on_one_feature"],
        ),
        Assertion(
            r"A trained edge $a\to b$ beside $a\to v\to b$ adds laws: "
            "$(w_{av}+w_{vb})e^{-w_{ab}}$ is at rest, and so is "
            "$(w_{av}-w_{vb})e^{w_{ab}}$.",
            shown_by=["parallel", "parallel_difference"],
        ),
        Assertion(
            r"Linear twins on a path $a\to$ unit $\to b$ add the antisymmetric "
            "$w_{au}w_{vb}-w_{av}w_{ub}$, so that $k$ of them have $k^2$ quadratic laws.",
            shown_by=["twins", "proof_of_k_squared_quadratic_laws"],
        ),
        Assertion(
            r"A pair of linear convolutions $1\to2\to1$ with equal kernels of 2 or 3 positions, "
            r"stride 1 in the "
            "first map and no padding in the second has 4 quadratic laws, and with stride 2 in the "
            "first map 3.",
            shown_by=["proof_for_pairs_of_convolutions"],
        ),
        Assertion(
            "For ReLU networks the path-edge incidence has rank $E-H$, on random graphs "
            "of at most three inputs and three hidden vertices: one law a hidden vertex "
            "where patterns separate the path monomials.",
            shown_by=["proof_of_one_law_a_vertex_for_relu"],
        ),
    ],
    formula={
        "parallel": Eq(
            Derivative((w_av + w_vb) * exp(-w_ab), w_av) * (g_v * w_vb)
            + Derivative((w_av + w_vb) * exp(-w_ab), w_vb) * (g_v * w_av)
            + Derivative((w_av + w_vb) * exp(-w_ab), w_ab) * g_v,
            0,
        ),
        "parallel_difference": Eq(
            Derivative((w_av - w_vb) * exp(w_ab), w_av) * (g_v * w_vb)
            + Derivative((w_av - w_vb) * exp(w_ab), w_vb) * (g_v * w_av)
            + Derivative((w_av - w_vb) * exp(w_ab), w_ab) * g_v,
            0,
        ),
        "twins": Eq(
            Derivative(w_au * w_vb - w_av * w_ub, w_au) * (g_v * w_ub)
            + Derivative(w_au * w_vb - w_av * w_ub, w_ub) * (g_v * w_au)
            + Derivative(w_au * w_vb - w_av * w_ub, w_av) * (g_v * w_vb)
            + Derivative(w_au * w_vb - w_av * w_ub, w_vb) * (g_v * w_av),
            0,
        ),
    },
    domain=dict.fromkeys((w_av, w_vb, w_ab, g_v, w_au, w_ub), Reals),
)

quadratic_rule = Claim(
    "invariances.beyond.quadratic_rule",
    title="The number of quadratic laws of a linear graph",
    where="Beyond Section 4",
    kind="beyond",
    says=[
        Assertion(
            "A linear network on a graph has as many independent homogeneous quadratic "
            "laws as the sum, over classes of $k$ hidden units with the same edges in and "
            "out, of $k^2$ where that is one edge in and one out, and of $k(k+1)/2$ "
            "elsewhere.",
            shown_by=["proof_of_the_rule_on_random_graphs", "proof_of_the_rule_on_all_small_graphs"],
        ),
        Remark(
            "Tried on random graphs of at most three inputs and three hidden vertices, "
            "repeats counted, and on all 368 graphs with one input and at most three "
            "hidden vertices or two or three inputs and at most two."
        ),
    ],
    conjecture="no proof for all graphs; an exact nullspace agrees on every random graph tried",
)

ratio_tends_to_one = Claim(
    "invariances.beyond.block_ratio",
    title="Free blocks tend to rank one",
    where="Beyond Theorem 2",
    kind="beyond",
    says=[
        Assertion(
            "Behind a free block the ratio of squared norms tends to 1 in training, "
            "rather than to the $1/2$ that the invariants allow.",
            shown_by=["proof_that_the_ratio_rises_above_any_that_invariants_allow"],
        ),
    ],
    conjecture="no proof; every run so far ends above .99 and rises",
)

conv_ratio_tends_to_one = Claim(
    "invariances.beyond.conv_ratio",
    title="Tails of linear convolutions tend to rank one",
    where="Beyond Theorem 2",
    kind="beyond",
    says=[
        Assertion(
            "In a tail with linear convolutions the ratio of the squared spectral norm of "
            r"$\mathrm{Out}(T)$ to its squared Frobenius norm tends to 1 in training, "
            r"rather than staying near the $1/\gamma$ that the invariants allow.",
            shown_by=["proof_that_ratios_rise_beyond_what_invariants_allow"],
        ),
        Remark(
            "So far: two convolutions, of 1 to 3 and 3 to 4 channels, and a read-out, all "
            r"linear, on 12 points, along the path of the exponential loss until $\lVert "
            r"w\rVert$ is in the hundreds, from eight starts; there both ratios rise over "
            r"the last half of every path, slowly, and end above .75, where $1/\gamma$ is "
            "$1/3$ at most."
        ),
    ],
    conjecture="no proof; ratios still rise where every run so far stops, some of them below .9",
)

conv_ratio_may_stall = Claim(
    "invariances.beyond.conv_plateau",
    title="A tail of convolutions whose ratio stops rising",
    where="Beyond Theorem 2",
    kind="beyond",
    says=[
        Assertion(
            "Of two linear convolutions, of 2 to 3 and 3 to 4 channels, and a read-out, along the "
            "path of the "
            "log-risk from one start, the second keeps a ratio of squared norms between .65 and .75 "
            "while its "
            "squared norm grows a hundredfold.",
            shown_by=["proof_that_a_ratio_stalls"],
        ),
        Remark(
            "So that such ratios tend to 1 (invariances.beyond.conv_ratio) is doubtful where there "
            "are several "
            "channels in: there they may have limits below 1, and Theorem 2's factor for "
            "convolutions need not "
            "be a matter of its proof alone."
        ),
    ],
)

#: Kernels into and out of channels c and e, and derivatives of the risk by coefficients of the product.
_S = symbols("S", integer=True)
_a_c, _a_e, _b_c, _b_e = (MatrixSymbol(name, _S, 1) for name in ("a_c", "a_e", "b_c", "b_e"))
_hankel = MatrixSymbol("H", _S, _S)


def _dot(left: MatrixExpr, right: MatrixExpr) -> Expr:
    return Trace(MatMul(Transpose(left), right))


pair_laws = Claim(
    "invariances.beyond.pair_laws",
    title="The laws of a pair of convolutions",
    where="Beyond Lemma 9",
    kind="beyond",
    says=[
        Assertion(
            r"In a pair of linear convolutions $1\to h\to1$ with equal kernels of any size, stride 1 "
            r"in the first "
            "map and no padding in the second, the kernels $a_c$ into and $b_c$ out of a channel "
            "enter only by "
            r"$\sum_ca_c*b_c$, which does not change when they are exchanged; so besides Lemma 9 every "
            r"$\langle a_c,b_e\rangle-\langle a_e,b_c\rangle$ is constant: $h^2$ quadratic laws.",
            shown_by=["exchanged"],
        ),
        Assertion(
            r"Of all pairs of 1 or 2 inputs, $h\le3$ channels, equal kernels of at most 3 positions, "
            r"strides 1 and "
            "2, with or without padding in the second map and two positions of the output, of up to "
            "12 weights, "
            "those with one input, stride 1 in the first map (or kernels of one position) and no "
            "padding in the "
            r"second have exactly $h^2$ quadratic laws, and all others $h(h+1)/2$.",
            shown_by=["proof_of_the_table"],
        ),
        Assertion(
            r"Of the $h^2$ laws $h^2-\max(h-S,0)^2$ are independent for kernels of $S\le4$ positions and "
            r"$h\le5$; where the brackets were computed there are no others.",
            shown_by=["proof_of_the_number_of_independent_laws", "proof_of_the_table"],
        ),
        Remark("That it is so for all sizes is a conjecture, except that there are $h^2$."),
    ],
    formula={
        "exchanged": Eq(
            _dot(MatMul(_hankel, _b_c), _b_e) + _dot(_a_c, MatMul(_hankel, _a_e)),
            _dot(MatMul(_hankel, _b_e), _b_c) + _dot(_a_e, MatMul(_hankel, _a_c)),
            evaluate=False,
        ),
    },
    domain={
        _S: Naturals, _hankel: SymmetricMatrices(_S),
        **{kernel: RealMatrices(_S, 1) for kernel in (_a_c, _a_e, _b_c, _b_e)},
    },
)  # fmt: skip
