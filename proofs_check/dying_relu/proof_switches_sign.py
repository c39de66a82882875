"""The dead region stays on the left at every scale (Section 5)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sympy import Eq, Le, Rational

from numerics import gaussian
from numerics.dying_relu import relu_unit
from proofs_check.engines import agrees, bounded, certifies, for_all, identity, induction, refutes
from proofs_check.proof import by_hand, proof, refutation, relies_on, saboteur
from theory.dying_relu.gradient import along_b, along_w
from theory.dying_relu.regions import moved, n, s, switches_sign
from theory.dying_relu.setting import c, eta, gamma, r


@proof(switches_sign, "mean", "half", "mills", "slope_of_tail")
def proof_by_integration():
    identity(switches_sign)


@proof(switches_sign, "peak", "rests_on_the_right")
def proof_by_covering():
    certifies(switches_sign)


@proof(switches_sign, "drift")
def proof_by_induction():
    by_hand("Until it leaves the box every update is that short, and lengths add up at most.")
    induction(switches_sign, on=n, begin=(Eq(moved(0), 0),), step=(Le(moved(n + 1), moved(n) + s),))


@proof(switches_sign, "drift")
def proof_that_a_unit_sleeps_in_the_box():
    w, b = np.meshgrid([0.1, 0.125, 0.15], [-0.95])
    for scale in (0.001, 0.01):
        end = relu_unit.train(w.reshape(-1, 1), b.reshape(-1), gamma=scale, eta=0.1, steps=1000)
        way = np.hypot(end.w[:, 0] - w.reshape(-1), end.b - b.reshape(-1))
        bound = switches_sign.rhs_at({"n": 1000, "s": 1e-6}, "drift")
        bounded(way, "<=", float(bound), because="the claim's way in 1000 updates")


@proof(switches_sign, "tail", "stays_left", "bias_falls", "sign_dropped")
def proof_of_one_update():
    relies_on(along_w, along_b)
    for_all(switches_sign)


@proof(switches_sign, "peak")
@given(st.floats(-12, 0))
def proof_that_balls_look_at_the_second_moment(ratio):
    by_weight, _ = relu_unit.population_gradient([-1.0], ratio, 1.0)
    second = -float(by_weight[0] + gaussian.cdf(ratio))
    agrees(switches_sign.lhs_at({"c": ratio}, "peak"), -ratio * second, atol=1e-13, because="rounding")


@proof(switches_sign, "rests_on_the_right")
@given(st.floats(0.05, 0.2), st.floats(-1, -0.9), st.floats(1e-3, 1e-2))
def proof_that_balls_look_at_the_gradient(weight, bias, scale):
    """Their numbers are far below the bound, so they are compared relative to their own size."""
    by_weight, by_bias = relu_unit.population_gradient([weight], bias, scale)
    squared = 0.01 * (float(by_weight[0]) ** 2 + float(by_bias) ** 2)
    claimed = switches_sign.lhs_at({"w_+": weight, "b_+": bias, "gamma_+": scale}, "rests_on_the_right")
    agrees(
        squared, claimed, rtol=1e-10, because="cancellation of the closed form in the tail, to about 1/c^2"
    )


@refutation(switches_sign)
def proof_that_a_start_on_the_left_dies_at_a_small_scale():
    refutes(switches_sign, {r: Rational(1, 2), c: -1, gamma: Rational(1, 1000), eta: Rational(1, 10)})


@saboteur(switches_sign)
def gradient_of_the_affine_unit(patch):
    def affine(w, b, gamma):
        return [w[0] - gamma], b

    patch.setattr(relu_unit, "population_gradient", affine)
