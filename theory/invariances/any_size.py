"""What two maps around units do to one another, for any number of edges, units and examples."""

from __future__ import annotations

from sympy import (
    And,
    BlockMatrix,
    Eq,
    Expr,
    IndexedBase,
    MatAdd,
    MatMul,
    MatrixExpr,
    MatrixSymbol,
    Naturals,
    Sum,
    Symbol,
    Trace,
    Transpose,
    symbols,
)
from sympy.logic.boolalg import Boolean

from theory.claim import RealArrays, RealMatrices, Reals

#: Numbers of inputs, hidden units, outputs and examples.
inputs, units, outputs, examples = symbols("n h k N", integer=True)
W_1, W_2 = MatrixSymbol("W_1", units, inputs), MatrixSymbol("W_2", outputs, units)
#: Derivative of the risk by the product W_2 W_1, and directions in which the maps move.
G = MatrixSymbol("G", outputs, inputs)
H, K = MatrixSymbol("H", units, inputs), MatrixSymbol("K", outputs, units)

#: What the product law makes of the gradients by the two maps.
by_first, by_second = MatMul(Transpose(W_2), G), MatMul(G, Transpose(W_1))

product_law: dict[str, Boolean] = {
    "first": Eq(
        Trace(MatMul(Transpose(G), MatMul(W_2, H))), Trace(MatMul(Transpose(by_first), H)), evaluate=False
    ),
    "second": Eq(
        Trace(MatMul(Transpose(G), MatMul(K, W_1))), Trace(MatMul(Transpose(by_second), K)), evaluate=False
    ),
    "balance": Eq(
        MatAdd(MatMul(by_first, Transpose(W_1)), MatMul(W_1, Transpose(by_first))),
        MatAdd(MatMul(Transpose(by_second), W_2), MatMul(Transpose(W_2), by_second)),
        evaluate=False,
    ),
}
product_domain = {
    **dict.fromkeys((inputs, units, outputs), Naturals),
    **{X: RealMatrices(*X.shape) for X in (W_1, W_2, G, H, K)},
}

_a, _b, _e = symbols("a b e", integer=True)
#: Weights into units u and v and out of them, and the slopes that both have at the examples.
u, v, s, r, d = (IndexedBase(Symbol(name, real=True)) for name in ("u", "v", "s", "r", "d"))
#: What comes in by an edge at an example, and the risk's derivative by what goes out by one.
x, delta = (IndexedBase(Symbol(name, real=True)) for name in ("x", "delta"))
#: Slopes of unit v, where they differ from those of u.
d_v = IndexedBase(Symbol("d'", real=True))
families = {
    **dict.fromkeys((inputs, outputs, examples), Naturals),
    **{base.label: RealArrays(1) for base in (u, v, s, r, d)},
    **{base.label: RealArrays(2) for base in (x, delta)},
}
vertex_families = {symbol: values for symbol, values in families.items() if symbol not in (v.label, r.label)}


def behind(out: IndexedBase) -> Expr:
    """Derivative of the risk by the value of a unit with these outgoing weights, at example e."""
    return Sum(out[_b] * delta[_e, _b], (_b, 1, outputs))


def argument(into: IndexedBase) -> Expr:
    """Argument of a unit with these incoming weights, at example e."""
    return Sum(into[_a] * x[_e, _a], (_a, 1, inputs))


def gradient_in(out: IndexedBase, edge: Expr, slope: IndexedBase = d) -> Expr:
    """Derivative of the risk by a weight into a unit with these outgoing weights."""
    return Sum(slope[_e] * x[_e, edge] * behind(out), (_e, 1, examples))


def gradient_out(into: IndexedBase, edge: Expr, slope: IndexedBase = d) -> Expr:
    """Derivative of the risk by a weight out of a unit with these incoming weights."""
    return Sum(delta[_e, edge] * slope[_e] * argument(into), (_e, 1, examples))


#: Squares into and out of a vertex grow alike, half of each.
vertex_balance = Eq(
    Sum(u[_a] * gradient_in(s, _a), (_a, 1, inputs)),
    Sum(s[_b] * gradient_out(u, _b), (_b, 1, outputs)),
    evaluate=False,
)
#: Gradients of both sides by the weights in and out, and the share of the second.
gradients = tuple(IndexedBase(Symbol(name, real=True)) for name in ("g", "f", "g'", "f'"))
share = Symbol("lambda", real=True)


def _mixed(weights: IndexedBase, one: IndexedBase, other: IndexedBase, count: Expr) -> Expr:
    mean = (1 - share) * one[_a] + share * other[_a]
    return Sum(weights[_a] * mean, (_a, 1, count))


def _sum_of(weights: IndexedBase, slopes: IndexedBase, count: Expr) -> Expr:
    return Sum(weights[_a] * slopes[_a], (_a, 1, count))


