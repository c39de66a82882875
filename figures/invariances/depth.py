"""How depth and scale delay rank one, and how the log-risk's path gets there from any scale."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.invariances.tail import points_and_labels
from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.invariances import descent, gradient_flow
from numerics.invariances.architecture import Layered, Plain, dense, floating
from numerics.invariances.network import LINEAR, RELU

Array = npt.NDArray[Any]

#: Widths, scale of the start and step size, as in Section 5.
RUNS = {
    "three": ((8, 16, 8, 1), 0.05, 0.3),
    "four": ((8, 16, 12, 8, 1), 0.05, 0.5),
    "five": ((8, 16, 12, 10, 8, 1), 0.1, 0.5),
    "wide": ((8, 16, 12, 10, 8, 1), 1.0, 0.05),
}
STEPS, STARTS = 5000, 4


def _net(widths: tuple[int, ...]) -> Layered:
    return Layered([Plain(dense(m, n), LINEAR if i else RELU) for i, (n, m) in enumerate(pairwise(widths))])


def _start(net: Layered, rng: np.random.Generator, scale: float) -> Array:
    return np.concatenate([rng.normal(size=m * n) * scale / np.sqrt(n) for m, n in net.shapes])


def _least_ratio(net: Layered, theta: Array) -> Array:
    """Least ||W||^2 / ||W||_F^2 of the linear layers before the row, over the leading axes of theta."""
    squares = [
        (np.linalg.norm(w, 2, axis=(-2, -1)) / np.linalg.norm(w, axis=(-2, -1))) ** 2
        for w in net.split(theta)[1:-1]
    ]
    return np.asarray(np.min(squares, axis=0))


@figure(
    "invariances.depth",
    title="Rank one by depth, and from any scale",
    caption="""
        One less the least ratio of squared norms among the linear layers before the final row; first layer
        ReLU, 64 points. Left: gradient descent on the logistic loss, by number of layers and scale of the
        start. More layers and larger starts take longer; five layers from scale 1 do not come near. Right:
        the same network of five layers from scale 0.6 along the path of the log-risk, four starts, against
        the least margin. Dashed: a ratio of .99.
    """,
    shows=("invariances.low_rank", "invariances.corollary1"),
    seeds=(5,),
)
def depth_and_scale(seed: int) -> dict[str, npt.ArrayLike]:
    """Least ratios along descents and along the path of the log-risk."""
    rng = np.random.default_rng(seed)
    x, y = points_and_labels(rng)
    marks = np.unique(np.geomspace(1, STEPS, 120).round().astype(int))
    data: dict[str, npt.ArrayLike] = {"step": marks}
    for name, (widths, scale, eta) in RUNS.items():
        net, kept = _net(widths), dict.fromkeys(marks.tolist(), np.empty(0))

        def watch(step: int, now: Array, kept: dict[int, Array] = kept) -> None:
            if step in kept:
                kept[step] = now

        descent.train(net, _start(net, rng, scale), x, y, loss="logistic", eta=eta, steps=STEPS, watch=watch)
        data[f"ratio_{name}"] = np.round(_least_ratio(net, np.stack(list(kept.values()))), 9)
    net = _net(RUNS["five"][0])
    theta = np.stack([_start(net, rng, 0.6) for _ in range(STARTS)])
    path = gradient_flow.log_risk_flow(net, theta, x, y, step=0.01, steps=500)[::10]
    data["ratio_log_risk"] = np.round(_least_ratio(net, path), 9)
    margins = [(y * floating.outputs(net, at, x)).min(axis=-1) for at in path]
    data["margin"] = np.round(margins, 6)
    return data


@depth_and_scale.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw descents on the left and the path of the log-risk on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 3.0))
    by_step, by_margin = picture.subplots(1, 2, sharey=True)
    looks = {
        "three": ("measured", "3 layers, 0.05"),
        "four": ("active", "4 layers, 0.05"),
        "five": ("alternative", "5 layers, 0.1"),
        "wide": ("dead", "5 layers, 1"),
    }
    for name, (look, label) in looks.items():
        by_step.plot(data["step"], 1 - data[f"ratio_{name}"], **ROLES[look].line, label=label)
    by_step.set(xscale="log", yscale="log", xlabel="step", ylabel="1 - least ratio")
    by_step.set_title("Gradient descent")
    for k in range(data["margin"].shape[1]):
        known = data["margin"][:, k] > 0
        by_margin.plot(
            data["margin"][known, k], 1 - data["ratio_log_risk"][known, k], **ROLES["alternative"].line,
            label="5 layers, 0.6" if k == 0 else None,
        )  # fmt: skip
    by_margin.set(xscale="log", xlabel="least margin $y f$")
    by_margin.set_title("Path of the log-risk")
    for ax in (by_step, by_margin):
        ax.axhline(0.01, **ROLES["bound"].line, label="ratio .99")
        ax.legend(loc="center left", fontsize=7)
    return picture
