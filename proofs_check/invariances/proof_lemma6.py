"""Unrolling a network to a tree (Lemma 6)."""

import random

from hypothesis import given

from numerics.invariances import network
from numerics.invariances.network import path_sums, trees
from proofs_check.engines import exactly
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import sample, seeds
from proofs_check.proof import proof, saboteur
from theory.invariances.paths import unrolling


@proof(unrolling)
@given(seeds)
def proof_on_rational_networks(seed):
    rng = random.Random(seed)
    net = random_network(rng)
    tree = network.unroll(net)
    for _ in range(3):
        x = sample(rng, net.n_inputs)
        exactly(tree.forward(x), net.forward(x))
    exactly(tree.network.n_vertices, path_sums.count_tree_vertices(net))
    exactly(tree.network.n_inputs, network.count_paths(net))
    exactly(max(len(out) for out in tree.network.out_of), 1)  # it is a tree
    exactly(list(map(list, tree.paths)), [list(path) for path in network.paths(net)])


saboteurs.against(unrolling, saboteurs.a_forgotten_path)


@saboteur(unrolling)
def activations_of_other_vertices(patch):
    right = network.unroll

    def wrong(net):
        tree = right(net)
        linear = network.Network(tree.network.n_inputs, tree.network.edges, tree.network.weights, {},
                                 tree.network.output)  # fmt: skip
        return trees.Tree(linear, tree.starts, tree.paths)

    patch.setattr(network, "unroll", wrong)


@saboteur(unrolling)
def leaves_in_another_order(patch):
    right = network.unroll

    def wrong(net):
        tree = right(net)
        return trees.Tree(tree.network, tree.starts[::-1], tree.paths)

    patch.setattr(network, "unroll", wrong)
