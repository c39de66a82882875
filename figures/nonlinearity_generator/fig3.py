"""Figure 3: variance of weight updates by layer, and what it is made of, on real images."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.nonlinearity_generator.training_curves import LOOKS, NAMES
from figures.registry import figure
from figures.style import FULL_WIDTH
from numerics.cnn import dense_stack, softmax_cross_entropy
from numerics.cnn.measurement import PARTS, variance_parts
from numerics.data import digits
from numerics.nonlinearity_generator.experiments.setting import START

DEPTH, WIDTH, BATCH, RUNS = 56, 64, 128, 10
Array = npt.NDArray[Any]


@figure(
    "nonlinearity_generator.fig3",
    title="Weight updates by layer at the start of training",
    caption="""
        Dense networks of 56 layers and width 64 on scikit-learn's digits, one mini-batch of 128 at the start,
        10 networks. Left: variance of the entries of the weight gradient by layer (median, and the range of
        the networks). In the median it is level for all three, but from network to network it varies by a
        factor of some ten with the generator, of thousands and more with ReLU and PReLU: stable is what the
        generator is in this sense. Right: share of the mean of the inputs in that variance (the term with
        E(z) squared in the identity behind Theorem 1), the mean shift of the paper: a third for ReLU, a sixth
        for PReLU, a hundredth for the generator. The share of the mean of the gradients (thin lines) is small
        for all three, so that there is no shift backwards to be cured.
    """,
    shows=("nonlinearity_generator.theorem1", "nonlinearity_generator.mean_shift"),
    seeds=(2017,),
)
def weight_updates(seed: int) -> dict[str, npt.ArrayLike]:
    """Variance of each layer's gradient and shares of the two means, by activation, run and layer."""
    data = digits()
    images = data.train_images.reshape(len(data.train_images), -1)
    found: dict[str, npt.ArrayLike] = {}
    for activation in LOOKS:
        rng = np.random.default_rng(seed)
        parts = []
        for _ in range(RUNS):
            rows = rng.integers(0, len(images), BATCH)
            net = dense_stack(
                DEPTH, WIDTH, activation, rng=rng, inputs=images.shape[1], classes=10,
                initialisation=START[activation],
            )  # fmt: skip
            net.backward(softmax_cross_entropy(net.forward(images[rows]), data.train_labels[rows])[1])
            parts.append(variance_parts(net))
        total = np.sum(parts, axis=-1)
        found[f"{activation}_variance"] = np.round(np.log10(total), 5)
        for index, name in enumerate(PARTS):
            if name != "spread":
                found[f"{activation}_{name}"] = np.round(np.array(parts)[..., index] / total, 5)
    return found


@weight_updates.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw variances on the left and shares on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 3.1))
    variance, share = picture.subplots(1, 2)
    layers = np.arange(1, DEPTH + 1)
    for activation, look in LOOKS.items():
        logs = data[f"{activation}_variance"]
        line, *_ = variance.plot(layers, 10 ** np.median(logs, axis=0), **look.line, label=NAMES[activation])
        variance.fill_between(
            layers, 10 ** logs.min(axis=0), 10 ** logs.max(axis=0), color=line.get_color(), alpha=0.18, lw=0
        )
        share.plot(
            layers, np.median(data[f"{activation}_forward"], axis=0), **look.line, label=NAMES[activation]
        )
        thin = look.line | {"linewidth": 0.6}
        share.plot(layers, np.median(data[f"{activation}_backward"], axis=0), **thin)
    variance.set(yscale="log", xlabel="layer", ylabel="variance of the gradient's entries", xlim=(1, DEPTH))
    variance.set_title("Weight updates")
    variance.legend(loc="lower right")
    share.set(xlabel="layer", ylabel="share of the variance", xlim=(1, DEPTH), ylim=(-0.02, 0.5))
    share.set_title("Share of the means: inputs, gradients (thin)")
    share.legend(loc="upper left")
    return picture
