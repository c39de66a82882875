"""The angle stays below 5 pi/12 for a while."""

import numpy as np

from numerics import shortcut
from proofs_check.engines import agrees, certifies, for_all, identity
from proofs_check.proof import proof, relies_on
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.first_stage import lemma6, lemma9
from theory.shortcut.model import reduction


@proof(lemma6, *equations(lemma6))
def proof_by_algebra():
    identity(lemma6)


@proof(lemma6, *others(lemma6, "turning"))
def proof_over_the_whole_domain():
    relies_on(reduction, lemma9)
    for_all(lemma6)


@proof(lemma6, "turning")
def proof_by_balls():
    certifies(lemma6)


@proof(lemma6, "turning")
def proof_that_balls_look_at_h():
    for u in (0.1, 0.4, 0.8):
        expected = lemma6.lhs_at({"u": u}, "turning")
        agrees(expected, float(shortcut.turning(np.pi * u)) / (2 * np.pi), rtol=1e-12, because="rounding")
