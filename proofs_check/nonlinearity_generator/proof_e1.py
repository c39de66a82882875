"""Deep dense networks without batch normalisation."""

from proofs_check.engines import prevails
from proofs_check.nonlinearity_generator import saboteurs, trained
from proofs_check.nonlinearity_generator.trained import FALSE_ALARM, MANY, OFTEN
from proofs_check.proof import proof
from theory.nonlinearity_generator import experiments as chance
from theory.nonlinearity_generator.experiments import dense


def _deep(activation, **options):
    return trained.trials("dense", activation, 56, 0.003, (60,), **options)


def _paper_depth(activation):
    return trained.accuracy("dense", activation, 20, 0.003, (30, 160))


@proof(dense, "beats_relu", "beats_prelu", "learns", "relu_stays")
def proof_by_training_56_layers():
    generator, relu, prelu = (_deep(kind).accuracy[:, -1] for kind in ("generator", "relu", "prelu"))
    prevails(dense, chance.beats_relu, generator > relu, part="beats_relu", false_alarm=FALSE_ALARM)
    prevails(dense, chance.beats_prelu, generator > prelu, part="beats_prelu", false_alarm=FALSE_ALARM)
    prevails(dense, chance.learns, generator > 0.5, part="learns", false_alarm=FALSE_ALARM)
    prevails(dense, chance.relu_learns, relu > 0.5, part="relu_stays", false_alarm=FALSE_ALARM)


@proof(dense, "relu_trains", "prelu_trains", "faster")
def proof_by_training_20_layers():
    generator, relu, prelu = (_paper_depth(kind) for kind in ("generator", "relu", "prelu"))
    prevails(dense, chance.relu_20, relu[:, 1] > 0.5, part="relu_trains", false_alarm=FALSE_ALARM)
    prevails(dense, chance.prelu_20, prelu[:, 1] > 0.5, part="prelu_trains", false_alarm=FALSE_ALARM)
    leads = (generator[:, 0] > relu[:, 0]) & (generator[:, 0] > prelu[:, 0])
    prevails(dense, chance.faster_20, leads, part="faster", false_alarm=FALSE_ALARM)


@proof(dense, "msra_diverges", "xavier_stalls")
def proof_by_exchanging_initialisations():
    diverged = _deep("generator", initialisation="he", runs=MANY).diverged
    seen = {"part": "msra_diverges", "false_alarm": FALSE_ALARM, "against": OFTEN}
    prevails(dense, chance.msra_diverges, diverged, **seen)
    learnt = _deep("relu", initialisation="xavier").accuracy[:, -1] > 0.2
    prevails(dense, chance.xavier_learns, learnt, part="xavier_stalls", false_alarm=FALSE_ALARM)


saboteurs.against_training(dense)
