"""The gradient of the weights (Eq. 2)."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from numerics import gunn
from numerics.gunn import learning
from proofs_check.engines import exactly, identity, refutes
from proofs_check.gunn.instances import by_each_weight, exact, layers
from proofs_check.proof import by_hand, proof, refutation, relies_on, saboteur
from theory.gunn.appendix import gradient, sequential, solved, weight_gradient
from theory.gunn.setting import everything, g, weight, x

ENTRIES = [(n, i, j) for n in (2, 3) for i in range(1, n + 1) for j in range(1, n + 1)]


@proof(gradient)
def proof_by_differentiation():
    relies_on(sequential)
    by_hand(
        "Unit by unit the right side of the system for the moves is the sum of the moves of its "
        "weights times "
        "what it reads, so that the derivative by one weight is that entry times the total gradient."
    )
    identity(gradient)


@pytest.mark.parametrize("entry", [*ENTRIES, (4, 1, 4), (4, 2, 1), (4, 2, 3), (4, 3, 2), (4, 4, 1)])
@proof(gradient)
def proof_for_other_entries(entry):
    step = weight_gradient(*entry)
    identity(step, over=everything(step))


@pytest.mark.parametrize("n", [1, 2, 4])
@proof(gradient)
def proof_that_the_recursion_is_solved_for_other_sizes(n):
    identity(solved(n), over=everything(solved(n)))


@proof(gradient)
@settings(max_examples=15)
@given(layers(most=6))
def proof_by_dual_numbers(drawn):
    weights, x, g = drawn
    slopes = by_each_weight(weights, x, lambda y: sum(a * b for a, b in zip(g, y, strict=True)))
    moved = gunn.gradient_step(weights, [x], [g], Fraction(1))
    exactly(exact(weights) - exact(slopes), moved)


@refutation(gradient)
def proof_that_the_direct_gradient_is_not_enough():
    values = {weight(2, 1): 1, g[0]: 1, g[1]: 1, x[0]: 1, x[1]: 1}
    refutes(gradient, values | {weight(1, 1): 0, weight(1, 2): 0, weight(2, 2): 0})


@saboteur(gradient)
def direct_gradient_in_place_of_the_total(patch):
    patch.setattr(learning, "_totals", lambda w, slopes, g, update: g)  # noqa: ARG005


@saboteur(gradient)
def gradient_from_the_units_before(patch):
    right = learning._totals
    patch.setattr(learning, "_totals", lambda w, *rest: right(w.swapaxes(-1, -2), *rest))
