"""Dormancy laws: how deep a unit falls asleep, how long it sleeps, and how its activity fades."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from figures.dying_relu.outcome_panels import Array
from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.dying_relu.dormancy import K, deepest_ratio, recovery_time, untargeted_time
from numerics.dying_relu.relu_unit import active_probability, population_gradient, train

SCALES = np.geomspace(1e-4, 0.1, 9)
RUNS = np.geomspace(0.02, 0.1, 4)
RATE = 0.1
COUNTS = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)
STEPS = (0.1, 1.0)
DECIMALS = 6


@figure(
    "dying_relu.dormancy",
    title="How deep a ReLU unit falls asleep, how long it sleeps, and how its activity fades",
    caption="""
        Left: the least ratio c of bias to weight norm of a unit that starts without bias, along the target,
        by the gradient flow (dots) and by gradient descent with step 0.1 (triangles), against the law
        (K gamma / w_0)^(-1/3), K = 1.887, of small targets. Middle: the time until c has come back to half of
        that, in units of |c|^3 / phi(c); it tends to 3, but slowly: it is 3.45 at gamma / w_0 = 0.002 and
        about 13 at 0.1. Right: probability that a unit against the rectified target is active, after training
        from no bias with step sizes 0.1 and 1, against time (step size times updates). Line: the exact law of
        the flow; dotted: its limit for long times, 1 / (2 t ln t). Steps of size 1 run somewhat ahead of the
        flow.
    """,
    shows=("dying_relu.beyond.dormancy", "dying_relu.cone_is_critical"),
)
def sleep() -> dict[str, npt.ArrayLike]:
    """Least ratios, times to recover, and activity against time, by simulation and by the laws."""
    c = -np.linspace(0.05, 4.1, 80)
    time = untargeted_time(c)
    counts = np.array(COUNTS)
    active = []
    for eta in STEPS:
        ends = [train([-1.0], 0.0, gamma=1.0, eta=eta, steps=count, target="relu") for count in COUNTS]
        active.append([float(active_probability(end.w, end.b)) for end in ends])
    return {
        "scale": SCALES,
        "deepest": np.round([-deepest_ratio(u) for u in SCALES], DECIMALS),
        "run_scale": RUNS,
        "run_deepest": np.round(_by_descent(RUNS), DECIMALS),
        "recovery": np.round([recovery_time(u) for u in SCALES], 4),
        "time": np.round(time, DECIMALS),
        "law": np.round(active_probability(np.ones((c.size, 1)), c), 10),
        "run_time": np.round(np.array(STEPS)[:, None] * counts, DECIMALS),
        "active": np.round(active, 10),
    }


def _by_descent(scales: Array) -> Array:
    """Greatest |c| on runs of gradient descent from weight 1, bias 0."""
    w, b, deepest = np.ones((scales.size, 1)), np.zeros(scales.size), np.zeros(scales.size)
    for _ in range(10_000):
        by_w, by_b = population_gradient(w, b, scales)
        w, b = w - RATE * by_w, b - RATE * by_b
        before, deepest = deepest, np.maximum(deepest, -b / w[:, 0])
        if np.array_equal(before, deepest):
            break
    return deepest


@sleep.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw depth, time to recover and activity side by side."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    depth, time, activity = picture.subplots(1, 3)
    law, flow, runs = ROLES["theory"], ROLES["measured"], ROLES["alternative"]
    scale = data["scale"]
    depth.plot(scale, (K * scale) ** (-1 / 3), **law.line, label=r"$(K \gamma / w_0)^{-1/3}$")
    depth.plot(scale, data["deepest"], **flow.point, label="flow")
    depth.plot(data["run_scale"], data["run_deepest"], **runs.point, label="descent")
    depth.set(
        xscale="log", yscale="log", xlabel=r"$\gamma / w_0$", ylabel=r"depth $\max |c|$", ylim=(0.3, 30)
    )
    depth.set_title("How deep")
    depth.legend()
    time.plot(scale, data["recovery"], **flow.point, label="flow")
    time.axhline(3, **law.line, label="limit 3")
    time.set(
        xscale="log",
        yscale="log",
        ylim=(2, 20),
        xlabel=r"$\gamma / w_0$",
        ylabel=r"time to recover, in $|c|^3 / \varphi(c)$",
    )
    time.set_yticks([2, 3, 5, 10, 20], ["2", "3", "5", "10", "20"])
    time.yaxis.set_minor_formatter(NullFormatter())
    time.set_title("How long")
    time.legend(loc="upper left")
    t = np.geomspace(3, 1e5, 60)
    activity.plot(data["time"], data["law"], **law.line, label="flow, exact")
    activity.plot(t, 1 / (2 * t * np.log(t)), **ROLES["reference"].line, label=r"$1 / (2 t \ln t)$")
    for when, share, look, name in zip(data["run_time"], data["active"], (flow, runs), STEPS, strict=True):
        activity.plot(when, share, **look.point, label=rf"descent, $\eta = {name:g}$")
    activity.set(xscale="log", yscale="log", xlabel=r"time $t$", ylabel="P(active)", ylim=(1e-6, 1))
    activity.set_title("How activity fades")
    activity.legend(loc="lower left")
    return picture
