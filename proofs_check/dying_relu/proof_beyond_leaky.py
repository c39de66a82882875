"""A leaky unit cannot die."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from numerics.dying_relu.relu_unit import leaky as unit_with_a_leak
from proofs_check.dying_relu.instances import units
from proofs_check.engines import agrees, bounded, for_all, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.closed_forms import rotation_free
from theory.dying_relu.leaky import leaky


@proof(leaky, "along", "across", "bias", "second", "second_inactive")
def proof_by_integration():
    identity(leaky)


@proof(leaky, "rises")
def proof_that_the_target_weight_rises():
    relies_on(rotation_free)
    by_hand("An integral of a square over part of the line lies between 0 and that over all of it.")
    for_all(leaky)


@proof(leaky, "along", "across", "bias")
@given(units(dimension=3), st.floats(0.01, 1))
def proof_on_sampled_units(unit, alpha):
    w = np.array(unit.w)
    r = float(np.linalg.norm(w))
    k = w / r
    by_weights, by_bias = unit_with_a_leak.leaky_gradient(w, unit.b, unit.gamma, alpha)
    at = {"r": r, "k": float(k[-1]), "c": unit.b / r, "gamma": unit.gamma, "alpha": alpha}
    along = float(by_weights @ k)
    across = np.linalg.norm(by_weights - along * k)
    because = "rounding of terms of size at most 20"
    agrees(leaky.rhs_at(at, "along"), along, atol=1e-12, because=because)
    agrees(leaky.rhs_at(at, "bias"), float(by_bias), atol=1e-12, because=because)
    agrees(-leaky.rhs_at(at, "across"), float(across), atol=1e-9, because="a root of a difference of squares")


@proof(leaky, "rises")
@given(units(dimension=2), st.floats(0.01, 1))
def proof_that_descent_raises_the_target_weight(unit, alpha):
    w = np.array([unit.w[0], -abs(unit.w[1])])
    by_weights, _ = unit_with_a_leak.leaky_gradient(w, unit.b, unit.gamma, alpha)
    bounded(-float(by_weights[1]), ">=", alpha * unit.gamma - 1e-12, because="the least rate")


@proof(leaky)
@given(st.floats(0.1, 1), st.floats(-8, -5), st.sampled_from([0.1, 0.05, 0.02]))
def proof_of_the_time_to_recover(weight, ratio, alpha):
    most = weight / (0.5 * alpha)
    count = unit_with_a_leak.updates_to_the_right(
        [-weight], ratio * weight, 1.0, alpha, eta=0.5, steps=int(most) + 2
    )
    bounded(float(count), "<=", np.floor(most) + 1, because="each update raises the weight by half the slope")
    bounded(float(count), ">=", 0.9 * most, because="little else raises it")


@saboteur(leaky)
def leak_without_the_target(patch):
    right = unit_with_a_leak.misfit
    patch.setattr(unit_with_a_leak, "misfit", lambda unit, gamma: right(unit, 0 * gamma))


@saboteur(leaky)
def slope_forgotten_in_the_chain_rule(patch):
    right = unit_with_a_leak.leaky_gradient

    def wrong(w, b, gamma, alpha):
        plain, leaked = unit_with_a_leak.population_gradient(w, b, gamma), right(w, b, gamma, alpha)
        return tuple(p + (q - p) / alpha for p, q in zip(plain, leaked, strict=True))

    patch.setattr(unit_with_a_leak, "leaky_gradient", wrong)
