"""a'a* stays between positive bounds."""

from sympy import cos, pi

from proofs_check.engines import attains, for_all
from proofs_check.proof import proof
from proofs_check.shortcut.parts import others
from theory.shortcut.first_stage import lemma9
from theory.shortcut.setting import q


@proof(lemma9, *others(lemma9))
def proof_over_the_whole_domain():
    for_all(lemma9)


@proof(lemma9, "most")
def proof_that_the_bound_is_attained():
    attains(lemma9, {q: cos(pi / 8)})
