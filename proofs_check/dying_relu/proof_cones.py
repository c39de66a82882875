"""The dead and the linear cone mirror each other (Section 5)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import relu_unit
from proofs_check.dying_relu.instances import units
from proofs_check.engines import agrees, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.cones import cones
from theory.dying_relu.unit import active


@proof(cones, "mirror")
def proof_by_scaling_and_reflection():
    for_all(cones)


@proof(cones, "share", "inactive_share")
def proof_by_integration():
    relies_on(active)
    identity(cones)


@proof(cones, "share", "inactive_share")
@given(units(dimension=3), st.floats(0.1, 4))
def proof_on_mirrored_units(unit, kappa):
    c = unit.b / np.linalg.norm(unit.w)
    share = float(relu_unit.active_probability(unit.w, unit.b))
    mirrored = float(relu_unit.active_probability(unit.w, -unit.b))
    edge = float(relu_unit.active_probability([1.0], -kappa))
    agrees(cones.lhs_at({"c": c, "kappa": kappa}, "share"), edge - share, atol=1e-14, because="rounding")
    agrees(cones.lhs_at({"c": c}, "inactive_share"), share + mirrored, atol=1e-14, because="rounding")


@saboteur(cones)
def bias_without_sign(patch):
    right = relu_unit.active_probability
    patch.setattr(relu_unit, "active_probability", lambda w, b: right(w, abs(b)))
