"""In the linear cone the unit is almost affine (Section 5)."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Eq, Le

from numerics.dying_relu import relu_unit
from proofs_check.engines import agrees, bounded, for_all, identity, induction, refutes
from proofs_check.proof import by_hand, proof, refutation, relies_on, saboteur
from theory.dying_relu.affine import affine_loss
from theory.dying_relu.cones import delta, distance, linear_cone, n
from theory.dying_relu.gradient import across_w, along_b, along_w
from theory.dying_relu.setting import c, eta, gamma, k, r

BECAUSE = "rounding of gradients of size at most 10"


@proof(linear_cone, "across_target", "along_target", "bias", "mills", "slope_of_bound")
def proof_by_differentiation():
    relies_on(affine_loss)
    identity(linear_cone)


@proof(linear_cone, "gap_along", "gap_across", "gap_bias")
def proof_in_any_dimension():
    relies_on(affine_loss, across_w, along_w, along_b)
    identity(linear_cone)


@proof(linear_cone, "one_update")
def proof_that_the_affine_update_shrinks_distances():
    relies_on(affine_loss)
    for_all(linear_cone)


@proof(linear_cone, "shadow")
def proof_by_induction():
    """The hypothesis on a step is the part before, in every coordinate and so for the length."""
    by_hand("The triangle inequality holds for lengths of vectors as for numbers.")
    induction(
        linear_cone,
        on=n,
        begin=(Eq(distance(0), 0),),
        step=(Le(distance(n + 1), (1 - eta) * distance(n) + eta * delta),),
    )


@proof(linear_cone, "shadow")
@settings(max_examples=15)
@given(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1), st.floats(0.5, 1), st.floats(0.05, 1), st.integers(1, 5))
def proof_on_runs_in_the_cone(across, along, bias, rate, updates):
    """Both units from one start, as long as the ReLU one is in the cone."""
    start, scale = np.array([across, along, bias]), 0.01
    ours, affine, largest = start.copy(), start.copy(), 0.0
    for _ in range(updates):
        by_weights, by_bias = relu_unit.population_gradient(ours[:2], ours[2], scale)
        slope = np.append(by_weights, by_bias)
        largest = max(largest, float(np.linalg.norm(slope - (ours - [0, scale, 0]))))
        ours, affine = ours - rate * slope, affine - rate * (affine - [0, scale, 0])
    bound = linear_cone.rhs_at({"delta": max(largest, 1e-300), "eta": rate, "n": updates}, "shadow")
    bounded(float(np.linalg.norm(ours - affine)), "<=", float(bound), because="the claim", slack=1e-15)


@proof(linear_cone, "bias_bound", "weights_bound", "simpler_bound")
def proof_from_mills_inequality():
    relies_on(across_w, along_w, along_b)
    for_all(linear_cone)


@proof(linear_cone, "across_target", "along_target", "bias")
@settings(max_examples=15)
@given(st.floats(-3, 3), st.floats(0.1, 3) | st.floats(-3, -0.1), st.floats(-4, 4), st.floats(0.01, 2))
def proof_on_units(across, along, bias, scale):
    by_weights, by_bias = relu_unit.population_gradient([across, along], bias, scale)
    point = {"w_1": across, "w_2": along, "b": bias, "gamma": scale}
    measured = [*(by_weights - np.array([across, along - scale])), by_bias - bias]
    claimed = [linear_cone.rhs_at(point, part) for part in ("across_target", "along_target", "bias")]
    agrees(claimed, np.array(measured), atol=1e-12, because=BECAUSE)


@refutation(linear_cone)
def proof_that_the_gap_is_not_zero_in_the_cone():
    refutes(linear_cone, {r: 1, c: 4, k: 0, gamma: 1})


@saboteur(linear_cone)
def affine_gradient_in_place_of_the_relu_one(patch):
    def affine(w, b, gamma):
        return np.array([*w[:-1], w[-1] - gamma]), np.asarray(b)

    patch.setattr(relu_unit, "population_gradient", affine)
