"""Figure 3: starts on the sphere and where they end, with and without the shortcut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.shortcut import chances, reduced

K, Q2, SIZE = 16, 1 / 64, 256.0
RUNS = 400
SCHEDULE = [(20_000, 1 / 256, 1 / 256)]
#: With a warm-up that saves every start of the ball: 459 steps are certified to do.
WARMED = [(460, 1 / 256, 1 / 256**2), (5540, 1 / 256, 1 / 256)]

Array = npt.NDArray[Any]


@figure(
    "shortcut.fig3",
    title="Where filters start and where they end",
    caption="""
        The sphere of filters seen along an equator, v* on top and -v* below (reconstructed setting S1, k =
        16, p = 3 for the picture). Left: the plain network starts anywhere; 400 random filters with random
        output weights, marked by where they end. Below the equator the spurious filter -v* attracts most of
        them, above it v* does; the output weights decide in between. Right: the shortcut puts every start
        at one filter, here .45 pi from v* (dots); lines show the ways of the angle from random output
        weights, with a warm-up of 460 steps: all end at v*, and none comes to the equator (turned evenly
        about the axis for the eye).
    """,
    shows=("shortcut.prose1", "shortcut.beyond.basins", "shortcut.beyond.covering"),
    seeds=(3,),
)
def sphere(seed: int) -> dict[str, npt.ArrayLike]:
    """Random filters with their ends, and ways from the shortcut."""
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((RUNS, 3))
    points /= np.linalg.norm(points, axis=1)[:, None]
    sigma, chi = chances.start_of(chances.draw_output(K, RUNS, rng), Q2)
    angle = np.arccos(points[:, 2])
    ends = reduced.success(sigma, chi, angle, k=K, q2=Q2, size=SIZE, schedule=SCHEDULE)
    few = reduced.State(sigma[:24], chi[:24], np.full(24, 0.45 * np.pi))
    ways = reduced.trajectory(few, K, Q2, SIZE, WARMED, every=3)
    return {"points": np.round(points, 8), "codes": ends.codes, "ways": np.round(ways.phi, 6)}


@sphere.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw both spheres from the side."""
    picture = Figure(figsize=(FULL_WIDTH, 3.5))
    plain, shortcut = picture.subplots(1, 2)
    turn = np.linspace(0, 2 * np.pi, 200)
    for ax, title in ((plain, "Plain network"), (shortcut, "With shortcut and warm-up")):
        ax.plot(np.cos(turn), np.sin(turn), color="0.6", linewidth=0.8)
        ax.plot([-1, 1], [0, 0], **ROLES["reference"].line, linewidth=0.8)
        ax.text(0, 1.07, "$v^*$", ha="center", va="bottom")
        ax.text(0, -1.07, "$-v^*$", ha="center", va="top")
        ax.set(xlim=(-1.35, 1.35), ylim=(-1.3, 1.3), aspect="equal")
        ax.set_title(title)
        ax.axis("off")
    near = data["points"][:, 1] < 0
    for code, role, label in ((1, "active", "ends at $v^*$"), (2, "dead", "ends at $-v^*$")):
        chosen = near & (data["codes"] == code)
        plain.plot(*data["points"][chosen][:, [0, 2]].T, **ROLES[role].point, markersize=3.2, label=label)
    plain.legend(loc="lower left", bbox_to_anchor=(-0.08, -0.04))
    spread = np.linspace(-0.95, 0.95, data["ways"].shape[1])
    for way, side in zip(data["ways"].T, spread, strict=True):
        line = ROLES["active" if way[-1] < np.pi / 2 else "dead"].line
        shortcut.plot(side * np.sin(way), np.cos(way), **line, linewidth=0.9)
    shortcut.plot(
        spread * np.sin(0.45 * np.pi), np.full(spread.size, np.cos(0.45 * np.pi)), "k.", markersize=3
    )
    return picture
