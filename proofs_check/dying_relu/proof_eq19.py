"""Momentum on the affine model is a linear system (Eqs. 19-20)."""

import numpy as np
import pytest
from hypothesis import given

from numerics.dying_relu import momentum
from proofs_check.dying_relu.instances import momenta, rates, small
from proofs_check.engines import agrees, exactly, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.affine import affine_loss
from theory.dying_relu.momentum import linear_system


@proof(linear_system)
def proof_by_expansion():
    relies_on(affine_loss)
    identity(linear_system)


@pytest.mark.parametrize("form", ["ema", "classical"])
@proof(linear_system, "ema", "classical", "pairs")
@given(small, small, rates, momenta)
def proof_that_powers_of_the_matrix_are_the_run(form, theta, other, eta, beta):
    matrix = momentum.transition_matrix(eta, beta, form)
    run = momentum.trajectory([theta, other], eta=eta, beta=beta, steps=4, form=form)
    state = np.array([[0, 0], [theta, other]], dtype=object)
    for position in run[1:]:
        state = matrix @ state
        exactly(state[1], position)


@pytest.mark.parametrize("form", ["ema", "classical"])
@proof(linear_system, "ema_spectrum", "classical_spectrum")
@given(rates, momenta)
def proof_that_the_eigenvalues_are_the_roots(form, eta, beta):
    roots = momentum.eigenvalues(float(eta), float(beta), form)
    part = f"{form}_spectrum"
    constant = linear_system.rhs_at({"eta": eta, "beta": beta, "lambda": 0}, part)
    at_one = linear_system.rhs_at({"eta": eta, "beta": beta, "lambda": 1}, part)
    agrees(constant, float(np.prod(roots).real), atol=1e-13, because="rounding of numbers below 2")
    agrees(at_one, float(np.prod(1 - roots).real), atol=1e-13, because="rounding of numbers below 4")


@saboteur(linear_system)
def momentum_left_out_of_the_update(patch):
    right = momentum.transition_matrix

    def wrong(eta, beta, form="ema"):
        matrix = right(eta, beta, form)
        return np.array([matrix[0], [0 * beta, 1 - eta]], dtype=object)

    patch.setattr(momentum, "transition_matrix", wrong)


@saboteur(linear_system)
def sign_of_the_step_flipped(patch):
    right = momentum.trajectory
    patch.setattr(
        momentum,
        "trajectory",
        lambda theta, **named: right(theta, **(named | {"gradient": lambda at: -at})),
    )
