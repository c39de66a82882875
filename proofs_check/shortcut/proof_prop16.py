"""Population loss and gradient in closed form."""

import numpy as np
import pytest
from hypothesis import given
from scipy.integrate import dblquad

from numerics import shortcut
from proofs_check.engines import agrees, consistent, identity
from proofs_check.proof import by_hand, proof, saboteur
from proofs_check.shortcut import saboteurs
from proofs_check.shortcut.parts import equations, problems
from theory.shortcut.model import closed_forms


@proof(closed_forms, *equations(closed_forms))
def proof_by_algebra():
    by_hand(
        "The expectation in polar coordinates of the plane of $u$ and $v$ is the product of two integrals."
    )
    identity(closed_forms)


@proof(closed_forms, "moved", "grad_w", "slope", "turn")
@given(problems())
def proof_by_differences_of_the_loss(problem):
    h = 1e-6
    slopes = shortcut.population_gradient(**problem)
    scale = max(
        1.0,
        float(np.abs(problem["a"]).max() * np.abs(problem["a_star"]).sum()),
        float(problem["a"] @ problem["a"]),
    )
    for name, slope in zip(("w", "a"), slopes, strict=True):
        moves = h * np.eye(slope.size)
        up, down = (shortcut.population_loss(**{**problem, name: problem[name] + s * moves}) for s in (1, -1))
        agrees(slope, (up - down) / (2 * h), atol=3e-9 * scale, because="rounding over h, and h^2")


@proof(closed_forms, "radius", "angle", "apart")
def proof_of_the_kernel_by_quadrature():
    """The bivariate normal integral over the plane, independent of polar coordinates."""
    for phi in (0.3, 1.2, 2.5):
        c, s = np.cos(phi), np.sin(phi)

        def integrand(y, x, c=c, s=s):
            return x * max(c * x + s * y, 0) * np.exp(-(x * x + y * y) / 2) / (2 * np.pi)

        value = dblquad(integrand, 0, 9, lambda x, c=c, s=s: max(-c * x / s, -9), 9, epsabs=1e-10)[0]
        agrees(float(shortcut.overlap(phi)) / (2 * np.pi), value, atol=1e-8, because="quadrature tolerance")


MIXED = (np.array([0.8, -0.4, 0.4, 0.2]), np.array([0.3, -0.2, 0.5, 0.1]), [1.0, -0.5, 0.2], [0.7, 0.6, -1.0])
TURNED = (
    np.array([1.0, -1, 1, -1, 0, 0, 0, 0]) / 2,
    np.array([0.4, -0.8, 0.4, -0.8, 0, 0, 0, 0]),
    [1.0, -0.5],
    [0.7, 0.9],
)


@pytest.mark.parametrize(("v_star", "w", "a", "a_star"), [MIXED, TURNED], ids=["mixed", "turned"])
@proof(closed_forms, "loss")
def proof_by_monte_carlo(v_star, w, a, a_star):
    """Half the squared difference of the two networks themselves, on Gaussian patches."""
    k, p = len(a), v_star.size
    w = (w + p**-0.5) / np.linalg.norm(w + p**-0.5) - p**-0.5
    z = np.random.default_rng(11).standard_normal((400_000, k, p))
    gap = shortcut.network(z, w, a) - shortcut.network(z, v_star - p**-0.5, a_star)
    consistent(gap**2 / 2, mean=float(shortcut.population_loss(w, a, v_star, a_star)), detects=0.03)


for wrong in (saboteurs.gradient_uphill, saboteurs.dropped_shortcut, saboteurs.k_for_p):
    saboteur(closed_forms)(wrong)
