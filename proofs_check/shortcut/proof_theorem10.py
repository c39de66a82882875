"""Both bounds persist in stage II."""

from proofs_check.engines import for_all, identity
from proofs_check.proof import proof, relies_on
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.first_stage import lemma9
from theory.shortcut.model import reduction
from theory.shortcut.second_stage import theorem10


@proof(theorem10, *equations(theorem10))
def proof_by_algebra():
    identity(theorem10)


@proof(theorem10, *others(theorem10))
def proof_over_the_whole_domain():
    relies_on(reduction, lemma9)
    for_all(theorem10)
