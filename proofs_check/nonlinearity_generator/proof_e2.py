"""Deep convolutional networks without batch normalisation."""

import numpy as np

from proofs_check.engines import prevails, refutes
from proofs_check.engines.proportion import largest
from proofs_check.nonlinearity_generator import saboteurs, trained
from proofs_check.nonlinearity_generator.trained import FALSE_ALARM, MANY, OFTEN
from proofs_check.proof import proof, refutation, saboteur
from theory.nonlinearity_generator import experiments as chance
from theory.nonlinearity_generator.experiments import convolutional, mean_thresholds, others_diverge

LEARNT = 0.15


#: None with PReLU dissents from the one statement about it; ReLU and the generator are compared run by run.
RUNS = {"generator": MANY, "relu": MANY, "prelu": 24}


def _plain(activation):
    options = {"widths": (4, 8), "batch": 32, "runs": RUNS[activation]}
    return trained.trials("plain", activation, 26, 0.02, (100,), **options)


@proof(convolutional)
def proof_by_training():
    generator, relu = (_plain(kind).accuracy[:, -1] for kind in ("generator", "relu"))
    for part, symbol, outcomes in (
        ("learns", chance.convolution_learns, generator > LEARNT),
        ("relu_stalls", chance.relu_off_chance, relu > LEARNT),
        ("leads", chance.convolution_leads, generator > relu),
    ):
        prevails(convolutional, symbol, outcomes, part=part, false_alarm=FALSE_ALARM, against=OFTEN)


@proof(mean_thresholds)
def proof_of_the_thresholds_by_training():
    layers = [p.value for p in _plain("generator").model.parameters if p.name == "thresholds"]
    below = np.max([t.mean(axis=1) for t in layers], axis=0) < -0.6
    none_positive = np.max([t.max(axis=1) for t in layers], axis=0) <= 0
    for part, symbol, seen in (
        ("below", chance.below, below),
        ("none_positive", chance.none_positive, none_positive),
    ):
        prevails(mean_thresholds, symbol, seen, part=part, false_alarm=FALSE_ALARM)


@proof(others_diverge)
def proof_that_losses_stay_low():
    for kind, symbol in (("relu", chance.relu_diverges), ("prelu", chance.prelu_diverges)):
        prevails(others_diverge, symbol, _plain(kind).diverged, part=kind, false_alarm=FALSE_ALARM)


@refutation(others_diverge)
def proof_that_divergence_is_rare():
    """The largest chances that the runs allow are the witness."""
    diverged = {
        symbol: largest(_plain(kind).diverged, FALSE_ALARM)
        for kind, symbol in (("relu", chance.relu_diverges), ("prelu", chance.prelu_diverges))
    }
    refutes(others_diverge, diverged)


saboteurs.against_training(convolutional)
saboteur(convolutional)(saboteurs.kernel_transposed_on_the_way_back)
saboteur(others_diverge)(saboteurs.step_a_thousand_times_too_long)
saboteur(mean_thresholds)(saboteurs.generator_taken_for_relu)
saboteur(mean_thresholds)(saboteurs.step_a_thousand_times_too_long)
