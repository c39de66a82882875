r"""Certificate that every start in the ball converges: a staircase of trajectories in ball arithmetic.

The update preserves the order (phi down, sigma up, chi up) while eta_w N |x| < 2 and eta_a <= 2pi/(k+pi-1).
So a trajectory that reaches the optimum certifies all starts above its own, and a few corners below the arc
u1, u2 <= 0 of the unit disc certify the whole ball. Each trajectory is stepped with Arb's balls, and after
each step its state is replaced by the lower ends of sigma and chi and the upper end of phi: by the order
this only moves it down, and balls never grow.

A trajectory is done once it certainly is in {phi < pi/2, x >= 0, sigma <= 1}, or has a positive margin
q^2 min(sigma, sigma_e) + (1-q^2) min(chi, chi_e); neither set is ever left (`numerics.shortcut.reduced`):
from a corner of the staircase |x| stays below 1.21, so that condition H keeps eta_w N |x| below 4.

Source: the setting is that of Liu et al. 2019, arXiv 1909.04653, Sections 3 and 4; the certificate is ours.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from flint import arb, ctx, fmpq

from numerics.arrays import arguments
from numerics.shortcut import descent

BITS = 64

Triple = tuple[arb, arb, arb]


class Certificate(NamedTuple):
    """What was shown.

    Attributes
    ----------
    corners : int
        Trajectories.
    failed : int
        How many of them did not certainly reach an exit.
    steps : int
        The most steps that one took.
    margin : float
        The smallest gap of all trajectories to the angle pi/2 on the way, in radians; at most 0 where the
        exit through a positive margin was taken beyond pi/2. A lower bound.
    """

    corners: int
    failed: int
    steps: int
    margin: float


def _exact(value: Any, name: str) -> fmpq:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise TypeError(f"{name} must be an int or a Fraction, got {arguments.shorten(value)}")
    number = Fraction(value)
    return fmpq(number.numerator, number.denominator)


def staircase(corners: int) -> list[tuple[Fraction, Fraction]]:
    """Rational corners (u1, u2) such that each point of the unit disc has one below it in both coordinates.

    Parameters
    ----------
    corners : int
        How many, at least 1.

    Examples
    --------
    >>> staircase(1)
    [(Fraction(-1, 1), Fraction(-1, 1))]
    """
    corners = arguments.count(corners, "corners", at_least=1)
    grain = 2**40
    edges = [Fraction(round(grain * np.cos(np.pi * i / (2 * corners))), grain) for i in range(corners)]
    edges.append(Fraction(0))
    # Between u1 = -edges[i] and -edges[i+1] the disc reaches down to -sqrt(1 - edges[i+1]^2).
    found = []
    for left, right in pairwise(edges):
        square = 1 - right * right
        root = Fraction(int(np.ceil(float(square) ** 0.5 * grain)), grain)
        while root * root < square:
            root += Fraction(1, grain)
        found.append((-left, -min(root, Fraction(1))))
    return found


def lower(x: arb) -> arb:
    """Lower end of a ball."""
    return arb(x.lower())


def upper(x: arb) -> arb:
    """Upper end of a ball."""
    return arb(x.upper())


def step_below(state: Triple, k: int, q2: arb, size: arb, eta_a: arb, eta_w: arb) -> Triple:
    """One update, rounded downwards in the order."""
    sigma, chi, phi = _step(state, k, q2, size, eta_a, eta_w)
    return lower(sigma), lower(chi), upper(phi)


def step_above(state: Triple, k: int, q2: arb, size: arb, eta_a: arb, eta_w: arb) -> Triple:
    """One update, rounded upwards in the order."""
    sigma, chi, phi = _step(state, k, q2, size, eta_a, eta_w)
    return upper(sigma), upper(chi), lower(phi)


def _step(state: Triple, k: int, q2: arb, size: arb, eta_a: arb, eta_w: arb) -> Triple:
    sigma, chi, phi = state
    pi = arb.pi()
    sine, cosine = phi.sin_cos()
    back = pi - phi
    g = back * cosine + sine
    rate = eta_a / (2 * pi)
    x = q2 * sigma + (1 - q2) * chi
    turned = phi - (eta_w * size / (2 * pi) * x * back * sine).atan()
    return (
        sigma + rate * (k - 1 + g - (k + pi - 1) * sigma),
        chi + rate * (g - 1 - (pi - 1) * chi),
        turned,
    )


def _done(state: Triple, k: int, q2: arb) -> bool:
    sigma, chi, phi = state
    pi = arb.pi()
    if phi < pi / 2 and q2 * sigma + (1 - q2) * chi >= 0 and sigma <= 1:
        return True
    if not phi < pi:
        return False
    sigma_e, chi_e = rests(phi, k)
    return bool(q2 * sigma.min(sigma_e) + (1 - q2) * chi.min(chi_e) > 0)


def rests(phi: arb, k: int) -> tuple[arb, arb]:
    """Where sigma and chi would settle at a fixed angle."""
    pi = arb.pi()
    g = (pi - phi) * phi.cos() + phi.sin()
    return (k - 1 + g) / (k + pi - 1), (g - 1) / (pi - 1)


def problem(
    k: Any, q2: Any, size: Any, turn: Any, schedule: Iterable[Sequence[Any]]
) -> tuple[int, dict[str, fmpq], tuple[descent.Phase, ...]]:
    """Check the arguments of a certificate."""
    k = arguments.count(k, "k", at_least=2)
    exact = {"q2": _exact(q2, "q2"), "size": _exact(size, "size"), "turn": _exact(turn, "turn")}
    arguments.require(0 < exact["q2"] < 1, "q2", q2, "in (0, 1)")
    arguments.require(exact["size"] > 0, "size", size, "above 0")
    arguments.require(0 < exact["turn"] < 1, "turn", turn, "in (0, 1)")
    plan = descent.phases([tuple(float(x) if i else x for i, x in enumerate(phase)) for phase in schedule])
    descent.require_certifiable(plan, k, float(Fraction(size)))
    return k, exact, plan


def certify_ball(
    *,
    k: Any,
    q2: Any,
    size: Any,
    turn: Any,
    schedule: Iterable[Sequence[Any]],
    corners: int = 40,
) -> Certificate:
    """Certify that every a0 in the ball of radius |1'a*|/sqrt k leads to the optimum.

    Parameters
    ----------
    k : int
        Patches, at least 2.
    q2, size, turn : int or Fraction
        q^2 in (0, 1), N > 0, and the filter's first angle in half turns, in (0, 1).
    schedule : sequence of (steps, eta_a, eta_w)
        Phases under condition H; step sizes are int, Fraction or float (at its exact binary value).
    corners : int
        Trajectories.

    Returns
    -------
    Certificate
        The ball is certified if `failed` is 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> certify_ball(
    ...     k=16, q2=Fraction(1, 64), size=1, turn=Fraction(9, 20), corners=3,
    ...     schedule=[(2000, Fraction(1, 256), Fraction(1, 256))],
    ... ).failed
    0
    """
    k, exact, plan = problem(k, q2, size, turn, schedule)
    before = ctx.prec
    ctx.prec = BITS
    try:
        share, size_ = arb(exact["q2"]), arb(exact["size"])
        tilt = (share / (1 - share)).sqrt()
        angle = upper(arb.pi() * arb(exact["turn"]))
        found = []
        for u1, u2 in staircase(corners):
            chi = arb(fmpq(u2.numerator, u2.denominator)) * tilt
            start = (lower(arb(fmpq(u1.numerator, u1.denominator))), lower(chi), angle)
            found.append(_follow(start, k, share, size_, plan))
    finally:
        ctx.prec = before
    return Certificate(
        len(found),
        sum(not ok for ok, _, _ in found),
        max(n for _, n, _ in found),
        min(m for _, _, m in found),
    )


def _follow(
    state: Triple, k: int, q2: arb, size: arb, plan: Sequence[descent.Phase]
) -> tuple[bool, int, float]:
    """Whether a corner reaches an exit, after how many steps, and its smallest gap to pi/2."""
    widest, done = state[2], 0
    for phase in plan:
        eta_a, eta_w = arb(phase.eta_a), arb(phase.eta_w)
        # The order asks for eta_w N |x| < 2; x <= 1.21 from the ball, and x only matters below 0.
        for _ in range(phase.steps):
            if _done(state, k, q2):
                return True, done, _gap(widest)
            if not eta_w * size * abs(q2 * state[0] + (1 - q2) * state[1]) < 2:
                return False, done, _gap(widest)
            state = step_below(state, k, q2, size, eta_a, eta_w)
            widest = widest.max(state[2])
            done += 1
    return _done(state, k, q2), done, _gap(widest)


def _gap(angle: arb) -> float:
    return float(np.nextafter(float((arb.pi() / 2 - angle).lower()), -np.inf))
