"""Gradient in the plane of target weight and bias (Eqs. 30-32)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import relu_unit
from proofs_check.engines import agrees, identity
from proofs_check.proof import proof, saboteur
from theory.dying_relu.target_plane import plane

BECAUSE = "rounding of terms of size at most 10"


@proof(plane)
def proof_by_integration():
    identity(plane)


@pytest.mark.parametrize(("side", "sign"), [("along", 1), ("against", -1)])
@proof(plane)
@given(st.floats(0.1, 3), st.floats(-4, 4), st.floats(0.01, 2), st.integers(1, 4))
def proof_on_units_of_any_dimension(side, sign, size, bias, gamma, dimension):
    point = {"v": size, "b": bias, "gamma": gamma}
    by_weights, by_bias = relu_unit.population_gradient([0.0] * (dimension - 1) + [sign * size], bias, gamma)
    agrees(plane.rhs_at(point, f"weight_{side}"), float(by_weights[-1]), atol=1e-12, because=BECAUSE)
    agrees(plane.rhs_at(point, f"bias_{side}"), float(by_bias), atol=1e-12, because=BECAUSE)


@saboteur(plane)
def sign_dropped_in_the_bias(patch):
    right = relu_unit.population_gradient

    def wrong(w, b, gamma):
        by_weights, by_bias = right(w, b, gamma)
        mirrored = right([-x for x in w], b, gamma)
        return by_weights, by_bias if w[-1] > 0 else mirrored[1]

    patch.setattr(relu_unit, "population_gradient", wrong)
