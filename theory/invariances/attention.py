"""What attention conserves: two pairs of maps in each head, from the product law."""

from __future__ import annotations

from sympy import Eq, MatAdd, MatMul, MatrixSymbol, Naturals, Trace, Transpose, symbols

from theory.claim import Assertion, Claim, RealMatrices, Remark

#: Features and the width of a head.
features, width = symbols("n h", integer=True)
Q, K, V = (MatrixSymbol(name, width, features) for name in ("Q", "K", "V"))
out = MatrixSymbol("O", features, width)
#: Derivatives of the risk by the products of queries and keys and of outputs and values, and a direction.
G, by_values = MatrixSymbol("G", features, features), MatrixSymbol("G_V", features, features)
direction = MatrixSymbol("D", width, features)
_by_query, _by_key = MatMul(K, Transpose(G)), MatMul(Q, G)
_by_value, _by_out = MatMul(Transpose(out), by_values), MatMul(by_values, Transpose(V))


def _moves(first: MatMul, second: MatrixSymbol) -> MatAdd:
    return MatAdd(MatMul(first, Transpose(second)), MatMul(second, Transpose(first)))


attention = Claim(
    "invariances.beyond.attention",
    title="Attention conserves two matrices in each head",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            r"The scores of a head depend on its queries and keys only through $W_Q^\top W_K$; with $G$ the "
            r"derivative by that product those by the maps are $W_KG^\top$ and $W_QG$, so that "
            r"$W_QW_Q^\top-W_KW_K^\top$ is constant along the flow, for any sizes, losses, sequences and "
            "activations of the scores.",
            shown_by=["query", "key", "scores"],
        ),
        Assertion(
            r"What it adds depends on values and outputs through $W_OW_V$, so that "
            r"$W_VW_V^\top-W_O^\top W_O$ is "
            "constant as well.",
            shown_by=["values"],
        ),
        Assertion(
            r"For heads of width 1 and 2 on 2 or 3 features there are no other laws of $W_Q$ and "
            r"$W_K$ where all "
            "derivatives by the product occur.",
            shown_by=["proof_that_there_are_no_others"],
        ),
        Remark("Two heads of softmax attention confirm both in floating point, each head by itself."),
    ],
    formula={
        "query": Eq(
            Trace(MatMul(Transpose(G), MatMul(Transpose(direction), K))),
            Trace(MatMul(Transpose(_by_query), direction)),
            evaluate=False,
        ),
        "key": Eq(
            Trace(MatMul(Transpose(G), MatMul(Transpose(Q), direction))),
            Trace(MatMul(Transpose(_by_key), direction)),
            evaluate=False,
        ),
        "scores": Eq(_moves(_by_query, Q), _moves(_by_key, K), evaluate=False),
        "values": Eq(
            _moves(_by_value, V),
            MatAdd(MatMul(Transpose(_by_out), out), MatMul(Transpose(out), _by_out)),
            evaluate=False,
        ),
    },
    domain={
        features: Naturals, width: Naturals,
        **{matrix: RealMatrices(*matrix.shape) for matrix in (Q, K, V, out, G, by_values, direction)},
    },
)  # fmt: skip
