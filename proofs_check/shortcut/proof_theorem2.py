"""Main result."""

import numpy as np
import pytest

from proofs_check.engines import for_all
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from proofs_check.shortcut.full_runs import keep_to_the_count, stage_two, teachers
from proofs_check.shortcut.parts import others
from theory.shortcut.first_stage import theorem4
from theory.shortcut.second_stage import theorem2, theorem13


@proof(theorem2, *others(theorem2))
def proof_over_the_whole_domain():
    for_all(theorem2)


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