#: What a mean of two gradients makes of the sums over the edges in and out, from what each makes of them.
mean_balance = Eq(
    _mixed(u, gradients[0], gradients[2], inputs) - _mixed(s, gradients[1], gradients[3], outputs),
    (1 - share) * (_sum_of(u, gradients[0], inputs) - _sum_of(s, gradients[1], outputs))
    + share * (_sum_of(u, gradients[2], inputs) - _sum_of(s, gradients[3], outputs)),
    evaluate=False,
)
mean_families = {
    **dict.fromkeys((inputs, outputs), Naturals),
    share: Reals,
    **dict.fromkeys((u.label, s.label, *(gradient.label for gradient in gradients)), RealArrays(1)),
}
#: Weights into v times the derivatives by those into u: what comes to v goes on from u.
jagged = Eq(
    Sum(v[_a] * gradient_in(s, _a), (_a, 1, inputs)),
    Sum(d[_e] * argument(v) * behind(s), (_e, 1, examples)),
    evaluate=False,
)
jagged_families = {symbol: values for symbol, values in families.items() if symbol not in (u.label, r.label)}
#: So do the products of the weights of two units with equal slopes.
twin_balance = Eq(
    Sum(gradient_in(s, _a) * v[_a] + u[_a] * gradient_in(r, _a), (_a, 1, inputs)),
    Sum(gradient_out(u, _b) * r[_b] + s[_b] * gradient_out(v, _b), (_b, 1, outputs)),
    evaluate=False,
)
#: Half of what makes Q_uv move, u having the slopes d and v its own, against the general rate.
twin_rate = Eq(
    -Sum(gradient_in(s, _a) * v[_a] + u[_a] * gradient_in(r, _a, d_v), (_a, 1, inputs))
    + Sum(gradient_out(u, _b) * r[_b] + s[_b] * gradient_out(v, _b, d_v), (_b, 1, outputs)),
    -Sum((d[_e] - d_v[_e]) * (behind(s) * argument(v) - behind(r) * argument(u)), (_e, 1, examples)),
    evaluate=False,
)
twin_families = families | {d_v.label: RealArrays(1)}

#: Derivatives of the risk behind the units and by the outputs, at every example; values that are read.
X, B = MatrixSymbol("X", inputs, examples), MatrixSymbol("B", units, examples)
E, Z = MatrixSymbol("E", outputs, examples), MatrixSymbol("Z", units, examples)
_z, _b_2 = MatMul(W_1, X), MatMul(Transpose(W_2), E)


def _moves(left: MatrixExpr, right: MatrixExpr) -> MatrixExpr:
    return MatAdd(MatMul(left, Transpose(right)), MatMul(right, Transpose(left)))


def _through(left: tuple[MatrixExpr, ...], right: tuple[MatrixExpr, ...]) -> MatrixExpr:
    return MatMul(BlockMatrix([list(left)]), Transpose(BlockMatrix([list(right)])))


#: Velocities of the Gram matrices, up to the sign, as products through 2N and 4N columns.
velocity_ranks: dict[str, Boolean] = {
    "first": Eq(
        MatAdd(
            MatMul(W_1, Transpose(MatMul(B, Transpose(X)))), MatMul(MatMul(B, Transpose(X)), Transpose(W_1))
        ),
        _through((B, _z), (_z, B)),
        evaluate=False,
    ),
    "second": Eq(
        MatAdd(
            MatMul(Transpose(W_2), MatMul(E, Transpose(Z))), MatMul(Transpose(MatMul(E, Transpose(Z))), W_2)
        ),
        _through((_b_2, Z), (Z, _b_2)),
        evaluate=False,
    ),
    "difference": Eq(
        MatAdd(_moves(B, _z), MatMul(-1, _moves(_b_2, Z))),
        _through((B, _z, _b_2, Z), (_z, B, MatMul(-1, Z), MatMul(-1, _b_2))),
        evaluate=False,
    ),
}
rank_domain = {
    **dict.fromkeys((inputs, units, outputs, examples), Naturals),
    **{matrix: RealMatrices(*matrix.shape) for matrix in (W_1, W_2, X, B, E, Z)},
}

#: Maps U and Z side by side, or Y and Z one above the other, with Gram matrices that are sums.
_inner, _outer = symbols("c p", integer=True)
_u_s, _z_s = MatrixSymbol("U_S", outputs, _inner), MatrixSymbol("Z_S", outputs, _outer)
_out = BlockMatrix([[_u_s, _z_s]])
_y_s = MatrixSymbol("Y_S", _inner, _outer)
_in = BlockMatrix([[_y_s], [_z_s]])
stacks: Boolean = And(
    Eq(
        MatMul(_out, Transpose(_out)),
        MatAdd(MatMul(_u_s, Transpose(_u_s)), MatMul(_z_s, Transpose(_z_s))),
        evaluate=False,
    ),
    Eq(
        MatMul(Transpose(_in), _in),
        MatAdd(MatMul(Transpose(_y_s), _y_s), MatMul(Transpose(_z_s), _z_s)),
        evaluate=False,
    ),
    evaluate=False,
)
stacks_domain = {
    **dict.fromkeys((outputs, _inner, _outer), Naturals),
    **{matrix: RealMatrices(*matrix.shape) for matrix in (_u_s, _z_s, _y_s)},
}
