"""The lower left quadrant dies (Section 5)."""

from hypothesis import given
from hypothesis import strategies as st

from numerics import gaussian
from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import gradient_flow
from proofs_check.engines import agrees, bounded, coincides, for_all, identity, refutes
from proofs_check.proof import by_hand, proof, refutation, relies_on, saboteur
from theory.dying_relu.flow import lower_left
from theory.dying_relu.gradient import along_b, along_w
from theory.dying_relu.setting import c, gamma, r

ROUNDING = 1e-9
"""Relative: in |w| w' + b b' two terms cancel down to about 1/c^2 of each."""


@proof(lower_left, "mean", "square", "size")
def proof_by_integration():
    identity(lower_left)


@proof(lower_left, "bias_falls", "weight_shrinks", "size_falls")
def proof_from_the_moments():
    relies_on(along_w, along_b)
    for_all(lower_left)


@proof(lower_left, "never_rests")
def proof_that_the_weight_goes_to_zero():
    relies_on(along_b)
    by_hand(
        "Weight and bias only fall in size and are bounded, so they converge; a limit with $w<0$ would be a "
        "point where the bias rests."
    )
    for_all(lower_left)


@proof(lower_left, "bias_falls", "weight_shrinks", "size_falls")
@given(st.floats(0.05, 3), st.floats(-3, -0.05), st.floats(0.01, 2))
def proof_on_units(size, bias, scale):
    by_weights, by_bias = relu_unit.population_gradient([-size], bias, scale)
    pdf, cdf = float(gaussian.pdf(bias / size)), float(gaussian.cdf(bias / size))
    point = {"r": size, "c": bias / size, "gamma": scale}
    moved = [float(by_bias), -float(by_weights[0])]
    moved.append(-size * float(by_weights[0]) + bias * float(by_bias))
    least = [scale * pdf, (size + scale) * cdf, scale * size * cdf]
    bounded([value * (1 + ROUNDING) for value in moved], ">=", least, because="the claim's bounds")
    claimed = lower_left.lhs_at(point, "weight_shrinks")
    agrees(claimed, moved[1], rtol=ROUNDING, because="cancellation in the tail, to about 1/c^2")


@proof(lower_left, "bias_falls")
@given(st.floats(0.05, 3), st.floats(-3, -0.05), st.floats(0.01, 2))
def proof_that_every_unit_dies(size, bias, scale):
    coincides([gradient_flow.dies(bias / size, -1.0, scale / size)], [True], because="every such unit dies")


@refutation(lower_left)
def proof_that_descent_does_not_raise_the_bias():
    refutes(lower_left, {r: 1, c: -1, gamma: 1})


@saboteur(lower_left)
def sign_of_the_weight_dropped_in_the_bias(patch):
    right = relu_unit.population_gradient

    def wrong(w, b, gamma):
        return right(w, b, gamma)[0], right([-x for x in w], b, gamma)[1]

    patch.setattr(relu_unit, "population_gradient", wrong)
