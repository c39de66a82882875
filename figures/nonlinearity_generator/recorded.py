"""The paper's own plain-20 on CIFAR-10, from the record that comes with the package (Figure 5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.nonlinearity_generator.training_curves import LOOKS, NAMES
from figures.registry import figure
from figures.style import FULL_WIDTH
from numerics.nonlinearity_generator.experiments import records

Array = npt.NDArray[Any]


@figure(
    "nonlinearity_generator.recorded",
    title="The first updates of the paper's plain-20 on CIFAR-10",
    caption="""
        Loss and accuracy of mini-batches of 128 images, means over 15 updates, without batch normalisation,
        rate .01: one recorded run for each activation, which was stopped before half an epoch. Figure 5 of
        the paper shows the whole training. The generator falls and rises first. ReLU and PReLU start from
        MSRA's weights, the generator from Xavier's.
    """,
    shows=("nonlinearity_generator.fig5",),
)
def plain_20() -> dict[str, npt.ArrayLike]:
    """Losses and accuracies by activation, in blocks of updates."""
    data: dict[str, npt.ArrayLike] = {}
    for run in records.stored().find(family="plain", depth=20, data="cifar10", batch_norm=False):
        name = run.setting.activation
        data[f"{name}_loss"], data[f"{name}_accuracy"] = run.losses, run.accuracies
    return data


@plain_20.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw losses on the left and accuracies on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 2.7))
    for axes, kind in zip(picture.subplots(1, 2), ("loss", "accuracy"), strict=True):
        for name, look in LOOKS.items():
            values = data[f"{name}_{kind}"]
            updates = records.BLOCK * (np.arange(len(values)) + 0.5)
            axes.plot(updates, values, **look.line, label=NAMES[name])
        axes.set(xlabel="updates", ylabel=kind, xlim=(0, None))
        axes.axhline(np.log(10) if kind == "loss" else 0.1, color="0.5", lw=0.7, ls=":")
    axes.legend(loc="upper left", fontsize=7)
    return picture
