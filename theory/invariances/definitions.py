"""What the paper defines of networks, layers and convolutions, as far as it can be checked."""

from __future__ import annotations

from sympy import And, Eq, Function, Implies, Naturals, Naturals0, Reals, symbols

from theory.claim import Assertion, Claim, Remark
from theory.invariances import any_size, graph_sums
from theory.invariances.graph_sums import over
from theory.invariances.setting import real

networks = Claim(
    "invariances.def1",
    title="Networks on graphs",
    where="Definitions 1 to 3, Section 2",
    kind="definition",
    says=[
        Remark(
            "A feedforward network is one on a directed graph without circles; a fully connected one has its "
            "vertices in layers, every vertex joined to all of the next layer; in a tree network "
            "every vertex has "
            "one edge out. Here a network on a graph with a circle is refused."
        ),
    ],
)

residual = Claim(
    "invariances.def5",
    title="Residual blocks",
    where="Definition 5, Section 4.2",
    says=[
        Assertion(
            r"A block $U\sigma(Yx)+Zx$ with a diagonal $Z$ is a free block whose other entries of "
            r"$Z$ are 0, and "
            "one with $Z=I$ is diagonal, so that the output is the input and what the hidden units add.",
            shown_by=["proof_of_the_special_cases"],
            source="prose",
        ),
        Remark(
            "Theorems about free blocks do not carry over, since entries of $Z$ that are fixed are "
            "not trained "
            "(theorem1.6.skips)."
        ),
    ],
)

submatrices = Claim(
    "invariances.def6",
    title="Submatrices and matrices of layers",
    where="Definition 6, Section 4.2; Definition 8, Section 5",
    kind="definition",
    says=[
        Remark(
            r"$[W^\top W]_{S,S}$ keeps the rows and columns of the neurons $S$ that are linear or "
            r"active, which "
            "here means arguments above 0 (Lemma 8). The matrix of a free block is $[U\\;Z]$, that of a "
            r"convolution $\mathrm{Out}(T)$, that of a dense map itself."
        ),
    ],
)

unrolling_by_inclusion = Claim(
    "invariances.def10",
    title="The tree of a network as a diagram of inclusions",
    where="Definitions 9 and 10, Appendix B",
    says=[
        Assertion(
            "With paths to the output as sets of edges the diagram of inclusions is a tree in which a path's "
            "parent is the path without its first edge.",
            shown_by=["proof_that_sets_of_edges_give_a_tree"],
            source="prose",
        ),
        Assertion(
            "With paths as sets of vertices, as the proof of Lemma 6 reads them, it is none where an "
            "edge skips a "
            "vertex: of $i\\to o$ beside $i\\to v\\to o$ the set $\\{i,v,o\\}$ has two parents.",
            shown_by=["proof_that_sets_of_vertices_do_not"],
        ),
        Remark("The definition's own display is lost, so that this is no error of it."),
    ],
)

filters = Claim(
    "invariances.def11",
    title="Parameters and neurons of a convolution",
    where="Definitions 11 and 12, Appendix C",
    says=[
        Assertion(
            "A convolution has $aSd$ parameters, whatever its stride and padding; these change the number of "
            "its neurons.",
            shown_by=["proof_of_the_parameters"],
            source="prose",
        ),
        Assertion(
            "The neurons of one output channel share their weights, one for one, and the neurons of "
            "all channels "
            "at one position read the same inputs (Eqs. 52 and 53).",
            shown_by=["proof_of_shared_weights", "proof_of_shared_inputs"],
            source="prose",
        ),
        Assertion(
            "The first convolution of AlexNet, 96 kernels of $11\\times11$ positions with stride 4, has "
            "$55\\times55\\times96=290400$ neurons for inputs of 227 positions a side; for 224 it "
            "would have 54 a "
            "side.",
            shown_by=["proof_of_alexnet"],
            source="reconstructed",
        ),
    ],
)

