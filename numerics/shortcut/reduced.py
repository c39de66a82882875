r"""The shortcut network reduced exactly to three numbers, with certified exits.

Split the teacher's output weights into their mean part and a*_perp = a* - (1'a*/k) 1. With q^2 =
(1'a*)^2/(k N) and N = ||a*||^2 the whole descent is carried by

    sigma = 1'a / 1'a*,   chi = a'a*_perp / ||a*_perp||^2,   phi = angle(v, v*),
    x = q^2 sigma + (1-q^2) chi,

    sigma+ = sigma + eta_a/2pi (k-1+g - (k+pi-1) sigma),
    chi+   = chi   + eta_a/2pi (g-1 - (pi-1) chi),
    phi+   = phi - arctan(eta_w N x h(phi) / 2 pi), folded back into [0, pi];

neither p nor the rest of a matters. sigma has no meaning for q = 0 and chi none for q = 1; they are kept
at 0.

Exits. With sigma_e = (k-1+g)/(k+pi-1), chi_e = (g-1)/(pi-1) and steps under condition H (eta_a <=
2pi/(k+pi-1), eta_w <= 1.656/N) these sets are never left while eta_w N |x| <= 4, which H ensures from the
ball: the first two lead to the optimum, the third to the spurious point. Far outside the ball a step may turn
the filter past the teacher's and out of them, see `reach`.

    q^2 min(sigma, sigma_e) + (1-q^2) min(chi, chi_e) > 0;       phi < pi/2, x >= 0, sigma <= 1;
    q^2 max(sigma, sigma_e) + (1-q^2) max(chi, chi_e) < 0.

Source: the network is that of Liu et al. 2019, arXiv 1909.04653, Eqs. 6-8; reduction and exits are ours.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from numerics.arrays import arguments
from numerics.shortcut import descent
from numerics.shortcut.coordinates import State, reach, reduce, state_of
from numerics.shortcut.descent import Phase
from numerics.shortcut.points import teacher_shape

Doubles = npt.NDArray[np.float64]

LABELS = ("undecided", "global", "spurious")
"""Labels of starts; a code is a position in it."""
LARGEST_PULL = 4.0
"""Largest eta_w N |x| with which no step, folded back into [0, pi], turns a filter the wrong way."""


class Outcome(NamedTuple):
    """What became of each start.

    Attributes
    ----------
    codes : ndarray of int8, shape (...)
        Positions in `LABELS`.
    steps : ndarray of int64, shape (...)
        Step at which an exit certified the label, or the number of steps made.
    state : State
        Where each start was then.
    """

    codes: npt.NDArray[np.int8]
    steps: npt.NDArray[np.int64]
    state: State

    @property
    def labels(self) -> npt.NDArray[np.str_]:
        """Label of each start."""
        return np.asarray(LABELS)[self.codes]


def share(state: State, q2: float) -> Doubles:
    """Share x = a'a*/N of the teacher that the output weights have."""
    return q2 * state.sigma + (1 - q2) * state.chi


def step(state: State, k: int, q2: float, size: float, eta_a: float, eta_w: float) -> State:
    """One update of the three numbers; inner function, unchecked.

    Parameters
    ----------
    state : State
    k, q2, size
        Patches, q^2 and N of the teacher, see `numerics.shortcut.shape_of`.
    eta_a, eta_w : float
        Step sizes.
    """
    sigma, chi, phi = state
    back = np.pi - phi
    sine = np.sin(phi)
    g = back * np.cos(phi) + sine
    turned = phi - np.arctan(eta_w * size / (2 * np.pi) * share(state, q2) * back * sine)
    turned = np.abs(turned)
    turned = np.where(turned > np.pi, 2 * np.pi - turned, turned)
    rate = eta_a / (2 * np.pi)
    new_sigma = sigma + rate * ((k - 1 + g) - (k + np.pi - 1) * sigma) if q2 > 0 else sigma
    new_chi = chi + rate * ((g - 1) - (np.pi - 1) * chi) if q2 < 1 else chi
    return State(new_sigma, new_chi, turned)


def loss_of(state: State, k: int, q2: float, size: float) -> Doubles:
    """Population loss of the three numbers, what is orthogonal to 1 and a* being 0."""
    sigma, chi, phi = state
    short = np.pi - ((np.pi - phi) * np.cos(phi) + np.sin(phi))
    square = q2 * (k + np.pi - 1) * (sigma - 1) ** 2 + (1 - q2) * (np.pi - 1) * (chi - 1) ** 2
    return np.asarray(size / (4 * np.pi) * (square + 2 * short * share(state, q2)))


def equilibrium(g: Doubles, k: int) -> tuple[Doubles, Doubles]:
    """Where sigma and chi would settle at a fixed angle with kernel g."""
    return (k - 1 + g) / (k + np.pi - 1), (g - 1) / (np.pi - 1)


