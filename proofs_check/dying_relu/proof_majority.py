"""Most starts converge: by the flow yes, up to a fixed tolerance no (Section 5)."""

from sympy import Rational

from proofs_check.engines import certifies, for_all, identity, refutes
from proofs_check.proof import proof, refutation, relies_on
from theory.dying_relu.flow import fate
from theory.dying_relu.gradient import across_w, along_b, along_w
from theory.dying_relu.regions import majority, tau
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


@refutation(majority)
def proof_that_a_small_scale_needs_a_smaller_tolerance():
    refutes(majority, {gamma: Rational(1, 10**6), eta: Rational(1, 10), tau: Rational(1, 10**6)})
