"""Output, gradient and what flows through an edge as sums over paths (Eqs. 1-3 and 8-11)."""

import random

from hypothesis import given

from numerics.invariances import network
from numerics.invariances.network import path_sums
from numerics.invariances.network.graph import Network
from proofs_check.engines import exactly
from proofs_check.invariances import saboteurs
from proofs_check.invariances.dual import Dual
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import off_the_kinks, rational, sample, seeds, through
from proofs_check.proof import proof, saboteur
from theory.invariances.paths import path_flow, path_gradient, path_sum


@proof(path_sum)
@given(seeds)
def proof_of_the_sum_over_paths(seed):
    rng = random.Random(seed)
    net = random_network(rng, zeros=True)
    for _ in range(3):
        x = sample(rng, net.n_inputs)
        exactly(network.path_enumeration(net, x), net.forward(x))


@proof(path_gradient)
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


@proof(path_gradient)
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
        for p, (z, h) in enumerate(
            zip(network.path_slopes(net, x), network.path_values(net, x), strict=True)
        ):
            amounts[p] += c * z * h
        slopes = [old + c * new for old, new in zip(slopes, net.gradient(x), strict=True)]
    flows = [w * slope for w, slope in zip(net.weights, slopes, strict=True)]
    by_paths = [sum(amounts[p] for p, path in enumerate(paths) if e in path) for e in range(len(net.edges))]
    exactly(flows, by_paths)
    for v in net.hidden:
        inside = {*net.into[v]}
        passing = sum(amounts[p] for p, path in enumerate(paths) if inside & set(path))
        exactly(list(through(net, v, flows)), [passing, passing])


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
