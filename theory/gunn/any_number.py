"""What a step does to the units of a gradual linear layer, for any number of them.

Unit q reads h = (y_1, ..., y_(q-1), x_q, ..., x_n): its entries at the places of p < q and q are y_p and x_q,
which unit vectors e_p and e_q take out of it.
"""

from __future__ import annotations

from sympy import (
    BlockMatrix,
    Eq,
    Expr,
    Identity,
    IndexedBase,
    Inverse,
    KroneckerDelta,
    MatAdd,
    MatMul,
    MatrixExpr,
    MatrixSymbol,
    Naturals,
    Sum,
    Symbol,
    Trace,
    Transpose,
    ZeroMatrix,
    symbols,
)

from theory.claim import DiagonalMatrices, InvertibleMatrices, RealArrays, RealMatrices, Reals
from theory.gunn.any_size import L, U, X, i, matrices, n, omega, x, y

p, q, k, j = symbols("p q k j", integer=True)
samples = symbols("N", integer=True)
step = symbols("t", real=True)


def _family(name: str) -> IndexedBase:
    return IndexedBase(Symbol(name, real=True))


#: Total gradients, gradients of outputs, rates of outputs; how a rate depends on one total gradient; sizes A.
delta, g, rate, slope, size = (_family(name) for name in ("d", "g", "r", "V", "alpha"))
_left, _right = Identity(n) - L, Identity(n) + U
_inverse = Inverse(_left)


def reading(before: Expr, behind: Expr, unit: Expr = i) -> Expr:
    """A sum over what a unit reads: outputs of the units before it, and inputs from its own on."""
    return Sum(before, (j, 1, unit - 1)) + Sum(behind, (j, unit, n))


#: Directions in which the weights below the diagonal move, and the others.
_first, _second = MatrixSymbol("K", n, n), MatrixSymbol("K_U", n, n)
_gradient, _rates, _total = (MatrixSymbol(name, n, 1) for name in ("G", "R", "D"))
_outputs = MatMul(_inverse, _right, X)
_moved = MatMul(_inverse, MatAdd(MatMul(_first, _outputs), MatMul(_second, X)))
gradient = {
    "differentiated": Eq(
        MatAdd(
            MatMul(MatAdd(_left, MatMul(-step, _first)), MatAdd(_outputs, MatMul(step, _moved))),
            MatMul(-1, MatAdd(_right, MatMul(step, _second)), X),
        ),
        MatMul(-(step**2), _first, _moved),
        evaluate=False,
    ),
    "adjoint": Eq(
        Trace(MatMul(Transpose(MatMul(Transpose(_left), _total)), _rates)),
        Trace(MatMul(Transpose(_total), MatMul(_left, _rates))),
        evaluate=False,
    ),
}
gradient_domain = {
    **{matrix: values for matrix, values in matrices.items() if str(matrix) != "Y"}, step: Reals,
    **{matrix: RealMatrices(*matrix.shape) for matrix in (_first, _second, _rates, _total)},
}  # fmt: skip

#: Change of unit i's output in a step of size t, the outputs before it moving by t r.
change = Eq(
    reading(
        (omega[i, j] - step * delta[i] * y[j]) * (y[j] + step * rate[j]),
        (omega[i, j] - step * delta[i] * x[j]) * x[j],
    )
    - reading(omega[i, j] * y[j], omega[i, j] * x[j]),
    step * (-delta[i] * reading(y[j] ** 2, x[j] ** 2) + Sum(omega[i, j] * rate[j], (j, 1, i - 1)))
    - step**2 * delta[i] * Sum(y[j] * rate[j], (j, 1, i - 1)),
    evaluate=False,
)
change_domain = {
    n: Naturals, i: Naturals, step: Reals, omega.label: RealArrays(2),
    **dict.fromkeys((x.label, y.label, delta.label, rate.label), RealArrays(1)),
}  # fmt: skip
_sizes = MatrixSymbol("A_D", n, n)
_of_gradient = MatMul(Transpose(_inverse), _gradient)
tangent = Eq(
    MatMul(_left, MatMul(-1, _inverse, _sizes, Transpose(_inverse), _gradient)),
    MatMul(-1, _sizes, _of_gradient),
    evaluate=False,
)
#: A_D here holds the roots of the A_i.
form = Eq(
    Trace(MatMul(Transpose(_gradient), _inverse, _sizes, _sizes, Transpose(_inverse), _gradient)),
    Trace(MatMul(Transpose(MatMul(_sizes, _of_gradient)), MatMul(_sizes, _of_gradient))),
    evaluate=False,
)
tangent_domain = {
    n: Naturals, L: matrices[L], _sizes: DiagonalMatrices(n), _gradient: RealMatrices(n, 1),
}  # fmt: skip

