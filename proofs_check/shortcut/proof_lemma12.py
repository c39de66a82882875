"""The gradient in a points to the teacher once the filter is near."""

from proofs_check.engines import for_all, identity
from proofs_check.proof import proof, relies_on
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.model import closed_forms
from theory.shortcut.second_stage import lemma12


@proof(lemma12, *equations(lemma12))
def proof_by_algebra():
    identity(lemma12)


@proof(lemma12, *others(lemma12))
def proof_over_the_whole_domain():
    relies_on(closed_forms)
    for_all(lemma12)
