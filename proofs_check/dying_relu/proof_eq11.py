"""Linear target in place of the rectified one (Eqs. 11-12)."""

from hypothesis import given
from hypothesis import strategies as st
from sympy import Rational

from numerics.dying_relu.relu_unit import population_gradient
from proofs_check.engines import agrees, for_all, identity, refutes
from proofs_check.proof import proof, refutation
from theory.dying_relu.setting import b, gamma, y
from theory.dying_relu.unit import p, same_sign, w

BECAUSE = "rounding in two gradients of size about 1 whose difference is taken"


@proof(same_sign, "nonnegative", "negative", "inactive", "equal_fields")
def proof_sample_by_sample():
    for_all(same_sign)


@proof(same_sign, "gap_along", "gap_against")
def proof_of_the_expected_gap():
    identity(same_sign)


@proof(same_sign, "gap_along")
@given(st.floats(0.1, 3), st.floats(0.01, 3), st.floats(0.01, 2))
def proof_of_the_gap_along_the_target(weight, bias, scale):
    gap = (
        population_gradient([weight], bias, scale)[1] - population_gradient([weight], bias, scale, "relu")[1]
    )
    claimed = same_sign.rhs_at({"gamma": scale, "c": bias / weight}, "gap_along")
    agrees(claimed, float(gap), atol=1e-13, because=BECAUSE)


@proof(same_sign, "gap_against")
@given(st.floats(0.1, 3), st.floats(-3, 3), st.floats(0.01, 2))
def proof_of_the_gap_against_the_target(weight, bias, scale):
    gap = (
        population_gradient([-weight], bias, scale)[1]
        - population_gradient([-weight], bias, scale, "relu")[1]
    )
    claimed = same_sign.rhs_at({"gamma": scale, "l": max(0.0, -bias / weight)}, "gap_against")
    agrees(claimed, float(gap), atol=1e-13, because=BECAUSE)


@refutation(same_sign, "errors")
def proof_that_an_inactive_sample_has_errors_of_different_sign():
    refutes(same_sign, {p: -1, y: -1})


@refutation(same_sign, "expectation")
def proof_that_expected_gradients_can_oppose():
    refutes(same_sign, {gamma: 1, w: Rational(4, 5), b: Rational(7, 50)})
