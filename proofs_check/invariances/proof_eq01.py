"""Output, gradient and what flows through an edge as sums over paths (Eqs. 1-3 and 8-11)."""

import random

from hypothesis import given
from sympy import Eq, Function, Naturals, Reals

from numerics.invariances import network
from numerics.invariances.network import path_sums
from numerics.invariances.network.graph import Network
from proofs_check.engines import exactly, identity, induction, induction_on_vertices
from proofs_check.invariances import saboteurs
from proofs_check.invariances.dual import Dual
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import off_the_kinks, rational, sample, seeds, through
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.invariances import graph_sums
from theory.invariances.graph_sums import B, F, T, g, v, z
from theory.invariances.paths import (
    edges,
    path_flow,
    path_gradient,
    path_sum,
    signs,
    slopes,
    tree_slopes,
)

#: What else the recursions along an edge speak of.
_EDGE = {
    graph_sums.b: Naturals,
    **graph_sums.over(B, g),
    **dict.fromkeys((graph_sums.z_a, graph_sums.w_e, graph_sums.d_b), Reals),
}


@proof(path_sum)
def proof_from_vertex_to_vertex():
    by_hand(
        "The paths that end in a vertex are it alone, if it is an input, and those that end in a vertex "
        "before with one edge more; $Z_p$ and $h_p$ are products along the path."
    )
    recursion = {z[v]: graph_sums.value, F[v]: graph_sums.paths_to}
    induction_on_vertices(path_sum, on=v, recursion=recursion, over=graph_sums.graph)


@proof(path_sum)
@given(seeds)
def proof_of_the_sum_over_paths(seed):
    rng = random.Random(seed)
    net = random_network(rng, zeros=True)
    for _ in range(3):
        x = sample(rng, net.n_inputs)
        exactly(network.path_enumeration(net, x), net.forward(x))


@proof(path_gradient, "derivative", "through")
def proof_through_one_edge():
    by_hand(
        "Away from kinks the derivative of an activation is the slope in use; a path through an edge is a "
        "path to its beginning, the edge, and a path from its end, and no path meets it twice."
    )
    recursion = {
        g[v]: graph_sums.derivative,
        B[v]: graph_sums.paths_from,
        T[v]: graph_sums.paths_through,
    }
    induction_on_vertices(path_gradient, on=v, recursion=recursion, over=graph_sums.graph | _EDGE)


@proof(path_gradient, "both_ways")
def proof_that_paths_are_counted_from_either_end():
    identity(path_gradient)


@proof(path_gradient, "derivative", "through")
@given(seeds)
def proof_against_dual_numbers(seed):
    """Sums over paths, the pass backwards, and derivatives carried along by dual numbers."""
    rng = random.Random(seed)
    net = random_network(rng)
    x = sample(rng, net.n_inputs)
    if not off_the_kinks(net, x):
        return
    by_paths = network.gradient_by_paths(net, x)
    exactly(net.gradient(x), by_paths)
    for e in range(len(net.edges)):
        exactly(Dual.derivative(net, x, e), by_paths[e])


@proof(path_gradient, "slopes")
def proof_along_a_path_of_any_length():
    """Each vertex brings its slope d, in the tree times the edge's sign e; the leaf brings all signs."""
    n, d, e = edges, Function("d", real=True), Function("e", real=True)
    step = (
        Eq(slopes(n + 1), d(n + 1) * slopes(n)),
        Eq(tree_slopes(n + 1), e(n + 1) * d(n + 1) * tree_slopes(n)),
        Eq(signs(n + 1), e(n + 1) * signs(n)),
        Eq(e(n + 1) ** 2, 1),
    )
    begin = tuple(Eq(of(0), 1) for of in (slopes, tree_slopes, signs))
    induction(path_gradient, on=n, begin=begin, step=step)


@proof(path_gradient, "slopes")
@given(seeds)
def proof_that_the_tree_has_slopes_z(seed):
    """dmu/dh_p = Z_p: in the tree of signs, by dual numbers at its inputs."""
    rng = random.Random(seed)
    net = random_network(rng)
    x = sample(rng, net.n_inputs)
    if not off_the_kinks(net, x):
        return
    tree, h = network.sign_tree(net), network.path_values(net, x)
    slopes = [Dual.derivative_by_input(tree, h, p) for p in range(len(h))]
    exactly(slopes, network.path_slopes(net, x))


@proof(path_flow)
def proof_for_any_examples():
    relies_on(path_gradient)
    identity(path_flow)


@proof(path_flow)
@given(seeds)
def proof_of_the_flow_through_edges_and_vertices(seed):
    rng = random.Random(seed)
    net = random_network(rng)
    xs = [sample(rng, net.n_inputs) for _ in range(rng.randint(1, 3))]
    if not all(off_the_kinks(net, x) for x in xs):
        return
    cs = [rational(rng) for _ in xs]
    paths = list(network.paths(net))
    amounts = [0] * len(paths)
    slopes = [0] * len(net.edges)
    for c, x in zip(cs, xs, strict=True):
        for p, (slope, h) in enumerate(
            zip(network.path_slopes(net, x), network.path_values(net, x), strict=True)
        ):
            amounts[p] += c * slope * h
        slopes = [old + c * new for old, new in zip(slopes, net.gradient(x), strict=True)]
    flows = [w * slope for w, slope in zip(net.weights, slopes, strict=True)]
    by_paths = [sum(amounts[p] for p, path in enumerate(paths) if e in path) for e in range(len(net.edges))]
    exactly(flows, by_paths)
    for vertex in net.hidden:
        inside = {*net.into[vertex]}
        passing = sum(amounts[p] for p, path in enumerate(paths) if inside & set(path))
        exactly(list(through(net, vertex, flows)), [passing, passing])


saboteurs.against(path_sum, saboteurs.a_forgotten_path)
saboteurs.against(
    path_gradient,
    saboteurs.a_forgotten_path,
    saboteurs.a_gradient_without_slopes,
    saboteurs.an_edge_missing_on_the_way_back,
    saboteurs.a_gradient_right_to_twelve_digits,
    saboteurs.a_lost_sign,
)
saboteurs.against(
    path_flow,
    saboteurs.a_forgotten_path,
    saboteurs.a_gradient_without_slopes,
    saboteurs.an_edge_missing_on_the_way_back,
    saboteurs.a_gradient_right_to_twelve_digits,
)


@saboteur(path_sum)
def slope_of_the_output_forgotten(patch):
    right = path_sums.path_slopes

    def wrong(net, x):
        linear = {v: pair for v, pair in net.slopes.items() if v != net.output}
        return right(Network(net.n_inputs, net.edges, net.weights, linear, net.output), x)

    patch.setattr(path_sums, "path_slopes", wrong)
