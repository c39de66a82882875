"""Beyond the paper: the edge of the basins as the filter's step grows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES, shades
from numerics.shortcut.separatrix import asymptotic_edge, edge

PULLS = (4, 25, 200)
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1, 0.8)))
GROWING = (4, 16, 64, 256, 1024, 4096)
FIRST = 1.2

Array = npt.NDArray[Any]


@figure(
    "shortcut.beyond_edge",
    title="The edge between the basins for large steps of the filter",
    caption="""
        Teachers with 1'a* = 0 and small steps of fixed ratio rho = eta_w/eta_a. Left: share x = a'a*/N
        below which a run that starts at the angle phi ends at the spurious point, for three values of rho
        N (coloured); black and thin: the limit form -sqrt(2 Psi(phi, pi/2)/(rho N)), Psi the integral of
        (g-1)/h. All edges end in the saddle (dot). Right: how much lower than its limit form the edge lies
        at phi = 1.2, a share that falls like 1/sqrt(rho N) (dashed).
    """,
    shows=("shortcut.beyond.edge", "shortcut.beyond.saddle"),
)
def edges() -> dict[str, npt.ArrayLike]:
    """Edges and their limit forms."""
    phi = np.linspace(0.1, 1.55, 24)
    gaps = [float(edge([FIRST], n)[0] / asymptotic_edge([FIRST], n)[0] - 1) for n in GROWING]
    return {
        "phi": phi,
        "edge": np.round([edge(phi, n) for n in PULLS], 7),
        "limit": np.round([asymptotic_edge(phi, n) for n in PULLS], 10),
        "pull": GROWING,
        "gap": np.round(gaps, 6),
    }


@edges.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw edges and gaps."""
    picture = Figure(figsize=(FULL_WIDTH, 2.7))
    left, right = picture.subplots(1, 2)
    turn = data["phi"] / np.pi
    looks = zip(PULLS, shades(len(PULLS)), DASHES, strict=True)
    for i, (pull, colour, dashes) in enumerate(looks):
        left.plot(
            turn, data["limit"][i], **ROLES["theory"].line, linewidth=0.7, label="" if i else "limit forms"
        )
        left.plot(turn, data["edge"][i], color=colour, linestyle=dashes, label=rf"$\rho N = {pull}$")
    left.plot(0.5, 0, "o", color=ROLES["separatrix"].colour, markersize=4, label="saddle")
    left.set(xlabel=r"angle $\phi / \pi$", ylabel="share $x$", xlim=(0, 0.52), ylim=(-1.5, 0.06))
    left.legend(loc="lower right")
    right.loglog(data["pull"], data["gap"], **ROLES["measured"].line, marker="o", label="measured")
    last = data["gap"][-1] * np.sqrt(data["pull"][-1] / data["pull"])
    right.loglog(data["pull"], last, **ROLES["bound"].line, label=r"$\propto 1/\sqrt{\rho N}$")
    right.set(xlabel=r"$\rho N$", ylabel="edge / limit form - 1")
    right.legend(loc="upper right")
    return picture
