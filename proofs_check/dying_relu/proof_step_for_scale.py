"""No step size makes up for the scale of the targets (Section 4)."""

from fractions import Fraction

from hypothesis import given

from numerics.dying_relu import momentum
from proofs_check.dying_relu.instances import positives, rates, small
from proofs_check.engines import exactly, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from theory.dying_relu.affine import affine_loss
from theory.dying_relu.step_size import step_for_scale


@proof(step_for_scale, "inverse_ratio")
def proof_by_expansion():
    relies_on(affine_loss)
    identity(step_for_scale)


@proof(step_for_scale, "no_adjustment", "one_update")
def proof_by_elimination():
    for_all(step_for_scale)


@proof(step_for_scale, "inverse_ratio")
@given(small, positives, positives, rates)
def proof_on_exact_runs(weight, bias, scale, rate):
    """The distances of weight and bias shrink together; the last rate, 1, ends at the optimum at once."""
    rate = rate / 2
    run = momentum.trajectory([weight - scale, bias], eta=rate, beta=Fraction(0), steps=3)
    for count, (distance, height) in enumerate(run):
        left = (1 - rate) ** count
        moved = (distance + scale) / height - weight / bias
        exactly(moved, scale * (1 - left) / (bias * left))


@saboteur(step_for_scale)
def weights_without_a_target(patch):
    right = momentum.trajectory
    patch.setattr(
        momentum,
        "trajectory",
        lambda theta, **named: right([theta[0] + 1, theta[1]], **named),
    )
