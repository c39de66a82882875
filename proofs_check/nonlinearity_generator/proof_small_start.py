"""Tiny weights at the start, with batch normalisation."""

from proofs_check.engines import prevails, refutes
from proofs_check.engines.proportion import largest
from proofs_check.nonlinearity_generator import saboteurs, trained
from proofs_check.nonlinearity_generator.trained import FALSE_ALARM
from proofs_check.proof import proof, refutation, saboteur
from theory.nonlinearity_generator import normalised as chance
from theory.nonlinearity_generator.normalised import small_start

#: The paper's formulas: one scales a standard deviation, the other a variance.
PRINTED = {"generator": "xavier_printed", "relu": "msra_printed"}

LEARNT = 2.25
"""Mean loss of the last ten mini-batches; guessing has log 10 = 2.303."""


def _dense():
    options = {"batch_norm": True, "scale": 1e-4}
    return trained.accuracy("dense", "generator", 56, 0.1, (60,), **options)[:, -1] > 0.2


def _convolutional(kind, activation, depth):
    options = {"widths": (2, 4, 8), "batch": 32, "batch_norm": True, "scale": 1e-5}
    return trained.trials(kind, activation, depth, 0.1, (60,), initialisation=PRINTED[activation], **options)


def _plain():
    return _convolutional("plain", "generator", 20).accuracy[:, -1] > 0.2


def _residual(activation):
    return _convolutional("resnet", activation, 56).loss[:, -10:].mean(axis=1) < LEARNT


@proof(small_start, "dense", "plain")
def proof_by_training_plain_networks():
    for part, symbol, learnt in (
        ("dense", chance.tiny_learns, _dense()),
        ("plain", chance.plain_learns, _plain()),
    ):
        prevails(small_start, symbol, learnt, part=part, false_alarm=FALSE_ALARM)


@proof(small_start, "residual", "residual_relu")
def proof_by_training_residual_networks():
    for part, symbol, activation in (
        ("residual", chance.residual_learns, "generator"),
        ("residual_relu", chance.residual_relu_learns, "relu"),
    ):
        prevails(small_start, symbol, _residual(activation), part=part, false_alarm=FALSE_ALARM)


@refutation(small_start)
def proof_that_tiny_weights_rarely_learn():
    """The largest chance that the runs allow is the witness."""
    refutes(small_start, {chance.plain_learns: largest(_plain(), FALSE_ALARM)})


saboteur(small_start)(saboteurs.scale_forgotten)
saboteur(small_start)(saboteurs.training_uphill)
saboteur(small_start)(saboteurs.shortcut_forgotten)
