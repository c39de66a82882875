"""The low-rank tail: singular values, ratios of norms with their bounds, and alignment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.invariances import descent
from numerics.invariances.architecture import Layered, Plain, block, dense
from numerics.invariances.network import RELU
from numerics.invariances.tail.course import record

Array = npt.NDArray[Any]

STEPS = 4000
NETS = {
    "dense": Layered([Plain(dense(16, 8), RELU), Plain(dense(8, 16)), Plain(dense(1, 8))]),
    "free": Layered([Plain(dense(16, 8), RELU), block(16, 8, 8, "free", inner=(1, 1)), Plain(dense(1, 8))]),
    "relu": Layered([Plain(dense(16, 8), RELU), Plain(dense(8, 16), RELU), Plain(dense(1, 8))]),
}


def points_and_labels(rng: np.random.Generator) -> tuple[Array, Array]:
    """64 points in 8 dimensions, 1/2 or more away from the border of two classes, and their labels."""
    w = rng.normal(size=8)
    w /= np.linalg.norm(w)
    points = rng.normal(size=(400, 8))
    points = points[np.abs(points @ w) > 0.5][:64]
    return points, np.where(points @ w > 0, 1.0, -1.0)


@figure(
    "invariances.tail",
    title="Linear tails become rank one",
    caption="""
        Gradient descent (step 0.3, logistic loss, 64 points, weights of scale 0.05) on 8-16-8-1, first
        layer ReLU. Left: singular values of the second map when it is linear; behind ReLU (orange) a
        second one grows too. Middle: one less the ratio of squared norms for the linear map, for [U Z] of
        a free block, and for ReLU, with what the invariants allow, D/F with
        gamma = 1 (dashed: linear; dotted: free block). Right: sine between the first singular vectors of
        neighbouring linear maps, and its bound, against 1/F.
    """,
    shows=(
        "invariances.theorem2",
        "invariances.eq15",
        "invariances.corollary1",
        "invariances.low_rank",
        "invariances.beyond.block_ratio",
    ),
    seeds=(5,),
)
def low_rank_tail(seed: int) -> dict[str, npt.ArrayLike]:
    """Singular values, ratios and angles along three runs."""
    marks = np.unique(np.geomspace(1, STEPS, 90).round().astype(int))
    data: dict[str, npt.ArrayLike] = {"step": marks}
    for name, net in NETS.items():
        rng = np.random.default_rng(seed)
        x, y = points_and_labels(rng)
        parts = [
            rng.normal(size=piece.size) * 0.05 / np.sqrt(piece.shape[1])
            for s in net.stages
            for piece in s.parts
        ]
        kept: dict[int, Array] = {}
        descent.train(
            net, np.concatenate(parts), x, y, loss="logistic", eta=0.3, steps=STEPS,
            watch=kept.__setitem__,
        )  # fmt: skip
        course = record(net, np.stack([kept[int(step)] for step in marks]), skip=1)
        frobenius = course.frobenius[:, 0]
        data[f"ratio_{name}"] = np.round(course.spectral[:, 0] / frobenius, 9)
        data[f"values_{name}"] = np.round(course.singular[0][:, :4], 9)
        if name != "relu":
            data[f"bound_{name}"] = np.round(1 / course.gamma[0] - course.bound[0] / frobenius, 9)
        if name == "dense":
            data["frobenius"] = np.round(frobenius, 9)
            data["sine"] = np.round(np.stack([course.sines[:, 0], course.sine_bounds[:, 0]], axis=1), 9)
    return data


@low_rank_tail.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw singular values, ratios and angles."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    values, ratios, angles = picture.subplots(1, 3)
    step = data["step"]
    for k in range(3):
        label = "linear" if k == 0 else None
        values.plot(step, data["values_dense"][:, k], **ROLES["measured"].line, label=label)
        label = "ReLU" if k == 0 else None
        values.plot(step, data["values_relu"][:, k], **ROLES["alternative"].line, label=label)
    values.set(xscale="log", yscale="log", xlabel="step", ylabel="singular value")
    values.set_title("Three largest")
    values.legend(loc="upper left")
    for name, look, label in (
        ("dense", "measured", "linear"),
        ("free", "active", "free"),
        ("relu", "alternative", "ReLU"),
    ):
        ratios.plot(step, 1 - data[f"ratio_{name}"], **ROLES[look].line, label=label)
    allowed = 1 - data["bound_dense"]
    ratios.plot(step, np.where(allowed < 1, allowed, np.nan), **ROLES["bound"].line, label="bound, linear")
    allowed = 1 - data["bound_free"]
    ratios.plot(step, np.where(allowed < 1, allowed, np.nan), **ROLES["reference"].line, label="bound, free")
    ratios.set(xscale="log", yscale="log", ylim=(1e-3, 1.3), xlabel="step", ylabel="1 - ratio")
    ratios.set_title("Distance from rank one")
    ratios.legend(loc="lower left", fontsize=6.5)
    known = np.isfinite(data["sine"][:, 1]) & (data["frobenius"] > 0.1)
    inverse = 1 / data["frobenius"][known]
    angles.plot(inverse, data["sine"][known, 0], **ROLES["measured"].point, markersize=3, label="sine")
    angles.plot(inverse, data["sine"][known, 1], **ROLES["bound"].line, label="bound")
    angles.set(xscale="log", yscale="log", xlabel="$1/F$", ylabel="sine of the angle")
    angles.set_title("Alignment")
    angles.legend(loc="upper left")
    return picture
