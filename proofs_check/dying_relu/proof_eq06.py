"""The two forms of momentum are one (Eqs. 6-7)."""

from hypothesis import given

from numerics.dying_relu import momentum
from proofs_check.dying_relu.instances import momenta, rates, small
from proofs_check.engines import exactly, identity
from proofs_check.proof import proof, saboteur
from theory.dying_relu.momentum import two_forms


@proof(two_forms)
def proof_of_one_step():
    identity(two_forms)


@proof(two_forms)
@given(small, small, rates, momenta)
def proof_on_whole_runs_of_a_nonlinear_gradient(theta, slope, eta, beta):
    def gradient(at):
        return at * at * slope - at / 2

    average = momentum.trajectory(theta, eta=eta, beta=beta, steps=5, form="ema", gradient=gradient)
    heavy = momentum.trajectory(
        theta, eta=eta * (1 - beta), beta=beta, steps=5, form="classical", gradient=gradient
    )
    exactly(average, heavy)


@saboteur(two_forms)
def average_without_its_weight(patch):
    right = momentum.trajectory
    patch.setattr(
        momentum, "trajectory", lambda *args, **named: right(*args, **(named | {"form": "classical"}))
    )
