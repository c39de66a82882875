"""Random starts of one unit in the plane, and what becomes of them, shared by proofs on chances."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from numerics.dying_relu.relu_unit import front, training

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


def fates(start: Pair, *, gamma: float, steps: int, eta: float = ETA, **how: Any) -> npt.NDArray[np.str_]:
    """Label of every start after so many updates."""
    w, b = start
    end = training.train(w[:, None], b, gamma=gamma, eta=eta, steps=steps, **how)
    return training.outcome(end.w, end.b, gamma, kappa=KAPPA)


def target_kept_at_one(patch: pytest.MonkeyPatch) -> None:
    """The scale of the target is left out of training."""
    right = training.train
    patch.setattr(training, "train", lambda *at, **how: right(*at, **(how | {"gamma": 1.0})))


def momentum_left_out(patch: pytest.MonkeyPatch) -> None:
    """No gradient is remembered."""
    right = front.pace
    patch.setattr(front, "pace", lambda eta, beta, form: right(eta, 0 * beta, form))
