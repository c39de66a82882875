r"""Many cells of starts pushed through momentum descent at once, rounding included.

The runs of all starts of a cell lie, after any number of updates, in

    {x + A r + e :  |r_1|, |r_2| <= half,  ||e|| <= rho},

with the state x = (w, b, v_w, v_b) of the middle, the linearised flow A of the two coordinates of the start,
and an error in the norm of `numerics.dying_relu.phase.norm`. An update moves x and A by its value and its
derivative at x; what Taylor's formula leaves is at most half of the third derivative of the loss, which in
direction y is

    D^3 J[y, y, .] = (phi / a) [(1 + l u (n - c^2)) q^2 - 2 u c y_w q] (-l c, 1),   q = y_b - l c y_w,

with a = |w|, l = sign w, c = b / a, u = gamma / a, and n = 2 along w, 1 along b: small along rays b = c |w|.
Across w = 0, where b keeps its sign, a is |b| / |c| and all powers of c are bounded by phi.

Every operation on doubles is right to a part in 2^53 (IEEE 754), and an update makes fewer than 100 of them
on terms of the sizes that `ROUNDING` multiplies: this is added to rho, and outweighs them by far.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from numerics.dying_relu.phase.norm import SLACK, Norm
from numerics.dying_relu.phase.table import REACH, gaussian, largest
from numerics.dying_relu.relu_unit.plane import Doubles

ROUNDING = 4e-13
STEEP = 1.5
"""Least |c| at which a cell may lie across w = 0."""

Mask = npt.NDArray[np.bool_]


class Cells(NamedTuple):
    """Images of n cells: `middle` (4, n), `linear` (4, 2, n), `error` (n,), `half` (n,)."""

    middle: Doubles
    linear: Doubles
    error: Doubles
    half: Doubles

    def take(self, chosen: Mask) -> "Cells":
        """Some of them."""
        return Cells(*(x[..., chosen] for x in self))


def begin(w: Doubles, b: Doubles, half: Doubles) -> Cells:
    """Square cells of starts at rest; w, b and half of shape (n,)."""
    linear = np.zeros((4, 2, w.size))
    linear[0, 0] = linear[1, 1] = 1
    return Cells(np.stack([w, b, 0 * w, 0 * w]), linear, 0 * w, half + 0 * w)


def reach(cells: Cells, norm: Norm) -> Doubles:
    """Half the sides of the hull, shape (4, n)."""
    spread = np.abs(cells.linear).sum(axis=1) * cells.half
    spread[:2] += norm.of_theta * cells.error
    spread[2:] += norm.of_v * cells.error
    return np.asarray(spread * SLACK)


def update(cells: Cells, gamma: float, norm: Norm) -> tuple[Cells, Mask]:
    """Push cells through one update; the mask says where that could be done."""
    x, linear, error, half = cells
    y = reach(cells, norm)
    w, b = x[0], x[1]
    size, sign = np.abs(w), np.where(w < 0, -1.0, 1.0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        c = np.clip(np.where(size > 0, b / size, np.sign(b) * REACH), -REACH, REACH)
        near = np.abs(c) < REACH
        u = np.where(near, gamma / size, 0.0)
        cdf, pdf = gaussian(c)
        slope = np.stack([(w - gamma) * cdf + gamma * c * pdf, b * cdf + sign * (w - gamma) * pdf])
        pull = u * c * pdf
        ww = cdf - c * pdf + sign * c * c * pull
        wb = sign * pdf - c * pull
        bb = cdf + sign * pull
        unsure = ROUNDING * (1 + u * (1 + np.abs(c) ** 3) + np.where(near, 0.0, gamma / np.abs(b)))
        rest, possible = _remainder(x, linear, half, error, y, gamma, norm)
    middle, swing = (ww + bb) / 2, np.hypot((ww - bb) / 2, wb) + unsure
    growth = np.maximum(norm.growth(middle - swing), norm.growth(middle + swing))

    def along(theta: Doubles) -> Doubles:
        return np.stack([ww * theta[0] + wb * theta[1], wb * theta[0] + bb * theta[1]])

    moved = np.empty_like(x)
    moved[2:] = norm.decay * x[2:] + norm.rate * slope
    moved[:2] = x[:2] - moved[2:]
    turned = np.empty_like(linear)
    turned[2:] = norm.decay * linear[2:] + norm.rate * along(linear[:2])
    turned[:2] = linear[:2] - turned[2:]
    wide = np.abs(x).sum(axis=0) + gamma
    kick = np.hypot(rest[0], rest[1]) + ROUNDING * wide + unsure * (y[0] + y[1])
    stored = ROUNDING * (1 + abs(norm.shift) + norm.stretch) * (wide + y.sum(axis=0))
    after = (growth * error + norm.of_kick * kick + stored) * SLACK
    possible &= np.isfinite(after)
    return Cells(moved, turned, np.where(possible, after, np.inf), half), possible


def _remainder(
    x: Doubles, linear: Doubles, half: Doubles, error: Doubles, y: Doubles, gamma: float, norm: Norm
) -> tuple[Doubles, Mask]:
    """Bounds of what Taylor's formula leaves of the gradient, (2, n), and where there are any."""
    w, b, wide, high = x[0], x[1], y[0], y[1]
    least, most = np.abs(w) - wide, np.abs(w) + wide
    across = least <= 0
    depth = np.abs(b) - high
    nearest = np.maximum(depth, 0) / most
    rest = np.empty((2, w.size))
    plain, crossing = np.flatnonzero(~across), np.flatnonzero(across)
    possible = ~across | (nearest >= STEEP)
    if plain.size:
        i = plain
        a, low, up = least[i], b[i] - high[i], b[i] + high[i]
        c_low, c_up = np.minimum(low / a, low / most[i]), np.maximum(up / a, up / most[i])
        middle, spread = (c_low + c_up) / 2, (c_up - c_low) / 2 * SLACK
        furthest = np.maximum(np.abs(c_low), np.abs(c_up)) * SLACK
        f = [largest(k, nearest[i] / SLACK, furthest) for k in range(4)]
        sign = np.where(w[i] < 0, -1.0, 1.0)
        lines = linear[:, :, i]
        turn = np.abs(lines[1] - sign * middle * lines[0]) + spread * np.abs(lines[0])
        q = turn.sum(axis=0) * half[i] + norm.of_theta * error[i] * np.hypot(1, furthest)
        u, side = gamma / a, wide[i]
        rest[0, i] = ((f[1] + u * np.maximum(2 * f[1], f[3])) * q + 2 * u * f[2] * side) * q / (2 * a)
        rest[1, i] = ((f[0] + u * np.maximum(f[0], f[2])) * q + 2 * u * f[1] * side) * q / (2 * a)
    if crossing.size:
        i = crossing
        inside = np.where(possible[i], nearest[i], STEEP)
        f = [largest(k, inside / SLACK, np.full(i.size, np.inf)) for k in range(8)]
        d, side, up = np.where(possible[i], depth[i], 1.0), wide[i], high[i]

        def squared(k: int) -> Doubles:
            return np.asarray(f[k] * up**2 + 2 * f[k + 1] * up * side + f[k + 2] * side**2)

        def mixed(k: int) -> Doubles:
            return np.asarray(f[k] * up * side + f[k + 1] * side**2)

        v = gamma / d
        rest[0, i] = (squared(2) + 2 * v * (squared(5) + mixed(4))) / (2 * d)
        rest[1, i] = (squared(1) + v * (squared(4) + 2 * mixed(3))) / (2 * d)
    return rest * SLACK, possible