#: The rates of the units before unit k + 1 depend on the total gradient of unit k in its own place only.
unaffected = Eq(slope[i], 0, evaluate=False)
next_unit = Eq(
    Sum(omega[k + 1, j] * (-size[k] * KroneckerDelta(j, k)), (j, 1, k)),
    -omega[k + 1, k] * size[k],
    evaluate=False,
)
coefficient_domain = {
    i: Naturals, k: Naturals, omega.label: RealArrays(2),
    **dict.fromkeys((size.label, slope.label), RealArrays(1)),
}  # fmt: skip

untied = Eq(
    g[p] + Sum(omega[k, p] * delta[k], (k, p + 1, n)) - (g[q] + Sum(omega[k, q] * delta[k], (k, q + 1, n))),
    g[p] - g[q] + omega[q, p] * delta[q]
    + Sum(omega[k, p] * delta[k], (k, p + 1, q - 1))
    + Sum((omega[k, p] - omega[k, q]) * delta[k], (k, q + 1, n)),
    evaluate=False,
)  # fmt: skip
#: Rate of the next unit less that of unit p, from what each makes of the rates before.
size_p, size_q, rate_p, linked = symbols("A_p A_q r_p omega", real=True)
_here = -delta[p] * size_p + Sum(omega[p, j] * rate[j], (j, 1, p - 1))
neighbours = Eq(
    -delta[p + 1] * size_q + Sum(omega[p + 1, j] * rate[j], (j, 1, p - 1)) + omega[p + 1, p] * _here - _here,
    -delta[p + 1] * size_q
    + delta[p] * size_p * (1 - omega[p + 1, p])
    + Sum((omega[p + 1, j] - (1 - omega[p + 1, p]) * omega[p, j]) * rate[j], (j, 1, p - 1)),
    evaluate=False,
)
neighbours_domain = {
    p: Naturals, size_p: Reals, size_q: Reals, omega.label: RealArrays(2),
    **dict.fromkeys((delta.label, rate.label), RealArrays(1)),
}  # fmt: skip
#: What a step makes of y_p^2 - x_p^2 + omega A_p, omega being the weight from unit p to the next one.
_a_p = reading(y[j] ** 2, x[j] ** 2, p)
_meet, _squares = Sum(y[j] * rate[j], (j, 1, p - 1)), Sum(rate[j] ** 2, (j, 1, p - 1))
_linked = linked - step * delta[p] * y[p]
variation = Eq(
    (y[p] + step * rate_p) ** 2
    - y[p] ** 2
    + _linked * reading((y[j] + step * rate[j]) ** 2, x[j] ** 2, p)
    - linked * _a_p,
    step * (2 * y[p] * rate_p - delta[p] * y[p] * _a_p + 2 * linked * _meet)
    + step**2 * (rate_p**2 + linked * _squares - 2 * delta[p] * y[p] * _meet)
    - step**3 * delta[p] * y[p] * _squares,
    evaluate=False,
)
variation_domain = {
    n: Naturals, p: Naturals, **dict.fromkeys((step, rate_p, linked), Reals),
    **dict.fromkeys((x.label, y.label, delta.label, rate.label), RealArrays(1)),
}  # fmt: skip
sizes = Eq(
    reading(y[j] ** 2, x[j] ** 2, p) - reading(y[j] ** 2, x[j] ** 2, p + 1),
    x[p] ** 2 - y[p] ** 2,
    evaluate=False,
)
limit_domain = {
    **dict.fromkeys((n, p, q), Naturals), omega.label: RealArrays(2),
    **dict.fromkeys((x.label, y.label, delta.label, g.label), RealArrays(1)),
}  # fmt: skip

