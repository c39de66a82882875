"""How many laws all small graphs have, and free blocks on one feature."""

import pytest
from flint import fmpq_mat

from numerics.invariances import conservation
from numerics.invariances.conservation import PRIME
from proofs_check.engines import exactly
from proofs_check.invariances.graphs import all_graphs, laws_of_lemma_2, predicted
from proofs_check.proof import proof
from theory.invariances.beyond import count, quadratic_rule


def _is_complete(graph):
    """Whether brackets allow no law besides those of Lemma 2, all of which are looked at."""
    n = len(graph[1])
    w = conservation.weights(n)
    laws, outputs = laws_of_lemma_2(graph, w), conservation.graph_outputs(*graph, w)
    exactly(sum(conservation.is_law(law, outputs) for law in laws), len(laws))
    least = conservation.independent(laws)
    residues = conservation.graph_outputs(*graph, conservation.weights(n, modulo=PRIME))
    return n - conservation.lie_rank(residues, at_most=n - least) == least


@pytest.mark.parametrize(
    ("inputs", "hidden", "graphs", "complete"), [(1, 3, 110, 7), (2, 2, 61, 41), (3, 2, 197, 161)]
)
@proof(count)
def proof_for_all_small_graphs(inputs, hidden, graphs, complete):
    """Linear networks on every graph with so many inputs and one to so many hidden vertices."""
    found = [_is_complete(graph) for size in range(1, hidden + 1) for graph in all_graphs(inputs, size)]
    exactly([len(found), sum(found)], [graphs, complete])


@pytest.mark.parametrize(("inputs", "hidden"), [(1, 3), (2, 2), (3, 2)])
@proof(quadratic_rule)
def proof_of_the_rule_on_all_small_graphs(inputs, hidden):
    for size in range(1, hidden + 1):
        for n, edges, output in all_graphs(inputs, size):
            outputs = conservation.graph_outputs(n, edges, output, conservation.weights(len(edges)))
            exactly(conservation.quadratic_laws(outputs), predicted(n, edges, output))


@pytest.mark.parametrize("c", [1, 2, 3])
@proof(count, "parallel", "parallel_difference")
def proof_for_free_blocks_on_one_feature(c):
    """F = r (u.y + z) x: (y_k + u_k) e^-z, (y_k - u_k) e^z and |u|^2 + z^2 - r^2, and no more.

    The first enter by their logarithms' derivatives, each times y_k + u_k or y_k - u_k.
    """
    w = conservation.weights(2 * c + 2, modulo=PRIME)
    y, u, (z, r) = w[:c], w[c : 2 * c], w[2 * c :]
    f = z
    for a, b in zip(y, u, strict=True):
        f = f + a * b
    exactly(2 * c + 2 - conservation.lie_rank([r * f]), 2 * c + 1)
    point = [3 + 2 * k for k in range(c)] + [1 + k for k in range(c)] + [5, 2]  # y, u, z, r
    y, u, (z, r) = point[:c], point[c : 2 * c], point[2 * c :]
    rows = []
    for k in range(c):
        for sign in (1, -1):
            row = [0] * (2 * c + 2)
            row[k], row[c + k], row[2 * c] = 1, sign, -sign * (y[k] + sign * u[k])
            rows.append(row)
    rows.append([0] * c + [2 * value for value in u] + [2 * z, -2 * r])
    velocity = (
        [r * b for b in u] + [r * a for a in y] + [r, z + sum(a * b for a, b in zip(y, u, strict=True))]
    )
    exactly([sum(a * b for a, b in zip(row, velocity, strict=True)) for row in rows], [0] * len(rows))
    exactly(fmpq_mat(rows).rank(), 2 * c + 1)
