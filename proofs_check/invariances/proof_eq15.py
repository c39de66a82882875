"""Alignment of linear layers, behind ReLU too (Eq. 15, Corollary 1)."""

from itertools import pairwise

import numpy as np

from numerics.descent import losses
from numerics.invariances import descent, tail
from numerics.invariances.architecture import Layered, floating
from numerics.invariances.tail.course import layers_of
from proofs_check.engines import bounded, for_all
from proofs_check.invariances import trained
from proofs_check.invariances.trained import observed
from proofs_check.proof import proof, relies_on, saboteur
from theory.invariances import low_rank


@proof(low_rank.alignment)
def proof_of_the_angle():
    relies_on(low_rank.tail)
    for_all(low_rank.alignment)


def _within(net, theta, skip, atol):
    """Both bounds of Eq. 15 on the linear dense layers; gradient descent drifts, so C is taken at the end."""
    chain = layers_of(net, theta, skip=skip)
    limits = tail.bounds(chain)
    frobenius, spectral = tail.norms(chain)
    over = 1 - limits.bound / frobenius - spectral / frobenius
    bounded(over, "<=", atol, because="the bound, up to rounding and the drift of a run")
    for first, second in pairwise(chain):
        sine, most = tail.sines(first[1], second[1])
        bounded(sine - most, "<=", atol, because="the bound, up to rounding and the drift of a run")
    return spectral / frobenius


@proof(low_rank.alignment)
def proof_on_trained_networks():
    net = Layered(trained.STAGES["8-16-8-1"])
    _, after = trained.ends("8-16-8-1", 0.05, 0.3, 1500, range(4))
    for theta in after:
        ratios = _within(net, theta, 1, 1e-12)
        bounded(ratios, ">=", 0.99, because="the ratio is above .99 by then")


@saboteur(low_rank.alignment)
def vectors_of_the_other_side(patch):
    right = tail.sines
    patch.setattr(tail, "sines", lambda a, b: (right(a[::-1], b)[0], right(a, b)[1]))


@saboteur(low_rank.alignment)
def training_uphill(patch):
    trained.uphill(patch)


@proof(low_rank.separable)
def proof_that_all_are_classified():
    relies_on(low_rank.alignment)
    for_all(low_rank.separable)


@proof(low_rank.separable)
def proof_by_training_from_below_the_threshold():
    net = Layered(trained.STAGES["6-7-5-1"])
    x, y = trained.data(0)
    theta = trained.ends("6-7-5-1", 0.3, 0.5, 1500, range(3))[1]
    threshold = float(np.log(2)) / len(y)
    below = losses.risk(floating.outputs(net, theta, x), y, "logistic") < threshold
    observed(below, because="a risk in floating point is below the threshold")
    later = descent.train(net, theta, x, y, loss="logistic", eta=0.5, steps=1500)
    for at in later:
        margins = y * floating.outputs(net, at, x)
        observed(margins > 0, because="margins of a trained network in floating point")
        _within(net, at, 1, 1e-12)


@saboteur(low_rank.separable)
def training_the_other_labels(patch):
    trained.uphill(patch)
