"""Dead units without weights are flat saddles (Section 5)."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import exp

from numerics import gaussian
from numerics.dying_relu import relu_unit
from proofs_check.engines import agrees, certifies, for_all, identity, refutes
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.dying_relu.cones import saddles
from theory.dying_relu.gradient import along_b
from theory.dying_relu.setting import c, gamma, k, r
from theory.dying_relu.unit import unit_gradient

TARGETS = {"linear": "linear_value", "relu": "rectified_value"}


@proof(saddles, "mean", "square", "linear_value", "rectified_value", "loss")
def proof_by_integration():
    relies_on(unit_gradient)
    identity(saddles)


@proof(saddles, "above", "below", "flat", "bounded_weights")
def proof_from_the_moments():
    relies_on(along_b)
    for_all(saddles)


@proof(saddles, "growing_weights")
def proof_that_growing_weights_keep_a_gradient():
    certifies(saddles)


@proof(saddles, "linear_value", "rectified_value", "loss")
@settings(max_examples=15)
@given(st.floats(-3, 3), st.floats(0.1, 3), st.floats(-4, -0.1), st.floats(0.01, 2))
def proof_on_units(across, along, bias, scale):
    for target, part in TARGETS.items():
        dead = relu_unit.population_loss([0.0, 0.0], bias, scale, target)
        agrees(saddles.rhs_at({"gamma": scale}, part), float(dead), rtol=1e-14, because="rounding")
    drop = relu_unit.population_loss([across, along], bias, scale) - scale**2 / 2
    point = {"w_1": across, "w_2": along, "b": bias, "gamma": scale}
    agrees(saddles.rhs_at(point, "loss"), float(drop), atol=1e-13, because="rounding of losses of about 10")


@proof(saddles, "growing_weights")
@given(st.floats(-5, -4))
def proof_of_the_growth_from_the_tail(ratio):
    mean = float(gaussian.scaled_tail_moments(np.asarray(-ratio))[1]) / np.sqrt(2 * np.pi)
    claimed = saddles.lhs_at({"t": ratio}, "growing_weights")
    agrees(claimed, 3 * ratio**2 * mean, rtol=1e-10, because="cancellation to about 1/t^2 in the tail")


@refutation(saddles)
def proof_that_weights_may_outgrow_the_density():
    refutes(saddles, {c: -4, k: 0, gamma: 1, r: exp(16)})


@saboteur(saddles)
def loss_of_inactive_inputs_left_out(patch):
    right = relu_unit.population_loss
    patch.setattr(
        relu_unit, "population_loss", lambda w, b, gamma, target="linear": right(w, b, gamma, target) / 2
    )
