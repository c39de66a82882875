"""What is conserved at a vertex and between twins (Lemma 2)."""

import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import given
from sympy import Rational

from numerics.invariances import architecture, gradient_flow, sliding
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.network import RELU
from proofs_check.engines import agrees, exactly, for_all, has_order, identity, refutes
from proofs_check.invariances import instances, saboteurs
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import off_the_kinks, rational, sample, seeds, through
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


@proof(units.between_twins, "rate", "any_size")
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
    net, u, v = instances.twins(rng)
    total, expected, alike = [Fraction(0)] * len(net.edges), Fraction(0), True
    for _ in range(2):
        x, c = sample(rng, net.n_inputs), rational(rng)
        if not off_the_kinks(net, x):
            return
        pre, _, slope = net.values(x)
        total = [old + c * g for old, g in zip(total, net.gradient(x), strict=True)]
        beta_u, beta_v = (instances.beta(net, unit, slope) for unit in (u, v))
        expected -= c * (slope[u] - slope[v]) * (beta_u * pre[v] - beta_v * pre[u])
        alike = alike and slope[u] == slope[v]
    exactly(instances.rate(net, u, v, total), expected)
    if alike:
        exactly(instances.rate(net, u, v, total), 0)


@proof(units.between_twins, "changes", "slides")
def proof_that_descent_follows_the_sliding_path():
    etas = np.array([1e-2, 3e-3, 1e-3, 3e-4])
    ends = [sliding.descent(eta, round(0.48 / eta)) for eta in etas]
    goal = sliding.flow(0.48)
    errors = [float(abs(sliding.twin_product(path[-1]) - sliding.twin_product(goal))) for path in ends]
    has_order(etas, errors, order=1, tol=0.1, because="descent jumps across the kink to and fro")
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


saboteurs.against(
    units.at_a_vertex,
    saboteurs.an_edge_missing_on_the_way_back,
    saboteurs.a_gradient_right_to_twelve_digits,
)
saboteurs.against(units.between_twins, saboteurs.a_gradient_without_slopes)


@saboteur(units.between_twins)
def a_kink_taken_for_active(patch):
    patch.setattr(sliding, "twin_product", lambda at: at[..., 0] * at[..., 2] - at[..., 4] * at[..., 5])
