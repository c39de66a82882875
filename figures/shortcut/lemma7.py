"""Lemma 7: how strongly the gradient in a points to the teacher, over the plane of a* and across it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import CMAP, FULL_WIDTH, ROLES
from numerics import shortcut

ANGLE = 5 * np.pi / 12
LEAST = 0.0558142
"""The constant of Lemma 7."""
LEVELS = (-0.2, -0.1, 0.0, 0.1, 0.2, 0.3)
NODES = 181

Array = npt.NDArray[Any]


@figure(
    "shortcut.lemma7_ratio",
    title="How strongly the gradient in a points to the teacher on Lemma 7's region",
    caption="""
        Ratio <-grad_a, a* - a>/|a - a*|^2 at phi = 5 pi/12, where it is least, for a = alpha a* + beta
        |a*| e with e a unit vector orthogonal to a* and to 1, 1'a* = 0. Left: over the plane, cut off at
        -.25 and .35; the star is a*, where the ratio has no lower bound. Solid: edge of the region of
        Lemma 7 (reconstructed setting), the union of a'a* <= N/20 and |a - a*/2|^2 >= N; dashed: the level
        .0558142 of the constant, inside of which the ratio is less. It touches the region's edge at one
        point, a = a*/20 (dot). Right: the ratio along the two edges on the side away from a*, against beta,
        with the constants of either alternative (.0558142 and .1603, dashed).
    """,
    shows=("shortcut.lemma7",),
)
def ratio() -> dict[str, npt.ArrayLike]:
    """Ratios on a grid and along the two edges."""
    along, across = np.linspace(-1.5, 2.5, NODES), np.linspace(-1.5, 1.5, NODES)
    beta = np.linspace(-1.5, 1.5, 121)
    circle = np.linspace(0, 2 * np.pi, 241)
    return {
        "along": along,
        "across": across,
        "ratio": np.round(_ratio(*np.meshgrid(along, across)), 8),
        "beta": beta,
        "half": np.round(_ratio(np.full_like(beta, 1 / 20), beta), 8),
        "circle_along": np.round(0.5 + np.cos(circle), 10),
        "circle_across": np.round(np.sin(circle), 10),
        "far": np.round(_ratio(0.5 + np.cos(circle), np.sin(circle)), 8),
    }


def _ratio(along: Array, across: Array) -> Array:
    a_star, e = np.array([1.0, -1, 0, 0]) / 2**0.5, np.array([0.0, 0, 1, -1]) / 2**0.5
    a = along[..., None] * a_star + across[..., None] * e
    v_star, w = np.array([1.0, 0.0]), np.array([np.cos(ANGLE), np.sin(ANGLE)]) - 2**-0.5
    apart = a - a_star
    _, by_a = shortcut.population_gradient(w, a, v_star, a_star)
    square = np.sum(apart**2, axis=-1)
    # At a* itself the ratio has no meaning.
    return np.asarray(np.sum(by_a * apart, axis=-1) / np.maximum(square, 1e-12))


@ratio.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the plane, and the edges of the region."""
    picture = Figure(figsize=(FULL_WIDTH, 3.0))
    left, right = picture.subplots(1, 2, width_ratios=(1.35, 1))
    seen = np.clip(data["ratio"], -0.25, 0.35)
    mesh = left.pcolormesh(data["along"], data["across"], seen, cmap=CMAP, rasterized=True)
    picture.colorbar(mesh, ax=left, label=r"ratio", ticks=LEVELS)
    inside, edge = ROLES["bound"], {"color": "white", "linestyle": "-", "linewidth": 1.6}
    left.contour(
        data["along"],
        data["across"],
        data["ratio"],
        levels=[LEAST],
        colors="white",
        linestyles=[inside.dashes],
    )
    near = np.hypot(data["circle_along"] - 0.5, data["circle_across"]) > 0
    outer = near & (data["circle_along"] >= 1 / 20)
    order = np.argsort(np.arctan2(data["circle_across"][outer], data["circle_along"][outer] - 0.5))
    left.plot(data["circle_along"][outer][order], data["circle_across"][outer][order], **edge)
    height = float(np.sqrt(1 - 0.45**2))
    left.plot([1 / 20, 1 / 20], [-height, height], **edge)
    left.plot(1, 0, **ROLES["optimum"].point, markersize=10, markeredgecolor="black", markeredgewidth=0.6)
    left.plot(1 / 20, 0, "o", color="white", markersize=4)
    left.set(aspect="equal", xlabel=r"along $a^*$, $\alpha$", ylabel=r"across, $\beta$")
    right.plot(data["beta"], data["half"], color=ROLES["measured"].colour, label=r"$a'a^* = N/20$")
    opposite = data["circle_along"] <= 0.5
    order = np.argsort(data["circle_across"][opposite])
    beta, far = (data[name][opposite][order] for name in ("circle_across", "far"))
    right.plot(beta, far, **ROLES["alternative"].line, label=r"$|a-a^*/2|^2 = N$")
    right.axhline(LEAST, **inside.line, linewidth=1)
    right.axhline(0.1603, **inside.line, linewidth=1)
    right.set(xlabel=r"across, $\beta$", ylabel="ratio on the edges", ylim=(0, 0.4))
    right.legend(loc="upper center")
    return picture
