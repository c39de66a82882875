"""Small outcome maps of the plane, and ways to get them wrong, shared by this paper's proofs."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from numerics.dying_relu import momentum, relu_unit
from numerics.dying_relu.relu_unit import front, plane, training
from proofs_check.engines import agrees

NODES = 20
BECAUSE = "400 starts stand for the square: those on the border of a region count in or out"


@functools.cache
def _starts() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    axis = (np.arange(NODES) + 0.5) * (2 / NODES) - 1
    w, b = np.meshgrid(axis, axis)
    return w[..., None], b


def labels(*, gamma: float, beta: float = 0.0, steps: int = 6000, **how: Any) -> npt.NDArray[np.str_]:
    """Outcome of every start on a grid of [-1, 1] x [-1, 1] with eta = .1."""
    w, b = _starts()
    end = training.train(w, b, gamma=gamma, eta=0.1, beta=beta, steps=steps, tolerance=1e-6, **how)
    return training.outcome(end.w, end.b, gamma)


def converged(**how: Any) -> float:
    """Share of the starts labelled optimum."""
    return float(np.mean(labels(**how) == "optimum"))


def runs_are_descent(gamma: float, beta: float) -> None:
    """Judge some short runs against the update written out, one coordinate at a time."""
    w, b = (x[::7, ::7].reshape(-1) for x in (_starts()[0][..., 0], _starts()[1]))

    def slopes(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        by_weight, by_bias = relu_unit.population_gradient(at[:, :1], at[:, 1], gamma)
        return np.column_stack([by_weight[:, 0], by_bias])

    plain = momentum.trajectory(np.column_stack([w, b]), eta=0.1, beta=beta, steps=20, gradient=slopes)[-1]
    end = relu_unit.train(w[:, None], b, gamma=gamma, eta=0.1, beta=beta, steps=20)
    agrees(
        plain, np.column_stack([end.w[:, 0], end.b]), atol=1e-13, because="rounding in 20 contracting updates"
    )


def at_the_left(labelled: npt.NDArray[np.str_], label: str) -> float:
    """Part of the starts with this label that has w < 0."""
    found = labelled == label
    return float(found[:, : NODES // 2].sum() / found.sum())


def momentum_sign(patch: pytest.MonkeyPatch) -> None:
    """The velocity decays with the wrong sign."""
    right = front.pace

    def wrong(eta: Any, beta: Any, form: str) -> tuple[Any, Any]:
        decay, rate = right(eta, beta, form)
        return -decay, rate

    patch.setattr(front, "pace", wrong)


def averaging_taken_for_classical(patch: pytest.MonkeyPatch) -> None:
    """The gradient enters the mean with weight 1."""
    right = front.pace
    patch.setattr(front, "pace", lambda eta, beta, _: right(eta, beta, "classical"))


def stale_momentum(patch: pytest.MonkeyPatch) -> None:
    """Parameters move by the velocity from before the update."""
    right = front.accelerate

    def wrong(v: Any, g: Any, decay: Any, rate: Any) -> Any:
        before = v.copy()
        right(v, g, decay, rate)
        return before

    patch.setattr(front, "accelerate", wrong)


def dropped_indicator(patch: pytest.MonkeyPatch) -> None:
    """Inactive inputs count too: the gradient of the affine unit."""
    patch.setattr(plane.Field, "__call__", lambda _, w, b, gamma: (w - gamma, b + 0))


def masked_loss(patch: pytest.MonkeyPatch) -> None:
    """The indicator multiplies the whole squared error, which adds a term from the boundary z = -c."""
    right = plane.Field.__call__

    def wrong(self: plane.Field, w: Any, b: Any, gamma: Any) -> Any:
        by_w, by_b = right(self, w, b, gamma)
        c = b / np.abs(w)
        boundary = (gamma * c) ** 2 * np.exp(-(c**2) / 2) / np.sqrt(8 * np.pi) / np.abs(w)
        return by_w - np.sign(w) * c * boundary, by_b + boundary

    patch.setattr(plane.Field, "__call__", wrong)


#: Ways to get descent in one of the maps wrong, and those of them that plain descent shows.
WRONG_FIELDS = (dropped_indicator, masked_loss)
WRONG_DESCENTS = (momentum_sign, averaging_taken_for_classical, stale_momentum, *WRONG_FIELDS)
