"""The saddle between optimum and spurious point."""

import numpy as np

from numerics import shortcut
from numerics.shortcut import points
from proofs_check.engines import agrees, bounded, for_all, identity
from proofs_check.proof import proof, saboteur
from proofs_check.shortcut.parts import equations, others
from theory.shortcut.landscape import saddle


@proof(saddle, *equations(saddle))
def proof_by_algebra():
    identity(saddle)


@proof(saddle, *others(saddle))
def proof_over_the_whole_domain():
    for_all(saddle)


@proof(saddle, "level", "slope", "block")
def proof_by_differences_at_the_saddle():
    """Gradient 0, one negative eigenvalue and p - 2 zeros along the sphere and the output weights."""
    v_star, a_star = np.array([0.5, -0.5, 0.5, 0.5]), np.array([1.0, 0.4, -0.3])
    (point,) = [at for at in shortcut.critical_points(v_star, a_star) if at.kind == "saddle"]
    basis = np.linalg.svd(v_star[None])[2]
    start = np.cos(point.angle) * v_star + np.sin(point.angle) * basis[1]

    def loss(at):
        w = start + at[..., :3] @ np.stack(
            [-np.sin(point.angle) * v_star + np.cos(point.angle) * basis[1], *basis[2:]]
        )
        return shortcut.population_loss(w - 0.5, point.a + at[..., 3:], v_star, a_star)

    h, n = 1e-3, 6
    e = h * np.eye(n)
    pairs = e[:, None] + e[None]
    apart = e[:, None] - e[None]
    hessian = (loss(pairs) - loss(apart) - loss(-apart) + loss(-pairs)) / (4 * h * h)
    slopes = (loss(e) - loss(-e)) / (2 * h)
    bounded(abs(slopes), "<=", 1e-5, because="0 but for h^2 times third derivatives")
    values = np.linalg.eigvalsh(hessian)
    bounded(values[0], "<", -1e-3, because="one negative eigenvalue")
    bounded(abs(values[1:3]), "<", 1e-4, because="two zeros")
    bounded(values[3:], ">=", 1e-4, because="all others are positive")
    profile = shortcut.barrier_profile(point.angle + np.array([-0.01, 0, 0.01]), *shortcut.shape_of(a_star))
    bounded(profile[[0, 2]], "<", profile[1], because="the barrier is highest there")
    agrees(point.loss, float(loss(np.zeros(n))), atol=1e-14, because="rounding")


@saboteur(saddle)
def angle_a_little_off(patch):
    right = points.saddle_angle
    patch.setattr(points, "saddle_angle", lambda k, q2: right(k, q2) + 0.02)
