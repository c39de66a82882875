"""How the outcome of every start changes as momentum grows: figure 5 as a moving picture."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.dying_relu.outcome_panels import (
    Array,
    boundary,
    draw_boundary,
    draw_map,
    legend,
    outcomes,
)
from figures.moving import animation

GAMMA, STEPS = (1.0, 0.01), 3000
BETAS = np.round(1 - np.geomspace(1, 0.01, 24), 3)


@animation(
    "dying_relu.momentum_moving",
    title="Outcome maps over momentum",
    caption="""
        What becomes of every start of the plane of weight and bias after 3000 updates of step size 0.1, as
        the momentum coefficient grows from 0 to 0.99 (averaging form). Left: target of scale 1, where
        momentum saves starts. Right: scale 0.01, where it kills them.
    """,
    shows=("dying_relu.momentum_harms",),
    frames="beta",
)
def maps() -> dict[str, npt.ArrayLike]:
    """Outcomes by scale and momentum, and the separatrix of the flow for each scale."""
    codes = [outcomes((scale,) * len(BETAS), BETAS.tolist(), steps=STEPS, tolerance=1e-6) for scale in GAMMA]
    return {"beta": BETAS, "gamma": GAMMA, "codes": np.stack(codes), "boundary": np.round(boundary(GAMMA), 8)}


@maps.frame
def draw(data: Mapping[str, Array], number: int) -> Figure:
    """Draw both maps for one momentum coefficient."""
    picture = Figure(figsize=(7.0, 4.0))
    axes = picture.subplots(1, 2, sharey=True)
    for ax, scale, codes, curve in zip(axes, data["gamma"], data["codes"], data["boundary"], strict=True):
        draw_map(ax, codes[number])
        draw_boundary(ax, curve)
        ax.set(xlabel="weight $w$", title=rf"$\gamma = {scale:g}$")
    axes[0].set(ylabel="bias $b$")
    picture.suptitle(rf"momentum $\beta = {data['beta'][number]:.3f}$")
    legend(picture)
    return picture
