"""Best fixed steps near the optimum."""

import numpy as np

from numerics.shortcut import reduced
from proofs_check.engines import agrees, bounded, for_all, identity
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.landscape import rates
from theory.shortcut.model import reduction


@proof(rates, *equations(rates))
def proof_by_algebra():
    identity(rates)


@proof(rates, *others(rates))
def proof_over_the_whole_domain():
    relies_on(reduction)
    for_all(rates)


@proof(rates, "slow_end", "fast_end", "filter", "newton")
def proof_by_runs_near_the_optimum():
    for k in (2, 16, 50):
        eta = 4 * np.pi / (k + 2 * np.pi - 2)
        run = reduced.trajectory(reduced.State(1 + 1e-3, 1 + 1e-3, 0.0), k, 0.3, 1.0, [(20, eta, 2.0)])
        factor = k / (k + 2 * np.pi - 2)
        for values in (run.sigma, run.chi):
            agrees(
                1e-3 * factor**20,
                abs(values[-1] - 1),
                rtol=1e-9,
                atol=1e-15,
                because="rounding of numbers near 1",
            )
    run = reduced.trajectory(reduced.State(1.0, 1.0, 1e-2), 4, 0.3, 1.0, [(1, 0.1, 2.0)])
    bounded(run.phi[-1], "<=", 1e-4, because="of .01 its square is left, times 2/pi")


@saboteur(rates)
def kernel_of_the_wrong_sign(patch):
    right = reduced.step
    patch.setattr(reduced, "step", lambda state, k, q2, size, a, w: right(state, k + 1, q2, size, a, w))
