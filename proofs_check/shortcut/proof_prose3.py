"""Every a0 in the ball, in polynomial time."""

import numpy as np

from numerics import shortcut
from proofs_check.engines import agrees, for_all
from proofs_check.proof import proof, relies_on, saboteur
from proofs_check.shortcut import saboteurs
from theory.shortcut.beyond import stage1
from theory.shortcut.experiments import polynomial
from theory.shortcut.main_theorem import theorem2


@proof(polynomial, "count")
def proof_over_the_whole_domain():
    relies_on(theorem2)
    for_all(polynomial)


@proof(polynomial)
def proof_by_full_runs_from_the_rim():
    """First angle pi/3; steps in proportion to k."""
    relies_on(stage1)
    rng = np.random.default_rng(6)
    for k in (4, 16, 64):
        a_star = rng.standard_normal(k) + 0.3
        _, q2, size = shortcut.shape_of(a_star)
        v_star = np.full(4, 0.25) + np.array([3, -1, -1, -1]) * 0.25
        eta_a, q = np.pi / (k + np.pi - 1), q2**0.5
        d0 = eta_a / (2 * np.pi) * (float(shortcut.overlap(np.pi / 3)) - 1 + (np.pi - 1) * q)
        rho = 0.999 * 2 * 0.130733 / (size * (q2 + d0 * q + 2 * d0**2))
        a = rng.standard_normal((12, k))
        a[0], a[1] = -a_star, -np.sum(a_star)
        a *= q * size**0.5 / np.linalg.norm(a, axis=1)[:, None]
        schedule = shortcut.constant_ratio(k, size, 12 * (k + 40), rho)
        run = shortcut.gradient_descent(np.zeros((12, 4)), a, v_star, a_star, schedule)
        far = (
            np.sum((run.w[0] + 0.5 - v_star) ** 2, axis=-1) + np.sum((run.a[0] - a_star) ** 2, axis=-1) / size
        )
        agrees(np.zeros(12), far, atol=1e-6, because="the claim's tolerance")


saboteur(polynomial)(saboteurs.gradient_uphill)
