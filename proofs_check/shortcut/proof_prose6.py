"""Noise-free descent converges linearly."""

import numpy as np

from numerics.shortcut import reduced
from proofs_check.engines import agrees, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.experiments import no_decay
from theory.shortcut.model import reduction


@proof(no_decay, *equations(no_decay))
def proof_by_algebra():
    identity(no_decay)


@proof(no_decay, *others(no_decay))
def proof_over_the_whole_domain():
    relies_on(reduction)
    for_all(no_decay)


@proof(no_decay, "mean", "perp")
def proof_by_runs_with_constant_steps():
    k, eta_a, eta_w = 9, 0.2, 0.4
    run = reduced.trajectory(reduced.State(0.5, 0.2, 1.0), k, 0.3, 1.0, [(160, eta_a, eta_w)])
    late = run.phi[121:151] / run.phi[120:150]
    agrees(np.full(30, 1 - eta_w / 2), late, atol=1e-3, because="the angle, and 1 - x, are below 1e-3 there")


@saboteur(no_decay)
def filter_step_halved(patch):
    right = reduced.step
    patch.setattr(reduced, "step", lambda state, k, q2, size, a, w: right(state, k, q2, size, a, w / 2))
