"""The filter converges."""

from proofs_check.engines import certifies, for_all, identity
from proofs_check.proof import proof, relies_on
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.first_stage import lemma9
from theory.shortcut.model import reduction
from theory.shortcut.second_stage import lemma14, theorem10


@proof(lemma14, *equations(lemma14))
def proof_by_algebra():
    identity(lemma14)


@proof(lemma14, *others(lemma14, "count", "from"))
def proof_over_the_whole_domain():
    relies_on(reduction, lemma9, theorem10)
    for_all(lemma14)


@proof(lemma14, "count", "from")
def proof_by_balls():
    certifies(lemma14)
