"""Main result."""

import numpy as np
import pytest
from sympy import Ge, Le, pi

from proofs_check.engines import for_all, identity, induction
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from proofs_check.shortcut.full_runs import keep_to_the_count, stage_two, teachers
from proofs_check.shortcut.parts import others
from theory.shortcut import courses
from theory.shortcut.courses import W, Y, c, delta, level, m, start, t, x
from theory.shortcut.first_stage import lemma8, lemma9, theorem4
from theory.shortcut.second_stage import lemma14, lemma15, theorem2, theorem13


@proof(theorem2, *others(theorem2, *courses.courses))
def proof_over_the_whole_domain():
    for_all(theorem2)


@proof(theorem2, *courses.counts)
def proof_of_the_counts():
    by_hand("The steps of consecutive stages add up, each stage starting where the one before it has ended.")
    identity(theorem2)


@proof(theorem2, "rises")
def proof_that_the_share_rises():
    """From x >= -1, by Lemma 9; the step is Lemma 8's."""
    relies_on(lemma8, lemma9)
    known = Ge(x(t + 1), (1 - c) * x(t) + c * level)
    induction(theorem2, on=t, begin=(Ge(x(0), -1),), step=(known,))


@proof(theorem2, "filter")
def proof_that_the_filter_converges():
    relies_on(lemma14)
    known = Le(W(t + 1), (1 - courses.rho) * W(t))
    induction(theorem2, on=t, begin=(Le(W(0), start),), step=(known,))


@proof(theorem2, "weights", "stays_near")
def proof_that_the_output_weights_converge():
    """An error of the filter adds c .73348 delta sqrt N a step, any angle c pi/(pi-1) sqrt N."""
    relies_on(lemma15)
    steps = {"weights": courses.LINEAR * delta * m, "stays_near": pi / (pi - 1) * m}
    begins = {"weights": start, "stays_near": 2 * m}
    for part, rest in steps.items():
        known = Le(Y(t + 1), (1 - c) * Y(t) + c * rest)
        induction(theorem2, part, on=t, begin=(Le(Y(0), begins[part]),), step=(known,))


@proof(theorem2, "powers")
def proof_that_powers_stay_below_exponentials():
    relies_on(theorem13)
    induction(theorem2, on=t)


@pytest.mark.parametrize("patches", [2, 4, 8])
@proof(theorem2)
def proof_that_full_runs_keep_to_the_count(patches):
    """From the ball, half of the starts opposite to a*; the step ratio is one that beyond.stage1 allows."""
    relies_on(theorem4, theorem13)
    rng = np.random.default_rng(patches)
    a_star = teachers(rng, patches)
    size, eta_a = float(a_star[0] @ a_star[0]), np.pi / (patches + np.pi - 1)
    eta_w = 0.1 * eta_a / size
    direction = rng.standard_normal(a_star.shape)
    direction[::2] = -a_star[::2]
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    radius = np.abs(a_star.sum(axis=1)) / patches**0.5 * rng.uniform(0, 1, len(a_star))
    count = 6.008 / eta_a + 1 + stage_two(size, eta_a, eta_w, 1 / 20)
    keep_to_the_count(radius[:, None] * direction, a_star, eta_a, eta_w, count)


saboteur(theorem2)(saboteurs.gradient_uphill)