#: Paths to a vertex of a layer, and the product of the widths before it.
layers = symbols("n", integer=True)
paths, widths = Function("N", real=True), Function("W", real=True)
multilinear = Claim(
    "invariances.multilinear",
    title="Path activations are multilinear",
    where="Stable sign implication, Section 4.1",
    says=[
        Assertion(
            "Every entry of $h$ is affine in each weight, of degree one where the weight is on the path and "
            "constant where it is not: a path meets no edge twice.",
            shown_by=["proof_that_every_entry_is_affine"],
            source="prose",
        ),
        Assertion(
            "In a fully connected network the number of paths is the product of the widths, through "
            "any number of "
            "layers: $h$ is a tensor with one index a layer.",
            shown_by=["tensor"],
            source="prose",
        ),
        Assertion(
            "Its entry is the input times one entry of each matrix; so it is for random networks.",
            shown_by=["proof_of_the_tensor"],
            source="prose",
        ),
    ],
    formula={"tensor": Eq(paths(layers), widths(layers))},
    domain={layers: Naturals0},
)

z_1, z_2, share = real("z z' lambda")
regions = Claim(
    "invariances.regions",
    title="Where a network is linear",
    where="Pointwise convergence, Section 4.1",
    says=[
        Assertion(
            "With fixed signs of the weights the set of weights with one activation pattern need not "
            "be convex: "
            "of two with a pattern the mean may have another, in a network of two units in a row.",
            shown_by=["proof_that_patterns_are_not_convex_in_the_weights"],
            source="prose",
        ),
        Assertion(
            "In the inputs it is convex: where all earlier slopes are the same, an argument is "
            "affine in the input "
            "and keeps its sign between two inputs.",
            shown_by=["convex"],
        ),
        Remark("The text speaks of parts of the input; what it says holds of the weights."),
    ],
    formula={
        "convex": Implies(And(z_1 > 0, z_2 > 0, share >= 0, share <= 1), (1 - share) * z_1 + share * z_2 > 0),
    },
    domain={z_1: Reals, z_2: Reals, share: Reals},
)

#: Value of a vertex in the whole network, and in the part of it that leads to the vertex.
_part = graph_sums.T
recursion = Claim(
    "invariances.eq16",
    title="A network from those of the vertices before its output",
    where="Eqs. 16-24, Appendix B",
    says=[
        Assertion(
            "A vertex's value is its activation of the weighted sum of the values before it, and "
            "each of these is "
            "computed by the part of the network that leads to it: what is cut away has no influence.",
            shown_by=["parts"],
            source="prose",
        ),
        Assertion(
            "The tree of a network is one vertex and the trees of those parts, joined to it by the "
            "last edges.",
            shown_by=["proof_that_trees_are_joined"],
            source="prose",
        ),
        Remark("Random networks confirm it, in exact rationals."),
    ],
    formula={"parts": Eq(_part[graph_sums.v], graph_sums.z[graph_sums.v], evaluate=False)},
    domain={graph_sums.v: Naturals, **over(graph_sums.z, _part)},
)

pieces = Claim(
    "invariances.eq30",
    title="From rates to constants, and sums over jagged paths",
    where="Eqs. 30-51, Appendix C",
    says=[
        Assertion(
            "The product of a weight of $v$ with the derivative by that of $u$ at the same vertex, "
            "summed, is what "
            "comes to $v$ times what $u$ passes on: paths to $v$ go on from $u$ (Eqs. 40 to 50).",
            shown_by=["jagged"],
            source="reconstructed",
        ),
        Assertion(
            "The rates of the sums over the edges into and out of a vertex are equal (Eqs. 30 to "
            "39); those of "
            "two layers are Lemma 3 (Eq. 51).",
            shown_by=["vertex"],
            source="reconstructed",
        ),
        Remark(
            "That an absolutely continuous function whose derivative is 0 almost everywhere is constant is a "
            "textbook fact."
        ),
    ],
    formula={
        "jagged": any_size.jagged,
        "vertex": any_size.vertex_balance,
    },
    domain={**any_size.jagged_families, **any_size.vertex_families},
)
