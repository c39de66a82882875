"""Convergence of both layers."""

import numpy as np
import pytest

from proofs_check.engines import for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from proofs_check.shortcut.full_runs import keep_to_the_count, stage_two, teachers
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.second_stage import lemma14, lemma15, theorem13


@proof(theorem13, *equations(theorem13))
def proof_by_algebra():
    identity(theorem13)


@proof(theorem13, *others(theorem13))
def proof_over_the_whole_domain():
    relies_on(lemma14, lemma15)
    for_all(theorem13)


@pytest.mark.parametrize("patches", [2, 6, 12])
@proof(theorem13)
def proof_that_full_runs_keep_to_the_count(patches):
    """From x = .3, below which .2 is what Lemma 9 keeps."""
    rng = np.random.default_rng(patches)
    a_star = teachers(rng, patches)
    size, eta_a = float(a_star[0] @ a_star[0]), np.pi / (patches + np.pi - 1)
    eta_w = 0.5 / size
    keep_to_the_count(0.3 * a_star, a_star, eta_a, eta_w, stage_two(size, eta_a, eta_w, 0.2))


saboteur(theorem13)(saboteurs.gradient_uphill)
