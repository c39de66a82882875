"""Trained networks for the proofs about tails."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

from numerics.descent import losses
from numerics.descent.losses import Loss
from numerics.invariances import architecture, descent, gradient_flow
from numerics.invariances.architecture import Layered, Plain, Stage
from numerics.invariances.network import RELU
from proofs_check.engines import coincides


def data(seed: int) -> tuple[Any, Any]:
    """64 standard normal points in 8 dimensions, at least 1/2 away from the border of their two classes."""
    rng = np.random.default_rng(seed)
    w = rng.normal(size=8)
    w /= np.linalg.norm(w)
    points = rng.normal(size=(1000, 8))
    points = points[np.abs(points @ w) > 0.5][:64]
    return points, np.where(points @ w > 0, 1.0, -1.0)


STAGES: dict[str, list[Stage]] = {
    "8-16-8-1": [Plain(architecture.dense(16, 8), RELU), Plain(architecture.dense(8, 16)),
                 Plain(architecture.dense(1, 8))],
    "8-16-12-8-1": [Plain(architecture.dense(16, 8), RELU), Plain(architecture.dense(12, 16)),
                    Plain(architecture.dense(8, 12)), Plain(architecture.dense(1, 8))],
    "8-16-12-10-8-1": [Plain(architecture.dense(16, 8), RELU), Plain(architecture.dense(12, 16)),
                       Plain(architecture.dense(10, 12)), Plain(architecture.dense(8, 10)),
                       Plain(architecture.dense(1, 8))],
    "8-16-free-1": [Plain(architecture.dense(16, 8), RELU),
                    architecture.block(16, 8, 8, "free", inner=(1, 1)), Plain(architecture.dense(1, 8))],
    "8-16-10-free-1": [Plain(architecture.dense(16, 8), RELU), Plain(architecture.dense(10, 16)),
                       architecture.block(10, 6, 8, "free", inner=(1, 1)), Plain(architecture.dense(1, 8))],
    "two ReLU": [Plain(architecture.dense(16, 8), RELU), Plain(architecture.dense(8, 16), RELU),
                 Plain(architecture.dense(1, 8))],
    "6-7-5-1": [Plain(architecture.dense(6, 8), RELU), Plain(architecture.dense(7, 6)),
                Plain(architecture.dense(5, 7)), Plain(architecture.dense(1, 5))],
}  # fmt: skip


def start(net: Layered, rng: np.random.Generator, scale: float) -> Any:
    """Normal weights over the root of the fan-in, times a scale."""
    parts = []
    for stage in net.stages:
        for piece in stage.parts:
            if piece.parameter:
                fan_in = piece.shape[1] if len(piece.parameter) == 2 else np.prod(piece.parameter[:2])
                parts.append(rng.normal(size=piece.size) * scale / np.sqrt(fan_in))
    return np.concatenate(parts)


@cache
def ends(name: str, scale: float, eta: float, steps: int, seeds: range) -> tuple[Any, Any]:
    """Parameters of many seeds at the start and after gradient descent on the logistic loss, batched."""
    net = Layered(STAGES[name])
    x, y = data(0)
    theta = np.stack([start(net, np.random.default_rng(seed), scale) for seed in seeds])
    return theta, descent.train(net, theta, x, y, loss="logistic", eta=eta, steps=steps)


@dataclass(frozen=True)
class Outcome:
    """What became of each seed of a run.

    Attributes
    ----------
    first : array, shape (seeds,)
        The first of 400 steps looked at with all linear layers' ratios above .99; infinite if there is none.
    front, second, least : arrays, shape (seeds,)
        Ratios at the end: of the first layer, of the second, and the least of those between the first layer
        and the final row.
    """

    first: Any
    front: Any
    second: Any
    least: Any


def ratios(net: Layered, theta: Any) -> Any:
    """||W||^2 / ||W||_F^2 of all layers but the final row, W = [U Z] of a block; shape (seeds, layers)."""
    arrays, found = iter(net.split(theta)), []
    for stage in net.stages[:-1]:
        w = next(arrays)
        if isinstance(stage, architecture.Block):
            w = np.concatenate([next(arrays), next(arrays)], axis=-1)
        found.append((np.linalg.norm(w, 2, axis=(-2, -1)) / np.linalg.norm(w, axis=(-2, -1))) ** 2)
    return np.stack(found, axis=-1)


@cache
def outcome(name: str, scale: float, eta: float, steps: int, seeds: range) -> Outcome:
    """Gradient descent as by `ends`, watched."""
    net = Layered(STAGES[name])
    x, y = data(0)
    theta = np.stack([start(net, np.random.default_rng(seed), scale) for seed in seeds])
    first = np.full(len(seeds), np.inf)

    def watch(step: int, now: Any) -> None:
        waiting = np.flatnonzero(np.isinf(first))
        if step % (steps // 400) == 0 and waiting.size:
            above = ratios(net, now[waiting])[:, 1:].min(axis=1) > 0.99
            first[waiting[above]] = step

    end = ratios(net, descent.train(net, theta, x, y, loss="logistic", eta=eta, steps=steps, watch=watch))
    return Outcome(first, end[:, 0], end[:, 1], end[:, 1:].min(axis=1))


@cache
def log_risk_ratios(seeds: range, marks: tuple[int, ...]) -> Any:
    """Least ratio of a linear layer of 8-16-12-10-8-1 on the log-risk's path, shape (marks, seeds)."""
    net = Layered(STAGES["8-16-12-10-8-1"])
    x, y = data(0)
    theta = np.stack([start(net, np.random.default_rng(seed), 0.6) for seed in seeds])
    path = gradient_flow.log_risk_flow(net, theta, x, y, step=0.01, steps=marks[-1])
    return np.array([ratios(net, path[mark])[:, 1:].min(axis=1) for mark in marks])


