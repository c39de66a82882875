"""The variance of weight updates: the published bounds, the identity between them, and its parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES
from numerics import nonlinearity_generator as ng

DEPTH, WIDTH, RUNS = 20, 64, 40
NETWORKS: Mapping[str, tuple[float, float]] = {"ReLU": (2.0, 0.0), "generator": (1.0, -1.0)}
"""Weights times fan-in, and threshold."""
PARTS = {"spread": "both spreads", "forward": "mean of the inputs", "backward": "mean of the gradients"}
HATCHES = ("", "///", "...")
Array = npt.NDArray[Any]


@figure(
    "nonlinearity_generator.variance_sandwich",
    title="The variance of a weight update is always half the published upper bound",
    caption="""
        Dense random networks of 20 layers and width 64 at initialisation, one sample, 40 networks. Left:
        variance of the entries of the update by layer (markers, geometric mean), with the printed lower
        and upper bounds of Theorem 1, for ReLU. The upper bound is twice the truth everywhere; the exact
        identity (line) meets it. Right: what the variance is made of, median share over layers and
        networks: the mean of the inputs counts for ReLU and hardly for the generator; the mean of the
        gradients counts for neither.
    """,
    shows=("nonlinearity_generator.theorem1", "nonlinearity_generator.shift_shares"),
    seeds=(1708,),
)
def sandwich(seed: int) -> dict[str, npt.ArrayLike]:
    """Measured variances, the three parts of the identity, by network, run and layer."""
    data: dict[str, npt.ArrayLike] = {}
    for name, (energy, level) in NETWORKS.items():
        rng = np.random.default_rng(seed)
        rows = np.array([_updates(rng, energy, level) for _ in range(RUNS)])
        data[f"{name}_measured"] = np.round(np.log10(rows[..., 0]), 8)
        data[f"{name}_parts"] = np.round(np.log10(rows[..., 1:]), 8)
    return data


def _updates(rng: np.random.Generator, energy: float, level: float) -> Array:
    """Variance of each layer's update and its three parts, shape (layers, 4)."""
    weights = rng.standard_normal((DEPTH, WIDTH, WIDTH)) * np.sqrt(energy / WIDTH)
    inputs, active = [rng.standard_normal(WIDTH)], []
    for w in weights:
        s = w @ inputs[-1]
        inputs.append(np.asarray(ng.generator(s, level)))
        active.append(s > level)
    g, rows = rng.standard_normal(WIDTH), []
    for w, z, on in zip(weights[::-1], inputs[-2::-1], active[::-1], strict=True):
        d = g * on
        rows.append(
            [float(ng.update_variance(d[None], z[None])), *map(float, ng.variance_parts(d[None], z[None]))]
        )
        g = w.T @ d
    return np.array(rows[::-1])


@sandwich.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the sandwich on the left and the shares on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 3.1))
    bounds, shares = picture.subplots(1, 2)
    layer = np.arange(1, DEPTH + 1)
    parts = 10.0 ** data["ReLU_parts"]
    exact = parts.sum(axis=-1)
    for values, look, label in (
        (2 * exact, ROLES["bound"], "printed upper bound"),
        (exact, ROLES["theory"], "exact identity"),
        (parts[..., 2], ROLES["alternative"], "printed lower bound"),
    ):
        bounds.plot(layer, 10 ** np.log10(values).mean(axis=0), **look.line, label=label)
    bounds.plot(
        layer,
        10 ** data["ReLU_measured"].mean(axis=0),
        **ROLES["measured"].point,
        markersize=3.5,
        label="measured",
    )
    bounds.set(yscale="log", xlabel="layer", ylabel=r"Var$(\Delta W)/\eta^2$", xlim=(0, DEPTH + 1))
    bounds.set_title("Bounds and truth, ReLU")
    bounds.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2, fontsize=7)
    colours = (OKABE_ITO["blue"], OKABE_ITO["orange"], OKABE_ITO["bluish green"])
    for place, name in enumerate(NETWORKS):
        found = 10.0 ** data[f"{name}_parts"]
        median = np.median(found / found.sum(axis=-1, keepdims=True), axis=(0, 1))
        for index, (label, colour, hatch) in enumerate(zip(PARTS.values(), colours, HATCHES, strict=True)):
            shares.bar(
                place + (index - 1) * 0.26, median[index], 0.24, color=colour, hatch=hatch, edgecolor="white",
                label=label if place == 0 else None,
            )  # fmt: skip
    shares.set(
        xticks=range(len(NETWORKS)), xticklabels=list(NETWORKS), ylabel="share of the variance", ylim=(0, 1)
    )
    shares.set_title("What the variance is made of")
    shares.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=3, fontsize=7, columnspacing=0.8)
    return picture
