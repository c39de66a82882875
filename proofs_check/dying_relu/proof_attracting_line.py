"""The attracting line at the lower right lies between the nullclines (Section 5)."""

import numpy as np

from numerics.dying_relu import relu_unit
from numerics.dying_relu.relu_unit import plane_orbits
from proofs_check.engines import agrees, bounded, for_all, has_order, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.flow import attracting_line
from theory.dying_relu.gradient import along_b, along_w

DEPTHS = np.array([6.0, 8.0, 11.0, 15.0, 24.0])


@proof(attracting_line, "mean", "square", "second", "spread", "inner_slope", "outer_slope", "cube")
def proof_by_integration_and_differentiation():
    identity(attracting_line)


@proof(
    attracting_line,
    "weight_rests",
    "bias_rests",
    "order",
    "between",
    "inner_falls",
    "inner_from",
    "inner_to",
    "outer_to",
)
def proof_from_the_moments():
    relies_on(along_w, along_b)
    for_all(attracting_line)


@proof(attracting_line, "weight_rests", "bias_rests")
def proof_that_the_gradient_vanishes_there():
    for c in (-0.5, -2.0, -4.0):
        for component in (0, 1):
            weight = plane_orbits.nullcline(c, component)
            by_weights, by_bias = relu_unit.population_gradient([weight], c * weight, 1.0)
            size = abs(c * weight) + weight
            agrees([0.0], [float((by_weights[0], by_bias)[component]) / size], atol=1e-15, because="rounding")


@proof(attracting_line, "between")
def proof_that_the_orbit_runs_in_the_strip():
    """An orbit started in the dead cone stays between the nullclines and follows the series."""
    line = plane_orbits.attracting_line(-DEPTHS)
    inner, outer = (plane_orbits.nullcline(-DEPTHS, component) for component in (0, 1))
    bounded(inner, "<", line, because="above the inner nullcline")
    bounded(line, "<", outer, because="below the outer nullcline")
    has_order(DEPTHS, line - DEPTHS**2, order=0, tol=0.05, because="the next term falls like c^-2")
    has_order(DEPTHS, DEPTHS**2 + 2 - line, order=-2, tol=0.15, because="the next term falls like c^-4")
    rest = line - (DEPTHS**2 + 2 - 4 / (3 * DEPTHS**2))
    has_order(DEPTHS, rest, order=-4, tol=0.25, because="the next term falls like c^-6")


@saboteur(attracting_line)
def line_of_the_weight_alone(patch):
    patch.setattr(plane_orbits, "attracting_line", lambda c: plane_orbits.nullcline(c, 0))
