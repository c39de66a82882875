"""Gradient across the weight vector (Eq. 27)."""

import numpy as np
from hypothesis import given

from numerics.dying_relu import relu_unit, rotation
from proofs_check.dying_relu.instances import INDEPENDENT, units
from proofs_check.engines import agrees, identity
from proofs_check.proof import by_hand, proof
from theory.dying_relu.gradient import across_w


@proof(across_w, "sideways", "anywhere", "turned")
def proof_in_any_dimension():
    by_hand(INDEPENDENT)
    identity(across_w)


@proof(across_w, "first", "second", "derivative")
def proof_by_integration_and_by_differentiation():
    identity(across_w)


@proof(across_w, "first", "second")
@given(units(dimension=3))
def proof_on_units(unit):
    turn = rotation.turn_to_axis(unit.w)
    measured = turn @ relu_unit.population_gradient(unit.w, unit.b, unit.gamma)[0]
    point = {"gamma": unit.gamma, "c": unit.b / np.linalg.norm(unit.w)}
    point |= {f"U_{{{i + 1}L}}": turn[i, 2] for i in range(2)}
    claimed = [across_w.rhs_at(point, part) for part in ("first", "second")]
    agrees(claimed, measured[:2], atol=1e-13, because="rounding of a rotation of terms of size at most 10")