def exits(state: State, k: int, q2: float) -> npt.NDArray[np.int8]:
    """Codes of `LABELS`: in which of the sets that are never left, if in any, a state is.

    They are never left while eta_w N `reach` is at most `LARGEST_PULL`.
    """
    sigma, chi, phi = state
    sigma_e, chi_e = equilibrium((np.pi - phi) * np.cos(phi) + np.sin(phi), k)
    least = q2 * np.minimum(sigma, sigma_e) + (1 - q2) * np.minimum(chi, chi_e)
    most = q2 * np.maximum(sigma, sigma_e) + (1 - q2) * np.maximum(chi, chi_e)
    inside = (least > 0) | ((phi < np.pi / 2) & (share(state, q2) >= 0) & (sigma <= 1))
    # At pi itself h = 0: only starts at the spurious filter are there, and they stay.
    good = inside & (phi < np.pi)
    return np.where(good, 1, np.where((most < 0) & (phi > 0), 2, 0)).astype(np.int8)


def trajectory(
    state: tuple[Any, Any, Any], k: Any, q2: Any, size: Any, schedule: Iterable[Sequence[Any]], every: int = 1
) -> State:
    """States after 0, every, 2 every, ... steps, along the first axis."""
    patches, share_, size_ = teacher_shape(k, q2, size)
    plan = descent.phases(schedule)
    every = arguments.count(every, "every", at_least=1)
    now = state_of(*state)
    kept, done = [now], 0
    for phase in plan:
        for _ in range(phase.steps):
            now = step(now, patches, share_, size_, phase.eta_a, phase.eta_w)
            done += 1
            if done % every == 0:
                kept.append(now)
    return State(*(np.stack(values) for values in zip(*kept, strict=True)))


def success(
    sigma: Any,
    chi: Any,
    phi: Any,
    *,
    k: Any,
    q2: Any,
    size: Any,
    schedule: Iterable[Sequence[Any]],
    every: int = 1,
) -> Outcome:
    """Label each start by the certified exit that it enters.

    Parameters
    ----------
    sigma, chi, phi : array_like, shape (...)
        Starts, broadcast against each other.
    k, q2, size
        The teacher, see `numerics.shortcut.shape_of`.
    schedule : sequence of (steps, eta_a, eta_w)
        Phases under condition H; the last pair of step sizes is thought to go on for ever.
    every : int
        How often, in steps, exits are looked for.

    Returns
    -------
    Outcome
        "undecided" where no exit was entered within the schedule.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, in particular if step sizes violate condition H, or a start is so
        far outside the ball that eta_w N |x| could exceed 4, beyond which exits may be left.

    Examples
    --------
    >>> start = {"sigma": -0.5, "chi": [-0.1, 0.1], "phi": 1.4}
    >>> success(**start, k=16, q2=1 / 64, size=256, schedule=[(20000, 1 / 256, 1 / 256)]).labels.tolist()
    ['spurious', 'global']
    """
    patches, share_, size_ = teacher_shape(k, q2, size)
    plan = descent.phases(schedule)
    descent.require_certifiable(plan, patches, size_)
    every = arguments.count(every, "every", at_least=1)
    starts = state_of(sigma, chi, phi)
    most = LARGEST_PULL / (size_ * max(phase.eta_w for phase in plan))
    allowed = f"such that |x| stays at most {most:.6g}, 4/(eta_w N), for a certified answer"
    arguments.require(reach(starts, share_) <= most * (1 + 1e-12), "sigma, chi", (sigma, chi), allowed)
    shape = starts.phi.shape
    return _run(State(*(x.ravel() for x in starts)), patches, share_, size_, plan, every, shape)


def _run(
    live: State, k: int, q2: float, size: float, plan: Sequence[Phase], every: int, shape: tuple[int, ...]
) -> Outcome:
    """Step the starts that have not left yet, until all have or the schedule ends."""
    count = live.phi.size
    codes, steps = np.zeros(count, np.int8), np.zeros(count, np.int64)
    ends = State(*(x.copy() for x in live))
    index, done = np.arange(count), 0

    def release(live: State, index: Any) -> tuple[State, Any]:
        found = exits(live, k, q2)
        out = found > 0
        if not out.any():
            return live, index
        codes[index[out]], steps[index[out]] = found[out], done
        for end, values in zip(ends, live, strict=True):
            end[index[out]] = values[out]
        return State(*(values[~out] for values in live)), index[~out]

    live, index = release(live, index)
    for phase in plan:
        for _ in range(phase.steps):
            if not index.size:
                break
            live = step(live, k, q2, size, phase.eta_a, phase.eta_w)
            done += 1
            if done % every == 0:
                live, index = release(live, index)
    live, index = release(live, index)
    steps[index] = done
    for end, values in zip(ends, live, strict=True):
        end[index] = values
    return Outcome(codes.reshape(shape), steps.reshape(shape), State(*(end.reshape(shape) for end in ends)))


__all__ = [
    "LABELS",
    "LARGEST_PULL",
    "Outcome",
    "State",
    "equilibrium",
    "exits",
    "loss_of",
    "reach",
    "reduce",
    "share",
    "state_of",
    "step",
    "success",
    "trajectory",
]
