"""A linear gradual layer is a triangular factorisation, and its tangent kernel."""

from math import prod

import numpy as np
import pytest
from flint import fmpq, fmpq_mat
from hypothesis import assume, given, settings
from sympy import Eq

from numerics import gunn
from numerics.gunn import factorisation as numerics_of_factors
from numerics.gunn import layer, learning
from proofs_check.engines import bounded, exactly, for_all, identity
from proofs_check.gunn.instances import collapsed, exact, layers, sequential, slope_at_zero
from proofs_check.proof import proof, relies_on, saboteur
from theory.gunn.appendix import change
from theory.gunn.appendix import sequential as eq1
from theory.gunn.beyond import factorisation, kernel, minor, quadratic_form
from theory.gunn.setting import everything

_factors = [name for name, part in factorisation.parts.items() if isinstance(part, Eq)]
_kernels = [name for name, part in kernel.parts.items() if isinstance(part, Eq)]


@proof(factorisation, *_factors)
def proof_by_expansion():
    relies_on(eq1)
    identity(factorisation)


@proof(factorisation, "unreachable")
def proof_that_a_zero_pivot_leaves_a_zero_below():
    for_all(factorisation)


@proof(factorisation, "minor")
def proof_of_the_third_minor():
    identity(minor(3), over=everything(minor(3)))


@proof(factorisation)
@settings(max_examples=20)
@given(layers(least=2))
def proof_of_the_round_trip_on_rational_layers(drawn):
    weights, *_ = drawn
    n = len(weights)
    pivots = [1 + weights[j][j] for j in range(n)]
    matrix = gunn.linear_map(weights)
    for k in range(1, n + 1):
        exactly([fmpq_mat(matrix[:k, :k].tolist()).det()], [prod(pivots[:k], start=fmpq(1))])
    assume(all(pivots[: n - 1]))
    exactly(gunn.weights_of(matrix), weights)


@proof(factorisation, "unreachable")
def proof_that_the_elimination_refuses_a_swap():
    with pytest.raises(ValueError, match="leading minors"):
        gunn.weights_of(exact([[0, 1], [1, 0]]))
    swap = exact([[-1, 1], [1, -1]])
    exactly(gunn.jacobian(swap, exact([1, 2]), update="simultaneous"), [[0, 1], [1, 0]])


@proof(factorisation, "minor")
@settings(max_examples=10)
@given(collapsed(samples=1))
def proof_that_a_collapse_kills_a_pivot(drawn):
    weights, _, q, *_ = drawn
    exactly(1 + weights[q][q], 0)
    exactly([fmpq_mat(gunn.linear_map(weights).tolist()).det()], [0])


@saboteur(factorisation)
def upper_part_without_the_skip(patch):
    right = gunn.linear_map
    patch.setattr(gunn, "linear_map", lambda w: right(w) - layer.identity(exact(w)))


@saboteur(factorisation)
def lower_factor_not_inverted(patch):
    right = numerics_of_factors.weights_of
    patch.setattr(gunn, "weights_of", lambda t: np.triu(right(t)) - np.tril(right(t), -1))


@proof(kernel, *_kernels)
def proof_of_the_kernel_by_expansion():
    relies_on(change)
    identity(kernel)


@proof(kernel, "form")
def proof_of_the_form_for_three_units():
    identity(quadratic_form(3), over=everything(quadratic_form(3)))


@proof(kernel, "definite", "reads")
def proof_that_it_is_definite():
    for_all(kernel)


@proof(kernel)
@settings(max_examples=20)
@given(layers())
def proof_on_rational_layers(drawn):
    weights, x, g = drawn
    found, sizes = gunn.tangent_kernel(weights, x), (gunn.state(weights, x) ** 2).sum(axis=1)
    as_flint = fmpq_mat(found.tolist())
    exactly([as_flint.det()], [prod(sizes, start=fmpq(1))])
    exactly(as_flint.rank(), int(sum(size != 0 for size in sizes)))
    form = (exact(g) * (found @ exact(g))).sum()
    exactly(form, (sizes * gunn.total_gradient(weights, x, g) ** 2).sum())
    square = (exact(x) ** 2).sum()
    exactly(gunn.tangent_kernel(weights, x, update="simultaneous"), np.eye(len(x), dtype=int) * square)
    if all(row[i] != -1 for i, row in enumerate(weights)) and square != 0:
        bounded(sizes, ">", 0, because="no unit reads zeros only")


@proof(kernel, "form")
@settings(max_examples=20)
@given(layers(most=6))
def proof_that_it_is_the_rate_of_the_outputs(drawn):
    """After a step, outputs computed unit by unit, differentiated by the size of the step."""
    weights, x, g = drawn
    rates = slope_at_zero(
        lambda epsilon: exact(sequential(gunn.gradient_step(weights, [x], [g], epsilon), x)), len(x)
    )
    exactly(rates, -(gunn.tangent_kernel(weights, x) @ exact(g)))


@saboteur(kernel)
def direct_gradient_in_place_of_the_total(patch):
    patch.setattr(learning, "_totals", lambda w, slopes, g, update: g)  # noqa: ARG005


@saboteur(kernel)
def simultaneous_instead_of_gradual_update(patch):
    patch.setattr(layer, "read", lambda x, outputs, i, update: x)  # noqa: ARG005
