"""Low rank in training from small starts (Section 5)."""

import numpy as np

from numerics import tail
from numerics.architecture import Layered
from proofs_check.engines import agrees, prevails
from proofs_check.invariances import trained
from proofs_check.proof import proof, saboteur
from theory.invariances import beyond

SEEDS = range(100, 124)


def _ratios(name, eta, steps, layer=0):
    """||W||^2 / ||W||_F^2 of a layer of the tail, one a seed."""
    net = Layered(trained.STAGES[name])
    _, after = trained.ends(name, 0.05, eta, steps, SEEDS)
    found = []
    for theta in after:
        frobenius, spectral = tail.norms(trained.tail_layers(net, theta, 1))
        found.append(spectral[layer] / frobenius[layer])
    return np.array(found)


@proof(beyond.training)
def proof_by_training_from_many_starts():
    claim = beyond.training
    prevails(claim, beyond.three, _ratios("8-16-8-1", 0.3, 1500) > 0.99, part="three", false_alarm=1e-4)
    prevails(claim, beyond.block, _ratios("8-16-free-1", 0.3, 1500) > 0.99, part="block", false_alarm=1e-4)
    prevails(claim, beyond.four, _ratios("8-16-12-8-1", 0.5, 4000) > 0.99, part="four", false_alarm=1e-4)
    prevails(claim, beyond.mixed, _ratios("8-16-10-free-1", 0.5, 4000) > 0.99, part="mixed", false_alarm=1e-4)
    prevails(claim, beyond.relu, _ratios("two ReLU", 0.3, 1500) > 0.9, part="relu", false_alarm=1e-4)


@proof(beyond.ratio_tends_to_one)
def proof_that_the_ratio_rises_above_any_that_invariants_allow():
    early, late = (_ratios("8-16-free-1", 0.3, steps) for steps in (1500, 3000))
    agrees(np.ones(len(late)), late, atol=0.01, because="the ratio is above .99 by then")
    agrees(np.zeros(len(late)), np.maximum(early - late, 0), atol=1e-4, because="it rises, but for rounding")


@saboteur(beyond.ratio_tends_to_one)
def training_uphill_still(patch):
    trained.uphill(patch)


@saboteur(beyond.training)
def training_uphill(patch):
    trained.uphill(patch)


@saboteur(beyond.training)
def large_starts(patch):
    trained.afresh(patch)
    right = trained.start
    patch.setattr(trained, "start", lambda net, rng, scale: right(net, rng, 20 * scale))
