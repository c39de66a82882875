"""How an outcome map of the plane of weight and bias is computed and drawn, for figures 4 and 5."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import Normal, Stroke

from figures.style import ROLES
from numerics.dying_relu.region_map import beyond_recovery, nodes_of, trapped
from numerics.dying_relu.relu_unit import front, plane_orbits
from numerics.dying_relu.relu_unit.training import KAPPA, LABELS, outcome_codes, plane_run

ETA = 0.1
NODES = 60
"""Even, so that no node lies on w = 0."""

FACES = {"optimum": "#F7EC9E", "dead": ROLES["dead"].colour, "undecided": "#3B3B3B"}
"""Pale, middle and dark: apart in grey too."""

Array = npt.NDArray[Any]


def outcomes(
    gamma: Sequence[float],
    beta: Sequence[float],
    *,
    steps: int,
    tolerance: float,
    target: str = "linear",
    field: str = "exact",
    early: bool = True,
) -> Array:
    """Outcome of every start for each pair of target scale and momentum; shape (pairs, bias, weight).

    Without momentum, starts leave `early` once nothing can change their label; that saves time only.
    """
    axis = nodes_of(NODES)
    scale, inertia = (np.asarray(x)[:, None, None] for x in (gamma, beta))
    mesh = np.broadcast_arrays(axis, axis[:, None], scale, *front.pace(ETA, inertia, "ema"))
    w, b, scale, decay, rate = (x.ravel() for x in mesh)

    def label_is_final(w: Array, b: Array, scale: Array, decay: Array, _: Array) -> Array:
        final = trapped(w, b, scale)
        if field == "exact":
            # Beyond recovery |w| and b only fall, so that what is in the dead cone stays there.
            final |= beyond_recovery(w, b, scale, ETA, target) & (b < KAPPA * w)
        return np.asarray(final & (decay == 0))

    release = label_is_final if early else None
    with np.errstate(over="ignore"):
        end = plane_run(w, b, (scale, decay, rate), steps, tolerance, target, field, release)
    return outcome_codes(end.w[:, None], end.b, scale).reshape(mesh[0].shape)


def shares(codes: Array) -> Array:
    """Share of the starts with each label, shape (pairs, labels)."""
    return np.stack([np.mean(codes == i, axis=(-2, -1)) for i in range(len(LABELS))], axis=-1)


def boundary(gamma: Sequence[float], points: int = 81) -> Array:
    """Exact separatrix of the linear target's flow; shape (scales, 2, points), coordinates (w, b)."""
    w = -np.linspace(0, 1, points)
    return np.stack([[w, -w * plane_orbits.separatrix(-w / scale)] for scale in gamma])


def draw_map(ax: Axes, codes: Array) -> None:
    """Draw one map, with the share of starts at the optimum written into it."""
    colours = ListedColormap([FACES[label] for label in LABELS])
    ax.imshow(
        codes,
        origin="lower",
        extent=(-1, 1, -1, 1),
        cmap=colours,
        vmin=-0.5,
        vmax=2.5,
        interpolation="nearest",
    )
    text = ax.text(-0.93, -0.94, f"{shares(codes)[0]:.2f}", ha="left", va="bottom", fontsize=8)
    text.set_path_effects([Stroke(linewidth=2, foreground="white"), Normal()])
    ax.set(xlim=(-1, 1), ylim=(-1, 1), xticks=[-1, 0, 1], yticks=[-1, 0, 1])


def draw_boundary(ax: Axes, curve: Array) -> None:
    """Draw the separatrix in a white casing."""
    solid = {"dash_offset": 0, "dash_list": None}
    casing = [Stroke(linewidth=2.4, foreground="white", dashes=solid), Normal()]
    inside = np.abs(curve[1]) <= 1
    ax.plot(
        *curve[:, inside], color=ROLES["separatrix"].colour, linestyle="-", linewidth=1.2, path_effects=casing
    )


def legend(picture: Figure, handles: Sequence[Any] = ()) -> None:
    """Put the key to the colours below all panels."""
    patches = [Patch(facecolor=FACES[label], edgecolor="0.3", linewidth=0.5, label=label) for label in LABELS]
    picture.legend(
        handles=[*patches, *handles], loc="outside lower center", ncols=len(patches) + len(handles)
    )
