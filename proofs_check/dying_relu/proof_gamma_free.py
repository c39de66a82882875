"""Whether the affine model's behaviour depends on the scale of its targets (Section 4)."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from sympy import Eq, Rational

from numerics.dying_relu import momentum
from proofs_check.dying_relu.instances import momenta, positives, rates, small
from proofs_check.engines import bounded, exactly, for_all, identity, refutes
from proofs_check.proof import proof, refutation, relies_on, saboteur
from theory.dying_relu.momentum import linear_system
from theory.dying_relu.scaling import gamma_free, other, share, w_1, w_2
from theory.dying_relu.setting import b, gamma

_steps = [name for name, part in gamma_free.parts.items() if isinstance(part, Eq)]
FORMS = pytest.mark.parametrize("form", ["ema", "classical"])


def _run(start, gamma, eta, beta, form):
    """Weights across and along the target, and bias, under the gradient of the affine loss."""
    return momentum.trajectory(
        start, eta=eta, beta=beta, steps=5, form=form, gradient=lambda at: at - _optimum(gamma)
    )


def _optimum(gamma):
    return momentum.trajectory([0 * gamma, gamma, 0 * gamma], eta=gamma, beta=0, steps=0)[0]


@proof(gamma_free, *_steps)
def proof_that_the_matrix_has_no_scale_in_it():
    relies_on(linear_system)
    identity(gamma_free)


@proof(gamma_free, "joint_scaling", "dependence")
def proof_of_what_the_ratio_depends_on():
    for_all(gamma_free)


@FORMS
@proof(gamma_free)
@given(small, small, small, positives, positives, rates, momenta)
def proof_on_exact_runs(form, across, along, bias, gamma, factor, eta, beta):
    start = [across, along, bias]
    plain = _run(start, gamma, eta, beta, form)
    scaled = _run([x * factor for x in start], gamma * factor, eta, beta, form)
    exactly(scaled, plain * factor)
    left = momentum.trajectory(Fraction(1), eta=eta, beta=beta, steps=5, form=form)
    exactly(plain, [[across * s, gamma + (along - gamma) * s, bias * s] for s in left])


@FORMS
@proof(gamma_free, "dependence")
@given(positives, positives, positives, rates, momenta)
def proof_that_another_scale_gives_another_ratio(form, along, bias, gamma, eta, beta):
    """With no weight across, c = b/|w| is rational; 0 < s < 1, w > 0 rule out the exceptional share."""
    share = momentum.trajectory(Fraction(1), eta=eta, beta=beta, steps=1, form=form)[1]
    assume(0 < share < 1)
    ratios = []
    for scale in (gamma, gamma * 2):
        _, weight, height = _run([0 * along, along, bias], scale, eta, beta, form)[1]
        ratios.append(height / abs(weight))
    bounded(abs(ratios[0] - ratios[1]), ">", 0, because="another scale gives another ratio")


@refutation(gamma_free)
def proof_that_a_fixed_start_sees_the_scale():
    refutes(gamma_free, {w_1: 0, w_2: 1, b: 1, share: Rational(1, 2), gamma: 1, other: 2})


@saboteur(gamma_free)
def targets_of_unit_scale_whatever_gamma(patch):
    right = momentum.trajectory

    def wrong(start, *, gradient=None, **named):
        kept = right(start, gradient=gradient, **named)
        return kept if gradient is None else right(start, gradient=lambda at: gradient(at) * 0 + at, **named)

    patch.setattr(momentum, "trajectory", wrong)
