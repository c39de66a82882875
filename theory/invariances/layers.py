"""What a layer is, and what two of them conserve (Definition 7, Lemma 3)."""

from __future__ import annotations

from sympy import Derivative, Eq, Reals

from theory.claim import Assertion, Claim, Remark
from theory.invariances import graph_sums
from theory.invariances.setting import real

w_1, w_2, w_3, x_1, x_2 = real("w_1 w_2 w_3 x_1 x_2")
_f = w_3 * (w_1 * x_1 + w_2 * x_2)

layers = Claim(
    "invariances.def7",
    title="What a layer is",
    where="Definition 7, Section 4.2",
    says=[
        Assertion(
            "If every path from an input to the output meets a set of edges exactly once, "
            r"then $\sum w\,\partial f/\partial w$ over it is $f$, on any acyclic graph: at every vertex the "
            r"sum is $\kappa$ times its value, where $\kappa$ is how often the paths to it have met the set.",
            shown_by=["sum"],
        ),
        Assertion(
            r"So it is for $\{w_1,w_2\}$ and $\{w_3\}$ in $f=w_3(w_1x_1+w_2x_2)$.",
            shown_by=["both", "last"],
        ),
        Assertion(
            "As the text states it a layer meets two conditions, that no path has two of its edges and that "
            r"without them the graph falls apart; they admit $\{w_1\}$ there, for which the sum is not $f$.",
            shown_by=["proof_that_the_printed_definition_admits_too_much"],
        ),
        Remark(
            "All such sets of edges of random small graphs give $f$; of those that are "
            "layers as printed, many do not."
        ),
    ],
    printed_source="prose",
    formula={
        "sum": graph_sums.layer,
        "both": Eq(w_1 * Derivative(_f, w_1) + w_2 * Derivative(_f, w_2), _f),
        "last": Eq(w_3 * Derivative(_f, w_3), _f),
    },
    domain={**graph_sums.layer_domain, **dict.fromkeys((w_1, w_2, w_3, x_1, x_2), Reals)},
    printed={"one": Eq(w_1 * Derivative(_f, w_1), _f)},
    erratum="missing assumption",
    objection=(
        "As stated, the definition admits a set of edges that some path misses altogether, and for "
        "such a set the sum of weights times gradients is not the output."
    ),
)

between_layers = Claim(
    "invariances.lemma3",
    title="Squares of two layers",
    where="Lemma 3, Eq. 7, Section 4.2",
    says=[
        Assertion(
            "For two layers whose weights are all trained, the sum of squares over one "
            "less that over the other is constant: both change at the rate "
            r"$-2\sum_ic_if_i$, for any numbers of edges and examples on any acyclic graph.",
            shown_by=["sum", "examples"],
            source="prose",
        ),
        Assertion(
            "Weights that are shared, as in a convolution, count once.",
            shown_by=["shared"],
            source="prose",
        ),
        Assertion(
            "Biases are edges from an input that is 1: a layer of weights counts together with its biases "
            "and those of all later layers, which cancel in the difference of two.",
            shown_by=["sum"],
            source="prose",
        ),
        Remark(
            r"In networks of free or diagonal blocks $[U\;Z]$ and $[Y;Z]$ are layers; "
            "identity skips are not trained, so only what avoids them is one. Random networks confirm all of "
            "it in exact rationals."
        ),
    ],
    formula={"sum": graph_sums.layer, **graph_sums.layer_risk},
    domain={**graph_sums.layer_domain, **graph_sums.layer_risk_domain},
)
