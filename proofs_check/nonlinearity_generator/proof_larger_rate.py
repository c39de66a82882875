"""Larger learning rates without batch normalisation."""

from proofs_check.engines import prevails, refutes
from proofs_check.engines.proportion import largest
from proofs_check.nonlinearity_generator import saboteurs, trained
from proofs_check.nonlinearity_generator.trained import FALSE_ALARM, MANY, OFTEN
from proofs_check.proof import proof, refutation
from theory.nonlinearity_generator import experiments as chance
from theory.nonlinearity_generator.experiments import larger_rate


def _shallow(activation):
    return trained.accuracy("dense", activation, 8, 0.1, (120,), runs=MANY)[:, -1] > 0.5


@proof(larger_rate, "relu_bears", "generator_fails")
def proof_by_training_8_layers():
    for part, symbol, kind in (
        ("relu_bears", chance.relu_bears, "relu"),
        ("generator_fails", chance.generator_bears, "generator"),
    ):
        seen = {"part": part, "false_alarm": FALSE_ALARM, "against": OFTEN}
        prevails(larger_rate, symbol, _shallow(kind), **seen)


@proof(larger_rate, "deep_leads")
def proof_by_training_20_layers_at_a_large_rate():
    """To lead two rivals at once is rarer than to lead either, so it takes more runs to be sure of it."""
    generator, relu, prelu = (
        trained.accuracy("dense", kind, 20, 0.03, (120,), runs=72)[:, -1]
        for kind in ("generator", "relu", "prelu")
    )
    leads = (generator > relu) & (generator > prelu)
    seen = {"part": "deep_leads", "false_alarm": FALSE_ALARM, "against": 0.85}
    prevails(larger_rate, chance.deep_leads, leads, **seen)


@refutation(larger_rate)
def proof_that_the_generator_rarely_bears_it():
    """The largest chance that the runs allow is the witness."""
    refutes(larger_rate, {chance.generator_bears: largest(_shallow("generator"), FALSE_ALARM)})


saboteurs.against_training(larger_rate)
