"""What the flow conserves between two maps with shared weights, for any sizes (Theorem 1 for convolutions).

The first map has weights w[a] into one unit, or channel, and reads X; a column is an example at a position.
Two units i and j have the same slopes d at every column. What follows depends on the values h of the columns
through the second map only, whose outputs have the derivatives D of the risk.
"""

from __future__ import annotations

from sympy import Eq, Expr, IndexedBase, Naturals, Sum, Symbol, symbols

from theory.claim import RealArrays

#: Weights into a unit; columns; kernel positions or plain positions; outputs of the second map; its columns.
inputs, columns, taps, outputs, further, examples = symbols("n q S r q' N", integer=True)
_a, _k, _s, _e, _l, _x, _p = symbols("a k s e l x p", integer=True)
_ends = {
    _a: inputs, _k: columns, _s: taps, _e: outputs, _l: further, _x: examples, _p: taps,
}  # fmt: skip


def _family(name: str) -> IndexedBase:
    return IndexedBase(Symbol(name, real=True))


def _sum(term: Expr, *indices: Symbol) -> Expr:
    return Sum(term, *[(index, 1, _ends[index]) for index in indices])


#: Weights into units i and j and out of them.
w_i, w_j, t_i, t_j = (_family(name) for name in ("w", "w'", "t", "t'"))
d, X, P, D = (_family(name) for name in ("d", "X", "P", "D"))


def _domain(sizes: tuple[Symbol, ...], **indices: int) -> dict[Symbol, object]:
    families = {"w": w_i, "w_": w_j, "t": t_i, "t_": t_j, "d": d, "X": X, "P": P, "D": D}
    of = {"w": 1, "w_": 1, "t": 2, "t_": 2, **indices}
    found: dict[Symbol, object] = dict.fromkeys(sizes, Naturals)
    return found | {families[name].label: RealArrays(count) for name, count in of.items()}


def _into_convolution(t: IndexedBase, a: Expr) -> Expr:
    """Derivative of the risk by a weight into a unit that the second convolution reads by weights t."""
    behind = _sum(t[_s, _e] * D[_e, _l] * P[_s, _k, _l], _s, _e, _l)
    return _sum(d[_k] * X[a, _k] * behind, _k)


def _out_to_convolution(w: IndexedBase, s: Expr, e: Expr) -> Expr:
    """Derivative of the risk by a weight of the second convolution that reads a unit with weights w."""
    return _sum(D[e, _l] * P[s, _k, _l] * d[_k] * _sum(w[_a] * X[_a, _k], _a), _k, _l)


#: P[s, k, l] says what kernel position s of the second map's column l takes of column k: 1 or 0 by stride and
#: padding, means where a fixed spatial map, the same for every channel, stands between.
convolutions = Eq(
    _sum(_into_convolution(t_i, _a) * w_j[_a] + w_i[_a] * _into_convolution(t_j, _a), _a),
    _sum(
        _out_to_convolution(w_i, _s, _e) * t_j[_s, _e] + t_i[_s, _e] * _out_to_convolution(w_j, _s, _e),
        _s, _e,
    ),
    evaluate=False,
)  # fmt: skip
convolutions_domain = _domain((inputs, columns, taps, outputs, further), d=1, X=2, P=3, D=2)


def _into_dense(t: IndexedBase, a: Expr) -> Expr:
    """Derivative of the risk by a weight into a channel that a dense map reads position by position."""
    return _sum(d[_x, _p] * X[a, _x, _p] * _sum(t[_p, _e] * D[_e, _x], _e), _x, _p)


def _out_to_dense(w: IndexedBase, p: Expr, e: Expr) -> Expr:
    """Derivative of the risk by a dense weight that reads position p of a channel with weights w."""
    return _sum(D[e, _x] * d[_x, p] * _sum(w[_a] * X[_a, _x, p], _a), _x)


#: t[p, e] is the weight of position p of the channel in output e of the dense map, or of a stack [Y; Z].
dense = Eq(
    _sum(_into_dense(t_i, _a) * w_j[_a] + w_i[_a] * _into_dense(t_j, _a), _a),
    _sum(_out_to_dense(w_i, _p, _e) * t_j[_p, _e] + t_i[_p, _e] * _out_to_dense(w_j, _p, _e), _p, _e),
    evaluate=False,
)
dense_domain = _domain((inputs, taps, outputs, examples), d=2, X=3, D=2)
