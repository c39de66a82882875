"""Scaled targets are scaled layers with scaled step sizes."""

from itertools import accumulate, pairwise
from math import prod
from operator import mul

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Piecewise

from numerics.dying_relu import dense
from numerics.dying_relu.dense import training
from proofs_check.dying_relu.instances import momenta, networks, positives, rates, small
from proofs_check.engines import agrees, exactly, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.networks import layer_scaling
from theory.dying_relu.scaling import deep_equivalence

_by_cases = [name for name, part in deep_equivalence.parts.items() if part.has(Piecewise)]
_by_algebra = [name for name in deep_equivalence.parts if name not in _by_cases]
FORMS = pytest.mark.parametrize("form", ["ema", "classical"])


@proof(deep_equivalence, *_by_algebra)
def proof_by_expansion():
    relies_on(layer_scaling)
    identity(deep_equivalence)


@proof(deep_equivalence, *_by_cases)
def proof_of_the_step_downwards():
    for_all(deep_equivalence)


def _both(x, y, weights, biases, factors, eta, beta, steps, form):
    """Parameters of the plain run, scaled at the end, and of the scaled run."""
    gamma, depth = prod(factors), len(weights)
    named = {"steps": steps, "beta": beta, "form": form}
    plain = training.train(
        x, y, weights, biases, weight_steps=[eta] * depth, bias_steps=[eta] * depth, **named
    )
    scaled = training.train(
        x,
        [[value * gamma for value in row] for row in y],
        *dense.scale_layers(weights, biases, factors),
        weight_steps=[eta * (a / gamma) ** 2 for a in factors],
        bias_steps=[eta * (p / gamma) ** 2 for p in accumulate(factors, mul)],
        **named,
    )
    return dense.scale_layers(*plain, factors), scaled


@FORMS
@proof(deep_equivalence)
@given(
    networks(), st.lists(st.tuples(small, small, small), min_size=1, max_size=3), rates, momenta, st.data()
)
def proof_in_exact_rationals(form, network, samples, eta, beta, data):
    weights, biases = network
    factors = data.draw(st.lists(positives, min_size=len(weights), max_size=len(weights)))
    x, y = [[*sample[:2]] for sample in samples], [[sample[2]] for sample in samples]
    expected, measured = _both(x, y, weights, biases, factors, eta, beta, 2, form)
    for left, right in zip((*expected[0], *expected[1]), (*measured[0], *measured[1]), strict=True):
        exactly(left, right)


@FORMS
@proof(deep_equivalence)
def proof_on_a_deep_network_in_floating_point(form):
    rng = np.random.default_rng(33)
    widths = [3, 8, 8, 8, 8, 2]
    weights = [rng.normal(size=(n, m)) / np.sqrt(m) for m, n in pairwise(widths)]
    biases = [rng.normal(size=n) / 4 for n in widths[1:]]
    x, y = rng.normal(size=(16, 3)), rng.normal(size=(16, 2))
    expected, measured = _both(x, y, weights, biases, [0.5, 3.0, 0.7, 0.1, 1.3], 0.01, 0.9, 40, form)
    for left, right in zip((*expected[0], *expected[1]), (*measured[0], *measured[1]), strict=True):
        agrees(left, right, atol=1e-12, because="rounding through 40 steps of contracting updates")


@saboteur(deep_equivalence)
def gradient_through_inactive_units(patch):
    patch.setattr(training, "_where_positive", lambda h, value: value * (1 + h * h))


@saboteur(deep_equivalence)
def one_step_size_for_all(patch):
    right = training.train

    def wrong(*args, weight_steps, bias_steps, **named):
        size = weight_steps[0]
        return right(
            *args, weight_steps=[size] * len(weight_steps), bias_steps=[size] * len(bias_steps), **named
        )

    patch.setattr(training, "train", wrong)


@saboteur(deep_equivalence)
def biases_scaled_like_weights(patch):
    right = dense.scale_layers
    patch.setattr(
        dense,
        "scale_layers",
        lambda weights, biases, factors: (
            right(weights, biases, factors)[0],
            [np.asarray(b) * a for b, a in zip(biases, factors, strict=True)],
        ),
    )
