"""How the outputs move in one step (Eq. 3)."""

import numpy as np
import pytest
from hypothesis import given, settings

from numerics import gunn
from numerics.gunn import layer, learning
from proofs_check.engines import exactly, has_order, identity
from proofs_check.gunn.instances import exact, layers, slope_at_zero, steps
from proofs_check.proof import proof, relies_on, saboteur
from theory.gunn.appendix import change, dropped, first_order, gradient, kernel_form, recursion
from theory.gunn.setting import everything


@proof(change)
def proof_by_expansion():
    relies_on(gradient)
    identity(change)


@pytest.mark.parametrize("unit", [(n, i) for n in (1, 2, 3, 4) for i in range(1, n + 1)])
@proof(change)
def proof_for_other_units(unit):
    for step in (recursion(*unit), first_order(*unit), dropped(*unit)):
        identity(step, over=everything(step))


@pytest.mark.parametrize("n", [1, 2, 4])
@proof(change, "kernel")
def proof_of_the_kernel_for_other_sizes(n):
    identity(kernel_form(n), over=everything(kernel_form(n)))


@proof(change, "exact", "left_out")
@settings(max_examples=25)
@given(layers(), steps)
def proof_of_the_exact_recursion_on_rational_layers(drawn, epsilon):
    weights, x, g = drawn
    totals = gunn.total_gradient(weights, x, g)
    after = gunn.gradient_step(weights, [x], [g], epsilon)
    before, now = gunn.state(weights, x), gunn.state(after, x)
    moves = gunn.forward(after, x) - gunn.forward(weights, x)
    carried = np.tril(exact(weights), -1) @ moves
    exactly(moves, carried - epsilon * totals * (before * now).sum(axis=1))


@proof(change, "first_order", "kernel")
@settings(max_examples=25)
@given(layers())
def proof_that_the_kernel_gives_the_rates(drawn):
    """The outputs are polynomials in the step size, of degree at most the number of units."""
    weights, x, g = drawn
    rates = slope_at_zero(
        lambda epsilon: gunn.forward(gunn.gradient_step(weights, [x], [g], epsilon), x), len(x)
    )
    exactly(rates, -(gunn.tangent_kernel(weights, x) @ exact(g)))
    sizes = (gunn.state(weights, x) ** 2).sum(axis=1)
    totals = gunn.total_gradient(weights, x, g)
    exactly(rates, np.tril(exact(weights), -1) @ rates - totals * sizes)


@proof(change, "left_out")
def proof_that_the_first_order_misses_by_the_square_of_the_step():
    rng = np.random.default_rng(3)
    weights, x, g = rng.normal(size=(5, 5)) / 2, rng.normal(size=5), rng.normal(size=5)
    sizes = np.array([1e-2, 1e-3, 1e-4, 1e-5])
    after = gunn.gradient_step(np.stack([weights] * 4), x[None], g[None], sizes)
    moves = gunn.forward(after, x) - gunn.forward(weights, x)
    first = -sizes[:, None] * (gunn.tangent_kernel(weights, x) @ g)
    errors = np.linalg.norm(moves - first, axis=1)
    has_order(sizes, errors, order=2, tol=0.05, because="terms of the third order in the step")


@saboteur(change)
def direct_gradient_in_place_of_the_total(patch):
    patch.setattr(learning, "_totals", lambda w, slopes, g, update: g)  # noqa: ARG005


@saboteur(change)
def simultaneous_instead_of_gradual_update(patch):
    patch.setattr(layer, "read", lambda x, outputs, i, update: x)  # noqa: ARG005
