"""Certified exits."""

import numpy as np

from numerics.shortcut import reduced
from proofs_check.engines import certifies, coincides, exactly, for_all
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut.parts import others
from theory.shortcut.exits import basins
from theory.shortcut.model import reduction
from theory.shortcut.second_stage import theorem10

WITNESS = ("inside_before", "outside_after")


@proof(basins, *others(basins, *WITNESS))
def proof_over_the_whole_domain():
    relies_on(reduction, theorem10)
    for_all(basins)


@proof(basins, *WITNESS)
def proof_by_balls():
    certifies(basins)


@proof(basins)
def proof_by_steps_from_random_states():
    """A state in an exit is in one of the same kind after a step, and ends where it should."""
    rng = np.random.default_rng(3)
    for k, q2 in ((2, 0.3), (16, 1 / 64), (60, 0.4), (5, 0.0), (5, 1.0)):
        for eta_a, eta_w in ((2 * np.pi / (k + np.pi - 1), 1.656), (0.01, 0.3)):
            # Shares of size up to 4/eta_w, as far as the sets are never left: far outside the ball too.
            most = 4 / eta_w
            start = reduced.State(
                rng.uniform(-most, most, 4000), rng.uniform(-most, most, 4000), rng.uniform(0.01, 3.1, 4000)
            )
            before = reduced.exits(start, k, q2)
            after = reduced.exits(reduced.step(start, k, q2, 1.0, eta_a, eta_w), k, q2)
            inside = before > 0
            coincides((after == before)[inside], inside[inside], because="an exit is not left")
    start = reduced.State(*(x[:200] for x in start))
    codes = reduced.exits(start, 60, 0.01)
    end = reduced.trajectory(start, 60, 0.01, 1.0, [(6000, 0.05, 0.3)], every=6000)
    ended = np.where(end.phi[-1] < 1e-6, 1, np.where(end.phi[-1] > 3.0, 2, 0))
    inside = codes > 0
    coincides((ended == codes)[inside], inside[inside], because="an exit decides where a run ends")


@proof(basins, *WITNESS)
def proof_that_balls_look_at_the_overshooting_step():
    start = reduced.State(*map(np.array, (20.0, -0.95, 0.25)))
    after = reduced.step(start, 2, 0.5, 1.0, 0.01, 1.656)
    exactly([int(reduced.exits(state, 2, 0.5)) for state in (start, after)], [1, 0])


@saboteur(basins)
def share_of_the_perpendicular_part_forgotten(patch):
    patch.setattr(reduced, "share", lambda state, q2: q2 * state.sigma)


@saboteur(basins)
def overshooting_forbidden_by_a_clip(patch):
    """Folding at 0 replaced by a stop there: the step that leaves the set stays in it."""
    right = reduced.step

    def wrong(state, k, q2, size, eta_a, eta_w):
        back = eta_w * size / (2 * np.pi) * reduced.share(state, q2) * (np.pi - state.phi) * np.sin(state.phi)
        turned = np.clip(state.phi - np.arctan(back), 0, np.pi)
        return right(state, k, q2, size, eta_a, eta_w)._replace(phi=turned)

    patch.setattr(reduced, "step", wrong)