#: Unit vectors, a row of weights, and what unit q reads; of a batch, and with its total gradients.
_e_p, _e_q, _row, _read = (MatrixSymbol(name, n, 1) for name in ("e_p", "e_q", "w", "h"))
_batch, _deltas = MatrixSymbol("B", n, samples), MatrixSymbol("D_s", samples, 1)
_copies = MatAdd(_e_p, MatMul(-1, _e_q))


def _of(weights: MatrixExpr) -> Expr:
    """Scalar product with what unit q reads."""
    return Trace(MatMul(Transpose(weights), _read))


difference = Eq(_of(_e_q) + _of(_row) - _of(_e_p), _of(MatAdd(_row, MatMul(-1, _copies))), evaluate=False)
separation = Eq(
    _of(_e_q) + _of(MatAdd(_copies, MatMul(-step, _batch, _deltas))) - _of(_e_p),
    -step * Trace(MatMul(Transpose(_deltas), Transpose(_batch), _read)),
    evaluate=False,
)
shrunk = Eq(_of(_e_q) + _of(MatMul(1 - step, _copies)) - _of(_e_p), -step * _of(_copies), evaluate=False)
#: Unit q turns what it reads into what the next one reads: h becomes (1 + e_q w') h, whose inverse is
#: 1 - e_q w'/(1 + w.e_q); and elimination leaves the pivot 1 + w.e_q alone.
_column = MatMul(_e_q, Transpose(_row))
_pivot = 1 + Trace(MatMul(Transpose(_row), _e_q))
factor = Eq(
    MatMul(Identity(n) + _column, MatAdd(MatMul(_pivot, Identity(n)), MatMul(-1, _column))),
    MatMul(_pivot, Identity(n)),
    evaluate=False,
)
_one, _zeros = Identity(1), ZeroMatrix(n, 1)


def _sheared(weights: MatrixExpr) -> BlockMatrix:
    return BlockMatrix([[Identity(n), _zeros], [weights, _one]])


eliminated = Eq(
    MatMul(
        _sheared(Transpose(_row)),
        BlockMatrix([[Identity(n) + _column, _e_q], [Transpose(_zeros), _one]]),
        _sheared(MatMul(-1, Transpose(_row))),
    ),
    BlockMatrix([[Identity(n), _e_q], [Transpose(_zeros), MatAdd(_one, MatMul(Transpose(_row), _e_q))]]),
    evaluate=False,
)
#: Matrices of what a unit reads, before and after, and inputs summed with their total gradients.
_reads, _reads_after, _summed = MatrixSymbol("H", n, n), MatrixSymbol("H'", n, n), MatrixSymbol("S", n, 1)
only_copies = Eq(MatMul(Transpose(Inverse(_reads)), MatMul(Transpose(_reads), _row)), _row, evaluate=False)
survival = Eq(
    MatMul(
        Inverse(_reads), Inverse(Transpose(_reads_after)), MatMul(Transpose(_reads_after), _reads, _summed)
    ),
    _summed,
    evaluate=False,
)
reading_domain = {
    n: Naturals, samples: Naturals, step: Reals,
    **{matrix: RealMatrices(*matrix.shape) for matrix in (_e_p, _e_q, _row, _read, _batch, _deltas, _summed)},
    _reads: InvertibleMatrices(n), _reads_after: InvertibleMatrices(n),
}  # fmt: skip

