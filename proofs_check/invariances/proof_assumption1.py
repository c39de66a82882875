"""Assumptions 1-3, Claims 1 and 2: what is assumed of training, and that constant signs are not needed."""

import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import given
from sympy import Sum

from numerics.invariances import architecture, descent, spirals
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.network import RELU, Network
from proofs_check.engines import bounded, exactly, for_all, has_order, identity, leaves_nonnegative
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import sample, seeds, through
from proofs_check.invariances.trained import observed
from proofs_check.proof import by_hand, proof, saboteur
from theory.invariances import assumptions
from theory.invariances.assumptions import (
    limit_without_zeros,
    signs_are_not_needed,
    spiral,
)


@proof(signs_are_not_needed)
def proof_by_rescaling():
    for_all(signs_are_not_needed)


@proof(signs_are_not_needed, "convex")
@given(seeds)
def proof_with_any_slopes(seed):
    """Whatever slope each vertex uses, sum_in w g = sum_out w g: so it is at kinks."""
    rng = random.Random(seed)
    plain = random_network(rng)
    total = [Fraction(0)] * len(plain.edges)
    for _ in range(2):
        slopes = {v: (d, d) for v in plain.slopes for d in [Fraction(rng.randint(-3, 7), 5)]}
        net = type(plain)(plain.n_inputs, plain.edges, plain.weights, slopes, plain.output)
        slope = net.gradient(sample(rng, net.n_inputs))
        total = [old + w * g for old, w, g in zip(total, net.weights, slope, strict=True)]
    for v in plain.hidden:
        exactly(*through(plain, v, total))


@proof(signs_are_not_needed, "turned")
def proof_that_turning_needs_equal_slopes():
    """Two ReLU units with arguments 1 and -1 and weights 1 out, turned by a right angle: 1 becomes 0."""
    weights = [[Fraction(w) for w in row] for row in ((1, -1, 1, 1), (-1, -1, 1, -1))]
    relu = Network(1, [(0, 1), (0, 2), (1, 3), (2, 3)], weights[0], {1: RELU, 2: RELU}, 3)
    x = [Fraction(1)]
    turned = relu.with_weights(weights[1])
    exactly(relu.forward(x), 1)
    exactly(turned.forward(x), 0)
    linear = [Network(1, relu.edges, net.weights, {}, 3).forward(x) for net in (relu, turned)]
    exactly(*linear)


WIDTHS = (4, 6, 5, 1)
ETAS = np.array([0.02, 0.01, 0.005, 0.0025])


def _course(eta):
    """Weights before and after plain gradient descent to T = 20, and the largest drift of a vertex."""
    rng = np.random.default_rng(11)
    net = Layered([Plain(architecture.dense(m, n), RELU if m > 1 else (1, 1)) for n, m in pairwise(WIDTHS)])
    theta = rng.normal(size=net.size) / 2
    x = rng.normal(size=(12, 4))
    y = np.where(x @ rng.normal(size=4) > 0, 1.0, -1.0)
    end = descent.train(net, theta, x, y, loss="logistic", eta=eta, steps=round(20 / eta))
    drifts = []
    for before, after in zip(_vertices(net.split(theta)), _vertices(net.split(end)), strict=True):
        drifts.append(np.abs(after - before).max())
    return theta, end, max(drifts)


def _vertices(matrices):
    return [(a**2).sum(axis=1) - (b**2).sum(axis=0) for a, b in pairwise(matrices)]


@proof(signs_are_not_needed)
def proof_by_descent_through_changes_of_sign():
    runs = [_course(float(eta)) for eta in ETAS]
    turned = [((theta > 0) != (end > 0)).any() for theta, end, _ in runs]
    observed(turned, because="signs of weights are read off descent in floating point")
    drifts = [drift for _, _, drift in runs]
    has_order(ETAS, drifts, order=1, tol=0.1, because="terms of the second order in the step")


@proof(limit_without_zeros)
def proof_of_the_radius():
    for_all(limit_without_zeros)


@proof(spiral, "mean", "energy")
def proof_by_integration():
    by_hand(
        "A continuous function with integral 0 over a period that is not 0 throughout takes both signs in it."
    )
    identity(spiral)


@proof(spiral, "length")
def proof_of_the_length():
    """What is left of d - 1 is the sum of the squared cosines."""
    j = assumptions.index
    leaves_nonnegative(spiral, rest=Sum(assumptions.cosines[j] ** 2, (j, 1, assumptions.others)))


@proof(spiral, "direction")
def proof_of_the_direction():
    for_all(spiral)


@proof(spiral)
def proof_by_counting_crossings():
    """In ten dimensions, against random hyperplanes: two changes of sign at least in every period."""
    rng = np.random.default_rng(2)
    periods = 20
    curve = spirals.spiral(np.linspace(0, 2 * np.pi * periods, 20_000), dimension=10)
    last = curve[-1] / np.linalg.norm(curve[-1])
    bounded(
        abs(last - np.eye(10)[0]),
        "<=",
        3 / (2 * np.pi * periods),
        because="what is added has length 3 at most",
    )
    for _ in range(20):
        normal = np.append(0, rng.normal(size=9))
        fewest = spirals.crossings(curve @ normal).reshape(periods, -1).sum(axis=1).min()
        observed(fewest >= 2, because="crossings are counted on a grid")


saboteurs.against(signs_are_not_needed, saboteurs.an_edge_missing_on_the_way_back)


@saboteur(spiral)
def a_curve_that_turns_one_way(patch):
    right = spirals.spiral
    patch.setattr(spirals, "spiral", lambda at, dimension: np.abs(right(at, dimension=dimension)))


@saboteur(signs_are_not_needed)
def weight_decay_added(patch):
    right = descent.train
    patch.setattr(descent, "train", lambda net, theta, *args, eta, steps, **named: (
        right(net, theta, *args, eta=eta, steps=steps, **named) * 0.99))  # fmt: skip
