"""A network is a tree of signs over its paths (Lemmas 1 and 5)."""

import random
from fractions import Fraction

from hypothesis import given
from sympy import Eq, Function

from numerics.invariances import network
from numerics.invariances.network import RELU, Network
from proofs_check.engines import exactly, for_all, identity, induction, refutes
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import ACTIVATIONS, sample, seeds
from proofs_check.invariances.instances import network as random_network
from proofs_check.proof import by_hand, proof, refutation, relies_on, saboteur
from theory.invariances.paths import (
    absolute_paths,
    edges,
    other_zero,
    pulling_back,
    signed_paths,
    signs,
    sizes,
    unrolling,
    w_1,
    w_2,
    weights,
    x,
    zero,
)
from theory.invariances.setting import a, b


def _sizes(net, at):
    """Inputs of Lemma 5: for every path its input times the product of the sizes of its weights."""
    return network.path_values(net.with_weights([abs(w) for w in net.weights]), at)


def _signs_only(tree):
    exactly([abs(w) for w in tree.weights], [1] * len(tree.weights))


@proof(absolute_paths, "activation", "signs", "either")
def proof_that_activations_pass_sizes_on():
    relies_on(unrolling)
    by_hand(
        "From the leaves to the root: a leaf is the product $P$ of its path times its input, and what is "
        "below a copy with product $P$ has the products $|w|P$."
    )
    for_all(absolute_paths)


@proof(absolute_paths, "argument")
def proof_that_sums_pass_sizes_on():
    identity(absolute_paths)


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


@proof(signed_paths, "leaf", "activated")
def proof_of_one_leaf():
    relies_on(absolute_paths)
    for_all(signed_paths)


@proof(signed_paths, "path")
def proof_along_a_path_of_any_length():
    """Each edge brings its weight, the size e w of it, and its sign e."""
    e, w, n = Function("e", real=True), Function("w", real=True), edges
    step = (
        Eq(weights(n + 1), w(n + 1) * weights(n)),
        Eq(sizes(n + 1), e(n + 1) * w(n + 1) * sizes(n)),
        Eq(signs(n + 1), e(n + 1) * signs(n)),
        Eq(e(n + 1) ** 2, 1),
    )
    begin = tuple(Eq(of(0), 1) for of in (weights, sizes, signs))
    induction(signed_paths, on=n, begin=begin, step=step)


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
    """F = -relu(x) at x = 1."""
    refutes(signed_paths, {w_1: -1, w_2: 1, x: 1, a: 1, b: 0, zero: 1, other_zero: 1})


@proof(signed_paths, "activated")
def proof_on_the_network_that_breaks_it():
    """The same as a network, as printed and as corrected."""
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
