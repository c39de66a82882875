"""What two maps around units do to one another, for any number of edges, units and examples."""

from __future__ import annotations

from sympy import (
    Eq,
    Expr,
    IndexedBase,
    MatAdd,
    MatMul,
    MatrixSymbol,
    Naturals,
    Sum,
    Symbol,
    Trace,
    Transpose,
    symbols,
)
from sympy.logic.boolalg import Boolean

from theory.claim import RealArrays, RealMatrices

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
families = {
    **dict.fromkeys((inputs, outputs, examples), Naturals),
    **{base.label: RealArrays(1) for base in (u, v, s, r, d)},
    **{base.label: RealArrays(2) for base in (x, delta)},
}
vertex_families = {symbol: values for symbol, values in families.items() if symbol not in (v.label, r.label)}


def gradient_in(out: IndexedBase, edge: Expr) -> Expr:
    """Derivative of the risk by a weight into a unit with these outgoing weights."""
    behind = Sum(out[_b] * delta[_e, _b], (_b, 1, outputs))
    return Sum(d[_e] * x[_e, edge] * behind, (_e, 1, examples))


def gradient_out(into: IndexedBase, edge: Expr) -> Expr:
    """Derivative of the risk by a weight out of a unit with these incoming weights."""
    argument = Sum(into[_a] * x[_e, _a], (_a, 1, inputs))
    return Sum(delta[_e, edge] * d[_e] * argument, (_e, 1, examples))


#: Squares into and out of a vertex grow alike, half of each.
vertex_balance = Eq(
    Sum(u[_a] * gradient_in(s, _a), (_a, 1, inputs)),
    Sum(s[_b] * gradient_out(u, _b), (_b, 1, outputs)),
    evaluate=False,
)
#: So do the products of the weights of two units with equal slopes.
twin_balance = Eq(
    Sum(gradient_in(s, _a) * v[_a] + u[_a] * gradient_in(r, _a), (_a, 1, inputs)),
    Sum(gradient_out(u, _b) * r[_b] + s[_b] * gradient_out(v, _b), (_b, 1, outputs)),
    evaluate=False,
)
