r"""Gradient flow of one ReLU unit on the linear target, in three variables, and which units it kills.

With r = ||w||, c = b / r, k_L = w_L / r and u = gamma / r the flow theta' = -grad J closes in (c, k_L, u):

    c' = -phi + u k_L [(1 + c^2) phi - c Phi],
    k_L' = u Phi (1 - k_L^2),
    u' = u [Phi - u k_L (Phi - c phi)],

phi and Phi taken at c. So the target's scale matters only through gamma / ||w||, and the number of inputs not
at all. A unit recovers once k_L > 0, and dies once k_L < 0, c < 0 and k_L^2 (1 + c^2) > 1.

Source: Arnekvist et al. 2020, arXiv 2005.06195, Section 5; the reduction is this project's.
"""

from collections.abc import Sequence
from math import exp, pi, sqrt
from typing import Any

import numpy as np
from scipy.special import betainc, erfcx

from numerics import gaussian
from numerics.arrays import arguments
from numerics.arrays.objects import sequence
from numerics.dying_relu.relu_unit.plane import Doubles
from numerics.dying_relu.relu_unit.plane_orbits import separatrix
from numerics.integration import orbit

RTOL, ATOL = 1e-11, 1e-13
"""Of one step of the integrator; orbits near the separatrix amplify the error, by about the time they
stay."""
LONGEST = 1e4
"""Rescaled time after which an orbit that has neither recovered nor died is given up."""
COSINE = 1e-7
"""To which the critical angle is found; a death probability is then good to about as much times sqrt(L)."""


def rate(state: Doubles) -> Doubles:
    """Time derivative of (c, k_L, u), unchecked; shape (3, ...)."""
    c, k, u = state
    pdf, cdf = gaussian.pdf_of(c), gaussian.cdf_of(c)
    return np.stack(
        [
            -pdf + u * k * ((1 + c**2) * pdf - c * cdf),
            u * cdf * (1 - k**2),
            u * (cdf - u * k * (cdf - c * pdf)),
        ]
    )


def _scaled_rate(_: float, state: Doubles) -> list[float]:
    """The rate over Phi (1 + u (1 + |c|)): the same orbits, but without the stillness of the dead cone.

    The logarithm of u takes the place of u, which grows without bound as the unit dies.
    """
    c, k, u = float(state[0]), float(state[1]), exp(state[2])
    hazard = sqrt(2 / pi) / float(erfcx(-c / sqrt(2)))
    pace = 1 + u * (1 + abs(c))
    down = -hazard + u * k * ((1 + c**2) * hazard - c)
    return [down / pace, u * (1 - k**2) / pace, (1 - u * k * (1 - c * hazard)) / pace]


def _state(c: Any, k: Any, u: Any) -> Doubles:
    values = arguments.arrays({"c": c, "k": k, "u": u})
    for name, given, value in zip(("c", "k", "u"), (c, k, u), values, strict=True):
        if value.ndim:
            raise ValueError(f"{name} must be a single number, got {arguments.shorten(given)}")
    arguments.require(abs(values[1]) <= 1, "k", k, "a cosine between -1 and 1")
    arguments.require(values[2] > 0, "u", u, "a ratio above 0")
    return np.array([float(value) for value in values])


def flow(c: Any, k: Any, u: Any, times: Any) -> Doubles:
    """Follow the gradient flow of one unit.

    Parameters
    ----------
    c, k, u : float
        Start: bias over weight norm, cosine of weights and target, target scale over weight norm (above 0).
    times : array_like, shape (n,)
        Increasing times, from 0 or later.

    Returns
    -------
    ndarray, shape (3, n)
        c, k_L and u at these times, with errors near 1e-10 times the amplification of the flow.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    ArithmeticError
        If the flow cannot be followed to the last time: units in the plane that pass the origin, u -> oo.

    References
    ----------
    Arnekvist et al. 2020, arXiv 2005.06195, Section 5.
    """
    start = _state(c, k, u)
    (at,) = arguments.arrays({"times": times})
    fine = at.ndim == 1 and at.shape[0] > 0 and bool(at[0] >= 0) and bool(np.all(np.diff(at) > 0))
    arguments.require(fine, "times", times, "an increasing sequence of times from 0 on")
    done = orbit(
        lambda _, state: rate(state), (0.0, float(at[-1]) or 1.0), start, t_eval=at, method="DOP853",
        rtol=RTOL, atol=ATOL,
    )  # fmt: skip
    return np.asarray(done.y, dtype=np.float64)


