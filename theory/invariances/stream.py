"""What a residual stream conserves, through any number of blocks."""

from __future__ import annotations

from sympy import Eq, IndexedBase, MatAdd, MatMul, MatrixSymbol, Naturals, Sum, Symbol, Transpose, symbols

from theory.claim import Assertion, Claim, RealArrays, RealMatrices, Remark

units, examples, width = symbols("h N p", integer=True)
_a, _e = symbols("a e", integer=True)
#: A block x + U h on a stream: what comes in, what its units give, the risk's derivatives behind it and by
#: the units' arguments.
U_i, Y_i = MatrixSymbol("U", width, units), MatrixSymbol("Y", units, width)
x_i, b_i = MatrixSymbol("x", width, examples), MatrixSymbol("b", width, examples)
h_i, D_i = MatrixSymbol("H", units, examples), MatrixSymbol("D", units, examples)
_x_next, _b_before = MatAdd(x_i, MatMul(U_i, h_i)), MatAdd(b_i, MatMul(Transpose(Y_i), D_i))
#: Half of what moves in U U^T less Y^T Y, up to the sign, is the growth of b x^T across the block.
block_of_stream = Eq(
    MatAdd(
        MatMul(MatMul(b_i, Transpose(h_i)), Transpose(U_i)),
        MatMul(-1, Transpose(Y_i), MatMul(D_i, Transpose(x_i))),
    ),
    MatAdd(MatMul(b_i, Transpose(_x_next)), MatMul(-1, _b_before, Transpose(x_i))),
    evaluate=False,
)
stream_domain = {
    **dict.fromkeys((width, units, examples), Naturals),
    **{matrix: RealMatrices(*matrix.shape) for matrix in (U_i, Y_i, x_i, b_i, h_i, D_i)},
}
#: Entry by entry: b x^T grows across the blocks from its value behind the input map to that at the read-out.
_block, blocks = symbols("j L", integer=True)
grown = IndexedBase(Symbol("S", real=True))
telescopes = Eq(
    Sum(grown[_block + 1] - grown[_block], (_block, 1, blocks)), grown[blocks + 1] - grown[1], evaluate=False
)
#: One feature of the stream with slopes s behind the addition: its weights out of and into the hidden units,
#: what these give and the risk's derivatives behind them.
slope, o, y = (IndexedBase(Symbol(name, real=True)) for name in ("s", "o", "i"))
f, b, h, D_u = (IndexedBase(Symbol(name, real=True)) for name in ("f", "beta", "eta", "delta"))
_sum_up = Sum(o[_a] * h[_a, _e], (_a, 1, units))
_sum_down = Sum(y[_a] * D_u[_a, _e], (_a, 1, units))
diagonal_of_stream = Eq(
    Sum(o[_a] * Sum(slope[_e] * b[_e] * h[_a, _e], (_e, 1, examples)), (_a, 1, units))
    - Sum(y[_a] * Sum(D_u[_a, _e] * f[_e], (_e, 1, examples)), (_a, 1, units)),
    Sum(b[_e] * (slope[_e] * (f[_e] + _sum_up)), (_e, 1, examples))
    - Sum((slope[_e] * b[_e] + _sum_down) * f[_e], (_e, 1, examples)),
    evaluate=False,
)
diagonal_families = {
    **dict.fromkeys((units, examples, blocks), Naturals),
    **{base.label: RealArrays(1) for base in (slope, o, y, f, b, grown)},
    **{base.label: RealArrays(2) for base in (h, D_u)},
}

stream = Claim(
    "invariances.beyond.stream",
    title="The residual stream",
    where="Beyond Theorem 1",
    kind="beyond",
    says=[
        Assertion(
            r"With an input map $W_0$, blocks $x+U_i\sigma(Y_ix)$ and a read-out $W$, the "
            r"whole matrix $W_0W_0^\top+\sum U_iU_i^\top-\sum Y_i^\top Y_i-W^\top W$ is "
            "constant, even with ReLU inside the blocks, for any sizes: half of what a block moves is the "
            r"growth of $bx^\top$ across it, with $x$ the stream and $b$ the risk's derivatives by it.",
            shown_by=["block", "telescopes"],
        ),
        Assertion(
            "With ReLU behind every addition its diagonal still is.",
            shown_by=["diagonal", "telescopes"],
        ),
        Assertion(
            "A linear network of width 2 with one hidden unit has 4 laws, of which Lemma "
            "2 knows 1: these and those of Theorem 1.3 are all.",
            shown_by=["proof_that_there_are_four_laws"],
        ),
        Remark(
            "Random networks confirm it in exact rationals; with ReLU behind the additions the rest moves."
        ),
    ],
    formula={
        "block": block_of_stream,
        "telescopes": telescopes,
        "diagonal": diagonal_of_stream,
    },
    domain=stream_domain | diagonal_families,
)
