"""The dead region stays on the left at every scale (Section 5)."""

from sympy import Rational

from proofs_check.engines import certifies, for_all, identity, refutes
from proofs_check.proof import proof, refutation, relies_on
from theory.dying_relu.gradient import along_b, along_w
from theory.dying_relu.regions import switches_sign
from theory.dying_relu.setting import c, eta, gamma, r


@proof(switches_sign, "mean", "half", "mills", "slope_of_tail")
def proof_by_integration():
    identity(switches_sign)


@proof(switches_sign, "peak", "rests_on_the_right")
def proof_by_covering():
    certifies(switches_sign)


@proof(switches_sign, "tail", "stays_left", "bias_falls", "sign_dropped")
def proof_of_one_update():
    relies_on(along_w, along_b)
    for_all(switches_sign)


@refutation(switches_sign)
def proof_that_a_start_on_the_left_dies_at_a_small_scale():
    refutes(switches_sign, {r: Rational(1, 2), c: -1, gamma: Rational(1, 1000), eta: Rational(1, 10)})
