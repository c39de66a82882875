"""Thresholds of single elements, and PReLU that starts linear."""

from proofs_check.engines import prevails
from proofs_check.nonlinearity_generator import saboteurs, trained
from proofs_check.nonlinearity_generator.trained import FALSE_ALARM
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator import experiments as chance
from theory.nonlinearity_generator.experiments import variants

LEARNT = 0.15


def _plain(activation, updates, **options):
    return trained.trials("plain", activation, 26, 0.02, (updates,), widths=(4, 8), batch=32, **options)


@proof(variants, "element")
def proof_by_training_element_wise():
    learnt = _plain("generator", 100, shared=False).accuracy[:, -1] > LEARNT
    prevails(variants, chance.element_learns, learnt, part="element", false_alarm=FALSE_ALARM)


@proof(variants, "linear")
def proof_by_training_from_slope_one():
    diverged = _plain("prelu", 20, level=1.0).diverged
    prevails(variants, chance.linear_diverges, diverged, part="linear", false_alarm=FALSE_ALARM)


saboteur(variants)(saboteurs.training_uphill)
saboteur(variants)(saboteurs.generator_taken_for_relu)
saboteur(variants)(saboteurs.step_a_thousand_times_too_short)