def dies(c: Any, k: Any, u: Any) -> bool:
    """Whether the gradient flow kills the unit, by following it until its fate is certain.

    Parameters
    ----------
    c, k, u : float
        As for `flow`.

    Returns
    -------
    bool
        ``True`` once k_L < 0, c < 0 and k_L^2 (1 + c^2) > 1; ``False`` once k_L >= 0. In the plane, k_L = -1,
        where k_L never changes, a unit recovers by passing the origin: u -> oo with c above `tip`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given for `flow`.
    RuntimeError
        If the fate is not certain by the time `LONGEST`: a start on the separatrix.
    """
    start = _state(c, k, u)
    if start[1] == -1:
        return bool(start[0] < separatrix(1 / start[2]))

    def doomed(_: float, state: Doubles) -> float:
        if state[1] >= 0 or state[0] >= 0:
            return 1.0
        return float(1 - state[1] ** 2 * (1 + state[0] ** 2))

    def recovered(_: float, state: Doubles) -> float:
        return float(-state[1])

    if start[1] >= 0:
        return False
    if doomed(0.0, start) < 0:
        return True
    events: list[Any] = [doomed, recovered]
    for event in events:
        event.terminal = True
    start[2] = np.log(start[2])
    done = orbit(_scaled_rate, (0.0, LONGEST), start, events=events, method="DOP853", rtol=1e-10, atol=1e-12)
    if not any(len(times) for times in done.t_events):
        raise RuntimeError(f"c={c!r}, k={k!r}, u={u!r}: the fate is open at time {done.t[-1]:g}")
    return bool(len(done.t_events[0]))


def critical_cosine(u: float) -> float:
    """Cosine above which a unit that starts without bias recovers; -1 where all do.

    Parameters
    ----------
    u : float
        Target scale over weight norm, above 0.

    Returns
    -------
    float
        By bisection to `COSINE`: a smaller angle to the target never does harm.
    """
    _state(0.0, -1.0, u)
    if not dies(0.0, -1.0, u):
        return -1.0
    low, high = -1.0, 0.0
    while high - low > COSINE:
        middle = (low + high) / 2
        low, high = (middle, high) if dies(0.0, middle, u) else (low, middle)
    return (low + high) / 2


def death_probability(u: Any, dimension: int) -> float:
    """Probability that the gradient flow kills a unit without bias and with weights in a random direction.

    Parameters
    ----------
    u : float
        Target scale over weight norm, above 0.
    dimension : int
        Number of inputs L, at least 2.

    Returns
    -------
    float
        The share of directions with k_L below `critical_cosine`: k_L^2 has a Beta(1/2, (L - 1)/2) law.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above.
    """
    dimension = arguments.count(dimension, "dimension", at_least=2)
    return float(death_probabilities(u, [dimension])[0])


def death_probabilities(u: Any, dimensions: Sequence[int]) -> Doubles:
    """Return `death_probability` for several numbers of inputs, shape (len(dimensions),)."""
    sizes_ = sequence(dimensions, "dimensions", "integers")
    sizes = np.array([arguments.count(size, "dimensions", at_least=2) for size in sizes_], dtype=float)
    edge = critical_cosine(float(_state(0.0, 0.0, u)[2]))
    return np.asarray(0.5 * betainc((sizes - 1) / 2, 0.5, 1 - edge**2))
