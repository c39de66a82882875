"""The gradient in w points to the teacher."""

from proofs_check.engines import certifies, identity
from proofs_check.proof import proof
from proofs_check.shortcut.parts import equations
from theory.shortcut.second_stage import lemma11


@proof(lemma11, *equations(lemma11))
def proof_by_algebra():
    identity(lemma11)


@proof(lemma11, "least", "sharp")
def proof_by_balls():
    certifies(lemma11)
