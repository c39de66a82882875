"""Certified exits."""

import numpy as np

from numerics.shortcut import reduced, separatrix
from proofs_check.engines import coincides, for_all, has_order
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut.parts import others
from theory.shortcut.beyond import basins
from theory.shortcut.first_stage import lemma6
from theory.shortcut.model import reduction


@proof(basins, *others(basins))
def proof_over_the_whole_domain():
    for_all(basins)


@proof(basins)
def proof_by_steps_from_random_states():
    """A state in an exit is in one of the same kind after a step, and ends where it should."""
    relies_on(lemma6, reduction)
    rng = np.random.default_rng(3)
    for k, q2 in ((2, 0.3), (16, 1 / 64), (60, 0.4), (5, 0.0), (5, 1.0)):
        for eta_a, eta_w in ((2 * np.pi / (k + np.pi - 1), 1.656), (0.01, 0.3)):
            start = reduced.State(
                rng.uniform(-1, 1, 4000), rng.uniform(-1, 1, 4000), rng.uniform(0.01, 3.1, 4000)
            )
            before = reduced.exits(start, k, q2)
            after = reduced.exits(reduced.step(start, k, q2, 1.0, eta_a, eta_w), k, q2)
            inside = before > 0
            coincides((after == before)[inside], inside[inside], because="an exit is not left")
    start = reduced.State(*(x[:200] for x in start))
    codes = reduced.exits(start, 60, 0.01)
    end = reduced.trajectory(start, 60, 0.01, 1.0, [(6000, 0.05, 1.0)], every=6000)
    ended = np.where(end.phi[-1] < 1e-6, 1, np.where(end.phi[-1] > 3.0, 2, 0))
    inside = codes > 0
    coincides((ended == codes)[inside], inside[inside], because="an exit decides where a run ends")


@proof(basins)
def proof_that_the_edge_of_the_basins_nears_its_limit_form():
    relies_on(reduction)
    pulls, angles = np.array([400.0, 1600.0, 6400.0, 25_600.0]), [0.6, 1.2]
    found = np.stack([separatrix.edge(angles, pull, pace=0.01) for pull in pulls])
    limit = np.stack([separatrix.asymptotic_edge(angles, pull) for pull in pulls])
    for gaps in (found / limit - 1).T:
        because = "next order in 1/sqrt(rho N), and steps of .01 of the shortest time"
        has_order(pulls**-0.5, gaps, order=1, tol=0.05, because=because)


@saboteur(basins)
def potential_from_the_wrong_end(patch):
    right = separatrix.potential
    patch.setattr(separatrix, "potential", lambda low, high: right(low, high - 0.02))


@saboteur(basins)
def share_of_the_perpendicular_part_forgotten(patch):
    patch.setattr(reduced, "share", lambda state, q2: q2 * state.sigma)
