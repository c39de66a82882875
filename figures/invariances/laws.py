"""How many laws pairs of convolutions have, and how far Theorem 2's limit is from what training does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.invariances import conservation, gradient_flow
from numerics.invariances.architecture import Layered, Plain, block, convolution, dense
from numerics.invariances.tail.course import record

Array = npt.NDArray[Any]

CHANNELS = np.arange(1, 6)


@figure(
    "invariances.law_counts",
    title="Laws of a pair of convolutions",
    caption="""
        Quadratic conserved functions of two linear convolutions around h channels, kernels of two positions,
        by exact nullspaces: with one input and stride 1 in the first map there are as many as the square of h
        (upper line), with stride 2 or with two inputs as many as Lemma 9 knows (lower line). Right: how
        many of
        the squares are independent functions, with kernels of one, two and three positions.
    """,
    shows=("invariances.beyond.pair_laws", "invariances.beyond.count", "invariances.lemma9"),
)
def law_counts() -> dict[str, npt.ArrayLike]:
    """Numbers of laws by channels."""
    counted = {"one": (1, (1, 1)), "stride": (1, (2, 1)), "two": (2, (1, 1))}
    data: dict[str, npt.ArrayLike] = {"channels": CHANNELS}
    for name, (inputs, strides) in counted.items():
        pairs = [conservation.convolution_pair(inputs, int(h), 2, strides=strides) for h in CHANNELS[:4]]
        data[name] = np.array([conservation.quadratic_laws(pair) for pair in pairs])
    for kernel in (1, 2, 3):
        laws = [conservation.laws_of_pair(int(h), kernel) for h in CHANNELS]
        data[f"independent_{kernel}"] = np.array([conservation.independent(found) for found in laws])
    return data


@law_counts.drawing
def draw_law_counts(data: Mapping[str, Array]) -> Figure:
    """Draw counts on the left, independent ones on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 3.0))
    counts, independent = picture.subplots(1, 2, sharey=True)
    h = data["channels"]
    for ax in (counts, independent):
        ax.plot(h, h**2, **ROLES["theory"].line, label="$h^2$")
        ax.plot(h, h * (h + 1) / 2, **ROLES["reference"].line, label="$h(h+1)/2$")
        ax.set(xlabel="channels $h$", xticks=h)
    looks = {"one": ("measured", "1 input"), "stride": ("alternative", "1 input, stride 2"),
             "two": ("active", "2 inputs")}  # fmt: skip
    for name, (look, label) in looks.items():
        counts.plot(h[:4], data[name], **ROLES[look].point, markersize=6, label=label)
    counts.set(ylabel="laws")
    counts.set_title("Quadratic laws")
    for kernel, look in ((1, "measured"), (2, "alternative"), (3, "active")):
        independent.plot(
            h, data[f"independent_{kernel}"], **ROLES[look].point, markersize=6, label=f"kernel of {kernel}"
        )
    independent.set_title("Independent ones, 1 input")
    for ax in (counts, independent):
        ax.legend(loc="upper left", fontsize=7)
    return picture


NETS = {
    "free": Layered([Plain(dense(6, 4)), block(6, 6, 6, "free", inner=(1, 1)),
                     block(6, 6, 5, "free", inner=(1, 1)), Plain(dense(1, 5))]),
    "convolution": Layered([Plain(convolution(2, 3, (4,), (2,))), Plain(convolution(3, 4, (3,), (2,))),
                            Plain(dense(1, 8))]),
}  # fmt: skip


@figure(
    "invariances.reduced_alignment",
    title="What Theorem 2 allows and what training does",
    caption="""
        Ratio of squared norms of the first layer of a linear tail along the path of the log-risk, against its
        squared Frobenius norm, and Theorem 2's bound 1/gamma - D/F, which tends to 1/gamma (dotted;
        gamma is 4
        in both). Left: a dense map behind which two free blocks come; the ratio tends to 1, as in every such
        run. Right: the first of two convolutions with two channels in; the ratio stays above the bound, but
        does not rise towards 1 while F grows a hundredfold.
    """,
    shows=(
        "invariances.theorem2",
        "invariances.beyond.block_ratio",
        "invariances.beyond.conv_ratio",
        "invariances.beyond.conv_plateau",
    ),
    seeds=(5,),
)
def reduced_alignment(seed: int) -> dict[str, npt.ArrayLike]:
    """Ratios and bounds of the first layer."""
    data: dict[str, npt.ArrayLike] = {}
    for name, net in NETS.items():
        rng = np.random.default_rng(seed)
        n = net.n_inputs
        x = rng.normal(size=(12, n))
        y = np.where(x @ rng.normal(size=n) > 0, 1.0, -1.0)
        theta = rng.normal(size=net.size) * 0.3
        path = gradient_flow.log_risk_flow(net, theta, x, y, step=0.01, steps=800)[::16]
        course = record(net, path)
        frobenius = course.frobenius[:, 0]
        data[f"frobenius_{name}"] = np.round(frobenius, 9)
        data[f"ratio_{name}"] = np.round(course.spectral[:, 0] / frobenius, 9)
        data[f"bound_{name}"] = np.round(1 / course.gamma[0] - course.bound[0] / frobenius, 9)
        data[f"gamma_{name}"] = np.array([course.gamma[0]])
    return data


@reduced_alignment.drawing
def draw_reduced_alignment(data: Mapping[str, Array]) -> Figure:
    """Draw both tails."""
    picture = Figure(figsize=(FULL_WIDTH, 3.0))
    panels = picture.subplots(1, 2, sharey=True)
    titles = {"free": "two free blocks", "convolution": "two convolutions"}
    for ax, (name, title) in zip(panels, titles.items(), strict=True):
        frobenius = data[f"frobenius_{name}"]
        ax.plot(frobenius, data[f"ratio_{name}"], **ROLES["measured"].line, label="ratio")
        ax.plot(frobenius, data[f"bound_{name}"], **ROLES["bound"].line, label="bound")
        gamma = float(data[f"gamma_{name}"][0])
        ax.axhline(1 / gamma, **ROLES["reference"].line, label=rf"$1/\gamma=1/{gamma:g}$")
        ax.set(xscale="log", xlabel="$F$", ylim=(0, 1.05))
        ax.set_title(title)
        ax.legend(loc="center right", bbox_to_anchor=(1.0, 0.72), fontsize=8)
    panels[0].set_ylabel("ratio of squared norms")
    return picture
