r"""Gradient descent with normalised filters in full dimension, and its schedules of step sizes.

    w~ = w - eta_w grad_w,   1/sqrt p + w+ = (1/sqrt p + w~) / ||1/sqrt p + w~||,   a+ = a - eta_a grad_a,

both gradients at the old iterate. Without the shortcut (the plain convolutional network) w is the filter.

Source: Liu et al. 2019, arXiv 1909.04653, Eq. 8 and Section 4.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.arrays.objects import flag, sequence
from numerics.shortcut import loss

LARGEST_FILTER_STEP = 1.656
"""Largest eta_w ||a*||^2 of the standing condition H."""


class Phase(NamedTuple):
    """So many steps with these step sizes."""

    steps: int
    eta_a: float
    eta_w: float


class Descent(NamedTuple):
    """Iterates after the recorded numbers of steps, along the first axis."""

    steps: tuple[int, ...]
    w: Array
    a: Array
    angle: Array
    loss: Array


def constant(steps: Any, eta_a: Any, eta_w: Any) -> tuple[Phase, ...]:
    """One pair of step sizes throughout."""
    return phases([(steps, eta_a, eta_w)])


def warm_up(k: Any, steps: Any, length: Any = 1000) -> tuple[Phase, ...]:
    """Schedule with warm-up: eta_a = 1/k^2, eta_w = 1/k^4 for `length` of the steps, then both 1/k^2.

    Examples
    --------
    >>> warm_up(10, 3000)[1]
    Phase(steps=2000, eta_a=0.01, eta_w=0.01)
    """
    k = arguments.count(k, "k", at_least=1)
    length = arguments.count(length, "length")
    steps = arguments.count(steps, "steps", at_least=length)
    return phases([(length, 1 / k**2, 1 / k**4), (steps - length, 1 / k**2, 1 / k**2)])


def constant_ratio(k: Any, size: Any, steps: Any, ratio: Any) -> tuple[Phase, ...]:
    """Schedule with one step ratio throughout: eta_a = pi/(k+pi-1), eta_w = min(ratio eta_a, 1.656/size)."""
    k = arguments.count(k, "k", at_least=1)
    ratio_, size_ = arguments.arrays({"ratio": ratio, "size": size})
    arguments.require(ratio_.ndim == 0 and ratio_ > 0, "ratio", ratio, "one number above 0")
    arguments.require(size_.ndim == 0 and size_ > 0, "size", size, "one number above 0")
    eta_a = np.pi / (k + np.pi - 1)
    return constant(steps, eta_a, min(float(ratio_) * eta_a, LARGEST_FILTER_STEP / float(size_)))


def phases(schedule: Iterable[Sequence[Any]]) -> tuple[Phase, ...]:
    """Check a schedule: at least one (steps, eta_a, eta_w), steps >= 0, eta_a > 0, eta_w > 0."""
    try:
        given = [tuple(phase) for phase in schedule]
    except TypeError:
        given = []
    allowed = "a sequence of (steps, eta_a, eta_w), at least one"
    arguments.require(bool(given) and all(len(phase) == 3 for phase in given), "schedule", schedule, allowed)
    found = []
    for steps, eta_a, eta_w in given:
        names = "eta_a of the schedule", "eta_w of the schedule"
        rates = arguments.arrays(dict(zip(names, (eta_a, eta_w), strict=True)))
        for name, rate, original in zip(names, rates, (eta_a, eta_w), strict=True):
            arguments.require(rate.ndim == 0 and rate > 0, name, original, "one number above 0")
        found.append(Phase(arguments.count(steps, "steps of the schedule"), float(rates[0]), float(rates[1])))
    return tuple(found)


def require_certifiable(schedule: Iterable[Phase], k: int, size: float) -> None:
    """Check the standing condition H of every phase.

    Raises
    ------
    ValueError
        If eta_a > 2 pi/(k + pi - 1) or eta_w > 1.656/size somewhere: nothing is certain there.
    """
    bounds = {"eta_a": 2 * np.pi / (k + np.pi - 1), "eta_w": LARGEST_FILTER_STEP / size}
    for phase in schedule:
        for name, bound in bounds.items():
            given = getattr(phase, name)
            allowed = f"at most {bound:.6g} (condition H for k = {k}, size = {size:g}) for a certified answer"
            arguments.require(given <= bound * (1 + 1e-12), name, given, allowed)


def gradient_descent(
    w: Any,
    a: Any,
    v_star: Any,
    a_star: Any,
    schedule: Iterable[Sequence[Any]],
    *,
    shortcut: bool = True,
    record: Sequence[int] | None = None,
) -> Descent:
    """Train the network by normalised gradient descent on the population loss.

    Parameters
    ----------
    w, a, v_star, a_star : array_like
        Start and teacher as in `numerics.shortcut.loss.population_loss`; the start's filter is normalised
        first. Without shortcut `w` is the filter.
    schedule : sequence of (steps, eta_a, eta_w)
        Phases, one after the other.
    shortcut : bool
        Whether the constant unit vector is added to `w`.
    record : list or tuple of int, optional
        After how many steps to record, ascending; by default after the last one.

    Returns
    -------
    Descent
        Each array with the recorded steps along its first axis.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    References
    ----------
    Liu et al. 2019, arXiv 1909.04653, Eq. 8.
    """
    plan = phases(schedule)
    total = sum(phase.steps for phase in plan)
    shortcut = flag(shortcut, "shortcut")
    asked = [total] if record is None else sequence(record, "record", "integers")
    wanted = [arguments.count(step, "record") for step in asked]
    ordered = bool(wanted) and wanted == sorted(set(wanted)) and wanted[-1] <= total
    arguments.require(ordered, "record", record, f"ascending step numbers, at most {total}")
    at = loss.checked(w, a, v_star, a_star, shortcut)
    xp = compat.array_namespace(at.a)
    parts = {"w": at.filter, "a": at.a, "v_star": at.v_star, "a_star": at.a_star}
    batch = arguments.broadcast_shape({name: tuple(array.shape[:-1]) for name, array in parts.items()})
    at = at._replace(
        filter=xp.broadcast_to(at.filter, (*batch, at.filter.shape[-1])),
        a=xp.broadcast_to(at.a, (*batch, at.a.shape[-1])),
        angle=xp.broadcast_to(at.angle, batch),
        length=at.length / at.length,
    )
    kept: list[tuple[Array, Array, Array, Array]] = []
    rates = ((phase.eta_a, phase.eta_w) for phase in plan for _ in range(phase.steps))
    offset = at.filter.shape[-1] ** -0.5 if shortcut else 0.0
    for step in range(wanted[-1] + 1):
        if step in wanted:
            kept.append((at.filter - offset, at.a, at.angle, loss.loss_of(at)))
        if step < wanted[-1]:
            at = _step(at, *next(rates), xp)
    return Descent(tuple(wanted), *(xp.stack(values) for values in zip(*kept, strict=True)))


def _step(at: loss.Checked, eta_a: float, eta_w: float, xp: Any) -> loss.Checked:
    by_w, by_a = loss.gradient_of(at)
    moved = at.filter - eta_w * by_w
    moved = moved / xp.sqrt(xp.sum(moved * moved, axis=-1))[..., None]
    return at._replace(filter=moved, a=at.a - eta_a * by_a, angle=loss.angle_between(moved, at.v_star))
