r"""How often descent from a random start succeeds: sampled, and without sampling.

Starts: output weights in the ball, or radial; the filter at a given angle (shortcut), or uniform on the
sphere of R^p (no shortcut); see `numerics.shortcut.starts`.

Rates. The update preserves the order (phi down, sigma up, chi up), so that at a given angle success is
{u2 > U(u1)} with a falling U, and at given (u1, u2) it is {phi0 < Phi(u1, u2)}. U or Phi is found by
bisection at the nodes of a quadrature, and the rest is incomplete beta functions.

Source: Liu et al. 2019, arXiv 1909.04653, Section 4; order and quadrature are ours.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator
from scipy.special import betainc, roots_jacobi

from numerics.arrays import arguments
from numerics.shortcut import descent
from numerics.shortcut.points import teacher_shape
from numerics.shortcut.reduced import success
from numerics.shortcut.starts import STARTS, angle_below, draw_angle, draw_output, start_of

Doubles = npt.NDArray[np.float64]

SEARCHES = ((15, 6), (3, 12))
"""Points tried between the ends of a bracket, and rounds: 16^6 = 4^12 times as fine, 1e-7, in the end.

The first costs fewer rounds, the second 36 runs a node instead of 90.
"""
EVERY = 8
"""Steps between looks for an exit; exits are never left, so labels do not depend on it."""
MANY = 64
"""Nodes from which runs, not rounds, are what costs."""


def _above(v: Doubles, half: float) -> Doubles:
    """P(V > v) for the density (1 - v^2)^(half - 1) on [-1, 1]."""
    inside = np.clip(v, -1, 1)
    return np.asarray((1 - np.sign(inside) * betainc(0.5, half, inside**2)) / 2)


def _search(
    good: Callable[[Doubles], npt.NDArray[np.int8]], low: Doubles, high: Doubles, up: bool
) -> tuple[Doubles, Doubles]:
    """Bracket, at every node, where success sets in (going up, or going down).

    `good` is asked about an array (candidates, nodes) and answers with codes of `LABELS`; undecided points
    stay inside the bracket. Ends are never asked: a node without any failure keeps its first end.
    """
    candidates, rounds = SEARCHES[low.size >= MANY]
    share = (np.arange(1, candidates + 1) / (candidates + 1))[:, None]
    for _ in range(rounds):
        points = low + share * (high - low)
        codes = good(points)
        wins, fails = codes == 1, codes == 2
        better, worse = (wins, fails) if up else (fails, wins)
        high = np.minimum(high, np.where(better, points, np.inf).min(axis=0))
        low = np.maximum(low, np.where(worse, points, -np.inf).max(axis=0))
    return low, high


def boundary(
    u1: Any, *, phi: float, k: Any, q2: Any, size: Any, schedule: Iterable[Sequence[Any]]
) -> Doubles:
    """Where success sets in, U(u1), within [-1, 1], for a filter that starts at the angle `phi`.

    Parameters
    ----------
    u1 : array_like, shape (n,)
        First coordinates in [-1, 1].
    phi : float
        The filter's first angle.
    k, q2, size, schedule
        As in `numerics.shortcut.reduced.success`.
    """
    patches, q2_, size_ = teacher_shape(k, q2, size)
    (nodes,) = arguments.arrays({"u1": u1})
    arguments.require(nodes.ndim == 1 and np.all(np.abs(nodes) <= 1), "u1", u1, "a vector within [-1, 1]")
    nodes = np.asarray(nodes, dtype=float)

    def good(points: Doubles) -> npt.NDArray[np.int8]:
        sigma, chi = start_of(np.stack(np.broadcast_arrays(nodes, points)), q2_)
        return success(sigma, chi, phi, k=patches, q2=q2_, size=size_, schedule=schedule, every=EVERY).codes

    ends = np.ones_like(nodes)
    low, high = _search(good, -ends, ends, up=True)
    middle = (low + high) / 2
    return np.where(low == -1, -1.0, np.where(high == 1, 1.0, middle))


def success_probability(
    *,
    k: Any,
    q2: Any,
    size: Any,
    schedule: Iterable[Sequence[Any]],
    phi: Any = None,
    p: Any = None,
    start: str = "ball",
    nodes: Any = 32,
) -> float:
    """Chance of success without sampling.

    Parameters
    ----------
    k, q2, size, schedule
        As in `numerics.shortcut.reduced.success`; steps under condition H.
    phi : float, optional
        The filter's first angle (shortcut), or
    p : int, optional
        the dimension of a uniform first filter (no shortcut). Exactly one of the two.
    start : {"ball", "radial"}
        Law of a0.
    nodes : int
        Of the quadrature; 24 to 40 give about 6 digits.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> how = {"k": 16, "q2": 1 / 64, "size": 256.0, "schedule": [(40000, 1 / 256, 1 / 256)]}
    >>> round(success_probability(phi=0.45 * np.pi, nodes=12, **how), 2)
    0.7
    """
    patches, q2_, size_ = teacher_shape(k, q2, size)
    start = arguments.one_of(start, "start", STARTS)
    count = arguments.count(nodes, "nodes", at_least=4)
    plan = descent.phases(schedule)
    if (phi is None) == (p is None):
        raise ValueError(f"phi and p: exactly one must be given, got phi={phi!r}, p={p!r}")
    if patches < 3:
        raise ValueError(f"k must be at least 3 for the quadrature, got {k!r}")
    teacher = {"k": patches, "q2": q2_, "size": size_, "schedule": plan}
    if p is None:
        (angle,) = arguments.arrays({"phi": phi})
        arguments.require(angle.ndim == 0 and 0 <= angle <= np.pi, "phi", phi, "one angle in [0, pi]")
        return _at_angle(float(angle), teacher, start, count)
    return _uniform_filter(arguments.count(p, "p", at_least=2), teacher, start, count)


def _at_angle(phi: float, teacher: dict[str, Any], start: str, count: int) -> float:
    k = teacher["k"]
    if start == "ball":  # u1 has the density (1 - u1^2)^((k-1)/2)
        power = (k - 1) / 2
        at, weight = roots_jacobi(count, power, power)
        edge = boundary(at, phi=phi, **teacher)
        chance = _above(edge / np.sqrt(1 - at**2), k / 2)
        return float(weight @ chance / weight.sum())
    knots = np.sin(np.pi / 2 * np.linspace(-1, 1, 2 * count + 1))
    curve = PchipInterpolator(knots, boundary(knots, phi=phi, **teacher))
    power = (k - 3) / 2
    at, weight = roots_jacobi(count, power, power)
    scale, share = np.polynomial.legendre.leggauss(count)
    scale, share = (scale[:, None] + 1) / 2, share[:, None] / 2
    chance = _above(curve(scale * at) / (scale * np.sqrt(1 - at**2)), (k - 2) / 2)
    return float(np.sum(share * weight * chance) / weight.sum())


def _plane_nodes(k: int, start: str, count: int) -> tuple[Doubles, Doubles]:
    """Nodes (2, n) and weights of the law of (u1, u2), in polar coordinates."""
    # The squared radius has the law Beta(1, k/2), or that of U^2 Beta(1, (k-2)/2).
    rays = max(count // (4 if start == "ball" else 3), 4)
    half = k / 2 if start == "ball" else (k - 2) / 2
    at, weight = roots_jacobi(rays, half - 1, 0)
    radius, weight = np.sqrt((at + 1) / 2), weight / weight.sum()
    if start == "radial":
        scale, share = np.polynomial.legendre.leggauss(rays)
        radius, weight = np.outer((scale + 1) / 2, radius).ravel(), np.outer(share / 2, weight).ravel()
    turn = 2 * np.pi * (np.arange(count) + 0.5) / count
    u = radius[:, None] * np.stack([np.cos(turn), np.sin(turn)])[:, None, :]
    return u.reshape(2, -1), np.repeat(weight / count, count)


def _uniform_filter(p: int, teacher: dict[str, Any], start: str, count: int) -> float:
    u, weight = _plane_nodes(teacher["k"], start, count)
    sigma, chi = start_of(u, teacher["q2"])

    def good(points: Doubles) -> npt.NDArray[np.int8]:
        return success(sigma, chi, points, **teacher, every=EVERY).codes

    low, high = _search(good, 0 * sigma, 0 * sigma + np.pi, up=False)
    # Angles that always win keep the upper end pi; the last bracket is otherwise 1e-7 wide.
    edge = np.where(high == np.pi, np.pi, (low + high) / 2)
    return float(weight @ angle_below(edge, p))


def sampled_rate(
    rng: np.random.Generator,
    *,
    runs: Any,
    k: Any,
    q2: Any,
    size: Any,
    schedule: Iterable[Sequence[Any]],
    phi: Any = None,
    p: Any = None,
    start: str = "ball",
) -> npt.NDArray[np.int8]:
    """Codes of `numerics.shortcut.reduced.LABELS` of random starts, one a run; arguments as above."""
    if (phi is None) == (p is None):
        raise ValueError(f"phi and p: exactly one must be given, got phi={phi!r}, p={p!r}")
    patches, q2_, size_ = teacher_shape(k, q2, size)
    sigma, chi = start_of(draw_output(patches, runs, rng, start), q2_)
    angle = draw_angle(p, runs, rng) if phi is None else phi
    return success(sigma, chi, angle, k=patches, q2=q2_, size=size_, schedule=schedule, every=EVERY).codes


__all__ = [
    "STARTS",
    "angle_below",
    "boundary",
    "draw_angle",
    "draw_output",
    "sampled_rate",
    "start_of",
    "success_probability",
]
