r"""The edge between the basins of optimum and spurious point where the mean of a* vanishes.

With 1'a* = 0 (and nearly so with small r) the share x = a'a*/N and the angle phi carry the run. For small
steps of fixed ratio rho = eta_w/eta_a only rho N matters, and the edge is the stable manifold of the saddle
at x = 0, phi = pi/2. As rho N grows the filter turns before the share's own decay counts, and

    x ~ -sqrt(2 Psi(phi, pi/2) / (rho N)),    Psi(low, high) = int_low^high (g - 1)/h.

Source: the network is that of Liu et al. 2019, arXiv 1909.04653; edge and limit are ours.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.integration import integral
from numerics.shortcut.descent import LARGEST_FILTER_STEP
from numerics.shortcut.kernel import overlap_of
from numerics.shortcut.reduced import success

Doubles = npt.NDArray[np.float64]

CANDIDATES, ROUNDS = 31, 5
"""Shares tried at once between the ends of a bracket, and how often: 32^5 times as fine in the end."""
PACE = 0.02
"""Step eta_a in units of 1/sqrt(rho N)."""


def potential(low: Any, high: Any) -> float:
    """Integral of (g - 1)/h from one angle to another.

    Parameters
    ----------
    low, high : float
        Angles in (0, pi).

    Raises
    ------
    TypeError, ValueError
        If an angle is not one number in (0, pi).

    Examples
    --------
    >>> round(potential(np.pi / 3, np.pi / 2), 9)
    0.130733474
    """
    ends = arguments.arrays({"low": low, "high": high})
    for name, given, end in zip(("low", "high"), (low, high), ends, strict=True):
        arguments.require(end.ndim == 0 and 0 < end < np.pi, name, given, "one angle in (0, pi)")

    def fall(t: float) -> float:
        return float((overlap_of(np.asarray(t)) - 1) / ((np.pi - t) * np.sin(t)))

    return integral(fall, float(ends[0]), float(ends[1]), epsabs=1e-13)


def edge(phi: Any, pull: Any, pace: Any = PACE) -> Doubles:
    """Share below which runs from the angle `phi` end at the spurious point, where 1'a* = 0.

    Parameters
    ----------
    phi : array_like, shape (n,)
        First angles in (0, pi/2).
    pull : float
        rho N, above 0.
    pace : float
        Step eta_a times sqrt(rho N); the edge is that of the flow as it goes to 0.

    Returns
    -------
    ndarray, shape (n,)
        Shares in [-2, 0].

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, or the steps would violate condition H.
    RuntimeError
        If a run is undecided after 10^6 steps.

    Examples
    --------
    >>> bool(abs(edge([1.2], 400.0) / asymptotic_edge([1.2], 400.0) - 1) < 0.1)
    True
    """
    angles = _acute(phi)
    pull_, pace_ = arguments.arrays({"pull": pull, "pace": pace})
    arguments.require(pull_.ndim == 0 and pull_ > 0, "pull", pull, "one number above 0")
    eta_a = float(pace_) / float(pull_) ** 0.5 if pace_.ndim == 0 else 0.0
    eta_w = eta_a * float(pull_)
    within = 0 < eta_a <= 2 * np.pi / (np.pi + 1) and eta_w <= LARGEST_FILTER_STEP
    arguments.require(within, "pace", pace, "one number above 0 that keeps condition H")
    schedule = [(10**6, eta_a, eta_w)]
    low, high = np.full(angles.shape, -2.0), np.zeros(angles.shape)
    tried = (np.arange(1, CANDIDATES + 1) / (CANDIDATES + 1))[:, None]
    for _ in range(ROUNDS):
        points = low + tried * (high - low)
        codes = success(0.0, points, angles, k=2, q2=0.0, size=1.0, schedule=schedule, every=8).codes
        if not codes.all():
            raise RuntimeError(f"a run from shares {points[codes == 0]} was undecided after 10^6 steps")
        fails = np.where(codes == 2, points, low).max(axis=0)
        high, low = np.where(codes == 1, points, high).min(axis=0), fails
    return np.asarray((low + high) / 2)


def asymptotic_edge(phi: Any, pull: Any) -> Doubles:
    """Limit form of `edge` for large rho N, -sqrt(2 Psi(phi, pi/2)/(rho N)); arguments are the same."""
    (pull_,) = arguments.arrays({"pull": pull})
    arguments.require(pull_.ndim == 0 and pull_ > 0, "pull", pull, "one number above 0")
    return -np.sqrt(2 * np.array([potential(angle, np.pi / 2) for angle in _acute(phi)]) / float(pull_))


def _acute(phi: Any) -> Doubles:
    (angles,) = arguments.arrays({"phi": phi})
    inside = (angles > 0) & (angles < np.pi / 2)
    arguments.require(
        angles.ndim == 1 and angles.size > 0 and np.all(inside), "phi", phi, "a vector of angles in (0, pi/2)"
    )
    return np.asarray(angles, dtype=float)
