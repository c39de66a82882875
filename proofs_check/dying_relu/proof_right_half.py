"""Eigenvalues lie in the right half of the unit disc (Section 4)."""

import numpy as np
import pytest
from hypothesis import given

from numerics.dying_relu import momentum
from proofs_check.dying_relu.instances import momenta, rates
from proofs_check.engines import bounded, exactly, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.momentum import linear_system
from theory.dying_relu.spectrum import right_half


@proof(right_half, "ema_real", "ema_complex", "classical_real", "classical_complex")
def proof_from_trace_and_determinant():
    relies_on(linear_system)
    for_all(right_half)


@proof(right_half, "ema_without_momentum", "classical_without_momentum")
def proof_that_one_eigenvalue_is_zero_without_momentum():
    identity(right_half)


@pytest.mark.parametrize("form", ["ema", "classical"])
@proof(right_half)
@given(rates, momenta)
def proof_on_the_matrices_of_runs(form, eta, beta):
    """Jury's conditions on the exact matrix, and the eigenvalues that floating point finds."""
    matrix = momentum.transition_matrix(eta, beta, form)
    trace = matrix[0, 0] + matrix[1, 1]
    det = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
    exactly(det, beta)
    bounded([det, trace], "<", [1, 1 + det], because="Jury's conditions")
    bounded(trace, ">", 0 if beta > 0 else -1, because="the right half")
    sizes = np.abs(momentum.eigenvalues(float(eta), float(beta), form))
    bounded(sizes, "<", 1.0, because="inside the unit circle")


@saboteur(right_half)
def step_of_the_wrong_sign(patch):
    right = momentum.transition_matrix

    def wrong(eta, beta, form="ema"):
        matrix = right(eta, beta, form)
        matrix[..., 1, :] = -matrix[..., 1, :]
        return matrix

    patch.setattr(momentum, "transition_matrix", wrong)
