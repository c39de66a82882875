"""What is conserved at a vertex and between twins (Lemmas 2, 4 and 8)."""

import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import given
from sympy import Rational

from numerics import architecture, gradient_flow, network, sliding
from numerics.architecture import Layered, Plain
from numerics.network import RELU, Network
from proofs_check.engines import agrees, exactly, for_all, has_order, identity, refutes
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import ACTIVATIONS, off_the_kinks, rational, sample, seeds, through
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.trained import observed
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.invariances import units
from theory.invariances.paths import path_flow
from theory.invariances.setting import a, b


@proof(units.at_a_vertex)
def proof_of_the_balance_at_a_vertex():
    identity(units.at_a_vertex)


@proof(units.at_a_vertex)
@given(seeds)
def proof_on_rational_networks(seed):
    rng = random.Random(seed)
    net = random_network(rng)
    slopes = [Fraction(0)] * len(net.edges)
    for _ in range(3):
        c, new = rational(rng), net.gradient(sample(rng, net.n_inputs))
        slopes = [old + c * g for old, g in zip(slopes, new, strict=True)]
    flows = [w * g for w, g in zip(net.weights, slopes, strict=True)]
    for v in net.hidden:
        into, out = through(net, v, flows)
        exactly(into, out)


@proof(units.at_a_vertex)
def proof_by_integrating_across_kinks_and_changes_of_sign():
    rng = np.random.default_rng(46)
    net = Layered([
        Plain(architecture.dense(6, 4), RELU), Plain(architecture.dense(5, 6), RELU),
        Plain(architecture.dense(1, 5)),
    ])  # fmt: skip
    theta, x = rng.normal(size=net.size) / 2, rng.normal(size=(8, 4))
    y = np.where(x @ rng.normal(size=4) > 0, 1.0, -1.0)
    course = gradient_flow.flow(net, theta, x, y, loss="logistic", times=[0.0, 1.0, 2.0, 4.0])
    observed(len(course.kinks) >= 10, because="kinks are located by an integrator")
    turned = (np.sign(course.theta[0]) != np.sign(course.theta[-1])).any()
    observed(turned, because="signs of weights are read off an integrated flow")
    ends = [
        np.concatenate([(m**2).sum(axis=1) - (n**2).sum(axis=0) for m, n in pairwise(net.split(at))])
        for at in course.theta
    ]
    for later in ends[1:]:
        agrees(ends[0], later, atol=4e-14, because="an integrator at 1e-12 a step")


def _twins(rng):
    """A network in which two hidden units have the same edges in and out, mixed activations behind them."""
    n_in, n_out = rng.randint(1, 3), rng.randint(1, 3)
    u, v = n_in, n_in + 1
    after = range(n_in + 2, n_in + 2 + n_out)
    last = n_in + 2 + n_out
    edges = [(i, unit) for i in range(n_in) for unit in (u, v)]
    edges += [(unit, k) for k in after for unit in (u, v)] + [(k, last) for k in after]
    edges += [(i, k) for i in range(n_in) for k in after if rng.random() < 0.5]
    pair = rng.choice(ACTIVATIONS)
    slopes = {u: pair, v: pair, **{k: rng.choice(ACTIVATIONS) for k in after}}
    weights = [rational(rng, zero=False) for _ in edges]
    return Network(n_in, edges, weights, slopes, last), u, v


def _rate(net, u, v, slopes):
    """dQ_uv/dt from the velocities -slopes."""
    place = {edge: e for e, edge in enumerate(net.edges)}
    rate = Fraction(0)
    for e in net.into[u]:
        other = place[(net.edges[e][0], v)]
        rate -= slopes[e] * net.weights[other] + net.weights[e] * slopes[other]
    for e in net.out_of[u]:
        other = place[(v, net.edges[e][1])]
        rate += slopes[e] * net.weights[other] + net.weights[e] * slopes[other]
    return rate


def _beta(net, unit, slope):
    """Derivative of the output by a unit's value."""
    after = [0] * net.n_vertices
    after[net.output] = slope[net.output]
    for k in reversed(net.order):
        if k == net.output:
            continue
        after[k] = sum(net.weights[e] * after[net.edges[e][1]] for e in net.out_of[k]) * slope[k]
    return sum(net.weights[e] * after[net.edges[e][1]] for e in net.out_of[unit])


@proof(units.between_twins, "rate")
def proof_of_the_rate():
    identity(units.between_twins)


@proof(units.between_twins, "conserved", "slides")
def proof_that_equal_slopes_conserve():
    for_all(units.between_twins)


@proof(units.between_twins, "first", "second", "changes")
def proof_of_the_sliding_path():
    identity(units.between_twins)


