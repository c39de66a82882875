"""The momentum run in closed form, its first negative step and the fastest momentum."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sympy import Eq

from numerics.dying_relu import momentum
from numerics.dying_relu.momentum import ripples
from proofs_check.dying_relu.instances import momenta, rates
from proofs_check.engines import agrees, bounded, coincides, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.momentum import linear_system as matrices
from theory.dying_relu.spectrum import complex_onset, linear_system

_equations = [name for name, part in linear_system.parts.items() if isinstance(part, Eq)]
_orderings = [name for name in linear_system.parts if name not in _equations]
FORMS = pytest.mark.parametrize("form", ["ema", "classical"])


@proof(linear_system, *_equations)
def proof_by_expansion():
    relies_on(matrices)
    identity(linear_system)


@proof(linear_system, *_orderings)
def proof_by_real_algebra():
    relies_on(complex_onset)
    for_all(linear_system)


def _is_complex(eta, beta, form):
    a = momentum.effective_step(eta, beta, form)
    return (1 + beta - a) ** 2 < 4 * beta


@FORMS
@proof(linear_system, "first_step", "recursion", "phase")
@given(rates, momenta)
def proof_that_runs_follow_the_closed_form(form, eta, beta):
    assume(_is_complex(eta, beta, form))
    run = momentum.trajectory(Fraction(1), eta=eta, beta=beta, steps=12, form=form)
    claimed = ripples.oscillation(np.arange(13), float(eta), float(beta), form)
    # At the onset the closed form is 0/0: its error grows like one over the angle, above 1e-2 on this grid.
    agrees(claimed, np.asarray(run, dtype=float), atol=1e-12, because="rounding over a small angle")


@FORMS
@proof(linear_system, "phase", "before", "first_negative")
@given(st.fractions(Fraction(1, 12), 4, max_denominator=12), momenta)
def proof_that_the_first_negative_step_is_where_it_is_said_to_be(form, eta, beta):
    step = float(ripples.first_negative(float(eta), float(beta), form))
    never = step == np.inf
    steps = 40 if never else int(step)
    assume(steps <= 40)  # exact rationals of longer runs take long
    run = momentum.trajectory(Fraction(1), eta=eta, beta=beta, steps=steps, form=form)
    # Where the run passes through 0 itself, the whole part of psi/nu leaves floating point no margin.
    assume(all(x != 0 for x in run[1:]) or not _is_complex(eta, beta, form))
    first = [t == step for t in range(steps + 1)]
    coincides([bool(x < 0) for x in run], first, because="negative at the claim's step and not before")


@proof(linear_system, "modulus", "fastest_real", "fastest_complex", "fastest_attained")
@given(st.fractions("1/24", "23/24", max_denominator=24).map(float))
def proof_that_no_momentum_is_faster_than_the_onset(eta):
    beta = np.linspace(0, 0.99, 34)
    radii = momentum.spectral_radius(eta, beta)
    best = (1 - eta) / (1 + eta)
    at_onset = float(momentum.spectral_radius(eta, momentum.onset(eta)))
    agrees(best, at_onset, atol=1e-7, because="half the digits are lost at a double root")
    bounded(radii, ">=", best, because="no momentum is faster", slack=1e-12)
    oscillating = beta > float(momentum.onset(eta))
    agrees(np.sqrt(beta)[oscillating], radii[oscillating], atol=1e-12, because="rounding")


@saboteur(linear_system)
def phase_without_momentum(patch):
    right = ripples.first_negative
    patch.setattr(ripples, "first_negative", lambda *args: right(*args) + 1)


@saboteur(linear_system)
def closed_form_one_step_late(patch):
    right = ripples.oscillation
    patch.setattr(ripples, "oscillation", lambda t, *args: right(t + 1, *args))
