"""The optimum lies between the cones at every scale (Section 5)."""

from proofs_check.engines import attains, for_all, loosens
from proofs_check.proof import proof
from theory.dying_relu.cones import kappa, optimum_between, side, t, w_1, w_2
from theory.dying_relu.setting import gamma


@proof(optimum_between)
def proof_by_projecting_on_the_edge_of_the_cone():
    for_all(optimum_between)


@proof(optimum_between, "distance")
def proof_that_the_distance_is_attained():
    attains(optimum_between, {kappa: 1, gamma: 2, w_1: 0, w_2: 1, t: 0, side: 1})
    loosens(optimum_between)
