"""The mean of the output weights never overshoots."""

from proofs_check.engines import for_all
from proofs_check.proof import proof, relies_on
from proofs_check.shortcut.parts import others
from theory.shortcut.first_stage import lemma5
from theory.shortcut.model import reduction


@proof(lemma5, *others(lemma5))
def proof_over_the_whole_domain():
    relies_on(reduction)
    for_all(lemma5)
