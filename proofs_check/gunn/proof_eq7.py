"""What a large common gradient leaves of Eq. 6 (Eq. 7)."""

import pytest
from flint import fmpq
from hypothesis import assume, given, settings

from numerics import gunn
from numerics.gunn import learning
from proofs_check.engines import bounded, exactly, for_all, identity, refutes
from proofs_check.gunn.instances import collapsed, exact
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.gunn.appendix import neighbours
from theory.gunn.appendix_limit import absurd, divided, limit, simplified, untied
from theory.gunn.setting import everything, g, weight

WEIGHTS = [[fmpq(-1, 4), fmpq(-1, 4)], [fmpq(3, 8), fmpq(-11, 16)]]
"""A layer that collapses at (1, 1) only and satisfies Eq. 7 there."""


@proof(divided, "coefficient", "simplified", "untied", "sizes", "any_pair")
def proof_by_differentiation():
    relies_on(neighbours)
    identity(divided)


@pytest.mark.parametrize("pair", [(2, 1), (3, 1), (4, 3)])
@proof(divided, "coefficient", "simplified")
def proof_for_other_neighbours(pair):
    for step in (limit(*pair), simplified(*pair)):
        identity(step, over=everything(step))


@pytest.mark.parametrize("pair", [(3, 1, 2), (4, 1, 2), (4, 1, 3), (4, 2, 3)])
@proof(divided, "untied")
def proof_for_other_pairs(pair):
    """For q = n the totals on both sides are built alike, and there is nothing to show."""
    step = untied(*pair)
    identity(step, over=everything(step))


@proof(divided, "absurd")
def proof_that_a_sum_of_squares_is_zero():
    for_all(divided)


@pytest.mark.parametrize("pair", [(2, 1), (3, 1)])
@proof(divided, "absurd")
def proof_for_other_sizes(pair):
    step = absurd(*pair)
    for_all(step, over=everything(step))


@proof(divided, "coefficient", "simplified")
def proof_that_eq7_alone_is_no_contradiction():
    x, g = [fmpq(1)] * 2, [fmpq(5, 8), fmpq(1)]
    y = gunn.forward(WEIGHTS, x)
    exactly(y, [fmpq(1, 2)] * 2)
    exactly(gunn.total_gradient(WEIGHTS, x, g), [1, 1])
    sizes = (gunn.state(WEIGHTS, x) ** 2).sum(axis=1)
    exactly(WEIGHTS[1][0] * sizes[0], x[0] ** 2 - y[0] ** 2)
    exactly(gunn.tangent_kernel(WEIGHTS, x) @ exact(g), [2, 2])


@proof(divided, "untied")
@settings(max_examples=25)
@given(collapsed(samples=1))
def proof_on_collapsed_layers(drawn):
    weights, p, q, x, g = drawn
    totals = gunn.total_gradient(weights, x[0], g[0])
    after = sum((weights[k][p] - weights[k][q]) * totals[k] for k in range(q + 1, len(weights)))
    between = sum(weights[k][p] * totals[k] for k in range(p + 1, q))
    exactly(totals[p] - totals[q], g[0][p] - g[0][q] + totals[q] + between + after)


@proof(divided, "absurd")
@settings(max_examples=25)
@given(collapsed(samples=1))
def proof_that_a_collapsed_unit_reads_something(drawn):
    weights, _, q, x, _ = drawn
    assume(any(x[0]))
    read = gunn.state(weights, x[0])[q]
    bounded((read**2).sum(), ">", 0, because="the pivots are not 0")


@refutation(divided)
def proof_that_a_collapse_does_not_tie_the_gradients():
    refutes(divided, {weight(2, 1): 1, g[0]: 1})


@saboteur(divided)
def direct_gradient_in_place_of_the_total(patch):
    patch.setattr(learning, "_totals", lambda w, slopes, g, update: g)  # noqa: ARG005
