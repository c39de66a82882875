"""Stage I ends: a'a* turns positive."""

from proofs_check.engines import for_all, identity
from proofs_check.proof import by_hand, proof, relies_on
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.first_stage import lemma5, lemma7, lemma8


@proof(lemma8, *equations(lemma8))
def proof_by_algebra():
    identity(lemma8)


@proof(lemma8, *others(lemma8))
def proof_over_the_whole_domain():
    relies_on(lemma5, lemma7)
    by_hand(r"The triangle inequality: $M=11^\top+(\pi-1)I$ has the norm $k+\pi-1$.")
    for_all(lemma8)
