"""The two stages of a run with warm-up, as a moving picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.moving import animation
from figures.style import OKABE_ITO, ROLES
from numerics.shortcut import reduced

K, Q2, ETA_A, ETA_W = 16, 0.05, 0.17, 1.3
START = (-0.8, -0.19, 0.48 * np.pi)
WARM, LATER, FRAMES = 60, 180, 48

Array = npt.NDArray[Any]


@animation(
    "shortcut.stages_moving",
    title="The two stages of training",
    caption="""
        One start, with and without 60 updates in which the filter's step is a hundredth of its later size.
        Stage I: the output weights turn until their product with the teacher's is positive (right of the
        line), while the angle to the teacher's filter must not grow too far. Stage II: both improve. Without
        warm-up the same start ends at the spurious point.
    """,
    shows=("shortcut.theorem4", "shortcut.theorem13", "shortcut.prose4"),
    frames="shown",
)
def stages() -> dict[str, npt.ArrayLike]:
    """Share and angle of both runs, and the update that each frame goes up to."""
    data: dict[str, npt.ArrayLike] = {"shown": np.linspace(0, WARM + LATER, FRAMES).astype(int)}
    for name, first in (("warm", ETA_W / 100), ("cold", ETA_W)):
        run = reduced.trajectory(START, K, Q2, 1.0, [(WARM, ETA_A, first), (LATER, ETA_A, ETA_W)])
        data[f"{name}_share"] = np.round(reduced.share(run, Q2), 10)
        data[f"{name}_angle"] = np.round(run.phi / np.pi, 10)
    return data


@stages.frame
def draw(data: Mapping[str, Array], number: int) -> Figure:
    """Draw both runs up to one update."""
    picture = Figure(figsize=(6.0, 3.8))
    ax = picture.subplots()
    now = int(data["shown"][number])
    ax.axvspan(-1, 0, color="0.93", linewidth=0)
    for name, role, label in (("warm", "active", "with warm-up"), ("cold", "dead", "without")):
        look = ROLES[role]
        share, angle = data[f"{name}_share"][: now + 1], data[f"{name}_angle"][: now + 1]
        ax.plot(share, angle, **look.line, label=label)
        ax.plot(share[-1:], angle[-1:], **look.point, markersize=8)
    ax.plot([1], [0], **ROLES["optimum"].point, markersize=14, markeredgecolor="k")
    ax.text(0.97, 0.05, "teacher", ha="right")
    ax.text(-0.98, 0.03, "filter turns away", color=OKABE_ITO["vermillion"], fontsize=8)
    ax.set(xlim=(-1, 1.1), ylim=(-0.02, 1.02), xlabel=r"$a^\top a^* / |a^*|^2$", ylabel=r"angle over $\pi$")
    stage = "stage I (warm-up)" if now <= WARM else "stage II"
    ax.set_title(f"update {now}: {stage}")
    ax.legend(loc="upper right")
    return picture
