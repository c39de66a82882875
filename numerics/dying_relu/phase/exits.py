r"""Sets of states from which the fate of momentum descent is certain, for the linear target.

With the look-ahead point y = theta - beta / (1 - beta) v an update is y' = y - eta grad J(theta),
theta' = beta theta + (1 - beta) y': momentum is descent in y with the gradient of a running mean of y.

* *optimum*: a ball of the norm of `numerics.dying_relu.phase.norm` about the optimum, within the disc of
  radius gamma / 5, which every update shrinks.
* *dead*, never to recover. Without momentum {w < 0, b < -eta gamma G / (1 - eta / 2)}. With it: where w < 0
  the bias of y only falls and its weight only rises, by at most eta C |w| with
  C = Phi(-t) + (gamma / B) t (Phi(-t) + t phi(t)), for biases below -B and |c| at least t from now on. Then
  |y_w| >= |w| / 2 is kept if (1 - 2 eta C)(1 - (1 - beta) / 2) >= beta, and w stays below 0.
* *asleep* to the end of the budget, b < -3 |w|: where b <= -B, |w| <= W and t = B / W, no update raises the
  bias of y by more than eta gamma phi(t), or moves its weight by more than
  eta (W Phi(-t) + gamma (Phi(-t) + t phi(t))). B and W give way in stages of a hundredth. Without momentum
  also by the clocks of
  `numerics.dying_relu.relu_unit.sleep`.
"""

from typing import NamedTuple

import numpy as np

from numerics.dying_relu.phase.norm import Norm
from numerics.dying_relu.phase.push import Cells, Mask, reach
from numerics.dying_relu.phase.table import ERROR, gaussian
from numerics.dying_relu.relu_unit.enclosure import PEAK
from numerics.dying_relu.relu_unit.plane import Doubles
from numerics.dying_relu.relu_unit.sleep import slow_clock
from numerics.dying_relu.relu_unit.training import KAPPA, RADIUS

DEEPEST = 6.0
"""|c| at which the stages of sleep begin at most."""
STAGE = 0.01
LOST = int(PEAK.p) / int(PEAK.q)


class Box(NamedTuple):
    """Hulls of parameters and look-ahead points together: largest weight and bias, |w|, and so on; (n,)."""

    w_low: Doubles
    w_high: Doubles
    b_high: Doubles
    ahead_low: Doubles
    ahead_high: Doubles
    b_low: Doubles


def hull(cells: Cells, norm: Norm) -> Box:
    """Hulls of theta, and of theta and the look-ahead point in the bias."""
    lead = norm.decay / (1 - norm.decay)
    ahead = cells.middle[:2] - lead * cells.middle[2:]
    spread = np.abs(cells.linear[:2] - lead * cells.linear[2:]).sum(axis=1) * cells.half
    spread += (norm.of_theta + lead * norm.of_v) * cells.error
    spread = spread * (1 + 1e-9) + 1e-13
    side = reach(cells, norm) * (1 + 1e-9) + 1e-13
    w, b = cells.middle[:2]
    return Box(
        w - side[0],
        w + side[0],
        np.maximum(b + side[1], ahead[1] + spread[1]),
        ahead[0] - spread[0],
        ahead[0] + spread[0],
        b - side[1],
    )


def trapped(cells: Cells, gamma: float, norm: Norm) -> Mask:
    """Cells that converge to the optimum."""
    if not norm.traps:
        return np.zeros(cells.error.shape, dtype=bool)
    away = cells.middle.copy()
    away[0] -= gamma
    lines = sum(norm.of(cells.linear[:2, j], cells.linear[2:, j]) for j in (0, 1))
    size = norm.of(away[:2], away[2:]) + lines * cells.half + cells.error
    return np.asarray(size * (1 + 1e-9) + 1e-13 < RADIUS * gamma / norm.of_theta)


def dead(box: Box, gamma: float, eta: float, beta: float) -> Mask:
    """Cells that never recover."""
    if beta == 0:
        return np.asarray((box.w_high < 0) & (box.b_high < -eta * gamma * LOST / (1 - eta / 2) * (1 + 1e-9)))
    low = -np.minimum(box.w_low, box.ahead_low)
    inside = (box.w_high < 0) & (box.ahead_high < box.w_low / 2) & (box.b_high < 0)
    depth = np.where(inside, -box.b_high, 1.0)
    t = np.where(inside, depth / np.where(inside, low, 1.0), 1.0)
    cdf, pdf = (f + ERROR for f in gaussian(-t))
    pull = np.where(t >= 1.5, t * (cdf + t * pdf), LOST)
    slope = cdf + gamma / depth * pull
    kept = (1 - 2 * eta * slope) * (1 + beta) / 2 * (1 - 1e-9)
    return np.asarray(inside & (2 * eta * slope < 1) & (kept >= beta))


def asleep(box: Box, gamma: float, eta: float, beta: float, steps: int) -> Mask:
    """Cells that stay in the dead cone through so many updates."""
    depth = np.maximum(-box.b_high, 0.0)
    width = np.maximum.reduce([-box.w_low, box.w_high, -box.ahead_low, box.ahead_high])
    width = np.maximum(width, depth / DEEPEST)
    left = np.full(depth.shape, float(steps))
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(int(np.log(DEEPEST / KAPPA) / np.log((1 + STAGE) / (1 - STAGE)))):
            lower, wider = depth * (1 - STAGE), width * (1 + STAGE)
            t = lower / wider
            cdf, pdf = (f + ERROR for f in gaussian(-t))
            updates = np.minimum(
                STAGE * depth / (eta * gamma * pdf),
                STAGE * width / (eta * (wider * cdf + gamma * (cdf + t * pdf))),
            )
            left = np.where(t > KAPPA, left - np.maximum(np.floor(updates * (1 - 1e-9)), 0), left)
            depth, width = lower, wider
        found = left <= 0
        if beta == 0:
            right = box.w_low > 0
            at = np.where(right & (box.b_high < 0), -box.b_high / box.w_high, 0.0)
            most = np.where(at > KAPPA, -box.b_low / box.w_low, KAPPA)
            cdf, pdf = gaussian(-most)
            rests = 1 + most * (pdf + ERROR) / np.maximum(cdf - ERROR, 1e-300)
            beyond = right & (at > KAPPA) & (most < 7) & (box.w_low > gamma * rests)
            found |= beyond & (slow_clock(at) * (1 - 1e-6) >= slow_clock(KAPPA) + eta * steps)
    return np.asarray(found)
