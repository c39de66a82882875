r"""A norm in which errors of momentum descent do not grow on convex ground.

With the velocity v, an update is v' = beta v + rate H theta, theta' = theta - v' for a constant Hessian H,
and for an eigenvalue h of it the matrix [[1 - rate h, -beta], [rate h, beta]]. The norm is that of
(theta + l v, k v); as the matrix is affine in h, its norm is convex in h, and so largest at an end of any
interval.
"""

import functools
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from numerics.dying_relu.relu_unit.plane import Doubles

FLATTEST, STEEPEST = 1 / 80, 1.0
"""Eigenvalues of the Hessian in the disc of radius gamma / 5 about the optimum lie between these."""
SLACK = 1 + 1e-12


class Norm(NamedTuple):
    """||(theta, v)|| = |(theta + shift v, stretch v)|, for updates with these constants."""

    shift: float
    stretch: float
    decay: float
    rate: float

    def growth(self, h: Doubles) -> Doubles:
        """Norm of one update at the eigenvalue h, rounded up; shape (...)."""
        beta, rate, shift, k = self.decay, self.rate, self.shift, self.stretch
        # Columns of L A L^-1 for L = [[1, shift], [0, k]].
        top, low = 1 - rate * h + shift * rate * h, k * rate * h
        right = (-beta + shift * beta - shift * top) / k
        corner = beta - shift * rate * h
        square, det = top**2 + low**2 + right**2 + corner**2, top * corner - low * right
        return np.asarray(np.sqrt((square + np.sqrt(np.maximum(square**2 - 4 * det**2, 0))) / 2) * SLACK)

    def of(self, theta: Doubles, v: Doubles) -> Doubles:
        """Norm of points with two coordinates on the first axis; shape of the others."""
        return np.asarray(
            np.sqrt(np.sum((theta + self.shift * v) ** 2 + (self.stretch * v) ** 2, axis=0)) * SLACK
        )

    @property
    def of_theta(self) -> float:
        """How large theta is at most where the norm is 1."""
        return float(np.hypot(1, self.shift / self.stretch) * SLACK)

    @property
    def of_v(self) -> float:
        """How large v is at most where the norm is 1."""
        return 1 / self.stretch * SLACK

    @property
    def of_kick(self) -> float:
        """Norm of the change that a gradient of size 1 makes in one update."""
        return float(self.rate * np.hypot(self.shift - 1, self.stretch) * SLACK)

    @property
    def traps(self) -> bool:
        """Whether every update in the disc about the optimum shrinks the norm."""
        return bool(np.all(self.growth(np.array([FLATTEST, STEEPEST])) < 1))


@functools.cache
def fitted(decay: float, rate: float) -> Norm:
    """The norm that shrinks fastest between the eigenvalues of the disc, found by search."""
    if decay == 0:
        return Norm(0.0, 0.05, decay, rate)

    def worst(parameters: Doubles) -> float:
        norm = Norm(float(parameters[0]), float(np.exp(parameters[1])), decay, rate)
        return float(norm.growth(np.array([FLATTEST, STEEPEST])).max())

    begin = [-decay / (1 - decay), float(np.log(1 / (1 - decay)))]
    found = minimize(
        worst, begin, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-12, "maxiter": 4000}
    )
    return Norm(float(found.x[0]), float(np.exp(found.x[1])), decay, rate)
