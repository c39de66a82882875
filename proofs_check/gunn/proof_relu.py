"""Gradual layers of ReLU units."""

from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import gunn
from numerics.gunn import layer, learning
from proofs_check.engines import exactly, for_all, identity
from proofs_check.gunn.instances import Dual, by_each_weight, collapsed, exact, layers, small, steps
from proofs_check.proof import by_hand, proof, saboteur
from theory.gunn.beyond import relu_layer

RELU = {"activation": "relu"}


@proof(relu_layer, "active", "inactive", "collapsed", "maximum")
def proof_by_cases():
    for_all(relu_layer)


@proof(relu_layer, "any_number")
def proof_for_any_number_of_units():
    by_hand("Where unit $q$ is active its output is the input and what its weights make of what it reads.")
    identity(relu_layer)


@proof(relu_layer, "active")
@settings(max_examples=40)
@given(collapsed(most=4, samples=1), steps)
def proof_of_the_separation_law_where_active(drawn, epsilon):
    weights, p, q, x, g = drawn
    before = gunn.state(weights, x[0], **RELU)[q]
    after = gunn.gradient_step(weights, x, g, epsilon, **RELU)
    now = gunn.state(after, x[0], **RELU)[q]
    if (exact(weights[q]) * before).sum() > 0 and (after[q] * now).sum() > 0:
        y = gunn.forward(after, x[0], **RELU)
        total = gunn.total_gradient(weights, x[0], g[0], **RELU)[q]
        exactly(y[q] - y[p], -epsilon * total * (before * now).sum())


def _rectified(weights, x):
    """Outputs unit by unit, in dual numbers."""
    y = []
    for i, row in enumerate(weights):
        pre = sum((w * h for w, h in zip(row, [*y, *x[i:]], strict=True)), start=Dual(0))
        y.append(x[i] + pre if pre.value > 0 else x[i])
    return y


@proof(relu_layer, "active")
@settings(max_examples=15)
@given(layers(most=5))
def proof_of_the_gradient_by_dual_numbers(drawn):
    weights, x, g = drawn
    slopes = by_each_weight(
        weights, x, lambda y: sum((b * a for a, b in zip(g, y, strict=True)), start=Dual(0)), _rectified
    )
    exactly(exact(weights) - exact(slopes), gunn.gradient_step(weights, [x], [g], fmpq(1), **RELU))


@proof(relu_layer, "inactive")
@settings(max_examples=20)
@given(small, steps, st.lists(small, min_size=2, max_size=2), st.lists(small, min_size=2, max_size=2))
def proof_that_inactive_units_stay(level, epsilon, row, g):
    x = [level, level]
    weights = exact([row, row[::-1]])
    for i in range(2):  # both rows read (x, x): make what they give at most 0
        if sum(weights[i]) * level > 0:
            weights[i] = -weights[i]
    for _ in range(3):
        exactly(gunn.forward(weights, x, **RELU), x)
        after = gunn.gradient_step(weights, [x], [g], epsilon, **RELU)
        exactly(after, weights)
        weights = after


@proof(relu_layer, "collapsed", "maximum")
@given(st.lists(small, min_size=2, max_size=2), st.fractions(1, 4, max_denominator=5))
def proof_of_the_collapsed_pair(x, scale):
    slope = fmpq(scale.numerator, scale.denominator)
    y = gunn.forward(exact([[-slope, slope], [1, -1]]), x, **RELU)
    exactly(y[0], y[1])
    exactly(gunn.forward(exact([[-1, 1], [1, -1]]), x, **RELU), [max(x)] * 2)


@proof(relu_layer, "maximum")
def proof_of_one_step_each_way():
    weights, x = exact([[-1, 1], [1, -1]]), exact([[1, 2]])
    for g, expected in (((-1, -1), (fmpq(41, 20), fmpq(41, 20))), ((1, 1), (fmpq(39, 20), fmpq(2)))):
        after = gunn.gradient_step(weights, x, exact([g]), fmpq(1, 100), **RELU)
        exactly(gunn.forward(after, x[0], **RELU), expected)


@saboteur(relu_layer)
def linear_units(patch):
    right = layer.run
    patch.setattr(layer, "run", lambda w, x, activation, update: right(w, x, "linear", update))  # noqa: ARG005


@saboteur(relu_layer)
def gradient_through_inactive_units(patch):
    right = layer.run

    def wrong(*args):
        outputs, states, slopes = right(*args)
        return outputs, states, slopes * 0 + 1

    patch.setattr(layer, "run", wrong)


@saboteur(relu_layer)
def direct_gradient_in_place_of_the_total(patch):
    patch.setattr(learning, "_totals", lambda w, slopes, g, update: g)  # noqa: ARG005
