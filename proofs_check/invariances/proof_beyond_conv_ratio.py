"""What training does to tails of linear convolutions: evidence for an open claim."""

import numpy as np

from numerics.invariances import architecture, gradient_flow, tail
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.tail.course import layers_of
from proofs_check.engines import agrees, bounded
from proofs_check.invariances import trained
from proofs_check.proof import proof, saboteur
from theory.invariances.beyond import conv_ratio_may_stall, conv_ratio_tends_to_one

SEEDS = range(200, 208)


def _ratios():
    """||Out(T)||^2 / ||Out(T)||_F^2 at four times, shape (4, seeds, 2), and the largest 1/gamma."""
    net = Layered([Plain(architecture.convolution(1, 3, (6,), (3,))),
                   Plain(architecture.convolution(3, 4, (4,), (2,))),
                   Plain(architecture.dense(1, 12))])  # fmt: skip
    rng = np.random.default_rng(0)
    x = rng.normal(size=(12, 6))
    y = np.where(x @ rng.normal(size=6) > 0, 1.0, -1.0)
    theta = np.stack([trained.start(net, np.random.default_rng(seed), 0.6) for seed in SEEDS])
    path = gradient_flow.log_risk_flow(net, theta, x, y, step=0.01, steps=1000)
    found = np.empty((4, len(SEEDS), 2))
    for row, step in enumerate((0, 500, 750, 1000)):
        for column, at in enumerate(path[step]):
            frobenius, spectral = tail.norms(layers_of(net, at))
            found[row, column] = [spectral[layer] / frobenius[layer] for layer in range(2)]
    gamma = tail.bounds(layers_of(net, theta[0])).gamma
    return found, max(1 / float(value) for value in gamma[:2])


@proof(conv_ratio_tends_to_one)
def proof_that_ratios_rise_beyond_what_invariants_allow():
    ratios, allowed = _ratios()
    agrees(1 / 3, allowed, rtol=1e-12, because="rounding of a quotient")
    bounded(ratios[1:-1] - ratios[2:], "<=", 1e-4, because="they rise, but for what a stopped run varies")
    bounded(ratios[-1], ">=", 0.75, because="the approach is slow")


@saboteur(conv_ratio_tends_to_one)
def a_path_run_backwards(patch):
    right = gradient_flow.log_risk_flow
    patch.setattr(gradient_flow, "log_risk_flow", lambda *args, **named: right(*args, **named)[::-1])


@saboteur(conv_ratio_tends_to_one)
def a_path_that_rests_at_its_start(patch):
    right = gradient_flow.log_risk_flow

    def wrong(*args, **named):
        path = right(*args, **named)
        return np.broadcast_to(path[:1], path.shape)

    patch.setattr(gradient_flow, "log_risk_flow", wrong)


@proof(conv_ratio_may_stall)
def proof_that_a_ratio_stalls():
    """Two channels in: from step 400 to 800 the squared norm grows a hundredfold."""
    net = Layered([Plain(architecture.convolution(2, 3, (4,), (2,))),
                   Plain(architecture.convolution(3, 4, (3,), (2,))),
                   Plain(architecture.dense(1, 8))])  # fmt: skip
    rng = np.random.default_rng(6)
    x = rng.normal(size=(12, 8))
    y = np.where(x @ rng.normal(size=8) > 0, 1.0, -1.0)
    path = gradient_flow.log_risk_flow(net, rng.normal(size=net.size) * 0.3, x, y, step=0.01, steps=800)
    norms = [tail.norms(layers_of(net, at)) for at in path[400::100]]
    frobenius, spectral = (np.array([found[which][1] for found in norms]) for which in (0, 1))
    bounded(frobenius[-1] / frobenius[0], ">", 100, because="the norm is a floating-point number")
    ratios = spectral / frobenius
    bounded(ratios, ">=", 0.65, because="the ratio is a floating-point number")
    bounded(ratios, "<=", 0.75, because="the ratio is a floating-point number")


@saboteur(conv_ratio_may_stall)
def the_other_layer(patch):
    right = tail.norms
    patch.setattr(tail, "norms", lambda layers: tuple(norm[::-1] for norm in right(layers)))
