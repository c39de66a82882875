"""The flow along kinks."""

from itertools import pairwise

import numpy as np

from numerics.invariances import architecture, gradient_flow, sliding
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.gradient_flow import motion
from numerics.invariances.network import RELU
from proofs_check.engines import agrees, for_all, identity
from proofs_check.invariances.trained import observed
from proofs_check.proof import proof, saboteur
from theory.invariances.sliding import along_kinks

#: Targets so far away that the squared loss is linear to a part in 10^8.
FAR = 1e8


@proof(along_kinks, "between", "moves")
def proof_by_cases():
    for_all(along_kinks)


@proof(along_kinks, "vertex", "any_size")
def proof_with_any_slopes():
    identity(along_kinks)


@proof(along_kinks)
def proof_against_the_closed_form():
    """R = f(x_1) - f(x_2) but for a factor, by which time is divided."""
    net = Layered([Plain(architecture.dense(2, 2), RELU), Plain(architecture.dense(1, 2))])
    samples = [[1.0, -1.0], [1.0, 0.0]]
    factor = _slope_of_the_loss()
    times = np.array([0.0, 0.2, 0.5]) / factor
    course = gradient_flow.flow(net, sliding.START, samples, [-FAR, FAR], loss="squared", times=list(times))
    observed(course.slid, because="the integrator tells it")
    agrees(
        sliding.flow(times * factor), course.theta, rtol=1e-6, because="targets that are not quite infinite"
    )


def _slope_of_the_loss():
    """The rate of a single weight: what multiplies f in the risk of two examples."""
    net = Layered([Plain(architecture.dense(1, 1))])
    step = 1e-3 / FAR
    course = gradient_flow.flow(net, [0.0], [[1.0], [0.0]], [FAR, 0.0], loss="squared", times=[0.0, step])
    return float(course.theta[-1, 0]) / step


def _differences(matrices):
    """At every hidden vertex."""
    return np.concatenate([(m**2).sum(axis=1) - (n**2).sum(axis=0) for m, n in pairwise(matrices)])


@proof(along_kinks, "vertex")
def proof_that_all_starts_run():
    net = Layered([
        Plain(architecture.dense(6, 4), RELU), Plain(architecture.dense(5, 6), RELU),
        Plain(architecture.dense(1, 5)),
    ])  # fmt: skip
    slid = 0
    for seed in range(44, 50):
        rng = np.random.default_rng(seed)
        theta, x = rng.normal(size=net.size) / 2, rng.normal(size=(8, 4))
        y = np.where(x @ rng.normal(size=4) > 0, 1.0, -1.0)
        course = gradient_flow.flow(net, theta, x, y, loss="logistic", times=[0.0, 2.0])
        slid += course.slid
        before, after = (_differences(net.split(at)) for at in course.theta)
        agrees(before, after, atol=1e-11, because="an integrator at 1e-12 a step")
    observed(slid >= 2, because="the integrator tells which slide")


@saboteur(along_kinks)
def a_skipped_kink(patch):
    """The other slope is never taken."""
    patch.setattr(motion.Motion, "_turn", lambda *_: None)


@saboteur(along_kinks)
def a_slope_half_way(patch):
    """Half way between the two slopes and not where the argument rests."""
    patch.setattr(motion.Motion, "_settle", lambda self, _: self._put(self.along, self.slopes() * 0 + 0.75))
