"""Gradient in the bias (Eq. 29)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import quadrature
from proofs_check.dying_relu.instances import INDEPENDENT, units
from proofs_check.engines import agrees, identity
from proofs_check.proof import by_hand, proof, relies_on
from theory.dying_relu.gradient import along_b, truncated_moments


@proof(along_b, "plane", "slope")
def proof_in_any_dimension():
    relies_on(truncated_moments)
    by_hand(INDEPENDENT)
    identity(along_b)


@proof(along_b, "expectation", "derivative")
def proof_by_integrating_a_truncated_gaussian():
    relies_on(truncated_moments)
    identity(along_b)


@proof(along_b, "expectation", "plane")
@given(st.integers(1, 6).flatmap(lambda dimension: units(dimension=dimension)))
def proof_on_units(unit):
    w = np.array(unit.w)
    r = np.linalg.norm(w)
    point = {"r": r, "k": w[-1] / r, "b": unit.b, "c": unit.b / r, "gamma": unit.gamma}
    claimed = along_b.rhs_at(point, "expectation")
    in_the_plane = along_b.rhs_at(point, "plane")
    computed = float(relu_unit.population_gradient(w, unit.b, unit.gamma)[1])
    agrees(claimed, computed, atol=1e-12, because="rounding of terms of size at most 10")
    agrees(in_the_plane, computed, atol=1e-12, because="rounding of terms of size at most 10")
    integrated = quadrature.quadrature_gradient(w, unit.b, unit.gamma)[1]
    agrees(claimed, integrated, atol=1e-11, because="quadrature error")