def observed(happened: Any, *, because: str) -> None:
    """What a run in floating point shows: evidence from a sample, never exact."""
    flags = np.asarray(happened, dtype=bool)
    coincides(flags, np.full(flags.shape, True), because=because)


def afresh(patch: pytest.MonkeyPatch) -> None:
    """Train again under a saboteur, whatever runs are remembered."""
    for remembered in (ends, outcome, course, log_risk_ratios, log_risk_course):
        patch.setitem(globals(), remembered.__name__, remembered.__wrapped__)


@cache
def course(name: str, seed: int, loss: Loss = "logistic") -> tuple[Layered, Any]:
    """A flow recorded at several times, of a linear net."""
    net, theta, x, y = _linear(name, seed)
    times = [0.0, 1.0, 4.0, 10.0, 30.0]
    run = gradient_flow.flow(net, theta, x, y, loss=loss, times=times)
    return net, run


@cache
def log_risk_course(name: str, seed: int = 0) -> tuple[Layered, Any]:
    """The path of the same net's log-risk, shape (151, P): far beyond where `course` ends."""
    net, theta, x, y = _linear(name, seed)
    return net, gradient_flow.log_risk_flow(net, theta, x, y, step=0.02, steps=150)


def _linear(name: str, seed: int) -> tuple[Layered, Any, Any, Any]:
    """Net, start, samples and labels."""
    net = Layered(FLOWS[name])
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(6, net.n_inputs))
    y = np.where(x @ rng.normal(size=net.n_inputs) > 0, 1.0, -1.0)
    return net, start(net, rng, 0.8), x, y


_conv_1 = architecture.convolution(2, 3, (5,), (3,), stride=1, pad=1)
_conv_2 = architecture.convolution(3, 4, (5,), (2,), stride=2, pad=1)
#: Linear networks whose tail is everything: flows without kinks.
FLOWS: dict[str, list[Stage]] = {
    "dense": [Plain(architecture.dense(5, 4)), Plain(architecture.dense(4, 5)),
              Plain(architecture.dense(1, 4))],
    "dense-free-dense": [Plain(architecture.dense(5, 4)),
                         architecture.block(5, 2, 4, "free", inner=(1, 1)),
                         Plain(architecture.dense(1, 4))],
    "dense-free-free-dense": [Plain(architecture.dense(4, 4)),
                              architecture.block(4, 2, 4, "free", inner=(1, 1)),
                              architecture.block(4, 1, 3, "free", inner=(1, 1)),
                              Plain(architecture.dense(1, 3))],
    "conv-conv-dense-dense": [Plain(_conv_1), Plain(_conv_2), Plain(architecture.dense(3, 12)),
                              Plain(architecture.dense(1, 3))],
    "conv-conv-free-dense": [Plain(_conv_1), Plain(_conv_2),
                             architecture.block(12, 2, 3, "free", inner=(1, 1)),
                             Plain(architecture.dense(1, 3))],
}  # fmt: skip


def uphill(patch: pytest.MonkeyPatch) -> None:
    """Train with the wrong sign, slowly enough not to leave the floating-point range."""
    afresh(patch)
    right = losses.slopes_unchecked
    patch.setattr(losses, "slopes_unchecked", lambda f, y, loss: -right(f, y, loss) / 30)
