"""A network is a tree of signs over its paths (Lemmas 1 and 5)."""

import random
from fractions import Fraction

from hypothesis import given

from numerics.invariances import network
from numerics.invariances.network import RELU, Network
from proofs_check.engines import exactly, for_all, refutes
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import ACTIVATIONS, sample, seeds
from proofs_check.invariances.instances import network as random_network
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.invariances.paths import (
    absolute_paths,
    other_zero,
    pulling_back,
    signed_paths,
    unrolling,
    w_1,
    w_2,
    x,
    zero,
)
from theory.invariances.setting import a, b


def _sizes(net, at):
    """Inputs of Lemma 5: for every path its input times the product of the sizes of its weights."""
    return network.path_values(net.with_weights([abs(w) for w in net.weights]), at)


def _signs_only(tree):
    exactly([abs(w) for w in tree.weights], [1] * len(tree.weights))


@proof(absolute_paths)
@given(seeds)
def proof_of_lemma_5_on_rational_networks(seed):
    relies_on(unrolling, pulling_back)
    rng = random.Random(seed)
    net = random_network(rng, zeros=True)
    for sign_of_zero in (1, -1):
        tree = network.absolute_tree(net, sign_of_zero)
        _signs_only(tree)
        for _ in range(2):
            at = sample(rng, net.n_inputs)
            exactly(tree.forward(_sizes(net, at)), net.forward(at))


@proof(absolute_paths)
@given(seeds)
def proof_that_the_tree_depends_on_signs_only(seed):
    rng = random.Random(seed)
    net = random_network(rng)
    other = net.with_weights([w * rng.randint(1, 5) for w in net.weights])
    exactly(network.absolute_tree(other).weights, network.absolute_tree(net).weights)


@proof(signed_paths)
def proof_of_one_leaf():
    for_all(signed_paths)


@proof(signed_paths)
@given(seeds)
def proof_of_lemma_1_on_rational_networks(seed):
    relies_on(unrolling, pulling_back)
    rng = random.Random(seed)
    net = random_network(rng, zeros=True)
    for sign_of_zero in (1, -1):
        tree = network.sign_tree(net, sign_of_zero)
        _signs_only(tree)
        for _ in range(2):
            at = sample(rng, net.n_inputs)
            exactly(tree.forward(network.path_values(net, at)), net.forward(at))


@proof(signed_paths, "activated")
@given(seeds)
def proof_with_activated_inputs(seed):
    """The activation of an input acts at the inserted vertex."""
    rng = random.Random(seed)
    plain = random_network(rng)
    slopes = {**plain.slopes, **{i: rng.choice(ACTIVATIONS) for i in range(plain.n_inputs)}}
    net = Network(plain.n_inputs, plain.edges, plain.weights, slopes, plain.output)
    at = sample(rng, net.n_inputs)
    exactly(network.sign_tree(net).forward(network.path_values(net, at)), net.forward(at))


@refutation(signed_paths)
def proof_that_an_activated_input_breaks_the_printed_tree():
    """F = -relu(x) at x = 1, as formula and as network."""
    refutes(signed_paths, {w_1: -1, w_2: 1, x: 1, a: 1, b: 0, zero: 1, other_zero: 1})
    net = Network(1, [(0, 1)], [Fraction(-1)], {0: RELU}, 1)
    h = network.path_values(net, [Fraction(1)])
    exactly(net.forward([Fraction(1)]), -1)
    exactly(network.sign_tree(net, on_inserted=False).forward(h), 0)
    exactly(network.sign_tree(net).forward(h), -1)


for _claim in (absolute_paths, signed_paths):
    saboteurs.against(_claim, saboteurs.a_lost_sign, saboteurs.a_forgotten_path)


@saboteur(signed_paths)
def activation_left_at_the_leaf(patch):
    right = network.sign_tree
    patch.setattr(network, "sign_tree", lambda net, zero=1, **_: right(net, zero, on_inserted=False))


@saboteur(absolute_paths)
def weights_left_as_they_are(patch):
    patch.setattr(network, "absolute_tree", lambda net, *_: network.unroll(net).network)
