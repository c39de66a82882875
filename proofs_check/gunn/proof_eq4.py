"""Equal changes are an assumption, not a consequence, of a collapse (Eqs. 4 and 6)."""

import pytest
from hypothesis import given, settings
from sympy import Rational

from numerics import gunn
from numerics.gunn import learning
from proofs_check.engines import exactly, identity, refutes
from proofs_check.gunn.instances import exact, layers
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.gunn.appendix import at_neighbours, change, equal_changes, neighbours, sides_of_eq4
from theory.gunn.setting import delta, everything, v, weight, x, y

PAIRS = [(n, p, q) for n in (2, 3, 4) for q in range(2, n + 1) for p in range(1, q)]


@proof(equal_changes)
def proof_from_the_rates():
    relies_on(change)
    identity(equal_changes)


@pytest.mark.parametrize("pair", PAIRS)
@proof(equal_changes)
def proof_for_other_pairs(pair):
    step = sides_of_eq4(*pair)
    identity(step, over=everything(step))


@refutation(equal_changes)
def proof_that_a_collapse_at_x_does_not_make_the_changes_equal():
    collapsed = {weight(1, 1): 0, weight(1, 2): 0, weight(2, 1): 1, weight(2, 2): -1}
    at_x = {x[0]: 1, x[1]: 1, y[0]: 1, delta[0]: 1, delta[1]: 1, v[0]: -2}
    refutes(equal_changes, collapsed | at_x)


@refutation(equal_changes)
def proof_with_other_weights():
    weights = {weight(1, 1): Rational(-1, 4), weight(1, 2): Rational(-1, 4)}
    weights |= {weight(2, 1): Rational(3, 8), weight(2, 2): Rational(-11, 16)}
    half = Rational(1, 2)
    refutes(equal_changes, weights | {x[0]: 1, x[1]: 1, y[0]: half, delta[0]: 1, delta[1]: 2, v[0]: -2})


@proof(equal_changes)
@settings(max_examples=25)
@given(layers(least=2))
def proof_that_the_sides_are_rows_of_the_kernel(drawn):
    weights, x, g = drawn
    sizes, totals = (gunn.state(weights, x) ** 2).sum(axis=1), gunn.total_gradient(weights, x, g)
    rates = -(gunn.tangent_kernel(weights, x) @ exact(g))
    for q in range(1, len(x)):
        sides = [
            -totals[i] * sizes[i] + sum((exact(weights)[i, j] * rates[j] for j in range(i)), start=0)
            for i in (q - 1, q)
        ]
        exactly(rates[q] - rates[q - 1], sides[1] - sides[0])


@saboteur(equal_changes)
def direct_gradient_in_place_of_the_total(patch):
    patch.setattr(learning, "total_gradient", lambda w, x, g: exact(g))  # noqa: ARG005
    patch.setattr(gunn, "total_gradient", lambda w, x, g: exact(g))  # noqa: ARG005


@proof(neighbours)
def proof_by_substitution():
    relies_on(equal_changes)
    identity(neighbours)


@pytest.mark.parametrize("pair", [(2, 1), (3, 1), (4, 1), (4, 2), (4, 3)])
@proof(neighbours)
def proof_for_other_neighbours(pair):
    step = at_neighbours(*pair)
    identity(step, over=everything(step))
