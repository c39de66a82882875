"""Gradient along the weight vector (Eq. 28)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import quadrature
from proofs_check.dying_relu.instances import INDEPENDENT, units
from proofs_check.engines import agrees, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.gradient import along_w, truncated_moments


@proof(along_w, "orthogonal", "length", "target", "plane")
def proof_in_any_dimension():
    relies_on(truncated_moments)
    by_hand(INDEPENDENT)
    identity(along_w)


@proof(along_w, "slope", "expectation", "derivative", "collapsed")
def proof_by_integrating_a_truncated_gaussian():
    relies_on(truncated_moments)
    identity(along_w)


@proof(along_w, "plane", "slope", "expectation", "collapsed")
@given(st.integers(1, 6).flatmap(lambda dimension: units(dimension=dimension)))
def proof_on_units(unit):
    w = np.array(unit.w)
    r = np.linalg.norm(w)
    point = {"r": r, "k": w[-1] / r, "b": unit.b, "c": unit.b / r, "gamma": unit.gamma}
    claimed = along_w.rhs_at(point, "expectation")
    in_the_plane = along_w.rhs_at(point, "plane")
    computed = w @ relu_unit.population_gradient(w, unit.b, unit.gamma)[0] / r
    integrated = w @ quadrature.quadrature_gradient(w, unit.b, unit.gamma)[0] / r
    agrees(claimed, computed, atol=1e-12, because="rounding of terms of size at most 10")
    agrees(claimed, integrated, atol=1e-11, because="quadrature error")
    agrees(in_the_plane, computed, atol=1e-12, because="rounding of terms of size at most 10")
    del point["c"]
    by_length = along_w.rhs_at(point, "slope")
    agrees(by_length, computed, atol=1e-12, because="rounding of terms of size at most 10")
    del point["b"]
    point["c"] = unit.b / r
    agrees(
        along_w.rhs_at(point, "collapsed"),
        computed,
        atol=1e-12,
        because="rounding of terms of size at most 10",
    )


@saboteur(along_w)
def target_scale_dropped(patch):
    right = relu_unit.population_gradient
    patch.setattr(relu_unit, "population_gradient", lambda w, b, gamma: right(w, b, 2 * gamma))
