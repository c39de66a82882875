"""The sleep theorem: which starts are certain to sleep through a budget, and how tight the bound is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from matplotlib.colors import ListedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from figures.dying_relu.outcome_panels import Array
from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES, shades
from numerics.dying_relu.dormancy import deepest_ratio, recovery_time
from numerics.dying_relu.relu_unit.sleep import asleep, slow_clock

GAMMA, ETA = 0.01, 0.1
BUDGETS = (10**3, 10**5, 10**7)
NODES = 120
SCALES = np.geomspace(3e-4, 0.02, 7)


@figure(
    "dying_relu.sleep",
    title="A unit with small targets sleeps at least this long",
    caption="""
        Left: starts with a weight along the target (scale 0.01) that are certain to be in the dead cone,
        b < -3 w, through all of the next 1000, 100 thousand or 10 million updates of descent with step size
        0.1; outside, nothing is claimed. The dotted line bounds the dead cone. Right: time in which a unit
        that starts along the target without bias comes back to half its greatest depth, and the lower
        bound from there, |c|^3 / phi(c) less the same at half the depth, for target scales from 0.02 down
        to 0.0003 of the first weight. The bound is short by a factor that tends to 3.
    """,
    shows=("dying_relu.beyond.sleep", "dying_relu.beyond.dormancy"),
)
def certain_sleep() -> dict[str, npt.ArrayLike]:
    """Certified sleepers by budget, and times to recover beside the bound."""
    axis = (np.arange(NODES) + 0.5) / NODES
    w, b = np.meshgrid(axis * 0.4, -axis)
    count = sum(asleep(w, b, GAMMA, eta=ETA, steps=budget).astype(np.int8) for budget in BUDGETS)
    depth = np.array([-deepest_ratio(u) for u in SCALES])
    clock = np.array(slow_clock(depth))
    return {
        "certain": np.asarray(count),
        "depth": np.round(depth, 6),
        "time": np.round(np.log10([recovery_time(u) * at for u, at in zip(SCALES, clock, strict=True)]), 5),
        "bound": np.round(np.log10(clock - slow_clock(depth / 2)), 5),
    }


@certain_sleep.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the sets of sleepers and the times."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    left, right = picture.subplots(1, 2)
    colours: list[str] = ["white", *map(to_hex, shades(len(BUDGETS))[::-1])]
    left.imshow(data["certain"], extent=(0, 0.4, -1, 0), cmap=ListedColormap(colours), vmin=-0.5,
                vmax=len(BUDGETS) + 0.5, interpolation="nearest", aspect="auto")  # fmt: skip
    left.plot([0, 1 / 3], [0, -1], **ROLES["reference"].line)
    left.set(xlim=(0, 0.4), ylim=(-1, 0), xlabel=r"weight $w$", ylabel=r"bias $b$")
    left.set_title("Certain to sleep on")
    patches = [
        Patch(
            facecolor=colour,
            edgecolor="0.3",
            linewidth=0.5,
            label=rf"$10^{{{int(np.log10(budget))}}}$ updates",
        )
        for colour, budget in zip(colours[1:], BUDGETS, strict=True)
    ]
    left.legend(handles=patches, loc="upper right")
    right.plot(data["depth"], 10 ** data["time"], **ROLES["measured"].point, label="flow")
    right.plot(data["depth"], 10 ** data["bound"], **ROLES["bound"].line, label="lower bound")
    right.set(yscale="log", xlabel=r"greatest depth $|c|$", ylabel="time to recover")
    right.set_title("How long at least")
    right.legend(loc="upper left")
    return picture
