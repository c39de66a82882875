"""Beyond the paper: the barrier, the critical angle, and the two ways of coming to rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES, shades
from numerics import shortcut
from numerics.shortcut import reduced

K = 16
RATIOS = (0.2, 0.6, 0.9, 1.0, 1.3)
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (4, 1, 1, 1)), (0, (1, 0.8)), (0, (8, 2)))
TIMES = np.unique(np.round(10 ** np.linspace(0, 4.3, 120)).astype(int))

Array = npt.NDArray[Any]


@figure(
    "shortcut.beyond_barrier",
    title="The barrier between the optimum and the spurious point, and how fast either is reached",
    caption="""
        Left: least loss over the output weights at each angle, k = 16, N = 1, for several r/r_c; dots mark
        the saddle. For r >= r_c there is neither barrier nor spurious minimum. Middle: the angle at which
        the saddle sits, over r/r_c, the same for every k: with a small enough filter step a start succeeds
        exactly below the line, which lies beyond pi/2 throughout. Right: distance of the angle from where
        it ends against time, k = 4, q^2 = .1: linear convergence to the optimum, but only 2 pi/(eta_w N |x|
        t) to the spurious point (dashed: this law).
    """,
    shows=("shortcut.beyond.saddle", "shortcut.beyond.angle", "shortcut.beyond.hessian", "shortcut.prop1"),
)
def barrier() -> dict[str, npt.ArrayLike]:
    """Profiles, saddle angles and decays."""
    phi = np.linspace(0, np.pi, 201)
    squares = np.array(RATIOS) * shortcut.threshold(K) / K
    saddles = np.array([shortcut.saddle_angle(K, q2) for q2 in squares])
    share = np.linspace(0, 1, 101)
    q2, k = 0.1, 4
    start = reduced.State(
        np.array([0.5, (k - 1) / (k + np.pi - 1)]), np.array([0.5, -1 / (np.pi - 1)]), np.array([1.0, 2.8])
    )
    run = reduced.trajectory(start, k, q2, 1.0, [(int(TIMES[-1]), 0.3, 0.3)])
    rest = abs(q2 * (k - 1) / (k + np.pi - 1) - (1 - q2) / (np.pi - 1))
    return {
        "phi": phi,
        "profile": np.round([shortcut.barrier_profile(phi, K, x, 1.0) for x in squares], 8),
        "saddles": np.round(saddles, 8),
        "heights": np.round(
            [shortcut.barrier_profile(a, K, x, 1.0) for a, x in zip(saddles, squares, strict=True)], 8
        ),
        "share": share,
        "edge": np.round([shortcut.saddle_angle(K, r * shortcut.threshold(K) / K) for r in share], 8),
        "times": TIMES,
        "global": np.maximum(np.round(run.phi[TIMES, 0], 12), 1e-12),
        "spurious": np.round(np.pi - run.phi[TIMES, 1], 10),
        "law": np.round(2 * np.pi / (0.3 * rest * TIMES), 10),
    }


@barrier.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw profiles, the phase diagram and decays."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    left, middle, right = picture.subplots(1, 3)
    looks = list(zip(shades(len(RATIOS)), DASHES, strict=True))
    for i, (ratio, (colour, dashes)) in enumerate(zip(RATIOS, looks, strict=True)):
        left.plot(data["phi"] / np.pi, data["profile"][i], color=colour, linestyle=dashes, label=f"{ratio:g}")
        if ratio < 1:
            left.plot(data["saddles"][i] / np.pi, data["heights"][i], "o", color=colour, markersize=3.5)
    left.set(xlabel=r"angle $\phi / \pi$", ylabel=r"$\min_a L$")
    left.legend(title="$r / r_c$", loc="upper left")
    middle.plot(data["share"], data["edge"] / np.pi, **ROLES["separatrix"].line)
    middle.axhline(0.5, **ROLES["reference"].line, linewidth=0.8)
    middle.text(0.6, 0.42, "success", ha="center", color=OKABE_ITO["bluish green"])
    middle.text(0.25, 0.9, "failure", ha="center", color=OKABE_ITO["vermillion"])
    middle.set(xlabel="$r / r_c$", ylabel=r"first angle $\phi_0 / \pi$", ylim=(0.35, 1.01), xlim=(0, 1))
    for name, role, label in (
        ("global", "active", "to the optimum"),
        ("spurious", "dead", "to the spurious point"),
    ):
        right.loglog(data["times"], data[name], color=ROLES[role].colour, label=label)
    right.loglog(data["times"][40:], data["law"][40:], **ROLES["bound"].line, label=r"$\propto 1/t$ law")
    right.set(xlabel="steps", ylabel="distance of the angle", ylim=(1e-11, 1e4))
    right.legend(loc="upper right")
    return picture
