"""Figures 2 and 4: how thresholds move in training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, shades
from numerics.cnn import dense_stack
from numerics.cnn.layer import Layer
from numerics.cnn.trials import run_trials
from numerics.data import digits

DEPTH, WIDTH, RUNS, BATCH, RATE = 20, 64, 8, 64, 0.02
MOMENTS = (30, 100, 300)
LAYER = 7
"""Of the histogram, counted from 0: a third of the way up, as layer 19 of 56 in the paper."""
DASHES: tuple[Any, ...] = ("-", "--", "-.")
Array = npt.NDArray[Any]


@figure(
    "nonlinearity_generator.fig2",
    title="Thresholds spread in training, and move little on average",
    caption="""
        Dense generator networks of 20 layers and width 64 on scikit-learn's digits, rate .02, batches of 64;
        thresholds start at -1 and are pooled over 8 runs. Left: their distribution in layer 8 after 30, 100
        and 300 updates: they spread, as the paper reports for its layer 19. Right: mean by layer (lines) and
        the middle 90 percent after the last of them (band). Thresholds move where units are clipped, which is
        rare at first, so that the means stay close to -1; the paper's means of some -.6 and less take far
        longer runs.
    """,
    shows=("nonlinearity_generator.dead_gradient", "nonlinearity_generator.eq5"),
    seeds=range(RUNS),
)
def thresholds(*seeds: int) -> dict[str, npt.ArrayLike]:
    """Thresholds by moment, layer, and run and unit."""
    data = digits()
    train, test = (
        (images.reshape(len(images), -1), labels)
        for images, labels in ((data.train_images, data.train_labels), (data.test_images, data.test_labels))
    )
    nets = [
        dense_stack(
            DEPTH, WIDTH, "generator", rng=np.random.default_rng(seed), inputs=train[0].shape[1],
            classes=10, initialisation="xavier",
        )
        for seed in seeds
    ]  # fmt: skip
    found: list[Array] = []

    def keep(_: int, model: Layer) -> None:
        found.append(np.array([p.value.ravel() for p in model.parameters if p.name == "thresholds"]))

    trials = run_trials(nets, train, test, seeds=seeds, batch=BATCH, rate=RATE, record=MOMENTS, watch=keep)
    return {
        "thresholds": np.round(np.array(found, dtype=float), 4),
        "accuracy": np.round(np.median(trials.accuracy, axis=0), 3),
    }


@thresholds.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the distribution in one layer on the left and the means by layer on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 3.0))
    spread, means = picture.subplots(1, 2)
    values, layers = data["thresholds"], np.arange(1, DEPTH)
    reach = np.abs(values[:, LAYER] + 1).max()
    bins = np.linspace(-1 - reach, -1 + reach, 61)
    rows = zip(MOMENTS, values, data["accuracy"], shades(len(MOMENTS)), DASHES, strict=True)
    for moment, row, accuracy, colour, dashes in rows:
        spread.hist(row[LAYER], bins, histtype="step", color=colour, linestyle=dashes, linewidth=1.2,
                    label=f"{moment} updates")  # fmt: skip
        means.plot(layers, row.mean(axis=1), color=colour, linestyle=dashes,
                   label=f"{moment} updates, accuracy {accuracy:.2f}")  # fmt: skip
    means.fill_between(layers, *np.quantile(values[-1], (0.05, 0.95), axis=1), color="0.85", lw=0)
    spread.set(yscale="log", xlabel="threshold $t$", ylabel=f"units of {RUNS * WIDTH}")
    spread.set_title(f"Layer {LAYER + 1}")
    spread.legend(loc="upper left")
    means.set(xlabel="layer", ylabel="threshold $t$", xlim=(1, DEPTH - 1), xticks=range(1, DEPTH, 3))
    means.set_title("Mean by layer")
    means.legend(loc="best", fontsize=7)
    return picture
