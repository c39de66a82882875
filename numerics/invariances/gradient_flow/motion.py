"""The equation of motion between two kinks, and along kinks on which the flow slides.

Where an argument is driven back to 0 from both sides the flow stays at 0 with a slope in between, such that
the argument does not move (Filippov's solution). Several arguments may do so at once; each
stays until its slope leaves the interval between the two of its activation.

References
----------
Filippov 1988, Differential Equations with Discontinuous Righthand Sides, chapter 2.
"""

from __future__ import annotations

import numpy as np

from numerics.arrays.arguments import Array
from numerics.descent import losses
from numerics.descent.losses import Loss
from numerics.integration import orbit
from numerics.invariances.architecture import floating
from numerics.invariances.architecture.layered import Layered
from numerics.invariances.gradient_flow.rates import arguments_rate

RTOL, ATOL = 1e-12, 1e-13
KINK = 1e-10
"""How far from 0 an argument that has just been turned may start on the wrong side."""
ROUNDS = 20
"""Steps of Newton's method for the slopes of sliding arguments; they are one for those of one layer."""


class SlidingError(ArithmeticError):
    """No slopes are found with which the flow runs along a kink."""


class Motion:
    """The equation of motion with every slope held fixed but those of sliding arguments.

    Attributes
    ----------
    patterns : list of arrays
        For every activation that is not linear the slope in use at each sample and unit.
    along : list of int
        Which of them slide, as places in all patterns flattened one after the other.
    """

    def __init__(self, net: Layered, x: Array, y: Array, loss: Loss, friction: float | None) -> None:
        self.net, self.x, self.y, self.loss, self.friction = net, x, y, loss, friction
        self.patterns: list[Array] = []
        self.along: list[int] = []

    def velocity(self, _: float, state: Array) -> Array:
        """Velocity of the state; the slopes of sliding arguments are found first."""
        if self.along:
            self._settle(state)
        return self._driven(state)

    def _driven(self, state: Array) -> Array:
        theta = state[: self.net.size]
        f, tape = floating.run_unchecked(self.net, theta, self.x, self.patterns)
        down = -floating.pull(tape, losses.slopes_unchecked(f, self.y, self.loss))
        if self.friction is None:
            return down
        speed = state[self.net.size :]
        return np.concatenate([speed, down - self.friction * speed])

    def arguments_of(self, state: Array) -> Array:
        """Arguments of all activations at all samples, flat."""
        pre = floating.run_unchecked(self.net, state[: self.net.size], self.x, self.patterns)[1].pre
        return np.concatenate([z.ravel() for z in pre]) if pre else np.ones(1)

    def rates(self, state: Array) -> Array:
        """How fast the arguments move with the patterns as they are."""
        theta, moves = state[: self.net.size], self._driven(state)[: self.net.size]
        return arguments_rate(self.net, theta, self.x, self.patterns, moves)

    def _put(self, places: list[int], slopes: Array) -> None:
        whole = np.concatenate([p.ravel() for p in self.patterns])
        whole[places] = slopes
        ends = np.cumsum([p.size for p in self.patterns])[:-1]
        parts = np.split(whole, ends)
        self.patterns = [part.reshape(p.shape) for part, p in zip(parts, self.patterns, strict=True)]

    def slopes(self) -> Array:
        """The slopes in use of all sliding arguments."""
        return np.concatenate([p.ravel() for p in self.patterns])[self.along]

    def _settle(self, state: Array) -> None:
        """Find the slopes with which no sliding argument moves, by Newton's method."""
        for _ in range(ROUNDS):
            now = self.slopes()
            rest = self.rates(state)[self.along]
            jacobian = np.empty((len(now), len(now)))
            for column in range(len(now)):
                self._put([self.along[column]], now[column : column + 1] + 1)
                jacobian[:, column] = self.rates(state)[self.along] - rest
                self._put([self.along[column]], now[column : column + 1])
            step = np.linalg.lstsq(jacobian, -rest, rcond=None)[0]
            self._put(self.along, now + step)
            if np.abs(step).max() <= 1e-13 * max(1.0, np.abs(now).max()):
                return
            if not np.isfinite(step).all():
                break
        raise SlidingError(f"no slopes are found for the {len(self.along)} arguments that slide")

    def advance(self, state: Array, now: float, end: float) -> tuple[Array, float, bool]:
        """Go on to the end, the next kink or where an argument stops sliding, whichever comes first."""
        signs = self._signs()
        # An argument that has just been turned starts at rounding from 0: it must not count as crossing.
        lift = np.maximum(KINK - self.arguments_of(state) * signs, 0)

        def least(_: float, at: Array) -> float:
            return float((self.arguments_of(at) * signs + lift).min())

        def inside(_: float, at: Array) -> float:
            return float(self._margins(at).min()) if self.along else 1.0

        for event in (least, inside):
            event.terminal = True  # type: ignore[attr-defined]
            event.direction = -1  # type: ignore[attr-defined]
        run = orbit(
            self.velocity, (now, end), state, method="DOP853", rtol=RTOL, atol=ATOL, events=[least, inside],
            max_step=max((end - now) / 32, 1e-12),
        )  # fmt: skip
        arrived, time = run.y[:, -1], float(run.t[-1])
        if run.status != 1:
            return arrived, end, False
        if len(run.t_events[1]):
            self._leave(arrived)
        else:
            self._turn(arrived, int(np.argmin(self.arguments_of(arrived) * signs + lift)))
        return arrived, time, True

    def _bounds(self) -> tuple[Array, Array]:
        pairs = zip(self.patterns, slopes_of(self.net), strict=True)
        both = [(np.full(p.size, high), np.full(p.size, low)) for p, (high, low) in pairs]
        return np.concatenate([high for high, _ in both]), np.concatenate([low for _, low in both])

    def _margins(self, state: Array) -> Array:
        """How far the slopes of sliding arguments are inside their intervals, relative to these."""
        self._settle(state)
        high, low = (bound[self.along] for bound in self._bounds())
        share = (self.slopes() - low) / (high - low)
        return np.minimum(share, 1 - share)

    def _leave(self, state: Array) -> None:
        """Let the argument whose slope has come to an end of its interval go to that side."""
        place = int(np.argmin(self._margins(state)))
        index = self.along.pop(place)
        high, low = (bound[index] for bound in self._bounds())
        now = np.concatenate([p.ravel() for p in self.patterns])[index]
        self._put([index], np.array([high if abs(now - high) < abs(now - low) else low]))

    def _signs(self) -> Array:
        """The sign of every argument to which its present slope belongs; 0 while it slides."""
        if not self.patterns:
            return np.ones(1)
        high, _ = self._bounds()
        signs = np.where(np.concatenate([p.ravel() for p in self.patterns]) == high, 1.0, -1.0)
        signs[self.along] = 0.0
        return signs

    def _turn(self, state: Array, where: int) -> None:
        """Give the activation at a kink its other slope, or let it slide if that would drive it back."""
        before = np.concatenate([p.ravel() for p in self.patterns])[where]
        high, low = (bound[where] for bound in self._bounds())
        after = low if before == high else high
        old = self._rate_with(state, where, before)
        new = self._rate_with(state, where, after)
        if old * new > 0 or self.friction is not None:
            return
        self._put([where], np.array([before + (after - before) * old / (old - new)]))
        self.along.append(where)

    def _rate_with(self, state: Array, where: int, slope: float) -> float:
        """How fast an argument moves with a slope of its own, the sliding ones settled anew."""
        self._put([where], np.array([slope]))
        if self.along:
            self._settle(state)
        return float(self.rates(state)[where])


def slopes_of(net: Layered) -> list[tuple[float, float]]:
    """Pairs of slopes of the activations that are not linear, in the order of a tape."""
    found = []
    for stage in net.stages:
        for name in ("inner", "slopes"):
            pair = getattr(stage, name, (1, 1))
            if pair[0] != pair[1]:
                found.append((float(pair[0]), float(pair[1])))
    return found
