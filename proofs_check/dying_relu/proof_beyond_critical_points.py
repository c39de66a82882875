"""All critical points of one ReLU unit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Eq, Interval

from numerics.dying_relu import relu_unit
from proofs_check.engines import agrees, bounded, certifies, for_all, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.closed_forms import rotation_free
from theory.dying_relu.critical_points import critical_points, spread
from theory.dying_relu.gradient import across_w
from theory.dying_relu.setting import c
from theory.dying_relu.unit import same_sign

_equations = [name for name, part in critical_points.parts.items() if isinstance(part, Eq)]
_implications = [name for name in critical_points.parts if name not in _equations]
TARGETS = pytest.mark.parametrize("target", ["linear", "relu"])
BECAUSE = "rounding of terms of size at most 20"


@proof(critical_points, *_equations)
def proof_by_integration():
    identity(critical_points)


@proof(critical_points, *_implications)
def proof_by_elimination():
    relies_on(across_w, rotation_free, same_sign)
    by_hand(r"$\Phi(c)-\varphi(c)(\sqrt{c^2+4}+c)/2$, which increases, vanishes as $c$ falls.")
    for_all(critical_points)


@proof(critical_points, "spread")
def proof_of_the_variance_by_balls():
    certifies(spread > 0, over={c: Interval(-2, 8)})
    for_all(critical_points)


@TARGETS
@proof(critical_points)
@given(st.integers(1, 4), st.floats(0.01, 2), st.floats(-4, -0.01))
def proof_that_the_gradient_vanishes_there(target, dimension, gamma, bias):
    optimum = [0.0] * (dimension - 1) + [gamma]
    for weights, height in ((optimum, 0.0), ([0.0] * dimension, bias)):
        by_weights, by_bias = relu_unit.population_gradient(weights, height, gamma, target)
        agrees([*by_weights, by_bias], [0.0] * (dimension + 1), atol=1e-15, because="one rounding")
    # The affine unit without weights, and the optimum missed by a little, are no critical points.
    for weights, height in (([0.0] * dimension, -bias), (optimum, 1e-3)):
        by_weights, by_bias = relu_unit.population_gradient(weights, height, gamma, target)
        largest = abs(np.append(by_weights, by_bias)).max()
        bounded(largest, ">", 1e-4, because="no critical point")


@proof(critical_points, "rectified_weight", "rectified_bias", "rectified_against")
@given(st.floats(0.1, 3), st.floats(0.01, 4), st.floats(0.01, 2))
def proof_of_the_slopes_on_the_axis(size, ratio, gamma):
    point = {"r": size, "c": ratio, "gamma": gamma}
    along = relu_unit.population_gradient([size], ratio * size, gamma, "relu")
    against = relu_unit.population_gradient([-size], ratio * size, gamma, "relu")
    for part, measured in (
        ("rectified_weight", along[0][0]),
        ("rectified_bias", along[1]),
        ("rectified_against", -against[0][0]),
    ):
        agrees(critical_points.rhs_at(point, part), float(measured), atol=1e-12, because=BECAUSE)


@proof(critical_points, "origin")
@given(st.floats(-1, 1), st.floats(-3, 3), st.floats(0.1, 2))
def proof_of_the_slope_at_the_origin(cosine, bias, gamma):
    w = np.array([np.sqrt(1 - cosine**2), cosine])
    t = 1e-6
    change = (relu_unit.population_loss(t * w, t * bias, gamma) - gamma**2 / 2) / t
    claimed = critical_points.rhs_at({"t": t, "r": 1, "b": bias, "gamma": gamma, "k": cosine}, "origin")
    agrees(claimed, float(change), atol=1e-9, because="rounding of a loss of size 2 over 1e-6")


@saboteur(critical_points)
def bias_slope_of_the_linear_target(patch):
    right = relu_unit.population_gradient

    def wrong(w, b, gamma, target="linear"):
        return right(w, b, gamma, target)[0], right(w, b, gamma)[1]

    patch.setattr(relu_unit, "population_gradient", wrong)


@saboteur(critical_points)
def dead_units_pushed_back(patch):
    right = relu_unit.population_gradient

    def wrong(w, b, gamma, target="linear"):
        by_weights, by_bias = right(w, b, gamma, target)
        return by_weights, by_bias - (b < 0) * gamma / 10

    patch.setattr(relu_unit, "population_gradient", wrong)
