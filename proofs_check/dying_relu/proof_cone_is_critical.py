"""The dead cone has next to no gradient, but some (Section 5)."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from sympy import Eq

from numerics import gaussian
from numerics.dying_relu import relu_unit
from proofs_check.engines import bounded, certifies, for_all, identity, refutes
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.dying_relu import half_line
from theory.dying_relu.gradient import across_w, along_b, along_w
from theory.dying_relu.saddles import cone_is_critical as claim
from theory.dying_relu.setting import c, gamma, k, r
from theory.gaussian import phi

ROUNDING = 1e-12
"""Relative: gradient and bound each round a few times."""


@proof(claim, "mean", "square", "second", "spread", "slope_of_bound")
def proof_by_integration():
    identity(claim)


@proof(claim, "never_zero")
def proof_by_elimination():
    relies_on(along_w, along_b)
    eliminated = Eq(
        phi(c) * half_line.along(r, k, c, gamma)
        - half_line.second(c) * half_line.towards_bias(r, k, c, gamma),
        -r * c * half_line.spread(c),
    )
    over = {s: claim.domain[s] for s in (r, k, c, gamma)}
    identity(eliminated, over=over)
    for_all(claim, given=(eliminated,))


@proof(claim, "bias_bound", "weights_bound", "simpler_bound")
def proof_from_the_moments():
    relies_on(across_w, along_w, along_b)
    for_all(claim)


@proof(claim, "at_four")
def proof_of_the_value_at_four():
    certifies(claim)


@proof(claim, "bias_bound", "weights_bound")
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 8), st.floats(0.01, 2))
def proof_on_units(across, along, depth, scale):
    size = float(np.hypot(across, along))
    assume(size > 0.01)
    ratio = -0.1 - depth
    by_weights, by_bias = relu_unit.population_gradient([across, along], ratio * size, scale)
    pdf, cdf = (float(f(ratio)) for f in (gaussian.pdf, gaussian.cdf))
    ceilings = [(size + scale) * pdf, (size + scale) * (cdf - ratio * pdf)]
    measured = [abs(float(by_bias)), float(np.linalg.norm(by_weights))]
    allowed = [ceiling * (1 + ROUNDING) for ceiling in ceilings]
    bounded(measured, "<=", allowed, because="the claim's bounds, up to rounding")


@refutation(claim)
def proof_that_the_gradient_is_not_zero():
    refutes(claim, {r: 1, k: 0, c: -4, gamma: 1})


@saboteur(claim)
def gradient_of_the_affine_unit(patch):
    def affine(w, b, gamma):
        return np.array([*w[:-1], w[-1] - gamma]), np.asarray(b)

    patch.setattr(relu_unit, "population_gradient", affine)
