"""How linear layers align and grow behind any network (Eq. 15, Corollary 1)."""

from __future__ import annotations

from sympy import (
    And,
    Eq,
    Expr,
    Function,
    Ge,
    Identity,
    Implies,
    IndexedBase,
    Le,
    MatAdd,
    MatMul,
    MatrixSymbol,
    Naturals,
    Naturals0,
    Sum,
    Symbol,
    Trace,
    Transpose,
    symbols,
)

from theory.claim import (
    Assertion,
    Claim,
    NonzeroMatrices,
    RealArrays,
    RealMatrices,
    Reals,
    Remark,
    nonnegative,
    positive,
)
from theory.invariances.setting import real

_k, count = symbols("k m", integer=True)
#: Coordinates of a singular vector beside the first, and how far lambda - b_k exceeds its least value.
beside, excess = (IndexedBase(Symbol(name, real=True)) for name in ("u", "t"))
least = real("g")[0]
frobenius, lam, d_j = real("F_j lambda D")
#: Layers n x h and 1 x n of a chain, and the square of the row's length.
_n, _h = symbols("n h", integer=True)
_W, _row = MatrixSymbol("W", _n, _h), MatrixSymbol("b", _n, 1)
_C = MatAdd(MatMul(_W, Transpose(_W)), MatMul(-1, _row, Transpose(_row)))
_length = Trace(MatMul(Transpose(_row), _row))
_along = MatMul(1 / _length, _row, Transpose(_row))
_across = MatAdd(Identity(_n), MatMul(-1, _along))

alignment = Claim(
    "invariances.eq15",
    title="Neighbouring layers align",
    where="Eq. 15, Section 5",
    says=[
        Assertion(
            r"In the eigenbasis of $W_{j+1}^\top W_{j+1}=\mathrm{diag}(b)$, with $C_ju=r$, "
            r"$(\lambda-b_k)u_k=r_k$, so that $\sin\le\lVert "
            r"C_j\rVert/(\lambda_1(W_jW_j^\top)-\lambda_2(W_{j+1}^\top W_{j+1}))$ between "
            "the first left singular vector of $W_j$ and the first right one of "
            "$W_{j+1}$, in any dimension.",
            shown_by=["sine"],
            source="reconstructed",
        ),
        Assertion(
            r"The ratio $\lVert W_j\rVert^2/\lVert W_j\rVert_F^2$ is at least $1-D_j/F_j$ "
            r"with $D_j=\sum_{i\ge j}(\mathrm{tr}\,C_i-\lambda_{\min}(C_i))$.",
            shown_by=["ratio"],
            source="reconstructed",
        ),
        Assertion(
            r"For the layer $W$ before the final row $b^\top$, of any sizes, what it does across $b$ is "
            r"fixed, $PWW^\top P=PCP$ with $C=WW^\top-bb^\top$ and $P=I-bb^\top/|b|^2$; so it has rank one "
            "at all times where $C=0$, and only one singular value can grow.",
            shown_by=["across"],
            source="prose",
        ),
        Remark("Trained networks stay within all these bounds, and their ratios come above .99."),
    ],
    formula={
        "sine": Le(
            least**2 * Sum(beside[_k] ** 2, (_k, 1, count)),
            Sum((least + excess[_k] ** 2) ** 2 * beside[_k] ** 2, (_k, 1, count)),
            evaluate=False,
        ),
        "ratio": Implies(And(frobenius > 0, frobenius - lam <= d_j), lam / frobenius >= 1 - d_j / frobenius),
        "across": Eq(
            MatMul(_across, _W, Transpose(_W), _across), MatMul(_across, _C, _across), evaluate=False
        ),
    },
    domain={
        count: Naturals0, least: nonnegative,
        **dict.fromkeys((beside.label, excess.label), RealArrays(1)),
        **dict.fromkeys((frobenius, lam, d_j), Reals),
        **dict.fromkeys((_n, _h), Naturals), _W: RealMatrices(_n, _h), _row: NonzeroMatrices(_n, 1),
    },
)  # fmt: skip


def sine_rest() -> Expr:
    """What eigenvalues further away add."""
    return Sum((2 * least * excess[_k] ** 2 + excess[_k] ** 4) * beside[_k] ** 2, (_k, 1, count))


