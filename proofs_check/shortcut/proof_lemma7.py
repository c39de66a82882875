"""The gradient in a points to the teacher on the first region."""

from proofs_check.engines import for_all, identity
from proofs_check.proof import proof
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.first_stage import lemma7


@proof(lemma7, *equations(lemma7))
def proof_by_algebra():
    identity(lemma7)


@proof(lemma7, *others(lemma7))
def proof_over_the_whole_domain():
    for_all(lemma7)
