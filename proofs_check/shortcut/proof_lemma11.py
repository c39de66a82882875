"""The gradient in w points to the teacher."""

import numpy as np

from numerics import shortcut
from proofs_check.engines import agrees, certifies, identity
from proofs_check.proof import proof, relies_on
from proofs_check.shortcut.parts import equations
from theory.shortcut.model import closed_forms
from theory.shortcut.second_stage import lemma11


@proof(lemma11, *equations(lemma11))
def proof_by_algebra():
    relies_on(closed_forms)
    identity(lemma11)


@proof(lemma11, "least", "sharp")
def proof_by_balls():
    certifies(lemma11)


@proof(lemma11, "identity", "least")
def proof_by_the_gradient_itself():
    """The factor by which <-grad_w, w* - w> exceeds a'a* |w - w*|^2, in full dimension."""
    v_star, across, a_star = np.array([0.6, 0.8]), np.array([-0.8, 0.6]), np.array([1.0, 0.5])
    for turn in (0.05, 0.2, 0.4):
        filter_ = np.cos(np.pi * turn) * v_star + np.sin(np.pi * turn) * across
        by_w, _ = shortcut.population_gradient(filter_ - 2**-0.5, a_star, v_star, a_star)
        apart = v_star - filter_
        factor = -(by_w @ apart) / (a_star @ a_star * (apart @ apart))
        agrees(lemma11.lhs_at({"u": turn}, "least"), float(factor), rtol=1e-12, because="rounding")
