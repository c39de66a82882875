"""Curvature at the optimum, cubic growth at the spurious point."""

import numpy as np

from numerics import shortcut
from numerics.shortcut import loss, reduced
from proofs_check.engines import agrees, for_all, identity
from proofs_check.proof import proof, saboteur
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.landscape import curvature


@proof(curvature, *equations(curvature))
def proof_by_algebra():
    identity(curvature)


@proof(curvature, *others(curvature))
def proof_over_the_whole_domain():
    for_all(curvature)


@proof(curvature, "filter", "perp", "mean")
def proof_by_differences_at_the_optimum():
    v_star, a_star, h = np.array([0.6, 0.0, 0.8]), np.array([1.0, 0.4, -0.3, 0.5]), 1e-5
    size, start = float(a_star @ a_star), v_star - 3**-0.5
    by_w = [
        (shortcut.population_gradient(start + h * e, a_star, v_star, a_star)[0] / h) @ e
        for e in (np.array([0.8, 0.0, -0.6]), np.array([0.0, 1.0, 0.0]))
    ]
    agrees([size / 2] * 2, by_w, rtol=1e-4, because="h times third derivatives")
    by_a = np.stack(
        [shortcut.population_gradient(start, a_star + h * e, v_star, a_star)[1] / h for e in np.eye(4)]
    )
    expected = [(np.pi - 1) / (2 * np.pi)] * 3 + [(np.pi + 3) / (2 * np.pi)]
    agrees(expected, np.linalg.eigvalsh(by_a), atol=1e-8, because="rounding over h")


@proof(curvature, "flat", "cubic")
def proof_that_the_angle_nears_pi_like_one_over_time():
    k, q2, every = 4, 0.1, 40_000
    share = q2 * (k - 1) / (k + np.pi - 1) - (1 - q2) / (np.pi - 1)
    start = reduced.State((k - 1) / (k + np.pi - 1), -1 / (np.pi - 1), 3.0)
    run = reduced.trajectory(start, k, q2, 1.0, [(every, 0.5, 1.0)], every=every)
    law = (np.pi - run.phi[-1]) * abs(share) * every / (2 * np.pi)
    agrees(1.0, law, atol=5e-3, because="terms of order log t / t and 1/(eps_0 t), t = 40000")


@saboteur(curvature)
def shortfall_halved(patch):

    right = loss.gradient_of
    patch.setattr(loss, "gradient_of", lambda at: (right(at)[0] * 1.5, right(at)[1] * 1.5))