#: The product of 1 + e_i over all examples but one, and that one's e; squared norms of layers.
examples = symbols("n", integer=True)
others = Function("P", real=True)
e_1, product, shared = real("e p f")
linear_layers = symbols("K", integer=True)
gaps = IndexedBase(Symbol("delta", real=True))
separable = Claim(
    "invariances.corollary1",
    title="A linear tail behind ReLU layers",
    where="Corollary 1, Section 5; Appendix E",
    says=[
        Assertion(
            r"For separable data, logistic loss and $R(w(0))<\ln(2)/n$ every example is "
            r"classified correctly from the start: $\sum\log(1+e_i)<\log2$, "
            "$e_i=e^{-y_if_i}$, makes the product of $1+e_i$ less than 2 and each $e_i$ "
            "less than 1, for any number of examples, as the product over the others is at least 1.",
            shown_by=["others", "classified"],
            source="prose",
        ),
        Assertion(
            "If the weights of all layers together diverge, each layer does: their squared norms differ by "
            "constants, so that the sum is $K$ times each of them and a constant.",
            shown_by=["growth"],
            source="prose",
        ),
        Remark(
            r"That $\lVert w\rVert$ diverges is assumed. That the limit has no zero entry "
            "is not needed (Assumption 1). Where the text says sum of singular values, squares are meant."
        ),
        Remark(
            "A network with a ReLU layer trained from below the threshold stays within "
            "the bounds of Eq. 15 on its linear layers."
        ),
    ],
    formula={
        "others": Ge(others(examples), 1),
        "classified": Implies(And(product >= 1, product * (1 + e_1) < 2), e_1 < 1),
        "growth": Eq(
            Sum(shared + gaps[_k], (_k, 1, linear_layers)),
            linear_layers * shared + Sum(gaps[_k], (_k, 1, linear_layers)),
            evaluate=False,
        ),
    },
    domain={
        examples: Naturals0, e_1: positive, product: Reals, shared: Reals, linear_layers: Naturals,
        gaps.label: RealArrays(1),
    },
)  # fmt: skip

#: Two maps in a row and what their Gram matrices differ by.
_m, _r = symbols("m r", integer=True)
_W_1, _W_2 = MatrixSymbol("W_1", _n, _m), MatrixSymbol("W_2", _r, _n)
_gram_1, _gram_2 = MatMul(_W_1, Transpose(_W_1)), MatMul(Transpose(_W_2), _W_2)
_other_1, _other_2 = MatMul(Transpose(_W_1), _W_1), MatMul(_W_2, Transpose(_W_2))
_difference = MatAdd(_gram_1, MatMul(-1, _gram_2))


def _power(matrix: MatMul, times: int) -> Trace:
    return Trace(MatMul(*[matrix] * times)) if times > 1 else Trace(matrix)


chains = Claim(
    "invariances.chain",
    title="Balanced chains have one spectrum",
    where="Significance of Theorem 1, Section 4.2",
    says=[
        Assertion(
            r"Where $W_1W_1^\top=W_2^\top W_2$ the sums of the powers of the squared singular values "
            r"of $W_1$ "
            "and $W_2$ are equal, for any sizes; here for powers up to 3 and with the difference $C$ "
            "of the two "
            "matrices, which then is 0.",
            shown_by=["first", "second", "third"],
            source="prose",
        ),
        Assertion(
            "So where a balanced chain ends in a row $b^\\top$, the layer before has rank one: it is "
            "$b$ times "
            r"$b^\top W/|b|^2$, whatever the sizes, as its part across $b$ is fixed by $C$ (Eq. 15).",
            shown_by=["across"],
            source="prose",
        ),
        Remark("The same goes down the chain: there the row is the layer of rank one."),
    ],
    formula={
        "first": Eq(_power(_other_2, 1), _power(_other_1, 1) - Trace(_difference), evaluate=False),
        "second": Eq(
            _power(_other_2, 2), _power(MatAdd(_gram_1, MatMul(-1, _difference)), 2), evaluate=False
        ),
        "third": Eq(
            _power(_other_2, 3), _power(MatAdd(_gram_1, MatMul(-1, _difference)), 3), evaluate=False
        ),
        "across": Eq(
            MatMul(_across, _W, Transpose(_W), _across), MatMul(_across, _C, _across), evaluate=False
        ),
    },
    domain={
        **dict.fromkeys((_n, _h, _m, _r), Naturals),
        _W: RealMatrices(_n, _h), _row: NonzeroMatrices(_n, 1),
        _W_1: RealMatrices(_n, _m), _W_2: RealMatrices(_r, _n),
    },
)  # fmt: skip
