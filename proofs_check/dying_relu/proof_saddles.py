"""Dead units without weights are flat saddles (Section 5)."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import exp

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import quadrature
from proofs_check.engines import agrees, for_all, identity, refutes
from proofs_check.proof import by_hand, proof, refutation, relies_on, saboteur
from theory.dying_relu.closed_forms import rotation_free
from theory.dying_relu.gradient import along_b
from theory.dying_relu.saddles import saddles
from theory.dying_relu.setting import c, gamma, k, r
from theory.dying_relu.unit import unit_gradient

TARGETS = {"linear": "linear_value", "relu": "rectified_value"}


@proof(saddles, "mean", "square", "linear_value", "rectified_value", "loss", "rectified_loss")
def proof_by_integration():
    relies_on(unit_gradient, rotation_free)
    identity(saddles)


@proof(saddles, "product_bound", "cube", "grown")
def proof_of_the_moments():
    by_hand("Where $z>0$ the positive part of $x_L=kz+st$ is at most $z+t^+$, and $t$ is independent of $z$.")
    identity(saddles)


@proof(saddles, "above", "below", "flat", "bounded_weights", "rectified_below", "against", "growing_weights")
def proof_from_the_moments():
    relies_on(along_b)
    for_all(saddles)


@proof(saddles, "linear_value", "rectified_value", "loss")
@settings(max_examples=15)
@given(st.floats(-3, 3), st.floats(0.1, 3) | st.floats(-3, -0.1), st.floats(-4, -0.1), st.floats(0.01, 2))
def proof_on_units(across, along, bias, scale):
    for target, part in TARGETS.items():
        dead = relu_unit.population_loss([0.0, 0.0], bias, scale, target)
        agrees(saddles.rhs_at({"gamma": scale}, part), float(dead), rtol=1e-14, because="rounding")
    drop = relu_unit.population_loss([across, along], bias, scale) - scale**2 / 2
    point = {"w_1": across, "w_2": along, "b": bias, "gamma": scale}
    agrees(saddles.rhs_at(point, "loss"), float(drop), atol=1e-13, because="rounding of losses of about 10")


@proof(saddles, "rectified_loss", "rectified_below")
@settings(max_examples=15)
@given(st.floats(-0.95, 0.95), st.floats(0.1, 3), st.floats(-4, -0.1), st.floats(0.01, 2))
def proof_for_the_rectified_target(cosine, size, ratio, scale):
    w = size * np.array([np.sqrt(1 - cosine**2), cosine])
    corner = float(quadrature.expectation(lambda at: at.x_last > 0, w, ratio * size, active_only=True))
    point = {"r": size, "c": ratio, "k'": cosine, "gamma": scale, "B": corner}
    drop = relu_unit.population_loss(w, ratio * size, scale, "relu") - scale**2 / 4
    agrees(saddles.rhs_at(point, "rectified_loss"), float(drop), atol=1e-12, because="quadrature")


@refutation(saddles)
def proof_that_weights_may_outgrow_the_density():
    refutes(saddles, {c: -4, k: 0, gamma: 1, r: exp(16)})


@saboteur(saddles)
def loss_of_inactive_inputs_left_out(patch):
    right = relu_unit.population_loss
    patch.setattr(
        relu_unit, "population_loss", lambda w, b, gamma, target="linear": right(w, b, gamma, target) / 2
    )
