"""Stage I ends: a'a* turns positive."""

from proofs_check.engines import for_all, identity
from proofs_check.proof import proof
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.first_stage import lemma8


@proof(lemma8, *equations(lemma8))
def proof_by_algebra():
    identity(lemma8)


@proof(lemma8, *others(lemma8))
def proof_over_the_whole_domain():
    for_all(lemma8)
