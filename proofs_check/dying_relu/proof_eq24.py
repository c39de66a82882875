"""Loss and gradient of one ReLU unit (Eqs. 24-26)."""

import numpy as np
from hypothesis import given

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import quadrature
from proofs_check.dying_relu.instances import INDEPENDENT, units
from proofs_check.engines import agrees, for_all, identity, refutes
from proofs_check.proof import by_hand, proof, refutation, saboteur
from theory.dying_relu.setting import b, gamma
from theory.dying_relu.unit import unit_gradient, w

BECAUSE = "quadrature and rounding, relative to terms of size at most 10"


def _at(unit):
    w_1, w_2 = unit.w
    return {"w_1": w_1, "w_2": w_2, "b": unit.b, "gamma": unit.gamma}


@proof(unit_gradient, "loss_anywhere", "by_length", "by_cosine", "elsewhere", "by_bias")
def proof_in_any_dimension():
    by_hand(INDEPENDENT)
    identity(unit_gradient)


@proof(unit_gradient, "loss", "weights", "bias", "least_loss")
def proof_by_integration():
    identity(unit_gradient)


@proof(unit_gradient, "best_prediction")
def proof_that_no_prediction_beats_the_positive_part():
    for_all(unit_gradient)


@proof(unit_gradient, "loss")
@given(units(dimension=2))
def proof_of_the_loss_by_quadrature(unit):
    claimed = unit_gradient.rhs_at(_at(unit), "loss")
    agrees(claimed, quadrature.quadrature_loss(unit.w, unit.b, unit.gamma), rtol=1e-11, because=BECAUSE)


@proof(unit_gradient, "weights", "bias")
@given(units(dimension=2))
def proof_of_the_gradient_by_quadrature(unit):
    slopes = unit_gradient.lhs_at(_at(unit), "weights")
    by_weights, by_bias = quadrature.quadrature_gradient(unit.w, unit.b, unit.gamma)
    agrees(np.ravel(slopes), by_weights, atol=1e-11, because=BECAUSE)
    agrees(unit_gradient.lhs_at(_at(unit), "bias"), by_bias, atol=1e-11, because=BECAUSE)
    computed = relu_unit.population_gradient(unit.w, unit.b, unit.gamma)
    agrees(by_weights, computed[0], atol=1e-11, because=BECAUSE)
    agrees(by_bias, float(computed[1]), atol=1e-11, because=BECAUSE)


@refutation(unit_gradient)
def proof_that_masking_the_squared_error_adds_a_boundary_term():
    refutes(unit_gradient, {w: 1, b: 1, gamma: 1})


@saboteur(unit_gradient)
def indicator_dropped(patch):
    right = quadrature.expectation
    patch.setattr(
        quadrature,
        "expectation",
        lambda f, w, b, active_only=False: right(f, w, b),  # noqa: ARG005
    )
