"""The plane of target weight and bias is invariant (Proposition C1)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import relu_unit
from proofs_check.engines import agrees, bounded, for_all, identity
from proofs_check.proof import proof, relies_on
from theory.dying_relu.gradient import across_w, along_b, along_w
from theory.dying_relu.rotation import column
from theory.dying_relu.target_plane import plane, reduction


@proof(reduction, "others_along", "others_against")
def proof_by_integration():
    identity(reduction)


@proof(reduction, "others_turned_back", "weight_turned_back", "bias_turned_back")
def proof_by_turning_back():
    relies_on(across_w, along_w, along_b, column)
    for_all(reduction)


@proof(reduction)
@given(st.floats(0.1, 3) | st.floats(-3, -0.1), st.floats(-4, 4), st.floats(0.01, 2), st.integers(2, 5))
def proof_on_units(weight, bias, gamma, dimension):
    by_weights, by_bias = relu_unit.population_gradient([0.0] * (dimension - 1) + [weight], bias, gamma)
    bounded(np.abs(by_weights[:-1]), "<=", 0.0, because="each is a multiple of a weight that is 0")
    side = "along" if weight > 0 else "against"
    point = {"v": abs(weight), "b": bias, "gamma": gamma}
    measured = [float(by_weights[-1]), float(by_bias)]
    claimed = [plane.rhs_at(point, f"{kind}_{side}") for kind in ("weight", "bias")]
    agrees(claimed, measured, atol=1e-12, because="rounding of terms of size at most 10")
