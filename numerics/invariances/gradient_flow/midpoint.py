"""The implicit midpoint rule: steps of any length that conserve what is quadratic and conserved."""

from __future__ import annotations

from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.descent import losses
from numerics.descent.losses import Loss
from numerics.invariances.architecture import floating
from numerics.invariances.architecture.layered import Layered

ITERATIONS, HALVINGS = 100, 30
#: Relative size of what is left of an equation: sought, and accepted where rounding allows no less.
SOUGHT, ACCEPTED = 4e-16, 1e-13
#: Relative shift of a parameter for the columns of a Jacobian; errors in them cost iterations only.
SHIFT = 1e-7
#: Relative size of a slope from which on it, rather than the height, tells whether a move is good.
NEAR = 1e-5


def implicit_midpoint(
    net: Layered, theta: Any, x: Any, y: Any, *, loss: Loss, step: float, steps: int
) -> Array:
    """Implicit midpoint steps: they conserve what is quadratic and conserved.

    A step from a to b = 2 m - a solves m = a - (step / 2) grad R(m), by Newton's method to rounding. Where a
    step is so long that there are several solutions, one at which |m - a|^2/2 + (step / 2) R(m) has a
    minimum is taken.

    Parameters
    ----------
    net, theta, x, y, loss
        As in `flow`; theta is one network's.
    step
        Step in time.
    steps
        How many.

    Returns
    -------
    array, shape (steps + 1, P)

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.
    ArithmeticError
        If Newton's method finds no midpoint: the step is too long, or leads onto a kink.

    Examples
    --------
    >>> from numerics.invariances.architecture import Layered, Plain, dense
    >>> net = Layered([Plain(dense(1, 1))])  # w' = -w
    >>> implicit_midpoint(net, [1.0], [[1.0]], [0.0], loss="squared", step=1.0, steps=2).ravel().round(6)
    array([1.      , 0.333333, 0.111111])
    """
    steps = arguments.count(steps, "steps")
    theta, x, y = arguments.arrays({"theta": theta, "x": x, "y": y})
    step = arguments.positive(step, "step")
    theta, x = floating.check(net, theta, x)
    arguments.require(theta.ndim == 1, "theta", theta, f"of shape ({net.size},)")
    losses.slopes(floating.outputs(net, theta, x), y, loss)

    path = [theta]
    for _ in range(steps):
        path.append(2 * _Midpoint(net, x, y, loss, step, path[-1]).solve() - path[-1])
    return np.stack(path)


class _Midpoint:
    """The equation of one midpoint m: stationarity of |m - a|^2/2 + (step / 2) R(m), which has a minimum."""

    def __init__(self, net: Layered, x: Array, y: Array, loss: Loss, step: float, start: Array) -> None:
        self.net, self.x, self.y, self.loss, self.step, self.start = net, x, y, loss, step, start

    def height(self, at: Array) -> float:
        """The function that has a minimum."""
        f = floating.run_unchecked(self.net, at, self.x)[0]
        risk = float(losses.risk(f, self.y, self.loss))
        return float(((at - self.start) ** 2).sum()) / 2 + self.step / 2 * risk

    def slope(self, at: Array) -> Array:
        """Its gradient, shape (..., P): what the equation makes 0."""
        f, tape = floating.run_unchecked(self.net, at, self.x)
        down = floating.pull(tape, losses.slopes_unchecked(f, self.y, self.loss))
        return at - self.start + self.step / 2 * down

    def solve(self) -> Array:
        """Newton's method downhill; raises ArithmeticError if it comes to rest where the slope is not 0."""
        at, slope = self.start, self.slope(self.start)
        for _ in range(ITERATIONS):
            scale, size = 1 + float(np.abs(at).max()), float(np.abs(slope).max())
            if size <= SOUGHT * scale:
                return at
            move = self._move(at, slope, SHIFT * scale)
            height, descent = self.height(at), float(slope @ move)
            for length in 0.5 ** np.arange(HALVINGS):
                new = at + length * move
                other = self.slope(new)
                # Near the minimum heights differ by rounding only, while slopes still tell.
                closer = size < NEAR * scale and float(np.abs(other).max()) < size
                if closer or self.height(new) <= height + 1e-4 * length * descent - 1e-15 * height:
                    at, slope = new, other
                    break
            else:
                if size <= ACCEPTED * scale:
                    return at
                break
        raise ArithmeticError(f"step={self.step!r}: no solution of the midpoint's equation is found")

    def _move(self, at: Array, slope: Array, shift: float) -> Array:
        """Newton's move, with negative curvatures taken for positive ones, so that it leads downhill."""
        # All columns of the Jacobian at once: one network each.
        jacobian = (self.slope(at + shift * np.eye(len(at))) - slope) / shift
        curvatures, axes = np.linalg.eigh((jacobian + jacobian.T) / 2)
        return -axes @ ((axes.T @ slope) / np.maximum(np.abs(curvatures), 1e-6))
