"""Units with equal and with different patterns (Lemmas 4 and 8)."""

import random
from fractions import Fraction

from hypothesis import given
from sympy import Eq, Function, Rational

from numerics.invariances import network
from numerics.invariances.network import LINEAR, RELU, Network
from proofs_check.engines import bounded, exactly, for_all, identity, induction, refutes
from proofs_check.invariances import instances, saboteurs
from proofs_check.invariances.instances import off_the_kinks, sample, seeds
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.invariances import units
from theory.invariances.paths import path_gradient
from theory.invariances.setting import a, b


@proof(units.equal_patterns, "unit")
def proof_by_cases():
    for_all(units.equal_patterns)


@proof(units.equal_patterns, "path")
def proof_along_paths_of_any_length():
    relies_on(path_gradient)  # the derivative by a path is the product of its slopes
    n, d = units.length, Function("d", real=True)
    both = (units.slopes, units.other_slopes)
    begin = tuple(Eq(of(0), 1) for of in both)
    step = tuple(Eq(of(n + 1), d(n + 1) * of(n)) for of in both)
    induction(units.equal_patterns, on=n, begin=begin, step=step)


@proof(units.equal_patterns)
@given(seeds)
def proof_on_all_pairs_of_paths(seed):
    """Paths of one length, vertex by vertex active or inactive alike, linear units being active."""
    rng = random.Random(seed)
    net = instances.network(rng, activations=(LINEAR, RELU))
    x = sample(rng, net.n_inputs)
    if not off_the_kinks(net, x):
        return
    pre, _, _ = net.values(x)
    active = [net.slopes.get(v, LINEAR) == LINEAR or pre[v] > 0 for v in range(net.n_vertices)]
    known = {}
    for path, z in zip(network.paths(net), network.path_slopes(net, x), strict=True):
        pattern = tuple(active[net.edges[e][1]] for e in path)
        exactly(known.setdefault(pattern, z), z)


@refutation(units.equal_patterns)
def proof_that_an_argument_of_zero_is_not_active():
    common = {units.d_u: Rational(1, 2), units.d_v: 1, a: 1, b: 0, units.z_u: 0}
    refutes(units.equal_patterns, {**common, units.z_v: 2}, part="nonnegative")
    refutes(units.equal_patterns, {**common, units.z_v: 0}, part="equal_sets")


@proof(units.different_patterns)
def proof_by_algebra():
    identity(units.different_patterns, part="rate")
    for_all(units.different_patterns, part="broken")
    for_all(units.different_patterns, part="leaky")


def _example(alpha):
    edges = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 4), (3, 4)]
    weights = [Fraction(w) for w in (2, 1, -1, -2, 1, 5)]
    return Network(2, edges, weights, {2: (1, alpha), 3: (1, alpha)}, 4)


@proof(units.different_patterns, "leaky")
def proof_on_the_network_itself():
    for alpha in (Fraction(0), Fraction(1, 5), Fraction(1, 2)):
        net = _example(alpha)
        exactly(instances.rate(net, 2, 3, net.gradient([Fraction(1)] * 2)), 18 * (1 - alpha))


@proof(units.different_patterns, "rate", "broken")
def proof_that_mixed_pairs_hardly_ever_conserve():
    """Over random twins with different slopes the rate is 0 only if the formula's factor is."""
    rng, mixed, moving = random.Random(4), 0, 0
    while mixed < 300:
        net, u, v = instances.twins(rng)
        x = sample(rng, net.n_inputs)
        pre, _, slope = net.values(x)
        if slope[u] == slope[v] or not off_the_kinks(net, x):
            continue
        mixed += 1
        factor = instances.beta(net, u, slope) * pre[v] - instances.beta(net, v, slope) * pre[u]
        rate = instances.rate(net, u, v, net.gradient(x))
        exactly(rate, -(slope[u] - slope[v]) * factor)
        moving += rate != 0
    bounded(moving, ">", mixed * 3 // 4, because="most pairs move")


saboteurs.against(
    units.different_patterns,
    saboteurs.a_gradient_without_slopes,
    saboteurs.an_edge_missing_on_the_way_back,
)


@saboteur(units.equal_patterns)
def slopes_that_grow_with_the_argument(patch):
    right = network.path_slopes
    patch.setattr(network, "path_slopes", lambda net, x: [
        z + h for z, h in zip(right(net, x), network.path_values(net, x), strict=True)])  # fmt: skip
