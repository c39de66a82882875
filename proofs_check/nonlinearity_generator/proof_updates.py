"""Updates of t and of the weights, dead units and where their gradient goes (Eqs. 5-9)."""

from hypothesis import assume, given
from sympy import Rational

from numerics import nonlinearity_generator as ng
from numerics.descent import steps as heavy_ball
from proofs_check.engines import coincides, exactly, for_all, identity, refutes
from proofs_check.nonlinearity_generator.instances import positives, small, vectors
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.nonlinearity_generator.unit import (
    G,
    dead_gradient,
    derivative,
    eta,
    momentum,
    revival,
    t,
    updates,
    x,
)


@proof(momentum)
def proof_of_momentum_by_expansion():
    identity(momentum)


@proof(momentum)
@given(small, small, small, small, positives, positives.filter(lambda b: b < 1))
def proof_of_momentum_on_rationals(start, first, second, third, gamma, eta):
    v = m = 0 * start
    there = moved = start
    for slope in (first, second, third):
        v = eta * v + gamma * slope
        there = there - v
        moved, m = heavy_ball.step(moved, m, slope, eta=gamma, beta=eta, form="classical")
    exactly(moved, there)
    exactly(there, start - gamma * ((1 + eta + eta**2) * first + (1 + eta) * second + third))


@saboteur(momentum)
def averaging_in_place_of_the_heavy_ball(patch):
    right = heavy_ball.step
    patch.setattr(heavy_ball, "step", lambda *args, **named: right(*args, **(named | {"form": "ema"})))


@proof(updates)
def proof_of_the_updates_by_cases():
    relies_on(derivative)
    for_all(updates)


@proof(updates)
@given(vectors(2, 5), vectors(5, 5), vectors(5, 5), small)
def proof_of_the_updates_by_exact_quotients(x, slopes, below, t):
    """The loss is piecewise linear, so a small enough difference is its derivative."""
    g, y = slopes[: len(x)], below[: len(x)]
    assume(all(value != t for value in x))
    to_x, to_t = ng.gradients(x, t, g)
    h = min(abs(value - t) for value in x) / 4
    before = (ng.generator(x, t) * g).sum()
    exactly((ng.generator(x, t + h) * g).sum() - before, h * to_t.sum())
    moved = [a + h * b for a, b in zip(x, y, strict=True)]
    exactly((ng.generator(moved, t) * g).sum() - before, h * (to_x * y).sum())


@proof(revival)
def proof_of_revival_by_signs():
    for_all(revival)


@proof(revival)
@given(small, positives, small, positives)
def proof_of_revival_on_rationals(x, depth, g, eta):
    t = x + depth
    _, to_t = ng.gradients(x, t, g)
    after = t - eta * to_t
    coincides(bool(x > after), bool(g > 0 and eta * g > t - x), because="the claim's condition of revival")
    change = ng.generator(x, after) - ng.generator(x, t)
    coincides(bool(change > 0), bool(g < 0), because="the output moves against the gradient")
    if x <= after:
        exactly(g * change, -eta * g * g)


@refutation(revival)
def proof_that_outputs_of_dead_units_can_rise():
    refutes(revival, {x: -2, t: -1, G: -1, eta: Rational(1, 2)})


@proof(dead_gradient)
def proof_of_the_split():
    relies_on(derivative)
    for_all(dead_gradient)


@proof(dead_gradient)
@given(small, small, positives, small)
def proof_of_what_reaches_the_weight_below(w, y, depth, g):
    t = w * y + depth
    to_x, to_t = ng.gradients(w * y, t, g)
    exactly([to_x * y, to_t], [0, g])
    alive, none = ng.gradients(w * y, t - 2 * depth, g)
    exactly([alive * y, none], [g * y, 0])


def _shares_exchanged(patch):
    right = ng.gradients
    patch.setattr(ng, "gradients", lambda x, t, g: right(x, t, g)[::-1])


for _claim in (updates, revival, dead_gradient):
    saboteur(_claim)(_shares_exchanged)
