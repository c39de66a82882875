"""The update preserves the order."""

import numpy as np

from numerics import shortcut
from numerics.shortcut import reduced
from proofs_check.engines import agrees, bounded, certifies, for_all, identity
from proofs_check.proof import by_hand, proof, relies_on, saboteur
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.beyond import monotone
from theory.shortcut.model import reduction


@proof(monotone, *equations(monotone))
def proof_by_algebra():
    identity(monotone)


@proof(monotone, *others(monotone, "below"))
def proof_over_the_whole_domain():
    relies_on(reduction)
    for_all(monotone)


@proof(monotone, "below")
def proof_by_balls():
    certifies(monotone)


@proof(monotone)
def proof_of_the_order():
    relies_on(reduction)
    by_hand(r"The next angle rises in $\phi$ at a fixed share and falls in the share, as $\arctan$ rises.")
    by_hand(r"The kernel's value $g$ falls in the angle, its slope being $-h$.")
    for_all(monotone, "mean")
    for_all(monotone, "perp")
    for_all(monotone, "share")
    for_all(monotone, "rises")


@proof(monotone)
def proof_on_ordered_pairs():
    rng = np.random.default_rng(4)
    for k, q2 in ((2, 0.3), (16, 1 / 64), (60, 0.4)):
        low = reduced.State(
            rng.uniform(-1, 1, 20000), rng.uniform(-1, 1, 20000), rng.uniform(0, np.pi, 20000)
        )
        up = rng.uniform(0, 1, (3, 20000)) ** 4
        high = reduced.State(low.sigma + up[0], low.chi + up[1], low.phi * (1 - up[2]))
        ends = [reduced.step(s, k, q2, 1.0, 2 * np.pi / (k + np.pi - 1), 0.99) for s in (low, high)]
        gaps = np.stack([ends[1].sigma - ends[0].sigma, ends[1].chi - ends[0].chi, ends[0].phi - ends[1].phi])
        bounded(gaps, ">=", 0.0, because="the order is kept", slack=1e-14)


@proof(monotone, "below")
def proof_that_balls_look_at_the_slope_of_h():
    for u in (0.1, 0.4, 0.8):
        ends = shortcut.turning(np.pi * u + np.array([1e-6, -1e-6]))
        slope = monotone.lhs_at({"u": u}, "below")
        agrees(slope, float(ends[0] - ends[1]) / 2e-6, atol=1e-8, because="differences over 1e-6")


@saboteur(monotone)
def angle_that_rises_with_the_share(patch):
    right = reduced.share
    patch.setattr(reduced, "share", lambda state, q2: -right(state, q2))
