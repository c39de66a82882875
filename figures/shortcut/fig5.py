"""Figure 5: one start, with and without warm-up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.shortcut import reduced

K, Q2, SIZE, ANGLE = 36, 1 / 144, 576.0, 0.45 * np.pi
STEPS, WARM_UP, EVERY = 60_000, 2000, 20

Array = npt.NDArray[Any]


@figure(
    "shortcut.fig5",
    title="With warm-up the output weights turn round before the angle grows",
    caption="""
        Reconstructed setting S1, k = 36, from a0 = -R a*/|a*|; the paper's own start is lost. Solid: a
        warm-up of 2000 steps (dotted line) with eta_a = 1/k^2, eta_w = 1/k^4, then both 1/k^2. Dashed: both
        1/k^2 from the start. Left: the angle between the filters; with warm-up it hardly moves until a'a*
        (middle) is positive, without it runs to pi, which it nears only like 1/t: hence 60 000 steps on a
        logarithmic scale, the middle and right panels coming to the spurious point's share and loss.
    """,
    shows=("shortcut.prose4", "shortcut.table1"),
)
def one_start() -> dict[str, npt.ArrayLike]:
    """Angle, share and loss of both runs."""
    start = (-(Q2**0.5), -(Q2**0.5), ANGLE)
    after = (K**-2.0, K**-2.0)
    plans = {
        "with": [(WARM_UP, K**-2.0, K**-4.0), (STEPS - WARM_UP, *after)],
        "without": [(STEPS, *after)],
    }
    found: dict[str, npt.ArrayLike] = {"steps": np.arange(0, STEPS + 1, EVERY)}
    for name, plan in plans.items():
        run = reduced.trajectory(start, K, Q2, SIZE, plan, every=EVERY)
        found[f"angle {name}"] = np.round(run.phi, 8)
        found[f"share {name}"] = np.round(reduced.share(run, Q2), 8)
        found[f"loss {name}"] = np.round(reduced.loss_of(run, K, Q2, SIZE), 8)
    return found


@one_start.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw three panels."""
    picture = Figure(figsize=(FULL_WIDTH, 2.6))
    panels = zip(
        picture.subplots(1, 3),
        ("angle", "share", "loss"),
        (r"angle $\phi / \pi$", "$a'a^* / N$", "loss $L$"),
        strict=True,
    )
    for ax, name, label in panels:
        for run, role in (("with", "active"), ("without", "dead")):
            scale = np.pi if name == "angle" else 1
            ax.plot(
                data["steps"][1:],
                data[f"{name} {run}"][1:] / scale,
                **ROLES[role].line,
                label=f"{run} warm-up",
            )
        ax.axvline(WARM_UP, **ROLES["reference"].line, linewidth=0.8)
        ax.set(xscale="log", xlabel="steps", ylabel=label)
    first = picture.axes[0]
    first.set(ylim=(-0.03, 1.05))
    picture.axes[1].set(ylim=(None, 1.25))
    picture.axes[1].legend(loc="upper left")
    return picture