@proof(units.between_twins, "rate", "conserved")
@given(seeds)
def proof_on_rational_twins(seed):
    relies_on(path_flow)
    rng = random.Random(seed)
    net, u, v = _twins(rng)
    total, expected, alike = [Fraction(0)] * len(net.edges), Fraction(0), True
    for _ in range(2):
        x, c = sample(rng, net.n_inputs), rational(rng)
        if not off_the_kinks(net, x):
            return
        pre, _, slope = net.values(x)
        total = [old + c * g for old, g in zip(total, net.gradient(x), strict=True)]
        beta_u, beta_v = (_beta(net, unit, slope) for unit in (u, v))
        expected -= c * (slope[u] - slope[v]) * (beta_u * pre[v] - beta_v * pre[u])
        alike = alike and slope[u] == slope[v]
    exactly(_rate(net, u, v, total), expected)
    if alike:
        exactly(_rate(net, u, v, total), 0)


@proof(units.between_twins, "changes", "slides")
def proof_that_descent_follows_the_sliding_path():
    etas = np.array([1e-2, 3e-3, 1e-3, 3e-4])
    ends = [sliding.descent(eta, round(0.48 / eta)) for eta in etas]
    goal = sliding.flow(0.48)
    errors = [float(abs(sliding.twin_product(path[-1]) - sliding.twin_product(goal))) for path in ends]
    has_order(etas, errors, order=1, tol=0.3, because="descent jumps across the kink to and fro")
    drifts = [
        float(np.abs(sliding.vertex_differences(path) - sliding.vertex_differences(path)[0]).max())
        for path in ends
    ]
    has_order(etas, drifts, order=1, tol=0.1, because="terms of the second order in the step")
    change = sliding.twin_product(sliding.flow(0.5)) - sliding.twin_product(sliding.flow(0.0))
    agrees(0.534363, float(change), atol=5e-7, because="given to six decimals")


@refutation(units.between_twins)
def proof_that_nonnegative_arguments_do_not_suffice():
    """At the start of the sliding path, example x_1: z_u = 0 with slope 1/2, z_v = 2, all else 1."""
    refutes(
        units.between_twins,
        {units.z_u: 0, units.z_v: 2, units.d_u: Rational(1, 2), units.d_v: 1, units.beta_u: 1,
         units.beta_v: 1, units.c: 1, a: 1, b: 0},
    )  # fmt: skip


@proof(units.equal_patterns)
def proof_by_cases():
    for_all(units.equal_patterns)


@proof(units.equal_patterns)
@given(seeds)
def proof_on_paths_that_differ_in_a_twin(seed):
    rng = random.Random(seed)
    net, u, v = _twins(rng)
    x = sample(rng, net.n_inputs)
    pre, _, _ = net.values(x)
    if pre[u] * pre[v] <= 0:
        return
    by_path = {}
    for path, z in zip(network.paths(net), network.path_slopes(net, x), strict=True):
        by_path[tuple(net.edges[e] for e in path)] = z
    for path, z in by_path.items():
        if any(u in edge for edge in path):
            twin = tuple(tuple(v if k == u else k for k in edge) for edge in path)
            exactly(z, by_path[twin])


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
        exactly(_rate(net, 2, 3, net.gradient([Fraction(1)] * 2)), 18 * (1 - alpha))


@proof(units.different_patterns, "rate", "broken")
def proof_that_mixed_pairs_hardly_ever_conserve():
    """Over random twins with different slopes the rate is 0 only if the formula's factor is."""
    rng, mixed, moving = random.Random(4), 0, 0
    while mixed < 300:
        net, u, v = _twins(rng)
        x = sample(rng, net.n_inputs)
        pre, _, slope = net.values(x)
        if slope[u] == slope[v] or not off_the_kinks(net, x):
            continue
        mixed += 1
        factor = _beta(net, u, slope) * pre[v] - _beta(net, v, slope) * pre[u]
        rate = _rate(net, u, v, net.gradient(x))
        exactly(rate, -(slope[u] - slope[v]) * factor)
        moving += rate != 0
    exactly(moving > mixed * 3 // 4, True)


saboteurs.against(units.at_a_vertex, saboteurs.an_edge_missing_on_the_way_back)
saboteurs.against(units.between_twins, saboteurs.a_gradient_without_slopes)
saboteurs.against(
    units.different_patterns,
    saboteurs.a_gradient_without_slopes,
    saboteurs.an_edge_missing_on_the_way_back,
)


@saboteur(units.between_twins)
def a_kink_taken_for_active(patch):
    patch.setattr(sliding, "twin_product", lambda at: at[..., 0] * at[..., 2] - at[..., 4] * at[..., 5])


@saboteur(units.equal_patterns)
def slopes_that_grow_with_the_argument(patch):
    right = network.path_slopes
    patch.setattr(network, "path_slopes", lambda net, x: [
        z + h for z, h in zip(right(net, x), network.path_values(net, x), strict=True)])  # fmt: skip
