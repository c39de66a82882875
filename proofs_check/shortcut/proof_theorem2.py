"""Main result."""

import numpy as np
import pytest
from sympy import And, Implies, symbols

from proofs_check.engines import for_all, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from proofs_check.shortcut.full_runs import keep_to_the_count, stage_two, teachers
from proofs_check.shortcut.links import KNOWN, link
from proofs_check.shortcut.parts import others
from theory.claim import nonnegative
from theory.shortcut.first_stage import lemma5, lemma6, lemma8, lemma9, theorem4
from theory.shortcut.main_theorem import theorem2
from theory.shortcut.model import prior, reduction, update
from theory.shortcut.second_stage import lemma12, lemma14, lemma15, theorem10, theorem13

INDUCED = ("angle", "enters", "stays", "stays_near")


@proof(theorem2, *others(theorem2, *KNOWN))
def proof_over_the_whole_domain():
    relies_on(lemma15)
    for_all(theorem2)


@proof(theorem2, "share_count")
def proof_of_the_count():
    identity(theorem2)


@pytest.mark.parametrize("part", INDUCED)
@proof(theorem2, *INDUCED)
def proof_by_induction_on_the_steps(part):
    relies_on(lemma6, lemma8, lemma9, theorem10, lemma15)
    link(theorem2, part)


@proof(theorem2)
def proof_of_the_whole_chain():
    """Every link once more, in the order in which one hands on to the next, and the sum of their steps."""
    relies_on(prior, update, reduction, lemma5, lemma6, lemma8, lemma9)
    relies_on(theorem4, theorem10, lemma12, lemma14, lemma15, theorem13)
    for part in ("angle", "enters", "stays", "stays_near"):
        link(theorem2, part)
    for part in ("filter", "weights", "powers"):
        link(theorem13, part)
    by_hand(
        "Each stage counts its steps from where the one before it has ended: the counter is set to 0 again."
    )
    by_hand(
        r"An exponential $e^{-\rho t}$ that is small enough at its count of steps stays so for all later $t$."
    )
    n1, n2, first, second, third, total = symbols("n_1 n_2 c_1 c_2 c_3 t", real=True)
    rounded = Implies(
        And(n1 <= first + 1, n2 <= second + 1, total >= first + second + third + 2), total - n1 - n2 >= third
    )
    for_all(rounded, over=dict.fromkeys((n1, n2, first, second, third, total), nonnegative))


@pytest.mark.parametrize("patches", [2, 4, 8])
@proof(theorem2)
def proof_that_full_runs_keep_to_the_count(patches):
    """From the ball, half of the starts opposite to a*, with the largest filter steps that are allowed."""
    rng = np.random.default_rng(patches)
    a_star = teachers(rng, patches)
    size, eta_a = float(a_star[0] @ a_star[0]), np.pi / (patches + np.pi - 1)
    direction = rng.standard_normal(a_star.shape)
    direction[::2] = -a_star[::2]
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    radius = np.abs(a_star.sum(axis=1)) / patches**0.5 * rng.uniform(0, 1, len(a_star))
    first = int(np.ceil(6.008 / eta_a))
    warm, late = 0.903 * eta_a / (6.008 + eta_a) / size, 1.656 / size
    second = int(np.ceil(stage_two(size, eta_a, late, 1 / 20))) + 2
    schedule = [(first, eta_a, warm), (second, eta_a, late)]
    keep_to_the_count(radius[:, None] * direction, a_star, schedule)


saboteur(theorem2)(saboteurs.gradient_uphill)