_unit_lower, _upper = MatrixSymbol("M", n, n), MatrixSymbol("R", n, n)
round_trip = Eq(
    MatMul(Inverse(Identity(n) - (Identity(n) - Inverse(_unit_lower))), Identity(n) + (_upper - Identity(n))),
    MatMul(_unit_lower, _upper),
    evaluate=False,
)
round_trip_domain = {
    n: Naturals, _unit_lower: InvertibleMatrices(n), _upper: RealMatrices(n, n),
}  # fmt: skip
#: The leading block of a product of block triangular matrices.
_m, _o = symbols("m o", integer=True)
_blocks = {name: MatrixSymbol(name, *shape) for name, shape in {
    "M_11": (_m, _m), "M_21": (_o, _m), "M_22": (_o, _o),
    "R_11": (_m, _m), "R_12": (_m, _o), "R_22": (_o, _o),
}.items()}  # fmt: skip
leading = Eq(
    MatMul(
        BlockMatrix([[_blocks["M_11"], ZeroMatrix(_m, _o)], [_blocks["M_21"], _blocks["M_22"]]]),
        BlockMatrix([[_blocks["R_11"], _blocks["R_12"]], [ZeroMatrix(_o, _m), _blocks["R_22"]]]),
    ),
    BlockMatrix([
        [MatMul(_blocks["M_11"], _blocks["R_11"]), MatMul(_blocks["M_11"], _blocks["R_12"])],
        [
            MatMul(_blocks["M_21"], _blocks["R_11"]),
            MatAdd(MatMul(_blocks["M_21"], _blocks["R_12"]), MatMul(_blocks["M_22"], _blocks["R_22"])),
        ],
    ]),
    evaluate=False,
)  # fmt: skip
leading_domain = {
    _m: Naturals, _o: Naturals, **{matrix: RealMatrices(*matrix.shape) for matrix in _blocks.values()},
}  # fmt: skip

#: K brought back to diag(A), so that both have one rank; and what a simultaneous layer has.
congruent = Eq(
    MatMul(_left, MatMul(_inverse, _sizes, Transpose(_inverse)), Transpose(_left)), _sizes, evaluate=False
)
_weights, _input = MatrixSymbol("W", n, n), MatrixSymbol("x", n, 1)
at_once = Eq(
    MatAdd(
        MatMul(MatAdd(_weights, MatMul(-step, _gradient, Transpose(_input))), _input),
        MatMul(-1, _weights, _input),
    ),
    MatMul(-step * Trace(MatMul(Transpose(_input), _input)), _gradient),
    evaluate=False,
)
at_once_domain = {
    n: Naturals, step: Reals, _weights: RealMatrices(n, n),
    _input: RealMatrices(n, 1), _gradient: RealMatrices(n, 1),
}  # fmt: skip

#: Rows p and q of a simultaneous layer, and their gradients on a batch.
_w_p, _w_q = (MatrixSymbol(name, n, 1) for name in ("w_p", "w_q"))
_g_p, _g_q = (MatrixSymbol(name, samples, 1) for name in ("G_p", "G_q"))
side_difference = Eq(
    _of(_e_q) + _of(_w_q) - (_of(_e_p) + _of(_w_p)),
    _of(MatAdd(_w_q, MatMul(-1, _w_p), _e_q, MatMul(-1, _e_p))),
    evaluate=False,
)
side_step = Eq(
    MatAdd(
        MatAdd(_w_q, MatMul(-step, _batch, _g_q)),
        MatMul(-1, MatAdd(_w_p, MatMul(-step, _batch, _g_p))),
        MatMul(-1, MatAdd(_w_q, MatMul(-1, _w_p))),
    ),
    MatMul(-step, _batch, MatAdd(_g_q, MatMul(-1, _g_p))),
    evaluate=False,
)
side_domain = {
    n: Naturals, samples: Naturals, step: Reals,
    **{m: RealMatrices(*m.shape) for m in (_e_p, _e_q, _w_p, _w_q, _g_p, _g_q, _read, _batch)},
}  # fmt: skip
