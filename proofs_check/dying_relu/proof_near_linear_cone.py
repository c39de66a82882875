"""Starts in and near the linear cone reach the optimum without momentum (Section 5)."""

import numpy as np

from numerics.dying_relu.relu_unit import plane_orbits, training
from proofs_check.dying_relu import cone_starts
from proofs_check.engines import bounded, certifies, prevails
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.dying_relu.regions import majority
from theory.dying_relu.starts import all_recover, near_linear_cone, recover_small

STARTS, UPDATES = 400, 3000


@proof(near_linear_cone, "below_the_cone")
def proof_by_covering():
    relies_on(majority)
    by_hand("Orbits stay on their side of a curve that they cross one way only: the comparison principle.")
    certifies(near_linear_cone)


@proof(near_linear_cone, "below_the_cone")
def proof_that_the_curve_lies_above_the_boundary_of_death():
    levels = np.linspace(0.05, 6.9, 12)
    claimed = [near_linear_cone.lhs_at({"l": float(at)}, "below_the_cone") for at in levels]
    edge = [float(plane_orbits.separatrix(np.expm1(at))) for at in levels]
    bounded(claimed, ">", edge, because="the curve bounds the orbit that parts the fates from above")


@proof(near_linear_cone, "recover_at_one", "recover_at_a_hundredth")
def proof_by_running_random_starts():
    start = cone_starts.linear_cone(STARTS, seed=72)
    for part, chance, gamma in (
        ("recover_at_one", all_recover, 1.0),
        ("recover_at_a_hundredth", recover_small, 0.01),
    ):
        there = cone_starts.fates(start, gamma=gamma, steps=UPDATES) == "optimum"
        prevails(near_linear_cone, chance, there, part=part, against=0.999)


@saboteur(near_linear_cone)
def optimum_looked_for_at_the_origin(patch):
    right = training.outcome_codes
    patch.setattr(
        training, "outcome_codes", lambda w, b, gamma, **how: right(np.asarray(w) + gamma, b, gamma, **how)
    )
