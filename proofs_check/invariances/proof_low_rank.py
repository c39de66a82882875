"""Low rank in training from small starts (Section 5)."""

from proofs_check.engines import bounded, prevails
from proofs_check.invariances import trained
from proofs_check.proof import proof, saboteur
from theory.invariances import beyond, training

SEEDS = range(100, 124)


def _run(name, scale, eta, steps):
    return trained.outcome(name, scale, eta, steps, SEEDS)


def _prevails(part, chance, events):
    prevails(training.training, chance, events, part=part, false_alarm=1e-4)


@proof(training.training, "three", "block", "facing", "relu", "three_larger")
def proof_by_training_three_layers():
    first = _run("8-16-8-1", 0.05, 0.3, 4000)
    _prevails("three", training.three, (first.first <= 500) & (first.least > 0.995))
    _prevails("facing", training.facing, first.front > 0.96)
    larger = _run("8-16-8-1", 0.1, 0.3, 4000)
    _prevails("three_larger", training.three_larger, (larger.first <= 4000) & (larger.least > 0.99))
    block = _run("8-16-free-1", 0.05, 0.3, 4000)
    _prevails("block", training.block, (block.first <= 500) & (block.least > 0.99))
    bent = _run("two ReLU", 0.05, 0.3, 4000)
    _prevails("relu", training.relu, bent.second > 0.6)


@proof(training.training, "four", "mixed")
def proof_by_training_four_layers():
    four = _run("8-16-12-8-1", 0.05, 0.5, 8000)
    _prevails("four", training.four, (four.first <= 2500) & (four.least > 0.99))
    mixed = _run("8-16-10-free-1", 0.05, 0.3, 6000)
    _prevails("mixed", training.mixed, (mixed.first <= 5000) & (mixed.least > 0.99))


@proof(training.training, "five", "five_soon", "wide")
def proof_by_training_five_layers():
    five = _run("8-16-12-10-8-1", 0.1, 0.5, 20_000)
    _prevails("five", training.five, five.least > 0.96)
    _prevails("five_soon", training.five_soon, five.first <= 20_000)
    _prevails("wide", training.wide, _run("8-16-12-10-8-1", 1.0, 0.05, 4000).least > 0.5)


@proof(training.training, "log_risk")
def proof_by_following_the_log_risk():
    at_450, at_500 = trained.log_risk_ratios(SEEDS, (450, 500))
    _prevails("log_risk", training.log_risk, (at_450 > 0.98) & (at_500 > 0.99))


@proof(beyond.ratio_tends_to_one)
def proof_that_the_ratio_rises_above_any_that_invariants_allow():
    early, late = (_run("8-16-free-1", 0.05, 0.3, steps).least for steps in (1500, 3000))
    bounded(late, ">=", 0.99, because="the ratio is above .99 by then")
    bounded(early - late, "<=", 1e-4, because="it rises, but for what a stopped run varies")


@saboteur(beyond.ratio_tends_to_one)
def training_uphill_still(patch):
    trained.uphill(patch)


@saboteur(training.training)
def training_uphill(patch):
    trained.uphill(patch)


@saboteur(training.training)
def large_starts(patch):
    trained.afresh(patch)
    right = trained.start
    patch.setattr(trained, "start", lambda net, rng, scale: right(net, rng, 20 * scale))
