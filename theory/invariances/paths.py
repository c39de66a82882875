"""Paths, trees and the decomposition of a network into paths (Section 2; Definition 4, Lemmas 1, 5-7)."""

from __future__ import annotations

from sympy import Abs, Eq, FiniteSet

from theory.claim import Assertion, Claim, Reals, Remark
from theory.invariances.setting import a, b, real, sigma, sign

w, w_1, w_2, x, z, zero, other_zero = real("w w_1 w_2 x z eps eps'")
_signs = FiniteSet(-1, 1)

path_activations = Claim(
    "invariances.def4",
    title="Path activations",
    where="Definition 4, Section 2",
    says=[
        Remark(
            "$h(x;w)$ has one entry for every path from an input to the output: the input "
            "at which it begins times all weights on the way. Every vertex is assumed to "
            "lie on such a path."
        ),
    ],
    kind="definition",
)

unrolling = Claim(
    "invariances.lemma6",
    title="Unrolling a network to a tree",
    where="Lemma 6, Appendix A",
    says=[
        Assertion(
            r"The tree whose vertices are the paths $v\to$ output, whose parent relation "
            "removes the first edge of a path, whose edge has the removed edge's weight "
            "and whose vertex has the activation of $v$, computes the network's function. "
            "It has as many vertices as there are paths from any vertex to the output.",
            shown_by=["proof_on_rational_networks"],
            source="prose",
        ),
    ],
)

pulling_back = Claim(
    "invariances.lemma7",
    title="Pulling the size of a weight back",
    where="Lemma 7, Eqs. 25-29, Appendix A",
    says=[
        Assertion(
            "Where a vertex has a single edge out, of weight $w$, multiplying all weights "
            "into it by $|w|$ and replacing $w$ by its sign does not change what comes "
            "out, whichever sign a weight 0 is given.",
            shown_by=["vertex"],
            source="prose",
        ),
        Assertion(
            "For an input it is the input that is multiplied.",
            shown_by=["input"],
            source="prose",
        ),
        Assertion(
            "So rational networks compute the same after the surgery on the graph.",
            shown_by=["proof_on_rational_networks"],
            source="prose",
        ),
    ],
    formula={
        "vertex": Eq(sign(w, zero) * sigma(Abs(w) * z), w * sigma(z)),
        "input": Eq(sign(w, zero) * (Abs(w) * x), w * x),
    },
    domain={a: Reals, b: Reals, w: Reals, z: Reals, x: Reals, zero: _signs},
)

absolute_paths = Claim(
    "invariances.lemma5",
    title="A network is a tree of signs over the sizes of its paths",
    where="Lemma 5, Section 2",
    says=[
        Assertion(
            r"$f=\mu(|h|)$, where $\mu$ is a tree of weights $\pm1$ that depends only on "
            "the signs of $w$, and the entry of $|h|$ for a path is its input times the "
            "product of all $|w_e|$. A weight 0 may be given either sign.",
            shown_by=["proof_of_lemma_5_on_rational_networks", "proof_that_the_tree_depends_on_signs_only"],
            source="prose",
        ),
    ],
)

signed_paths = Claim(
    "invariances.lemma1",
    title="A network is a tree of signs over its path activations",
    where="Lemma 1, Section 2",
    says=[
        Assertion(
            r"$f=\mu(h)$, where $\mu$ is a tree of weights $\pm1$: that of Lemma 5 with "
            "every leaf's edge split by a vertex whose incoming weight is the product of "
            "the signs on the path. The inputs must be linear, or their activation must "
            "sit on the inserted vertex.",
            shown_by=[
                "leaf",
                "activated",
                "proof_of_lemma_1_on_rational_networks",
                "proof_with_activated_inputs",
            ],
            source="prose",
        ),
        Assertion(
            "As the proof describes it, the activation would act on $h$ at the leaf, "
            "which is wrong for a ReLU input and a negative path.",
            shown_by=["proof_that_an_activated_input_breaks_the_printed_tree"],
        ),
        Remark(
            "The formulas are one leaf over a path of two weights."
        ),
    ],
    printed_source="prose",
    formula={
        "leaf": Eq(sign(w_1, zero) * sign(w_2, other_zero) * (w_1 * w_2 * x), Abs(w_1) * Abs(w_2) * x),
        "activated": Eq(
            sigma(sign(w_1, zero) * sign(w_2, other_zero) * (w_1 * w_2 * x)), Abs(w_1) * Abs(w_2) * sigma(x)
        ),
    },
    domain={
        a: Reals, b: Reals, w_1: Reals, w_2: Reals, x: Reals, zero: _signs, other_zero: _signs,
    },
    printed={
        "activated": Eq(
            sign(w_1, zero) * sign(w_2, other_zero) * sigma(w_1 * w_2 * x), Abs(w_1) * Abs(w_2) * sigma(x)
        ),
    },
    erratum="missing assumption",
    objection=(
        "As the proof describes it, the activation of an input acts at the leaf of the tree; for a ReLU "
        "input and a path of negative sign that gives another number."
    ),
)  # fmt: skip

path_sum = Claim(
    "invariances.eq1",
    title="The output is a sum over paths",
    where="Eq. 1, Section 2",
    says=[
        Assertion(
            r"$f=\sum_pZ_ph_p$ over all paths, $Z_p$ being the product of the slopes in "
            "use at the vertices of $p$ behind the input.",
            shown_by=["proof_of_the_sum_over_paths"],
            source="reconstructed",
        ),
    ],
)

path_gradient = Claim(
    "invariances.eq2",
    title="The gradient is a sum over paths",
    where="Eqs. 2-3, Section 2",
    says=[
        Assertion(
            r"$\partial f/\partial w_e$ is the sum, over the paths through $e$, of "
            r"$\partial\mu/\partial h_p$ times the input and all other weights of $p$, "
            "wherever no argument of an activation is 0.",
            shown_by=["proof_against_dual_numbers"],
            source="reconstructed",
        ),
        Assertion(
            r"$\partial\mu/\partial h_p=Z_p$.",
            shown_by=["proof_that_the_tree_has_slopes_z"],
        ),
    ],
)

path_flow = Claim(
    "invariances.eq8",
    title="What flows through an edge",
    where="Eqs. 8-11, Section 3",
    says=[
        Assertion(
            r"With $A_p=\sum_ic_iZ_p(x_i)h_p(x_i)$, $w_e\,\partial R/\partial w_e$ is the "
            "sum of $A_p$ over the paths through $e$. So for a hidden vertex the sum of "
            r"$w\,\partial R/\partial w$ over the edges in equals that over the edges out: "
            "both are the sum of $A_p$ over the paths through it.",
            shown_by=["proof_of_the_flow_through_edges_and_vertices"],
            source="reconstructed",
        ),
    ],
)

path_sums = Claim(
    "invariances.beyond.dp",
    title="Sums over paths without paths",
    where="Beyond Section 2",
    kind="beyond",
    says=[
        Assertion(
            r"One pass forward and one backward give the number of paths, $\sum|h_p|$ at "
            r"inputs 1, the path kernel $\sum h_p(x)h_p(x')$, the tangent kernel, and for "
            "every edge the sum of $Z_ph_p$ over the paths through it.",
            shown_by=["proof_against_enumeration"],
        ),
        Assertion(
            "So networks of $64^{21}$ paths, and complete graphs, are counted.",
            shown_by=["proof_of_64_to_the_21", "proof_of_the_complete_graph"],
        ),
        Remark("The passes take time proportional to the edges."),
    ],
)
