"""One step of gradient descent: what first-order formulas miss, and how fast a pair parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics import gunn

SIZES = np.geomspace(1e-4, 1, 25)
Array = npt.NDArray[Any]


@figure(
    "gunn.one_step",
    title="One step, exactly and to first order, and the eigenvalues of its kernel",
    caption="""
        A random gradual layer of five units, the third a copy of the first, after one step on one sample.
        Left: the outputs' first-order change (Eq. 3) misses the true one by the square of the step (slope
        2), and the pair parts in proportion to the step (slope 1), as the exact separation law has it.
        Right: eigenvalues of the tangent kernel of 200 random gradual layers of eight units, relative to
        the one value that all eigenvalues of a simultaneous layer have; sorted, median and middle 80 per
        cent.
    """,
    shows=("gunn.eq3", "gunn.theorem", "gunn.kernel"),
    seeds=(1711,),
)
def one_step(seed: int) -> dict[str, npt.ArrayLike]:
    """Errors of the first order and gaps of the pair by step size; spectra of random kernels."""
    rng = np.random.default_rng(seed)
    weights = rng.normal(size=(5, 5)) / 3
    weights[2] = [1, 0, -1, 0, 0]
    x, g = rng.normal(size=5), rng.normal(size=5)
    after = gunn.gradient_step(np.stack([weights] * SIZES.size), x[None], g[None], SIZES)
    y = np.asarray(gunn.forward(after, x))
    first = -SIZES[:, None] * (np.asarray(gunn.tangent_kernel(weights, x)) @ g)
    moves = y - np.asarray(gunn.forward(weights, x))
    many, inputs = rng.normal(size=(200, 8, 8)) / np.sqrt(8), rng.normal(size=(200, 8))
    spectra = np.linalg.eigvalsh(np.asarray(gunn.tangent_kernel(many, inputs)))
    spectra /= (inputs**2).sum(axis=1)[:, None]
    return {
        "size": SIZES,
        "error": np.round(np.linalg.norm(moves - first, axis=1), 13),
        "gap": np.round(np.abs(y[:, 2] - y[:, 0]), 13),
        "spectrum": np.round(np.quantile(spectra, [0.1, 0.5, 0.9], axis=0), 8),
    }


@one_step.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw slopes on the left and spectra on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    slopes, spectrum = picture.subplots(1, 2)
    for name, look, label, power in (
        ("gap", ROLES["measured"], "separation of the pair", 1),
        ("error", ROLES["alternative"], "error of the first order", 2),
    ):
        slopes.plot(data["size"], data[name], **look.point, markersize=3.5, label=label)
        line = data[name][0] * (data["size"] / data["size"][0]) ** power
        slopes.plot(data["size"], line, **ROLES["reference"].line, label=f"slope {power}")
    slopes.set(xscale="log", yscale="log", xlabel=r"step size $\varepsilon$", ylabel="size")
    slopes.set_title("One step")
    slopes.legend(loc="upper left", fontsize=7)
    low, middle, high = data["spectrum"]
    rank = np.arange(1, middle.size + 1)
    spectrum.fill_between(rank, low, high, color=ROLES["measured"].colour, alpha=0.25, linewidth=0)
    spectrum.plot(rank, middle, **ROLES["measured"].line, marker="o", markersize=3.5, label="gradual")
    spectrum.axhline(1, **ROLES["alternative"].line, label="simultaneous")
    spectrum.set(yscale="log", xlabel="eigenvalue, sorted", ylabel=r"eigenvalue of $K$ over $|x|^2$")
    spectrum.set_title("Tangent kernel")
    spectrum.legend(loc="upper left")
    return picture
