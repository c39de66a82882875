"""Paths, trees and the decomposition of a network into paths (Section 2; Definition 4, Lemmas 1, 5-7)."""

from __future__ import annotations

from sympy import Abs, Eq, FiniteSet

from theory.claim import Claim, Reals
from theory.invariances.setting import a, b, real, sigma, sign

w, w_1, w_2, x, z, zero, other_zero = real("w w_1 w_2 x z eps eps'")
_signs = FiniteSet(-1, 1)

path_activations = Claim(
    "invariances.def4",
    title="Path activations",
    where="Definition 4, Section 2",
    says="""h(x; w) has one entry for every path from an input to the output: the input at which it begins
    times all weights on the way. Every vertex is assumed to lie on such a path.""",
    kind="definition",
)

unrolling = Claim(
    "invariances.lemma6",
    title="Unrolling a network to a tree",
    where="Lemma 6, Appendix A",
    says="""The tree whose vertices are the paths v -> output, whose parent relation removes the first edge
    of a path, whose edge has the removed edge's weight and whose vertex has the activation of v, computes the
    network's function. It has as many vertices as there are paths from any vertex to the output.""",
)

pulling_back = Claim(
    "invariances.lemma7",
    title="Pulling the size of a weight back",
    where="Lemma 7, Eqs. 25-29, Appendix A",
    says="""Where a vertex v has a single edge out, of weight w, multiplying all weights into v by |w| and
    replacing w by its sign does not change the network, whichever sign a weight 0 is given. For an input
    it is the input that is multiplied. The formulas are one vertex with argument z and one input x; rational
    networks check the surgery on the graph.""",
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
    says="""f = mu(|h|), where mu is a tree of weights +-1 that depends only on the signs of w, and the
    entry of |h| for a path is its input times the product of all |w_e|. A weight 0 may be given either
    sign.""",
)

signed_paths = Claim(
    "invariances.lemma1",
    title="A network is a tree of signs over its path activations",
    where="Lemma 1, Section 2",
    says="""f = mu(h), where mu is a tree of weights +-1: that of Lemma 5 with every leaf's edge split by a
    vertex whose incoming weight is the product of the signs on the path. The inputs must be linear, or their
    activation must sit on the inserted vertex; printed, it would act on h at the leaf, which is wrong for a
    ReLU input and a negative path. The formulas are one leaf over a path of two weights.""",
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
)  # fmt: skip

path_sum = Claim(
    "invariances.eq1",
    title="The output is a sum over paths",
    where="Eq. 1, Section 2",
    says="""f = sum of Z_p h_p over all paths, Z_p being the product of the slopes in use at the vertices of p
    behind the input.""",
)

path_gradient = Claim(
    "invariances.eq2",
    title="The gradient is a sum over paths",
    where="Eqs. 2-3, Section 2",
    says="""df/dw_e is the sum, over the paths through e, of dmu/dh_p times the input and all other weights of
    p, and dmu/dh_p = Z_p, wherever no argument of an activation is 0.""",
)

path_flow = Claim(
    "invariances.eq8",
    title="What flows through an edge",
    where="Eqs. 8-11, Section 3",
    says="""With A_p = sum_i c_i Z_p(x_i) h_p(x_i), w_e dR/dw_e is the sum of A_p over the paths through e.
    So for a hidden vertex v the sum of w dR/dw over the edges into v equals that over the edges out of v:
    both are the sum of A_p over the paths through v.""",
)

path_sums = Claim(
    "invariances.beyond.dp",
    title="Sums over paths without paths",
    where="Beyond Section 2",
    kind="beyond",
    says="""One pass forward and one backward, in time proportional to the edges, give the number of paths,
    sum |h_p| at inputs 1, the path kernel sum h_p(x) h_p(x'), the tangent kernel sum of h_p h'_p / w_e^2 over
    paths and their edges, and for every edge the sum of Z_p h_p over the paths through it.""",
)
