"""Gradient of a ReLU unit at any weights, without a rotation."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import quadrature
from proofs_check.dying_relu.instances import units
from proofs_check.engines import agrees, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.closed_forms import rotation_free
from theory.dying_relu.gradient import truncated_moments
from theory.dying_relu.unit import unit_gradient

CHAIN_RULE = "In any dimension the norm has the gradient $w/r$, the cosine $(e-k_Lw/r)/r$: the chain rule."
BECAUSE = "quadrature and rounding, relative to terms of size at most 20"


ANYWHERE = ("by_length", "by_target_weight", "linear_anywhere", "bias_anywhere")
IN_SPACE = ("linear_weights", "linear_bias", "turning")


@proof(rotation_free, *ANYWHERE)
def proof_in_any_dimension():
    relies_on(unit_gradient)
    by_hand(CHAIN_RULE)
    identity(rotation_free)


@proof(rotation_free, *IN_SPACE)
def proof_in_coordinates():
    relies_on(unit_gradient)
    identity(rotation_free)


@proof(rotation_free, *[part for part in rotation_free.parts if part not in (*ANYWHERE, *IN_SPACE)])
def proof_for_the_rectified_target():
    relies_on(unit_gradient, truncated_moments)
    by_hand(CHAIN_RULE)
    by_hand("$B$ and the mean product vanish as $c$ falls, and so does the derivative of the latter.")
    identity(rotation_free)


@proof(rotation_free, "linear_weights", "linear_bias")
@given(units(dimension=3))
def proof_for_the_linear_target_by_quadrature(unit):
    point = {f"w_{i + 1}": weight for i, weight in enumerate(unit.w)} | {"b": unit.b, "gamma": unit.gamma}
    claimed = np.ravel(rotation_free.rhs_at(point, "linear_weights"))
    by_weights, by_bias = quadrature.quadrature_gradient(unit.w, unit.b, unit.gamma)
    agrees(claimed, by_weights, atol=1e-11, because=BECAUSE)
    agrees(rotation_free.rhs_at(point, "linear_bias"), by_bias, atol=1e-11, because=BECAUSE)


@proof(rotation_free)
@given(st.integers(2, 5).flatmap(lambda dimension: units(dimension=dimension)))
def proof_for_the_rectified_target_by_quadrature(unit):
    w = np.array(unit.w)
    r = float(np.linalg.norm(w))
    cosine = w[-1] / r
    corner = float(quadrature.expectation(lambda at: at.x_last > 0, w, unit.b, active_only=True))
    point = {"r": r, "k": cosine, "b": unit.b, "gamma": unit.gamma, "B": corner}
    by_weights, by_bias = quadrature.quadrature_gradient(w, unit.b, unit.gamma, "relu")
    loss = quadrature.quadrature_loss(w, unit.b, unit.gamma, "relu")
    # Along the weights, and across them in the plane of the target.
    along = rotation_free.rhs_at(point, "rectified_along")
    across = rotation_free.rhs_at(point, "rectified_across") / r
    claimed = along * w / r + across * (np.eye(len(w))[-1] - cosine * w / r)
    agrees(claimed, by_weights, atol=1e-11, because=BECAUSE)
    agrees(rotation_free.rhs_at(point, "rectified_bias"), by_bias, atol=1e-11, because=BECAUSE)
    agrees(rotation_free.rhs_at(point, "rectified_loss"), loss, atol=1e-11, rtol=1e-11, because=BECAUSE)
    computed = relu_unit.population_gradient(w, unit.b, unit.gamma, "relu")
    agrees(claimed, computed[0], atol=1e-11, because=BECAUSE)
    agrees(by_bias, float(computed[1]), atol=1e-11, because=BECAUSE)


@saboteur(rotation_free)
def targets_not_rectified(patch):
    right = quadrature.quadrature_gradient
    patch.setattr(quadrature, "quadrature_gradient", lambda w, b, gamma, *_: right(w, b, gamma))


@saboteur(rotation_free)
def corner_on_the_wrong_side(patch):
    right = quadrature.expectation

    def wrong(f, w, b, *, active_only=False):
        return right(f, [*w[:-1], -w[-1]], b, active_only=active_only)

    patch.setattr(quadrature, "expectation", wrong)
