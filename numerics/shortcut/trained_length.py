r"""Descent on a student whose filter is never normalised, its length being trained too.

f = a' relu(Z v) with v of length n has the population loss

    (1/4 pi) [n^2 a'Ma - 2 n (1'a 1'a* + (g-1) a'a*) + a*'Ma*],    M = 11' + (pi-1) I.

The filter moves in the plane of v* and of its start, so two coordinates of it carry the run.

Source: the network is that of Liu et al. 2019, arXiv 1909.04653, Eq. 1; the comparison is ours.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.shortcut.points import teacher_shape


def final_angles(
    rng: np.random.Generator, *, runs: Any, k: Any, q2: Any, size: Any, phi: float, step: float, steps: Any
) -> npt.NDArray[np.float64]:
    """Angles at which runs end, a0 uniform in the ball and v0 of length 1 at the angle `phi`.

    Parameters
    ----------
    rng : numpy.random.Generator
    runs, steps : int
    k, q2, size
        The teacher, see `numerics.shortcut.shape_of`; k at least 2.
    phi : float
        First angle in [0, pi].
    step : float
        Step size of both layers.

    Returns
    -------
    ndarray, shape (runs,)

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> how = {"runs": 2, "k": 4, "q2": 0.2, "size": 1.0, "step": 0.1, "steps": 900}
    >>> bool((final_angles(np.random.default_rng(0), phi=0.5, **how) < 1e-3).all())
    True
    """
    patches, q2_, size_ = teacher_shape(k, q2, size)
    runs, steps = arguments.count(runs, "runs", at_least=1), arguments.count(steps, "steps")
    phi_, step_ = arguments.arrays({"phi": phi, "step": step})
    inside = phi_.ndim == 0 and 0 <= phi_ <= np.pi
    arguments.require(inside, "phi", phi, "one angle in [0, pi]")
    arguments.require(step_.ndim == 0 and step_ > 0, "step", step, "one number above 0")
    arguments.require(patches >= 2, "k", k, "at least 2")
    arguments.generator(rng, "rng")
    across = np.zeros(patches)
    across[:2] = 0.5**0.5, -(0.5**0.5)
    star = np.sqrt(size_) * (np.sqrt(q2_ / patches) + np.sqrt(1 - q2_) * across)
    a = rng.standard_normal((runs, patches))
    radius = np.sqrt(q2_ * size_) * rng.random((runs, 1)) ** (1 / patches)
    a *= radius / np.linalg.norm(a, axis=1, keepdims=True)
    v = np.tile([np.cos(float(phi_)), np.sin(float(phi_))], (runs, 1))
    pace = float(step_)
    for _ in range(steps):
        length = np.hypot(*v.T)[:, None]
        angle = np.arctan2(np.abs(v[:, 1:]), v[:, :1])
        g = (np.pi - angle) * np.cos(angle) + np.sin(angle)
        mixed = a.sum(axis=1, keepdims=True) + (np.pi - 1) * a
        target = star.sum() + (g - 1) * star
        by_a = length * (length * mixed - target) / (2 * np.pi)
        unit = v / length
        radial = np.sum(a * (length * mixed - target), axis=1, keepdims=True) / (2 * np.pi)
        tangent = np.array([1.0, 0.0]) - unit[:, :1] * unit
        by_v = radial * unit - (a @ star)[:, None] * (np.pi - angle) / (2 * np.pi) * tangent
        a, v = a - pace * by_a, v - pace * by_v
    return np.asarray(np.arctan2(np.abs(v[:, 1]), v[:, 0]))
