"""The plain network fails only for small r."""

from proofs_check.engines import for_all, refutes
from proofs_check.proof import proof, refutation, relies_on
from proofs_check.shortcut.parts import others
from theory.shortcut.beyond import basins
from theory.shortcut.experiments import plain_network
from theory.shortcut.setting import k, q


@proof(plain_network, *others(plain_network))
def proof_over_the_whole_domain():
    for_all(plain_network)


@refutation(plain_network)
def proof_that_a_single_patch_has_no_attracting_spurious_point():
    relies_on(basins)
    refutes(plain_network, {k: 1, q: 1})
