"""Larger learning rates with batch normalisation."""

import numpy as np

from proofs_check.engines import prevails, refutes
from proofs_check.engines.proportion import largest
from proofs_check.nonlinearity_generator import saboteurs, trained
from proofs_check.nonlinearity_generator.trained import FALSE_ALARM
from proofs_check.proof import proof, refutation, saboteur
from theory.nonlinearity_generator import normalised as chance
from theory.nonlinearity_generator.normalised import larger_rate_normalised

RUNAWAY = 100
"""Absolute value of a threshold; they start at -1."""


def _runs(activation):
    options = {"widths": (2, 4, 8), "batch": 32, "batch_norm": True}
    return trained.trials("plain", activation, 20, 1.5, (60,), **options)


@proof(larger_rate_normalised, "generator", "relu", "prelu")
def proof_by_training_at_one_and_a_half():
    for activation, symbol in (
        ("generator", chance.generator_diverges),
        ("relu", chance.relu_diverges),
        ("prelu", chance.prelu_diverges),
    ):
        seen = {"part": activation, "false_alarm": FALSE_ALARM}
        prevails(larger_rate_normalised, symbol, _runs(activation).diverged, **seen)


@proof(larger_rate_normalised, "away")
def proof_that_thresholds_run_away():
    model = _runs("generator").model
    far = [(~(np.abs(p.value) <= RUNAWAY)).any(axis=1) for p in model.parameters if p.name == "thresholds"]
    seen = {"part": "away", "false_alarm": FALSE_ALARM}
    prevails(larger_rate_normalised, chance.runs_away, np.any(far, axis=0), **seen)


@refutation(larger_rate_normalised)
def proof_that_the_generator_rarely_bears_it():
    """The smallest chance of a divergence that the runs allow is the witness."""
    bears = ~_runs("generator").diverged
    refutes(larger_rate_normalised, {chance.generator_diverges: 1 - largest(bears, FALSE_ALARM)})


saboteur(larger_rate_normalised)(saboteurs.divergence_by_losses_that_are_not_finite_only)
saboteur(larger_rate_normalised)(saboteurs.thresholds_held)
saboteur(larger_rate_normalised)(saboteurs.generator_taken_for_relu)
