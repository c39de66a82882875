"""Momentum enlarges death only where the target is small (Fig. 5)."""

import pytest
from sympy import Rational

from proofs_check.dying_relu import maps
from proofs_check.engines import agrees, bounded, refutes
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.dying_relu.momentum_regions import CONVERGED, momentum_harms, w
from theory.dying_relu.regions import SHARE_TOLERANCE, switches_sign
from theory.dying_relu.setting import b, beta, eta, gamma

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


@refutation(momentum_harms)
def proof_that_momentum_saves_a_start():
    relies_on(switches_sign)
    at = {w: Rational(-1, 20), b: Rational(-1, 20), gamma: 1, eta: Rational(1, 10), beta: Rational(9, 10)}
    refutes(momentum_harms, at)


@proof(momentum_harms)
def proof_that_the_runs_are_descent_with_momentum():
    maps.runs_are_descent(gamma=0.01, beta=0.9)


for wrong in maps.WRONG_DESCENTS:
    saboteur(momentum_harms)(wrong)
