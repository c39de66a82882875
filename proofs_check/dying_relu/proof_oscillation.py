"""Momentum throws units of the linear cone into the dead cone (Section 5)."""

from functools import cache

import numpy as np

from numerics.dying_relu import relu_unit
from proofs_check.dying_relu import cone_starts
from proofs_check.engines import prevails, refutes
from proofs_check.engines.proportion import largest
from proofs_check.proof import proof, refutation, saboteur
from theory.dying_relu.oscillation import below_onset, thrown, thrown_over, visited

STARTS, UPDATES = 400, 3000
OTHERS, FALSE_ALARM = 600, 1e-6
#: Opening that counts as having come to the linear cone: well short of it.
WIDER = 2.0


@proof(thrown, "thrown", "not_below_onset")
def proof_by_running_random_starts():
    start = cone_starts.linear_cone(STARTS, seed=74)
    for part, chance, beta in (("thrown", thrown_over, 0.9), ("not_below_onset", below_onset, 0.66)):
        dead = cone_starts.fates(start, gamma=0.001, steps=UPDATES, beta=beta) == "dead"
        prevails(thrown, chance, dead, part=part, against=0.999 if beta < 0.9 else 0.9)


@proof(thrown, "by_way_of_the_cone")
def proof_by_watching_the_way():
    prevails(thrown, visited, _visits(), part="by_way_of_the_cone", against=0.85)


@refutation(thrown)
def proof_that_most_do_not_visit_the_linear_cone():
    """The largest chance that the runs allow is the witness."""
    refutes(thrown, {visited: largest(_visits(), FALSE_ALARM)})


@cache
def _visits():
    """For each start outside both cones that momentum alone kills: whether it came near the linear cone."""
    gamma, beta, kappa = 0.01, 0.9, cone_starts.KAPPA
    w, b = cone_starts.square(OTHERS, seed=75)
    outside = np.abs(b) < kappa * np.abs(w)
    w, b = w[outside], b[outside]
    plain = cone_starts.fates((w, b), gamma=gamma, steps=UPDATES) == "dead"
    at = [w[:, None], b]
    mean = [0.0, 0.0]
    came = np.zeros(len(b), dtype=bool)
    for _ in range(UPDATES):
        slopes = relu_unit.population_gradient(*at, gamma)
        mean = [beta * m + (1 - beta) * slope for m, slope in zip(mean, slopes, strict=True)]
        at = [x - cone_starts.ETA * m for x, m in zip(at, mean, strict=True)]
        came |= at[1] > WIDER * np.abs(at[0][:, 0])
    dead = at[1] < -kappa * np.abs(at[0][:, 0])
    return came[dead & ~plain]


@saboteur(thrown)
def momentum_left_out(patch):
    cone_starts.momentum_left_out(patch)


@saboteur(thrown)
def cone_entered_at_any_positive_bias(patch):
    patch.setitem(globals(), "_visits", lambda: np.ones(100, dtype=bool))
