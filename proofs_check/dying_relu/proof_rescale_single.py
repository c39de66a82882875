"""Scaling a single unit's start with its targets (Section 6)."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import momentum, relu_unit
from proofs_check.dying_relu.instances import momenta, positives, rates, small, units
from proofs_check.engines import agrees, bounded, exactly, for_all, identity
from proofs_check.proof import proof, saboteur
from theory.dying_relu.scaling import rescale_single

_by_algebra = [
    "affine",
    "loss",
    *[name for name in rescale_single.parts if name.startswith(("ema", "class"))],
]
_by_cases = [name for name in rescale_single.parts if name not in _by_algebra]
FORMS = pytest.mark.parametrize("form", ["ema", "classical"])
TARGETS = pytest.mark.parametrize("target", ["linear", "relu"])


@proof(rescale_single, *_by_algebra)
def proof_by_expansion():
    identity(rescale_single)


@proof(rescale_single, *_by_cases)
def proof_sample_by_sample():
    for_all(rescale_single)


def _batch_gradient(target, gamma, x):
    """Mean gradient of relu(w x_1 + v x_2 + b) on a batch, in exact rationals."""

    def gradient(at):
        pre = x @ at
        y = gamma * x[:, 1]
        error = pre - (y if target == "linear" else np.where(y > 0, y, 0 * y))
        return (np.where(pre > 0, error, 0 * error) @ x) / len(x)

    return gradient


@FORMS
@TARGETS
@proof(rescale_single)
@given(
    st.lists(small, min_size=3, max_size=3),
    st.lists(small, min_size=3, max_size=3),
    st.lists(st.tuples(small, small), min_size=2, max_size=4),
    positives,
    positives,
    rates,
    momenta,
)
def proof_on_exact_runs_on_any_batch(form, target, start, m0, inputs, gamma, factor, eta, beta):
    x = np.array([[*point, Fraction(1)] for point in inputs], dtype=object)
    plain, scaled = (
        momentum.trajectory(
            [value * scale for value in start],
            m0=[value * scale for value in m0],
            eta=eta,
            beta=beta,
            steps=3,
            form=form,
            gradient=_batch_gradient(target, gamma * scale, x),
        )
        for scale in (Fraction(1), factor)
    )
    exactly(scaled, plain * factor)


@TARGETS
@proof(rescale_single)
@given(units(dimension=3), st.floats(0.01, 4))
def proof_on_the_population_loss(target, unit, factor):
    w = np.array(unit.w)
    slopes = relu_unit.population_gradient(w, unit.b, unit.gamma, target)
    scaled = relu_unit.population_gradient(factor * w, factor * unit.b, factor * unit.gamma, target)
    because = "rounding of terms of size at most 10 times the factor"
    for plain, other in zip(slopes, scaled, strict=True):
        agrees(factor * plain, other, atol=1e-13 * max(factor, 1), because=because)
    losses = [
        float(relu_unit.population_loss(s * w, s * unit.b, s * unit.gamma, target)) for s in (1.0, factor)
    ]
    agrees(factor**2 * losses[0], losses[1], rtol=1e-11, atol=1e-13 * factor**2, because=because)


@FORMS
@TARGETS
@proof(rescale_single)
def proof_on_long_runs_and_that_a_fixed_tolerance_breaks_it(form, target):
    """A power of 2 scales floating point exactly, so the runs agree to the last bit."""
    start, factor = np.array([0.3, 0.4, 0.5]), 2.0**-10

    def gradient(gamma):
        def slopes(at):
            by_weights, by_bias = relu_unit.population_gradient(at[:-1], at[-1], gamma, target)
            return np.append(by_weights, by_bias)

        return slopes

    named = {"eta": 0.1, "beta": 0.9, "steps": 100, "form": form}
    plain = momentum.trajectory(start, gradient=gradient(1.0), **named)
    scaled = momentum.trajectory(start * factor, gradient=gradient(factor), **named)
    bounded(abs(scaled - plain * factor), "<=", 0.0, because="a power of 2 scales to the last bit")
    moves = [float(np.linalg.norm(run[1] - run[0])) for run in (plain, scaled)]
    bounded(moves[0], ">=", 1e-4, because="the plain run moves on")
    bounded(moves[1], "<", 1e-4, because="one tolerance: the scaled run stops at once")


@saboteur(rescale_single)
def momentum_at_the_start_not_scaled(patch):
    right = momentum.trajectory
    patch.setattr(
        momentum,
        "trajectory",
        lambda theta, **named: right(theta, **(named | {"m0": [Fraction(1)] * 3 if "m0" in named else 1.0})),
    )


@saboteur(rescale_single)
def loss_with_a_constant_added(patch):
    right = relu_unit.population_loss
    patch.setattr(relu_unit, "population_loss", lambda *args: right(*args) + 1e-3)
