"""Paths, trees and the decomposition of a network into paths (Section 3, Appendix B)."""

from __future__ import annotations

from sympy import Abs, Eq, FiniteSet, Function, Naturals, Naturals0, Sum, symbols

from theory.claim import Assertion, Claim, RealArrays, Reals, Remark, nonnegative, positive
from theory.invariances import any_size, graph_sums
from theory.invariances.graph_sums import over
from theory.invariances.setting import a, b, real, sigma, sign

w, w_1, w_2, x, z, zero, other_zero = real("w w_1 w_2 x z eps eps'")
_signs = FiniteSet(-1, 1)

path_activations = Claim(
    "invariances.def4",
    title="Path activations",
    where="Definition 4, Section 3",
    says=[
        Remark(
            "$h(x;w)$ has one entry for every path from an input to the output: the input "
            "at which it begins times all weights on the way. Every vertex is assumed to "
            "lie on such a path."
        ),
    ],
    kind="definition",
)

#: Arguments of vertices of a network, and of their copies in the tree.
_argument, _copy = graph_sums.z, graph_sums.T
#: Vertices of the tree of a vertex, and paths that end there.
_tree_vertices, _paths = graph_sums.B, graph_sums.F

unrolling = Claim(
    "invariances.lemma6",
    title="Unrolling a network to a tree",
    where="Lemma 6, Appendix B",
    says=[
        Assertion(
            r"The tree whose vertices are the paths $v\to$ output, whose parent relation "
            "removes the first edge of a path, whose edge has the removed edge's weight "
            "and whose vertex has the activation of $v$, computes the network's function: every "
            "copy of a vertex has its argument, on any graph.",
            shown_by=["copies"],
            source="prose",
        ),
        Assertion(
            "It has as many vertices as there are paths from any vertex to the output: one, and below it "
            "the trees of the vertices before.",
            shown_by=["count"],
        ),
        Remark("Random networks are unrolled so, in exact rationals."),
    ],
    formula={
        "copies": Eq(_copy[graph_sums.v], _argument[graph_sums.v], evaluate=False),
        "count": Eq(_tree_vertices[graph_sums.v], _paths[graph_sums.v], evaluate=False),
    },
    domain={graph_sums.v: Naturals, **over(_argument, _copy, _tree_vertices, _paths)},
)

pulling_back = Claim(
    "invariances.lemma7",
    title="Pulling the size of a weight back",
    where="Lemma 7, Eqs. 25-29, Appendix B",
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
        Remark("So random networks compute the same after the surgery on the graph, in exact rationals."),
    ],
    formula={
        "vertex": Eq(sign(w, zero) * sigma(Abs(w) * z), w * sigma(z)),
        "input": Eq(sign(w, zero) * (Abs(w) * x), w * x),
    },
    domain={a: Reals, b: Reals, w: Reals, z: Reals, x: Reals, zero: _signs},
)

_u, _before = symbols("u m", integer=True)
_sign_of, _size_of, _value_of = graph_sums.C, graph_sums.kappa, graph_sums.F
_product, _positive = real("P c")

absolute_paths = Claim(
    "invariances.lemma5",
    title="A network is a tree of signs over the sizes of its paths",
    where="Lemma 5, Appendix B",
    says=[
        Assertion(
            r"$f=\mu(|h|)$, where $\mu$ is a tree of weights $\pm1$, and the entry of $|h|$ for a "
            "path is its input times the product of all $|w_e|$. For a copy of a vertex from which "
            "the sizes of the weights on the way to the output have the product $P$ computes $P$ "
            "times its value: an activation passes $P$ on, and so does a sum.",
            shown_by=["activation", "argument"],
            source="prose",
        ),
        Assertion(
            "The tree depends only on the signs of $w$, and a weight 0 may be given either sign.",
            shown_by=["signs", "either"],
            source="prose",
        ),
        Remark("So random networks are computed, in exact rationals."),
    ],
    formula={
        "activation": Eq(sigma(_product * z), _product * sigma(z)),
        "signs": Eq(sign(_positive * w, zero), sign(w, zero)),
        "either": Eq(sign(w, zero) * Abs(w), w),
        "argument": Eq(
            Sum(_sign_of[_u] * ((_size_of[_u] * _product) * _value_of[_u]), (_u, 1, _before)),
            _product * Sum((_sign_of[_u] * _size_of[_u]) * _value_of[_u], (_u, 1, _before)),
            evaluate=False,
        ),
    },
    domain={
        a: Reals, b: Reals, z: Reals, w: Reals, zero: _signs, _product: nonnegative, _positive: positive,
        _before: Naturals0,
        **dict.fromkeys((_sign_of.label, _size_of.label, _value_of.label), RealArrays(1)),
    },
)  # fmt: skip

#: Number of edges of a path; products along it of the weights, of their sizes and of their signs.
edges = symbols("n", integer=True)
weights, sizes, signs = (Function(name, real=True) for name in ("W", "A", "S"))

