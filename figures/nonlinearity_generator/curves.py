"""Training curves of deep networks without and with batch normalisation (Figures 5, 6, 8, 12 in small)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.nonlinearity_generator.training_curves import LOOKS, NAMES
from figures.registry import figure
from figures.style import FULL_WIDTH
from numerics.cnn import dense_stack, plain, resnet
from numerics.cnn.trials import run_trials
from numerics.data import digits
from numerics.nonlinearity_generator.experiments.setting import START

RUNS = 5
MOMENTS = tuple(range(0, 101, 20))
PANELS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "dense": ("56 dense layers, rate .003", {"rate": 0.003, "batch": 64}),
    "plain": ("plain-26, rate .02", {"rate": 0.02, "batch": 32}),
    "normalised": ("56 dense layers, normalised, rate .1", {"rate": 0.1, "batch": 64}),
    "residual": ("ResNet-56, normalised, rate .1", {"rate": 0.1, "batch": 32}),
}
Array = npt.NDArray[Any]


@figure(
    "nonlinearity_generator.curves",
    title="Deep networks learn first with the generator",
    caption="""
        Test accuracy on scikit-learn's digits against updates: median and range of 5 runs. Top: without
        normalisation, dense networks of width 64 and the plain convolutional network with 4 and 8 channels;
        ReLU stays near chance (dotted), PReLU in between. Bottom: with batch normalisation, dense, and
        residual with 2, 4 and 8 channels. Small stand-ins for Figures 5, 6, 8 and 12; networks of the paper's
        size are a matter of relucidate sweep nonlinearity-generator.
    """,
    shows=tuple(f"nonlinearity_generator.{name}" for name in ("e1", "e2", "e3", "beyond.bn_growth")),
    seeds=range(RUNS),
)
def curves(*seeds: int) -> dict[str, npt.ArrayLike]:
    """Test accuracies by panel and activation: runs by moments."""
    data = digits(raw=True)
    found: dict[str, npt.ArrayLike] = {"updates": np.array(MOMENTS)}
    for panel, (_, options) in PANELS.items():
        train, test = (_scaled(images, panel) for images in (data.train_images, data.test_images))
        for activation in LOOKS:
            nets = [_network(panel, activation, np.random.default_rng(seed)) for seed in seeds]
            trials = run_trials(
                nets, (train, data.train_labels), (test, data.test_labels), seeds=seeds, record=MOMENTS,
                **options,
            )  # fmt: skip
            found[f"{panel}_{activation}"] = np.round(trials.accuracy, 4)
    return found


def _network(panel: str, activation: str, rng: np.random.Generator) -> Any:
    start = START[activation]
    if panel in ("dense", "normalised"):
        return dense_stack(
            56, 64, activation, rng=rng, inputs=64, classes=10, initialisation=start,
            batch_norm=panel == "normalised",
        )  # fmt: skip
    if panel == "plain":
        return plain(26, activation, rng=rng, image=(8, 8, 1), widths=(4, 8), initialisation=start, bias=True)
    return resnet(
        56, activation, rng=rng, image=(8, 8, 1), widths=(2, 4, 8), initialisation=start, batch_norm=True
    )


def _scaled(images: Array, panel: str) -> Array:
    """Pixels from -1 to 1, or flattened from -1/2 to 1/2 for dense networks."""
    centred = images.astype(np.float32) / np.float32(255) - np.float32(0.5)
    return centred.reshape(len(images), -1) if panel in ("dense", "normalised") else 2 * centred


@curves.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw one panel for each kind of network."""
    picture = Figure(figsize=(FULL_WIDTH, 4.4))
    axes = picture.subplots(2, 2, sharex=True, sharey=True)
    for ax, (panel, (title, _)) in zip(axes.flat, PANELS.items(), strict=True):
        for activation, look in LOOKS.items():
            rows = data[f"{panel}_{activation}"]
            (line,) = ax.plot(data["updates"], np.median(rows, axis=0), **look.line, label=NAMES[activation])
            low, high = rows.min(axis=0), rows.max(axis=0)
            ax.fill_between(data["updates"], low, high, color=line.get_color(), alpha=0.18, lw=0)
        ax.axhline(0.1, color="0.5", linestyle=":", linewidth=0.8)
        ax.set_title(title)
    axes[0, 0].set(ylim=(0, 1), xlim=(0, MOMENTS[-1]))
    axes[0, 0].legend(loc="upper left")
    for ax in axes[1]:
        ax.set_xlabel("updates")
    for ax in axes[:, 0]:
        ax.set_ylabel("test accuracy")
    return picture
