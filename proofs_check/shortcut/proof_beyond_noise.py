"""The covariance of the stochastic gradient."""

import numpy as np
import pytest

from numerics.shortcut import stochastic
from proofs_check.engines import agrees, consistent, identity
from proofs_check.proof import by_hand, proof, saboteur
from proofs_check.shortcut.parts import equations
from theory.shortcut.discussion import noise


@proof(noise, *equations(noise))
def proof_by_algebra():
    by_hand(
        "The expectation in polar coordinates of the plane of both filters is the product of two integrals."
    )
    identity(noise)


@pytest.mark.parametrize("seed", range(4))
@proof(noise)
def proof_by_sampled_gradients(seed):
    """Means and mean squares of c'G over 400000 examples, patches in the plane of both filters."""
    rng = np.random.default_rng(seed)
    k, phi = int(rng.integers(1, 6)), rng.uniform(0.2, 2.9)
    a, star, along = rng.standard_normal((3, k))
    mean, variance = stochastic.gradient_noise(a, star, phi, along)
    z = rng.standard_normal((400_000, k, 2))
    r = np.maximum(z[..., 0], 0)
    s = np.maximum(np.cos(phi) * z[..., 0] + np.sin(phi) * z[..., 1], 0)
    seen = (r @ a - s @ star) * (r @ along)
    consistent(seen, mean=mean, detects=0.05 * variance**0.5)
    consistent((seen - mean) ** 2, mean=variance, detects=0.3 * variance)


@proof(noise, "square", "cubic", "quartic")
def proof_that_the_moments_are_meant():
    """Moments of the simulation against radial times angular integrals."""
    for phi in (0.3, 0.8, 1.1, 1.6, 2.0, 2.4, 2.7, 3.0):
        found = stochastic.moments(phi)
        radii = {
            "square": ((2, 1), 1.5 * (2 * np.pi) ** -0.5),
            "cubic": ((3, 1), 4 / np.pi),
            "quartic": ((2, 2), 4 / np.pi),
        }
        for part, (which, radius) in radii.items():
            angular = float(noise.rhs_at({"phi": phi}, part))
            agrees(found[which], radius * angular, rtol=1e-12, atol=1e-15, because="rounding")


@saboteur(noise)
def patches_taken_for_one(patch):
    right = stochastic.moments

    def wrong(phi):
        found = right(phi)
        return found | {(2, 2): found[1, 1] ** 2}

    patch.setattr(stochastic, "moments", wrong)
