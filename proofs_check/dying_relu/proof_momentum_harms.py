"""Momentum enlarges death only where the target is small (Fig. 5)."""

import pytest

from numerics.dying_relu import relu_unit
from proofs_check.dying_relu import maps
from proofs_check.engines import agrees, bounded, certifies, for_all
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.momentum_regions import BY_BUDGET, CLASSICAL, CONVERGED, momentum_harms
from theory.dying_relu.regions import SHARE_TOLERANCE, switches_sign

AT_ONE = [key for key in CONVERGED if key[0] == 1]


@pytest.mark.parametrize("key", AT_ONE, ids=lambda key: f"{float(key[1]):g}")
@proof(momentum_harms)
def proof_of_the_shares_at_scale_one(key):
    measured = maps.converged(gamma=1.0, beta=float(key[1]))
    agrees(float(CONVERGED[key]), measured, atol=float(SHARE_TOLERANCE), because=maps.BECAUSE, share=True)


@pytest.mark.parametrize("target", ["linear", "relu"])
@proof(momentum_harms)
def proof_of_the_change_for_both_targets(target):
    change = [
        maps.converged(gamma=gamma, beta=0.99, target=target)
        - maps.converged(gamma=gamma, beta=0.0, target=target)
        for gamma in (1.0, 0.01)
    ]
    bounded(
        [change[0], -change[1]], ">=", 0.1, because="the claim asks for a change by .1 in either direction"
    )


@pytest.mark.parametrize("key", CLASSICAL, ids=lambda key: f"{float(key[0]):g}, {float(key[1]):g}")
@proof(momentum_harms)
def proof_of_the_shares_of_classical_momentum(key):
    measured = maps.converged(gamma=float(key[0]), beta=float(key[1]), form="classical")
    agrees(float(CLASSICAL[key]), measured, atol=float(SHARE_TOLERANCE), because=maps.BECAUSE, share=True)


@pytest.mark.parametrize("updates", BY_BUDGET)
@proof(momentum_harms)
def proof_of_the_shares_by_budget(updates):
    measured = maps.converged(gamma=0.1, beta=0.99, steps=updates)
    agrees(float(BY_BUDGET[updates]), measured, atol=float(SHARE_TOLERANCE), because=maps.BECAUSE, share=True)


@proof(momentum_harms, "inside")
def proof_that_plain_descent_never_recovers_it():
    relies_on(switches_sign)
    for_all(momentum_harms)


@proof(momentum_harms, "saved")
def proof_that_momentum_saves_a_start():
    certifies(momentum_harms)


@proof(momentum_harms, "saved")
def proof_that_balls_look_at_two_updates():
    end = relu_unit.train([-0.05], -0.05, gamma=1.0, eta=0.1, beta=0.9, steps=2, form="classical")
    looked_at = float(momentum_harms.parts["saved"].lhs.evalf(30))
    agrees(looked_at, float(end.w[0]), atol=1e-15, because="rounding")


@proof(momentum_harms)
def proof_that_the_runs_are_descent_with_momentum():
    maps.runs_are_descent(gamma=0.01, beta=0.9)


for wrong in maps.WRONG_DESCENTS:
    saboteur(momentum_harms)(wrong)
