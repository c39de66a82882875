"""Deep networks with batch normalisation."""

from proofs_check.engines import prevails
from proofs_check.nonlinearity_generator import saboteurs, trained
from proofs_check.nonlinearity_generator.trained import FALSE_ALARM, OFTEN
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator import normalised as chance
from theory.nonlinearity_generator.normalised import normalised

KINDS = ("generator", "relu", "prelu")


#: Enough where some runs dissent, and fewer than elsewhere: these networks take longest.
RUNS = 40


def _dense(activation, scale=1.0, runs=RUNS):
    options = {"batch_norm": True, "scale": scale, "runs": runs}
    return trained.accuracy("dense", activation, 56, 0.1, (60,), **options)[:, -1]


def _residual(activation):
    """Mean loss over the last ten mini-batches, which tells more than accuracy so early."""
    options = {"widths": (2, 4, 8), "batch": 32, "batch_norm": True, "runs": RUNS}
    return trained.trials("resnet", activation, 56, 0.1, (30,), **options).loss[:, -10:].mean(axis=1)


@proof(normalised, "learns", "leads_relu", "leads_prelu")
def proof_by_training_dense_networks():
    generator, relu, prelu = (_dense(kind) for kind in KINDS)
    for part, symbol, outcomes in (
        ("learns", chance.bn_learns, generator > 0.25),
        ("leads_relu", chance.bn_relu, generator > relu),
        ("leads_prelu", chance.bn_prelu, generator > prelu),
    ):
        prevails(normalised, symbol, outcomes, part=part, false_alarm=FALSE_ALARM, against=OFTEN)


@proof(normalised, "small_leads_relu", "small_leads_prelu")
def proof_by_training_from_small_weights():
    generator, relu, prelu = (_dense(kind, 0.01) for kind in KINDS)
    for part, symbol, outcomes in (
        ("small_leads_relu", chance.small_relu, generator > relu),
        ("small_leads_prelu", chance.small_prelu, generator > prelu),
    ):
        prevails(normalised, symbol, outcomes, part=part, false_alarm=FALSE_ALARM, against=OFTEN)


@proof(normalised, "residual_leads_relu", "residual_leads_prelu")
def proof_by_training_residual_networks():
    generator, relu, prelu = (_residual(kind) for kind in KINDS)
    for part, symbol, outcomes in (
        ("residual_leads_relu", chance.residual_relu, generator < relu),
        ("residual_leads_prelu", chance.residual_prelu, generator < prelu),
    ):
        prevails(normalised, symbol, outcomes, part=part, false_alarm=FALSE_ALARM, against=OFTEN)


saboteurs.against_training(normalised)
saboteur(normalised)(saboteurs.normalisation_held_constant_on_the_way_back)
