r"""Where the gradient vanishes: the optimum, the spurious point and, between them, a saddle.

In terms of q^2 = (1'a*)^2 / (k N), N = ||a*||^2, the best output weights at the angle phi have the loss

    L_min = N / 4 pi (q^2 ((k+pi-1) - (k-1+g)^2/(k+pi-1)) + (1-q^2) ((pi-1) - (g-1)^2/(pi-1))),

and the share x = a'a* / N that they have of the teacher is q^2 (k-1+g)/(k+pi-1) + (1-q^2) (g-1)/(pi-1).
Its zero is the saddle; there is one below pi exactly when r = k q^2 < r_c = (k+pi-1)/pi.

Source: Liu et al. 2019, arXiv 1909.04653, Proposition 1; threshold, saddle and barrier are ours.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.shortcut import loss
from numerics.shortcut.kernel import overlap, overlap_of

Doubles = npt.NDArray[np.float64]

ROUNDING = 1e-24
"""Below this share of N the square of the mean part of a*, or of the rest of it, counts as 0."""


class CriticalPoint(NamedTuple):
    """One critical point with a unit filter.

    Attributes
    ----------
    kind : {"global", "spurious", "degenerate", "saddle"}
        "spurious" where v = -v* is a local minimum, "degenerate" where it is not.
    angle : float
        Between filter and teacher.
    a : ndarray, shape (k,)
        Output weights.
    loss : float
    """

    kind: str
    angle: float
    a: Doubles
    loss: float


def shape_of(a_star: Any) -> tuple[int, float, float]:
    """Numbers of the teacher that matter: k, q^2 = (1'a*)^2 / (k N) and N = ||a*||^2.

    Examples
    --------
    >>> shape_of([2.0, 0.0, 0.0, 0.0])
    (4, 0.25, 4.0)
    """
    _, a = loss.teacher([1.0, 0.0], a_star)
    arguments.require(a.ndim == 1, "a_star", a_star, "one vector")
    star = np.asarray(a, dtype=float)
    k, size, mean = star.size, float(np.sum(star**2)), float(np.mean(star))
    # What is left of a cancelled sum, or of an exact multiple of 1, is rounding: see `ROUNDING`.
    apart = float(np.sum((star - mean) ** 2)) / size
    q2 = k * mean**2 / size
    return k, 0.0 if q2 < ROUNDING else 1.0 if apart < ROUNDING else min(q2, 1.0), size


def threshold(k: Any) -> float:
    """Largest r = (1'a*)^2 / ||a*||^2, (k + pi - 1)/pi, below which the spurious point is a local minimum."""
    return (arguments.count(k, "k", at_least=1) + np.pi - 1) / np.pi


def best_output(phi: Any, a_star: Any) -> Doubles:
    """Output weights of least loss at a given angle, M^-1 (11' + (g - 1) I) a*."""
    g = float(overlap(phi))
    _, a = loss.teacher([1.0, 0.0], a_star)
    k, mean = a.shape[0], np.mean(a)
    return np.asarray(mean * (k - 1 + g) / (k + np.pi - 1) + (a - mean) * (g - 1) / (np.pi - 1))


def spurious_optimum(v_star: Any, a_star: Any) -> tuple[Array, Array, float]:
    """Spurious point: the filter -v*, its output weights M^-1 (11' - I) a*, and its loss.

    Parameters
    ----------
    v_star : array_like, shape (p,)
        The teacher's filter, of length 1.
    a_star : array_like, shape (k,)
        The teacher's output weights, not 0.

    Returns
    -------
    w : array, shape (p,)
        Such that 1/sqrt p + w = -v*.
    a : array, shape (k,)
    loss : float

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    References
    ----------
    Liu et al. 2019, arXiv 1909.04653, Proposition 1. It is a local minimum only for r < r_c.
    """
    v, a = loss.teacher(v_star, a_star)
    return -v - v.shape[-1] ** -0.5, best_output(np.pi, a), barrier_profile(np.pi, *shape_of(a)).item()


def barrier_profile(phi: Any, k: Any, q2: Any, size: Any) -> Doubles:
    """Least loss over the output weights at each angle, L_min(phi).

    Parameters
    ----------
    phi : array_like, shape (...)
        Angles in [0, pi].
    k : int
        Patches.
    q2, size : float
        q^2 in [0, 1] and N > 0, see `shape_of`.

    Returns
    -------
    ndarray, shape (...)
    """
    k, q2, size = teacher_shape(k, q2, size)
    g = np.asarray(overlap(phi), dtype=float)
    common, own = k + np.pi - 1, np.pi - 1
    # (k+pi-1)^2 - (k-1+g)^2 = (pi - g)(2k + pi - 2 + g), and likewise: no cancellation near 0.
    short = np.pi - g
    both = q2 * (2 * k + np.pi - 2 + g) / common + (1 - q2) * (np.pi - 2 + g) / own
    return np.asarray(size / (4 * np.pi) * short * both)


def saddle_angle(k: Any, q2: Any) -> float:
    """Angle of the saddle, in [pi/2, pi); pi where there is none (r >= r_c).

    Examples
    --------
    >>> round(saddle_angle(16, 0.05) / np.pi, 4)
    0.5205
    """
    k, q2, _ = teacher_shape(k, q2, 1.0)
    r = k * q2
    if r >= threshold(k):
        return float(np.pi)
    level = (k + np.pi - 1 - np.pi * r) / (k + np.pi - 1 - r)
    low, high = np.pi / 2, np.pi
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if overlap_of(np.asarray(middle)) > level else (low, middle)
    return float((low + high) / 2)


def critical_points(v_star: Any, a_star: Any) -> list[CriticalPoint]:
    """All critical points with a unit filter: optimum, spurious point and, for r < r_c, a family of saddles.

    The saddle stands for all filters at its angle, a sphere of dimension p - 2. Arguments and errors are
    those of `spurious_optimum`.
    """
    _, a = loss.teacher(v_star, a_star)
    k, q2, size = shape_of(a)
    below = k * q2 < threshold(k)
    angles = {"global": 0.0, "spurious" if below else "degenerate": np.pi}
    if below:
        angles["saddle"] = saddle_angle(k, q2)
    return [
        CriticalPoint(kind, float(phi), best_output(phi, a), barrier_profile(phi, k, q2, size).item())
        for kind, phi in angles.items()
    ]


def teacher_shape(k: Any, q2: Any, size: Any) -> tuple[int, float, float]:
    """Check the numbers of a teacher: k >= 1, 0 <= q2 <= 1 (1 where k = 1) and size > 0."""
    patches = arguments.count(k, "k", at_least=1)
    q2_, size_ = arguments.arrays({"q2": q2, "size": size})
    arguments.require(q2_.ndim == 0 and 0 <= q2_ <= 1, "q2", q2, "one number in [0, 1]")
    arguments.require(patches > 1 or q2_ == 1, "q2", q2, "1 where k is 1")
    arguments.require(size_.ndim == 0 and size_ > 0, "size", size, "one number above 0")
    return patches, float(q2_), float(size_)
