"""Singular values over training, as a moving picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.invariances.tail import low_rank_tail
from figures.moving import animation
from figures.style import ROLES

Array = npt.NDArray[Any]


@animation(
    "invariances.singular_moving",
    title="Singular values over training",
    caption="""
        The four largest singular values of the second map while the network of the picture on linear tails is
        trained, relative to the first. When the map is linear the others fall behind; behind ReLU a second
        one stays.
    """,
    shows=("invariances.theorem2", "invariances.low_rank"),
    frames="step",
)
def values() -> dict[str, npt.ArrayLike]:
    """Steps, and the singular values at each for the linear map and the one behind ReLU."""
    data = low_rank_tail.data()
    every = slice(None, None, 2)
    return {
        "step": data["step"][every],
        "linear": data["values_dense"][every],
        "relu": data["values_relu"][every],
    }


@values.frame
def draw(data: Mapping[str, Array], number: int) -> Figure:
    """Draw the values as bars at one step."""
    picture = Figure(figsize=(6.0, 3.4))
    ax = picture.subplots()
    place = np.arange(4)
    for shift, (name, role, label) in zip(
        (-0.2, 0.2), (("linear", "measured", "linear"), ("relu", "alternative", "behind ReLU")), strict=True
    ):
        row = data[name][number]
        hatch = "" if name == "linear" else "//"
        ax.bar(
            place + shift, row / row[0], 0.36, color=ROLES[role].colour, label=label, hatch=hatch, ec="white"
        )
    ax.set(ylim=(0, 1.05), xticks=place, xticklabels=["first", "second", "third", "fourth"])
    ax.set(ylabel="share of the largest", title=f"singular values after {int(data['step'][number])} updates")
    ax.legend(loc="upper right")
    return picture
