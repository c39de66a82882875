"""Random starts of output weights and filters, and the laws of their angle.

a0 uniform in the ball of radius R = |1'a*|/sqrt k gives sigma0 = u1 and chi0 = q u2 / sqrt(1-q^2) with two
coordinates (u1, u2) of a uniform point of the unit k-ball; "radial" starts a0 = R U d (U uniform on [0, 1], d
a uniform direction) put most points near the centre. Without a shortcut the filter is uniform on the sphere.

Source: Liu et al. 2019, arXiv 1909.04653, Section 4.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from numerics.arrays import arguments

Doubles = npt.NDArray[np.float64]

STARTS = ("ball", "radial")
"""Laws of a0, see the top of this module."""


def draw_output(k: Any, runs: Any, rng: np.random.Generator, start: str = "ball") -> Doubles:
    """Draw (u1, u2), two coordinates of a0/R along the mean and along a*_perp.

    Returns
    -------
    ndarray, shape (2, runs)
        For k = 1 the second one is 0.
    """
    k = arguments.count(k, "k", at_least=1)
    runs = arguments.count(runs, "runs", at_least=1)
    start = arguments.one_of(start, "start", STARTS)
    rng = arguments.generator(rng, "rng")
    normal = rng.standard_normal((2, runs))
    rest = rng.chisquare(k - 2, runs) if k > 2 else np.zeros(runs)
    if k == 1:
        normal[1] = 0.0
    direction = normal / np.sqrt(np.sum(normal**2, axis=0) + rest)
    return np.asarray(direction * rng.random(runs) ** (1 / k if start == "ball" else 1.0))


def draw_angle(p: Any, runs: Any, rng: np.random.Generator) -> Doubles:
    """Draw the angle between v* and a uniform direction of R^p."""
    p = arguments.count(p, "p", at_least=2)
    runs = arguments.count(runs, "runs", at_least=1)
    rng = arguments.generator(rng, "rng")
    first = rng.standard_normal(runs)
    return np.asarray(np.arctan2(np.sqrt(rng.chisquare(p - 1, runs)), first))


def start_of(u: Any, q2: float) -> tuple[Doubles, Doubles]:
    """Turn (u1, u2), stacked along the first axis, into sigma0 and chi0."""
    pair, share = arguments.arrays({"u": u, "q2": q2})
    arguments.require(
        pair.ndim > 0 and len(pair) == 2, "u", u, "two coordinates, stacked along the first axis"
    )
    arguments.require(share.ndim == 0 and 0 <= share <= 1, "q2", q2, "one number in [0, 1]")
    u1, u2 = np.asarray(pair, dtype=float)
    return (u1 if q2 > 0 else 0 * u1), (u2 * np.sqrt(q2 / (1 - q2)) if q2 < 1 else 0 * u2)


def angle_below(phi: Any, p: int) -> Doubles:
    """Chance that a uniform direction of R^p makes an angle below `phi` with a given one."""
    (angle,) = arguments.arrays({"phi": phi})
    arguments.require((angle >= 0) & (angle <= np.pi), "phi", phi, "an angle in [0, pi]")
    p = arguments.count(p, "p", at_least=2)
    cosine = np.cos(np.asarray(angle, dtype=float))
    return np.asarray((1 - np.sign(cosine) * betainc(0.5, (p - 1) / 2, cosine**2)) / 2)
