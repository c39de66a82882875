"""Steps between 1 and 2 still converge and can ripple (Section 4)."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from numerics.dying_relu import momentum
from proofs_check.dying_relu.instances import momenta
from proofs_check.engines import bounded, coincides, for_all
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.momentum import linear_system
from theory.dying_relu.spectrum import linear_system as solved
from theory.dying_relu.spectrum import ripples

# Square roots of the momentum, so that (1 + sqrt(beta))^2 is rational.
roots = st.fractions(Fraction(1, 12), Fraction(11, 12), max_denominator=12)
shares = st.fractions(0, 1, max_denominator=12)
FORMS = pytest.mark.parametrize("form", ["ema", "classical"])


def _step_size(a, beta, form):
    return a / (1 - beta) if form == "ema" else a


@proof(ripples)
def proof_from_trace_and_determinant():
    relies_on(linear_system, solved)
    for_all(ripples)


@FORMS
@proof(ripples, "negative", "first_flip", "next_flip")
@given(roots, shares)
def proof_that_every_step_flips_the_sign(form, root, share):
    beta = root * root
    edge = (1 + root) ** 2
    a = edge + share * (2 * (1 + beta) - edge)
    run = momentum.trajectory(Fraction(1), eta=_step_size(a, beta, form), beta=beta, steps=12, form=form)
    bounded([x * (-1) ** t for t, x in enumerate(run)], ">", 0, because="each step flips the sign")


@FORMS
@proof(ripples, "negative")
@given(roots, shares)
def proof_that_below_the_edge_some_step_keeps_the_sign(form, root, share):
    """For a up to 95 % of the edge: nearer to it the first step that keeps the sign comes ever later."""
    beta = root * root
    a = (Fraction(1, 100) + share * Fraction(94, 100)) * (1 + root) ** 2
    run = momentum.trajectory(Fraction(1), eta=_step_size(a, beta, form), beta=beta, steps=40, form=form)
    most = max(x * y for x, y in zip(run[1:], run[:-1], strict=True))
    bounded(most, ">=", 0, because="some step keeps the sign")


@FORMS
@proof(ripples, "stable_real", "stable_complex", "steps_below_two")
@given(st.fractions(Fraction(1, 12), 6, max_denominator=12), momenta)
def proof_on_powers_of_the_matrix(form, a, beta):
    """The energy that a stable matrix contracts: exactly, by Jury's conditions on the matrix of a run."""
    assume(a != 2 * (1 + beta))
    matrix = momentum.transition_matrix(_step_size(a, beta, form), beta, form)
    trace = matrix[0, 0] + matrix[1, 1]
    stable = bool(momentum.is_stable(_step_size(a, beta, form), beta, form))
    coincides(bool(abs(trace) < 1 + beta), stable, because="Jury's conditions on the matrix")
    radius = momentum.spectral_radius(float(_step_size(a, beta, form)), float(beta), form)
    coincides(bool(radius < 1), bool(a < 2 * (1 + beta)), because="the claim's edge of stability")


@saboteur(ripples)
def momentum_never_used(patch):
    right = momentum.trajectory
    patch.setattr(momentum, "trajectory", lambda theta, **named: right(theta, **(named | {"beta": 0})))


@saboteur(ripples)
def stable_only_below_two(patch):
    patch.setattr(
        momentum, "is_stable", lambda eta, beta, form="ema": momentum.effective_step(eta, beta, form) < 2
    )
