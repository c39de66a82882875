"""Unrolling a network to a tree (Lemma 6)."""

import random

from hypothesis import given

from numerics.invariances import network
from numerics.invariances.network import path_sums, trees
from proofs_check.engines import exactly, induction_on_vertices
from proofs_check.invariances import saboteurs
from proofs_check.invariances.instances import network as random_network
from proofs_check.invariances.instances import sample, seeds
from proofs_check.proof import by_hand, proof, saboteur
from theory.claim import RealArrays, Reals
from theory.invariances import graph_sums
from theory.invariances.graph_sums import B, F, T, u, v, w, x, z
from theory.invariances.paths import unrolling
from theory.invariances.setting import a, b, sigma


def _argument(of):
    """What the sample puts in, and what comes over the edges from activations of vertices before."""
    return x[v] + graph_sums.before(w[u, v] * sigma(of[u]))


@proof(unrolling, "copies")
def proof_from_vertex_to_vertex():
    by_hand(
        "Below every copy of a vertex the tree has one copy of each vertex before, by an edge of its weight."
    )
    over = {name: values for name, values in graph_sums.graph.items() if name != graph_sums.d.label}
    induction_on_vertices(
        unrolling, on=v, recursion={z[v]: _argument(z), T[v]: _argument(T)}, over=over | {a: Reals, b: Reals}
    )


@proof(unrolling, "count")
def proof_that_paths_are_counted():
    by_hand(
        "A path that ends in a vertex is it alone, or one that ends in a vertex before with an edge more."
    )
    trees, paths = (1 + graph_sums.before(term) for term in (w[u, v] * B[u], F[u] * w[u, v]))
    induction_on_vertices(
        unrolling, on=v, recursion={B[v]: trees, F[v]: paths}, over={w.label: RealArrays(2)}
    )


@proof(unrolling, "copies", "count")
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
