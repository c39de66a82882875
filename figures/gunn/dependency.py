"""Which outputs of a gradual layer depend on which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH
from numerics import gunn

Array = npt.NDArray[Any]

UNITS = 8


@figure(
    "gunn.dependency",
    title="The triangle of dependence in a gradual layer",
    caption="""
        A random layer of eight linear units. Left: its weights; those below the diagonal read outputs of the
        units before. Middle: what a change of one output makes of the others, (I - L)^(-1): nothing above the
        diagonal, for no unit reads one behind it. Right: the whole map T; of a simultaneous layer it would be
        I + the weights.
    """,
    shows=("gunn.eq1", "gunn.lu"),
    seeds=(8,),
)
def dependency(seed: int) -> dict[str, npt.ArrayLike]:
    """Weights, the inverse triangle and the map."""
    weights = np.random.default_rng(seed).normal(size=(UNITS, UNITS)) / 3
    lower = np.tril(weights, -1)
    return {
        "weights": np.round(weights, 12),
        "inverse": np.round(np.linalg.inv(np.eye(UNITS) - lower), 12),
        "map": np.round(np.asarray(gunn.linear_map(weights)), 12),
    }


@dependency.drawing
def draw_dependency(data: Mapping[str, Array]) -> Figure:
    """Draw the three matrices on one scale."""
    picture = Figure(figsize=(FULL_WIDTH, 2.7))
    panels = picture.subplots(1, 3)
    titles = {"weights": r"weights $\omega$", "inverse": r"$(I-L)^{-1}$", "map": "map $T$"}
    most = max(float(np.abs(matrix).max()) for matrix in data.values())
    places = range(UNITS)
    for ax, (name, title) in zip(panels, titles.items(), strict=True):
        image = ax.imshow(data[name], cmap="PuOr", vmin=-most, vmax=most)
        ax.plot([-0.5, UNITS - 0.5], [-0.5, UNITS - 0.5], color="black", linewidth=0.8)
        ax.set_title(title)
        ax.set(
            xticks=places,
            yticks=places,
            xticklabels=[k + 1 for k in places],
            yticklabels=[k + 1 for k in places],
        )
        ax.set(xlabel="of unit or input")
        ax.tick_params(labelsize=6)
        ax.grid(False)
    panels[0].set_ylabel("unit")
    picture.colorbar(image, ax=list(panels), shrink=0.8)
    return picture
