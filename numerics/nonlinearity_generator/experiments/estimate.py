"""How long runs will take, measured before they begin."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np

from numerics.cnn import SGD, softmax_cross_entropy
from numerics.data import Dataset
from numerics.nonlinearity_generator.experiments.setting import Setting, network

__all__ = ["seconds", "step_seconds"]

SHALLOW = 20
"""Depth at which an update is timed; deeper networks take longer in proportion to their convolutions."""

IMAGE = (32, 32, 3)


def seconds(chosen: Mapping[Setting, int], measure: Callable[[Setting], float] | None = None) -> float:
    """Estimate the time of runs on one core, tests included, if none ends early.

    Parameters
    ----------
    chosen : mapping of Setting to int
        How many runs of each; convolutional ones.
    measure : callable, optional
        Seconds of an update of a setting; `step_seconds` by default, once for each kind of network.

    Returns
    -------
    float
    """
    measure = measure or step_seconds
    known: dict[Setting, float] = {}
    total = 0.0
    for setting, runs in chosen.items():
        kind = Setting(
            "", setting.family, SHALLOW, setting.widths, setting.activation, 0.1, 0,
            setting.batch, setting.data, setting.batch_norm,
        )  # fmt: skip
        if kind not in known:
            known[kind] = measure(kind)
        total += runs * setting.steps * known[kind] * (setting.depth - 1) / (SHALLOW - 1)
    return total


def step_seconds(setting: Setting, rounds: int = 3) -> float:
    """Time an update of a network on random images of 32 x 32 pixels: the quickest of a few."""
    rng = np.random.default_rng(0)
    images = rng.standard_normal((setting.batch, *IMAGE)).astype(np.float32)
    labels = rng.integers(0, 10, setting.batch)
    net = network(setting, Dataset("random", images, labels, images, labels), rng)
    optimiser = SGD(net.parameters, 1e-3)
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        _, gradient = softmax_cross_entropy(net.forward(images), labels)
        net.backward_to_parameters(gradient)
        optimiser.step()
        times.append(time.perf_counter() - begun)
    return min(times)
