"""Energy and mean through depth for generator, ReLU and PReLU."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics import nonlinearity_generator as ng

DEPTH = 55
LOOKS = {
    "generator": (ROLES["measured"], 1.0, "generator, 1/n"),
    "relu": (ROLES["alternative"], 2.0, "ReLU, 2/n"),
    "prelu": (ROLES["separatrix"], 2.0, "PReLU ¼, 2/n"),
    "relu_narrow": (ROLES["dead"], 1.0, "ReLU, 1/n"),
}
Array = npt.NDArray[Any]


@figure(
    "nonlinearity_generator.depth",
    title="Signals through 55 layers at initialisation",
    caption="""
        Infinitely wide layers without biases and normalisation, first pre-activations of variance 1; the
        variance of the weights is given over the fan-in n. Left: variance of the pre-activations. ReLU
        keeps it with weights of variance 2/n and halves it with 1/n; PReLU multiplies it by 1.0625 a
        layer; the generator lets it decay like the inverse logarithm of depth. Right: mean output over
        its standard deviation, the mean shift that every layer hands to the next: constant for ReLU and
        PReLU, fading with the variance for the generator.
    """,
    shows=("nonlinearity_generator.beyond.depth", "nonlinearity_generator.beyond.gaussian"),
)
def through_depth() -> dict[str, npt.ArrayLike]:
    """Variance and relative mean by layer for each activation."""
    data: dict[str, npt.ArrayLike] = {}
    for name, (_, scale, _) in LOOKS.items():
        activation = name.removesuffix("_narrow")
        q = ng.energies(1.0, depth=DEPTH, scale=scale, activation=activation)
        level = -1.0 if activation == "generator" else 0.0
        mean, energy = ng.moments(np.zeros(q.size), np.sqrt(q), np.full(q.size, level))
        if activation == "prelu":
            mean, energy = 0.75 * mean, (1 + 1 / 16) * energy
        data[f"{name}_variance"] = np.round(np.log10(q), 8)
        data[f"{name}_shift"] = np.round(mean / np.sqrt(energy - mean**2), 8)
    return data


@through_depth.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw variances on the left and mean shifts on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    variance, shift = picture.subplots(1, 2)
    layer = np.arange(DEPTH + 1)
    for name, (look, _, label) in LOOKS.items():
        variance.plot(layer, 10 ** data[f"{name}_variance"], **look.line, label=label)
        if name != "relu_narrow":
            shift.plot(layer, data[f"{name}_shift"], **look.line, label=label.split(",")[0])
    variance.set(yscale="log", ylim=(1e-4, 1e2), xlim=(0, DEPTH), xlabel="layer", ylabel="variance")
    variance.set_title("Pre-activations")
    variance.legend(loc="lower right", fontsize=7)
    shift.set(ylim=(0, 0.8), xlim=(0, DEPTH), xlabel="layer", ylabel="mean over standard deviation")
    shift.set_title("Outputs")
    shift.legend(loc="center right", bbox_to_anchor=(1, 0.3))
    return picture
