"""Convergence of both layers."""

import numpy as np
import pytest

from proofs_check.engines import identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from proofs_check.shortcut.full_runs import keep_to_the_count, stage_two, teachers
from proofs_check.shortcut.links import link
from proofs_check.shortcut.parts import equations
from theory.shortcut.second_stage import lemma14, lemma15, theorem13

INDUCED = ("filter", "weights", "powers")


@proof(theorem13, *equations(theorem13))
def proof_by_algebra():
    by_hand(
        r"A function that vanishes at 0 and whose slope is nowhere negative is nowhere negative to the right."
    )
    identity(theorem13)


@pytest.mark.parametrize("part", INDUCED)
@proof(theorem13, *INDUCED)
def proof_by_induction_on_the_steps(part):
    relies_on(lemma14, lemma15)
    link(theorem13, part)


@pytest.mark.parametrize("patches", [2, 6, 12])
@proof(theorem13)
def proof_that_full_runs_keep_to_the_count(patches):
    """From x = .3, below which .2 is what Lemma 9 keeps."""
    rng = np.random.default_rng(patches)
    a_star = teachers(rng, patches)
    size, eta_a = float(a_star[0] @ a_star[0]), np.pi / (patches + np.pi - 1)
    eta_w = 0.5 / size
    steps = int(np.ceil(stage_two(size, eta_a, eta_w, 0.2))) + 1
    keep_to_the_count(0.3 * a_star, a_star, [(steps, eta_a, eta_w)])


saboteur(theorem13)(saboteurs.gradient_uphill)
