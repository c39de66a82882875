"""When a unit is active, and how often (Eqs. 21-23)."""

import numpy as np
from hypothesis import given

from numerics.dying_relu import relu_unit
from proofs_check.dying_relu.instances import units
from proofs_check.engines import agrees, consistent, for_all, identity
from proofs_check.proof import proof, saboteur
from theory.dying_relu.unit import active


@proof(active, "condition")
def proof_of_the_condition():
    for_all(active)


@proof(active, "probability")
def proof_by_integration():
    identity(active)


@proof(active, "probability")
@given(units(dimension=3))
def proof_on_units(unit):
    c = unit.b / np.linalg.norm(unit.w)
    measured = float(relu_unit.active_probability(unit.w, unit.b))
    agrees(active.rhs_at({"c": c}, "probability"), measured, rtol=1e-13, because="rounding of c, then of Phi")


@proof(active, "probability")
def proof_by_counting_active_inputs():
    x = np.random.default_rng(21).standard_normal((100_000, 3))
    w, b = np.array([0.6, -0.9, 0.2]), -0.7
    fires = (x @ w + b > 0).astype(float)
    consistent(fires, mean=active.rhs_at({"c": b / np.linalg.norm(w)}, "probability"), detects=0.02)


@saboteur(active)
def probability_of_being_inactive(patch):
    right = relu_unit.active_probability
    patch.setattr(relu_unit, "active_probability", lambda w, b: 1 - right(w, b))
