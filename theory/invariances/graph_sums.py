"""Sums over the paths of any acyclic graph: families over its vertices, numbered so that edges go upward.

A weight is 0 where there is no edge; d[v] is the slope in use at vertex v (1 at linear inputs), x[v] what
enters v from outside, an input or a bias (0 elsewhere). Every family is defined by its value at a vertex in
terms of those before; the proofs give these recursions and go through the vertices by induction.
"""

from __future__ import annotations

from sympy import (
    Eq,
    Expr,
    Identity,
    IndexedBase,
    Inverse,
    KroneckerDelta,
    MatrixSymbol,
    Naturals,
    Sum,
    Symbol,
    Transpose,
    symbols,
)

from theory.claim import RealArrays, Reals, StrictlyLowerMatrices

#: A vertex, one before it, and the end of an edge; numbers of vertices and examples.
v, u, b = symbols("v u b", integer=True)
vertices, examples = symbols("V N", integer=True)


def _family(name: str) -> IndexedBase:
    return IndexedBase(Symbol(name, real=True))


w, d, x = _family("w"), _family("d"), _family("x")
#: Values of vertices, and sums of Z_p h_p over all paths from an input to a vertex.
z, F = _family("z"), _family("F")
#: Derivative of a vertex's value by the weight of the edge into b; products of weights and slopes summed over
#: the paths from b; sums of Z_p h_p over the paths through the edge.
g, B, T = _family("g"), _family("B"), _family("T")
#: How often each path to a vertex has met a layer; sums over a layer's edges of weight times derivative.
kappa, C = _family("kappa"), _family("C")
#: Value at the beginning of an edge, its weight, and the slope at its end.
z_a, w_e, d_b = symbols("z_a w_e d_b", real=True)

#: What a recursion speaks of.
graph = {v: Naturals, w.label: RealArrays(2), d.label: RealArrays(1), x.label: RealArrays(1)}


def over(*families: IndexedBase) -> dict[Symbol, RealArrays]:
    """Domain of families over vertices."""
    return {family.label: RealArrays(1) for family in families}


def before(term: Expr) -> Expr:
    """Sum over the vertices u before v."""
    return Sum(term, (u, 1, v - 1))


#: The value of a vertex: its slope times its argument.
value = d[v] * (x[v] + before(w[u, v] * z[u]))
#: The paths to v are v alone, if it is an input, and those to each vertex before with one edge more.
paths_to = d[v] * x[v] + before(F[u] * w[u, v] * d[v])
path_sum = Eq(z[v], F[v], evaluate=False)

#: By the chain rule, with the weight itself entering at b only.
derivative = KroneckerDelta(v, b) * d_b * z_a + d[v] * before(w[u, v] * g[u])
paths_from = KroneckerDelta(v, b) + before(B[u] * w[u, v] * d[v])
#: The paths through the edge that end in v: those to its beginning, if v is b, and those with one edge more.
paths_through = KroneckerDelta(v, b) * z_a * w_e * d_b + before(T[u] * w[u, v] * d[v])
edge = {
    "derivative": Eq(g[v], z_a * d_b * B[v], evaluate=False),
    "through": Eq(T[v], w_e * g[v], evaluate=False),
}
edge_domain = {v: Naturals, **over(g, B, T), z_a: Reals, d_b: Reals, w_e: Reals}

A = MatrixSymbol("A", vertices, vertices)
#: Paths counted from their ends or from their beginnings: A holds w times d, row by vertex reached.
both_ways = Eq(
    Inverse(Identity(vertices) - Transpose(A)), Transpose(Inverse(Identity(vertices) - A)), evaluate=False
)
both_ways_domain = {vertices: Naturals, A: StrictlyLowerMatrices(vertices)}

#: An edge u -> v is in the layer as often as kappa grows along it; an input or a bias, an edge from outside,
#: as often as kappa says at its end.
layer_sum = d[v] * (kappa[v] * x[v] + before(w[u, v] * (C[u] + (kappa[v] - kappa[u]) * z[u])))
layer = Eq(C[v], kappa[v] * z[v], evaluate=False)
layer_domain = {v: Naturals, **over(C, kappa, z)}

e, k, q = symbols("e k q", integer=True)
#: Edges of a layer and places at which a weight is shared.
layer_edges, places = symbols("m P", integer=True)
c, of_edge, weight = _family("c"), _family("g_e"), Symbol("w", real=True)
#: Over the examples, with the risk's derivatives c by the outputs.
risk = Eq(
    weight * Sum(c[e] * of_edge[e], (e, 1, examples)),
    Sum(c[e] * (weight * of_edge[e]), (e, 1, examples)),
    evaluate=False,
)
#: Derivatives of the outputs by a layer's weights, at each example; by each copy of a shared weight.
of_weight, own, of_copy = _family("g_F"), _family("w_F"), _family("g_C")
layer_risk = {
    "examples": Eq(
        Sum(own[k] * Sum(c[e] * of_weight[e, k], (e, 1, examples)), (k, 1, layer_edges)),
        Sum(c[e] * Sum(own[k] * of_weight[e, k], (k, 1, layer_edges)), (e, 1, examples)),
        evaluate=False,
    ),
    "shared": Eq(
        Sum(own[k] * Sum(of_copy[k, q], (q, 1, places)), (k, 1, layer_edges)),
        Sum(own[k] * of_copy[k, q], (k, 1, layer_edges), (q, 1, places)),
        evaluate=False,
    ),
}
layer_risk_domain = {
    **dict.fromkeys((examples, layer_edges, places), Naturals),
    **dict.fromkeys((own.label, c.label), RealArrays(1)),
    **dict.fromkeys((of_weight.label, of_copy.label), RealArrays(2)),
}
