"""Most starts converge: by the flow yes, up to a fixed tolerance no (Section 5)."""

import pytest
from sympy import Rational

from proofs_check.dying_relu import maps
from proofs_check.engines import agrees, certifies, for_all, identity, refutes
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.dying_relu.flow import fate
from theory.dying_relu.gradient import across_w, along_b, along_w
from theory.dying_relu.regions import SHARE_TOLERANCE, STOPPED, majority, tau
from theory.dying_relu.setting import eta, gamma

SHARES = tuple(f"at_{scale}_{end}" for scale in ("1", "10th", "100th", "1000th") for end in ("from", "to"))


@proof(majority, "above", "below")
def proof_that_the_flow_crosses_the_barriers_one_way():
    relies_on(fate)
    certifies(majority)


@proof(majority, *SHARES)
def proof_of_the_areas():
    relies_on(fate)
    certifies(majority)


@proof(majority, "second", "second_inactive")
def proof_by_integration():
    identity(majority)


@proof(majority, "short_updates", "stops_far", "stops_at_once")
def proof_that_runs_stop_early():
    relies_on(along_w, across_w, along_b)
    for_all(majority)


@pytest.mark.parametrize("scale", STOPPED, ids=str)
@proof(majority, "stops_far", "stops_at_once")
def proof_of_the_shares_of_stopped_runs(scale):
    share = maps.converged(gamma=float(scale), steps=20_000)
    agrees(float(STOPPED[scale][0][0]), share, atol=float(SHARE_TOLERANCE), because=maps.BECAUSE)


@refutation(majority)
def proof_that_a_small_scale_needs_a_smaller_tolerance():
    refutes(majority, {gamma: Rational(1, 10**6), eta: Rational(1, 10), tau: Rational(1, 10**6)})


for wrong in maps.WRONG_FIELDS:
    saboteur(majority)(wrong)
