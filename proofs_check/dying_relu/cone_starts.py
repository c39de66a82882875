"""Random starts of one unit in the plane, and what becomes of them, shared by proofs on chances."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from numerics.dying_relu.relu_unit import front, training
from proofs_check.dying_relu import maps

KAPPA = 3.0
ETA = 0.1
Pair = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def linear_cone(count: int, seed: int) -> Pair:
    """Weights and biases with b > KAPPA |w|, b < 1."""
    rng = np.random.default_rng(seed)
    b = rng.uniform(0, 1, count)
    return rng.uniform(-1, 1, count) * b / KAPPA, b


def right_half(count: int, seed: int) -> Pair:
    """Weights in (0, 1) and biases in (-1, 1)."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0, 1, count), rng.uniform(-1, 1, count)


def square(count: int, seed: int) -> Pair:
    """Weights and biases in (-1, 1)."""
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, count), rng.uniform(-1, 1, count)


@functools.cache
def fates(
    draw: Callable[[int, int], Pair],
    count: int,
    seed: int,
    *,
    gamma: float,
    steps: int,
    eta: float = ETA,
    beta: float = 0.0,
    form: str = "ema",
) -> npt.NDArray[np.str_]:
    """Label of every start that is drawn, after so many updates."""
    w, b = draw(count, seed)
    end = training.train(w[:, None], b, gamma=gamma, eta=eta, beta=beta, form=form, steps=steps)
    return training.outcome(end.w, end.b, gamma, kappa=KAPPA)


def afresh(patch: pytest.MonkeyPatch) -> None:
    """Train again under a saboteur, whatever fates are remembered."""
    patch.setitem(globals(), "fates", fates.__wrapped__)


def dropped_indicator(patch: pytest.MonkeyPatch) -> None:
    """Inactive inputs count too."""
    afresh(patch)
    maps.dropped_indicator(patch)


def target_kept_at_one(patch: pytest.MonkeyPatch) -> None:
    """The scale of the target is left out of training."""
    afresh(patch)
    right = training.train
    patch.setattr(training, "train", lambda *at, **how: right(*at, **(how | {"gamma": 1.0})))


def momentum_left_out(patch: pytest.MonkeyPatch) -> None:
    """No gradient is remembered."""
    afresh(patch)
    right = front.pace
    patch.setattr(front, "pace", lambda eta, beta, form: right(eta, 0 * beta, form))
