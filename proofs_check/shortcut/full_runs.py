"""Whole networks, many at once, trained for as many steps as the main theorems count."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from numerics import shortcut
from proofs_check.engines import bounded

RUNS = 24
DELTA = 1e-3
#: The first angle, below 5 pi/12.
ANGLE = 1.0

Array = np.ndarray[Any, np.dtype[np.float64]]


def teachers(rng: np.random.Generator, patches: int) -> Array:
    """Output weights of random teachers of one length, (RUNS, patches)."""
    star = rng.standard_normal((RUNS, patches))
    length = rng.uniform(0.3, 3)
    return np.asarray(length * star / np.linalg.norm(star, axis=1, keepdims=True))


def stage_two(size: float, eta_a: float, eta_w: float, least: float) -> float:
    """Steps of stage II from x >= least and |a - a*|^2 <= 4 N, with N = size."""
    filters = 5.4473 / (eta_w * size * least) * math.log(1.4824 / DELTA)
    return filters + math.log(2 / (0.2665 * DELTA)) / (0.34085 * eta_a)


def keep_to_the_count(a: Array, a_star: Array, schedule: list[tuple[int, float, float]]) -> None:
    """Runs from a and the angle `ANGLE` are near the optimum after a schedule."""
    v_star, across = np.full(4, 0.5), np.array([1.0, -1.0, 1.0, -1.0]) / 2
    w = np.cos(ANGLE) * v_star + np.sin(ANGLE) * across - 0.5
    run = shortcut.gradient_descent(w, a, v_star, a_star, schedule)
    filters = np.sum((run.w[0] + 0.5 - v_star) ** 2, axis=-1)
    outputs = np.sum((run.a[0] - a_star) ** 2, axis=-1) / np.sum(a_star**2, axis=-1)
    for found, most in ((filters, DELTA), (outputs, DELTA**2)):
        bounded(found, "<=", most, because="the claim's accuracy after its count of steps")
