"""Alignment of linear layers, behind ReLU too (Eq. 15, Corollary 1)."""

from itertools import pairwise

import numpy as np
from sympy import Eq, Function, Ge

from numerics.descent import losses
from numerics.invariances import descent, tail
from numerics.invariances.architecture import Layered, floating
from numerics.invariances.tail.course import layers_of
from proofs_check.engines import bounded, for_all, identity, induction, leaves_nonnegative
from proofs_check.invariances import trained
from proofs_check.invariances.trained import observed
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from theory.invariances import alignment as names
from theory.invariances.alignment import alignment, separable, sine_rest
from theory.invariances.layers import between_layers
from theory.invariances.low_rank import tail as tail_claim


@proof(alignment, "sine")
def proof_of_the_angle():
    relies_on(tail_claim)
    by_hand(r"$\lambda-b_k$ is $g$, its least value beside the first, and something nonnegative, $t_k^2$.")
    leaves_nonnegative(alignment, rest=sine_rest())


@proof(alignment, "ratio")
def proof_of_the_ratio():
    for_all(alignment)


@proof(alignment, "across")
def proof_for_any_last_layer():
    by_hand("Where $PWW^\\top P$ is 0 so is $PW$, and the columns of $W$ are multiples of $b$.")
    identity(alignment)


@proof(names.chains)
def proof_of_equal_spectra():
    by_hand("Equal sums of all powers mean equal values besides 0; the traces here go on in the same way.")
    identity(names.chains)


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


@proof(alignment, "sine", "ratio")
def proof_on_trained_networks():
    net = Layered(trained.STAGES["8-16-8-1"])
    _, after = trained.ends("8-16-8-1", 0.05, 0.3, 1500, range(4))
    for theta in after:
        ratios = _within(net, theta, 1, 1e-12)
        bounded(ratios, ">=", 0.99, because="the ratio is above .99 by then")


@saboteur(alignment)
def vectors_of_the_other_side(patch):
    right = tail.sines
    patch.setattr(tail, "sines", lambda a, b: (right(a[::-1], b)[0], right(a, b)[1]))


@saboteur(alignment)
def training_uphill(patch):
    trained.uphill(patch)


@proof(separable, "others")
def proof_for_any_number_of_examples():
    """Every further example brings a factor 1 + e with e at least 0."""
    n, e = names.examples, Function("e", real=True)
    step = (Eq(names.others(n + 1), names.others(n) * (1 + e(n + 1))), Ge(e(n + 1), 0))
    induction(separable, on=n, begin=(Eq(names.others(0), 1),), step=step)


@proof(separable, "classified")
def proof_that_all_are_classified():
    relies_on(alignment)
    for_all(separable)


@proof(separable, "growth")
def proof_that_every_layer_grows():
    relies_on(between_layers)
    identity(separable)


@proof(separable)
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


@saboteur(separable)
def training_the_other_labels(patch):
    trained.uphill(patch)