signed_paths = Claim(
    "invariances.lemma1",
    title="A network is a tree of signs over its path activations",
    where="Lemma 1, Section 3",
    says=[
        Assertion(
            r"$f=\mu(h)$, where $\mu$ is a tree of weights $\pm1$: that of Lemma 5 with "
            "every leaf's edge split by a vertex whose incoming weight is the product of "
            "the signs on the path. The inputs must be linear, or their activation must "
            "sit on the inserted vertex.",
            shown_by=[
                "leaf",
                "path",
                "activated",
            ],
            source="prose",
        ),
        Remark("So random networks are computed, in exact rationals."),
        Assertion(
            "As the proof describes it, the activation would act on $h$ at the leaf, "
            "which is wrong for a ReLU input and a negative path.",
            shown_by=["proof_that_an_activated_input_breaks_the_printed_tree"],
        ),
        Remark(
            "The leaf is one over a path of two weights; along a path of any length the product of the signs "
            "times the product of the weights is the product of their sizes."
        ),
    ],
    printed_source="prose",
    formula={
        "leaf": Eq(sign(w_1, zero) * sign(w_2, other_zero) * (w_1 * w_2 * x), Abs(w_1) * Abs(w_2) * x),
        "path": Eq(signs(edges) * weights(edges), sizes(edges)),
        "activated": Eq(
            sigma(sign(w_1, zero) * sign(w_2, other_zero) * (w_1 * w_2 * x)), Abs(w_1) * Abs(w_2) * sigma(x)
        ),
    },
    domain={
        a: Reals, b: Reals, w_1: Reals, w_2: Reals, x: Reals, zero: _signs, other_zero: _signs,
        edges: Naturals0,
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

#: Along a path of n edges: products of the slopes, of signs times slopes, and of the signs.
slopes, tree_slopes = Function("Z", real=True), Function("D", real=True)

path_sum = Claim(
    "invariances.eq1",
    title="The output is a sum over paths",
    where="Eq. 1, Section 3",
    says=[
        Assertion(
            r"$f=\sum_pZ_ph_p$ over all paths, $Z_p$ being the product of the slopes in "
            "use at the vertices of $p$ behind the input: so it is at every vertex of any acyclic graph, "
            "the sum being over the paths that end there.",
            shown_by=["formula"],
            source="reconstructed",
        ),
        Remark("Paths listed one by one give the output of random networks, in exact rationals."),
    ],
    formula=graph_sums.path_sum,
    domain={graph_sums.v: Naturals, **over(graph_sums.z, graph_sums.F)},
)

path_gradient = Claim(
    "invariances.eq2",
    title="The gradient is a sum over paths",
    where="Eqs. 2-3, Section 3",
    says=[
        Assertion(
            r"$\partial f/\partial w_e$ is the sum, over the paths through $e$, of "
            r"$\partial\mu/\partial h_p$ times the input and all other weights of $p$, "
            "wherever no argument of an activation is 0: the value where the edge begins, times the slope "
            "where it ends, times the sum over the paths from there; on any acyclic graph.",
            shown_by=["derivative", "through"],
            source="reconstructed",
        ),
        Assertion(
            r"$\partial\mu/\partial h_p=Z_p$: from a copy of a vertex on, the tree's derivative by its value "
            "is the product of the slopes on the way to the output, whatever the length.",
            shown_by=["slopes"],
        ),
        Assertion(
            "Paths counted from their ends or from their beginnings give the same sums: this is why the pass "
            "backwards finds all derivatives at once.",
            shown_by=["both_ways"],
        ),
        Remark(
            "Dual numbers, the pass backwards and sums over listed paths agree on random networks, in exact "
            "rationals."
        ),
    ],
    formula={
        **graph_sums.edge,
        "both_ways": graph_sums.both_ways,
        "slopes": Eq(signs(edges) * tree_slopes(edges), slopes(edges)),
    },
    domain={**graph_sums.edge_domain, **graph_sums.both_ways_domain, edges: Naturals0},
)

path_flow = Claim(
    "invariances.eq8",
    title="What flows through an edge",
    where="Eqs. 8-11, Section 4.3",
    says=[
        Assertion(
            r"With $A_p=\sum_ic_iZ_p(x_i)h_p(x_i)$, $w_e\,\partial R/\partial w_e$ is the "
            "sum of $A_p$ over the paths through $e$, for any number of examples.",
            shown_by=["edge"],
            source="reconstructed",
        ),
        Assertion(
            r"So for a hidden vertex the sum of $w\,\partial R/\partial w$ over the edges in equals that "
            "over the edges out, for any numbers of edges and examples: "
            "both are the sum of $A_p$ over the paths through it.",
            shown_by=["vertex"],
            source="reconstructed",
        ),
        Remark("Paths listed one by one give both sums on random networks, in exact rationals."),
    ],
    formula={"edge": graph_sums.risk, "vertex": any_size.vertex_balance},
    domain={
        graph_sums.examples: Naturals, graph_sums.weight: Reals,
        **dict.fromkeys((graph_sums.c.label, graph_sums.of_edge.label), RealArrays(1)),
        **any_size.vertex_families,
    },
)  # fmt: skip

path_sums = Claim(
    "invariances.beyond.dp",
    title="Sums over paths without paths",
    where="Beyond Section 3",
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
