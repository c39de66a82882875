"""The three numbers that carry a run, found from iterates in full dimension or checked as they are given.

    sigma = 1'a / 1'a*,   chi = a'a*_perp / ||a*_perp||^2,   phi = angle(v, v*),   a*_perp = a* - (1'a*/k) 1

Source: the network is that of Liu et al. 2019, arXiv 1909.04653, Eqs. 6-8; the reduction is ours.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.shortcut import loss
from numerics.shortcut.points import ROUNDING

Doubles = npt.NDArray[np.float64]


class State(NamedTuple):
    """The three numbers, arrays of one shape."""

    sigma: Doubles
    chi: Doubles
    phi: Doubles


def reduce(w: Any, a: Any, v_star: Any, a_star: Any, *, shortcut: bool = True) -> State:
    """Reduce iterates in full dimension; arguments are those of `numerics.shortcut.population_loss`.

    Returns
    -------
    State
        Arrays of the leading shape. sigma is 0 where 1'a* vanishes, chi where a* is parallel to 1 (both up to
        rounding, 1e-12 of ||a*||).

    Examples
    --------
    >>> [round(float(x), 6) for x in reduce([0.0, 0.0], [2.0, 0.0], [1.0, 0.0], [1.0, 0.0])]
    [2.0, 2.0, 0.785398]
    """
    at = loss.checked(w, a, v_star, a_star, shortcut)
    a_, star = np.asarray(at.a, dtype=float), np.asarray(at.a_star, dtype=float)
    k, total = star.shape[-1], np.sum(star, axis=-1)
    across = star - (total / k)[..., None]
    square, size = np.sum(across**2, axis=-1), np.sum(star**2, axis=-1)
    has_sum, has_rest = total**2 >= ROUNDING * k * size, square >= ROUNDING * size
    sigma = np.where(has_sum, np.sum(a_, axis=-1) / np.where(has_sum, total, 1), 0.0)
    chi = np.where(has_rest, np.sum(a_ * across, axis=-1) / np.where(has_rest, square, 1), 0.0)
    return State(*np.broadcast_arrays(sigma, chi, np.asarray(at.angle, dtype=float)))


def state_of(sigma: Any, chi: Any, phi: Any) -> State:
    """Check and broadcast the three numbers.

    Raises
    ------
    TypeError, ValueError
        If one is not made of finite real numbers, an angle lies outside [0, pi], or shapes do not fit.
    """
    found = arguments.arrays({"sigma": sigma, "chi": chi, "phi": phi})
    arguments.require((found[2] >= 0) & (found[2] <= np.pi), "phi", phi, "an angle in [0, pi]")
    names = ("sigma", "chi", "phi")
    arrays = arguments.broadcast(dict(zip(names, found, strict=True)))
    return State(*(np.array(array, dtype=float) for array in arrays))


def reach(state: State, q2: float) -> Doubles:
    """Largest |x| that a run from a state can come to, whatever the angle does, for eta_a <= 2pi/(k+pi-1).

    It is the larger of q^2 max(sigma, 1) + (1-q^2) max(chi, 1) and, the other way round, of
    -q^2 min(sigma, 0) - (1-q^2) min(chi, -1/(pi-1)); neither grows in a step.

    Examples
    --------
    >>> float(reach(state_of(20.0, -0.95, 0.25), 0.5))
    10.5
    """
    above = q2 * np.maximum(state.sigma, 1) + (1 - q2) * np.maximum(state.chi, 1)
    below = q2 * np.minimum(state.sigma, 0) + (1 - q2) * np.minimum(state.chi, -1 / (np.pi - 1))
    return np.asarray(np.maximum(above, -below))
