"""The output weights converge with a quadratic error."""

from sympy import Rational

from proofs_check.engines import for_all, identity, refutes
from proofs_check.proof import by_hand, proof, refutation, relies_on
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.model import closed_forms
from theory.shortcut.second_stage import lemma12, lemma15
from theory.shortcut.setting import N, u


@proof(lemma15, *equations(lemma15))
def proof_by_algebra():
    identity(lemma15)


@proof(lemma15, *others(lemma15))
def proof_over_the_whole_domain():
    relies_on(closed_forms, lemma12)
    by_hand(r"The triangle inequality, and the norm of a symmetric matrix by its eigenvalues.")
    for_all(lemma15)


@refutation(lemma15)
def proof_that_a_linear_error_needs_a_constant_that_grows():
    refutes(lemma15, {N: 1000, u: Rational(1, 3)})
