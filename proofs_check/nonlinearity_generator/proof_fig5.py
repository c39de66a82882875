"""The paper's plain-20 on CIFAR-10, from recorded runs."""

from dataclasses import replace

from numerics.nonlinearity_generator.experiments import records
from proofs_check.engines import recorded
from proofs_check.proof import proof, saboteur
from theory.nonlinearity_generator.recorded_runs import learning_behaviour

UPDATES = 150
RUNS = {"family": "plain", "depth": 20, "data": "cifar10", "batch_norm": False}


def _runs():
    """Provenance, and one run for each activation."""
    record = records.stored()
    found = {kind: record.find(activation=kind, **RUNS) for kind in ("generator", "prelu", "relu")}
    assert all(len(runs) == 1 and runs[0].updates >= UPDATES for runs in found.values())
    return record.provenance, *[runs[0] for runs in found.values()]


@proof(learning_behaviour)
def proof_by_the_recorded_losses():
    made, generator, prelu, relu = _runs()
    later = slice(1, UPDATES // records.BLOCK)
    because = "mean losses of blocks of 15 updates, one run each"
    recorded(generator.losses[later], "<", prelu.losses[later], of=made, because=because)
    recorded(prelu.losses[later], "<", relu.losses[later], of=made, because=because)


@proof(learning_behaviour)
def proof_by_the_recorded_accuracies():
    made, generator, *others = _runs()
    last = UPDATES // records.BLOCK - 1
    best, rest = generator.accuracies[last], [run.accuracies[last] for run in others]
    recorded(best, ">", rest, of=made, because="training accuracies over updates 136 to 150, one run each")


@saboteur(learning_behaviour)
def activations_exchanged(patch):
    """The generator's runs taken for ReLU's."""
    turned = {"generator": "relu", "relu": "generator", "prelu": "prelu"}
    right = records.stored

    def wrong():
        record = right()
        runs = [
            replace(run, setting=replace(run.setting, activation=turned[run.setting.activation]))
            for run in record.runs
        ]
        return replace(record, runs=tuple(runs))

    patch.setattr(records, "stored", wrong)


@saboteur(learning_behaviour)
def curves_turned_round(patch):
    """The last block first."""
    right = records.stored

    def wrong():
        record = right()
        runs = [replace(run, losses=run.losses[::-1], accuracies=run.accuracies[::-1]) for run in record.runs]
        runs[0] = replace(runs[0], losses=runs[0].losses[::-1])
        return replace(record, runs=tuple(runs))

    patch.setattr(records, "stored", wrong)
