"""Eigenvalues turn complex as momentum grows (Section 4)."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from numerics.dying_relu import momentum
from proofs_check.dying_relu.instances import momenta
from proofs_check.engines import agrees, bounded, coincides, for_all
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.momentum import linear_system
from theory.dying_relu.spectrum import complex_onset

FORMS = pytest.mark.parametrize("form", ["ema", "classical"])


@proof(complex_onset)
def proof_from_the_discriminant():
    relies_on(linear_system)
    for_all(complex_onset)


@FORMS
@proof(complex_onset, "effective_step", "ema", "classical")
@given(st.fractions("1/12", "47/12", max_denominator=12), momenta)
def proof_on_exact_matrices(form, eta, beta):
    matrix = momentum.transition_matrix(eta, beta, form)
    difference = matrix[0, 0] - matrix[1, 1]
    discriminant = difference**2 + 4 * matrix[0, 1] * matrix[1, 0]
    onset = float(momentum.onset(float(eta), form))
    assume(abs(onset - beta) > 1e-12)  # at the onset itself floating point cannot tell the sides apart
    coincides(bool(discriminant < 0), bool(float(beta) > onset), because="the claim's onset")


@FORMS
@proof(complex_onset, "ema_at_a_tenth", "classical_at_a_tenth", "never")
def proof_of_the_onset_by_eigenvalues(form):
    onset = {"ema": 0.6694, "classical": 0.4675}[form]
    agrees(onset, float(momentum.onset(0.1, form)), atol=5e-5, because="four digits are stated")
    pairs = momentum.eigenvalues(0.1, np.array([onset - 1e-4, onset + 1e-4]), form)
    coincides([bool(p.imag.any()) for p in pairs], [False, True], because="complex beyond the onset only")
    beyond = momentum.eigenvalues(np.array([[4.0], [5.0], [9.0]]), np.linspace(0, 0.99, 34), "classical")
    bounded(abs(beyond.imag), "<=", 0.0, because="never complex beyond a step of 4")


@saboteur(complex_onset)
def onset_without_its_square(patch):
    right = momentum.onset
    patch.setattr(momentum, "onset", lambda eta, form="ema": right(eta, form) ** 0.5)
