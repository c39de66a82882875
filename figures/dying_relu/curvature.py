"""Curvature at the optimum: where the loss is convex around it, the trap, and the onsets of oscillation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import Normal, Stroke

from figures.dying_relu.outcome_panels import Array
from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES
from numerics.dying_relu.momentum import eigenvalues, onset, trajectory
from numerics.dying_relu.relu_unit import population_gradient
from numerics.dying_relu.relu_unit.training import RADIUS

ETA = 0.1
LEVELS = (0.0, 1 / 80)
WINDOW = ((0.3, 1.9), (-0.8, 0.8))
"""Weight and bias, in units of the target scale."""
POINTS = 81
STARTS = ((0.35, -0.7), (0.35, 0.7), (1.0, -0.75), (1.0, 0.75), (1.8, -0.7), (1.8, 0.7), (0.4, 0.0))
STEPS = 600
BETAS = np.linspace(0.62, 0.995, 751)
MEASURED = np.array([0.65, 0.68, 0.72, 0.76, 0.8, 0.84, 0.88, 0.92, 0.95, 0.97, 0.985])
"""Momenta of the simulated runs, none of them within 0.008 of an onset, where a root magnifies errors."""
AWAY = 1e-6
"""How far from the optimum those runs start, in units of the scale: there the unit is all but linear."""
DECIMALS = 6
"""Kept in the data: coarser than the errors of differences, so that the data hash can settle."""

DASHES = ("-", (0, (5, 1.5)), (0, (4, 1, 1, 1)))
MARKERS = ("o", "s", "^")


@figure(
    "dying_relu.curvature",
    title="The trap around the optimum, and where momentum begins to oscillate there",
    caption="""
        Left: the smaller eigenvalue of the Hessian of the loss in the plane, linear target, everything in
        units of the target's scale. It is 1/2 - 1/sqrt(2 pi) = 0.101 on the whole axis of zero bias. The loss
        is convex, within the window, above the line marked 0. Ball arithmetic certifies at least 1/80
        throughout the square; no step of plain gradient descent, of size up to 1, leaves the disc inside it.
        Thin lines: descent with step size 0.1 from seven starts. It turns into the flat direction, in which
        the loss is curved 8.9 times less than in the steep one, before it arrives. Right: largest imaginary
        part of the eigenvalues of momentum descent (averaging form, step size 0.1) near the optimum, for
        its three curvatures, that in the middle being the one across the target. Markers: found from runs of
        the unit itself with three inputs. Each mode begins to oscillate at a momentum of its own (ticks:
        0.697, 0.819, 0.960), none at the 0.669 of the affine unit, whose curvature is 1 (dotted).
    """,
    shows=("dying_relu.beyond.hessian", "dying_relu.optimum_between", "dying_relu.complex_onset"),
)
def around_the_optimum() -> dict[str, npt.ArrayLike]:
    """Smaller eigenvalues in the window, runs, and oscillation by the recursion and as measured."""
    w, b = (np.linspace(*side, POINTS) for side in WINDOW)
    at_optimum = _hessian(np.array([0.0, 0.0, 1.0, 0.0]))  # three inputs, the target's last; then the bias
    curvature, modes = np.linalg.eigh(at_optimum)
    curvature = np.delete(curvature, 1)  # twice one half: two directions lie across the target
    pairs = eigenvalues(ETA * np.append(curvature, 1.0)[:, None], BETAS)
    points = np.stack(np.meshgrid(w, b), axis=-1)
    runs = trajectory(np.array(STARTS), eta=ETA, beta=0.0, steps=STEPS, gradient=_slope)
    return {
        "w": w,
        "b": b,
        "least": np.round(np.linalg.eigvalsh(_hessian(points))[..., 0], DECIMALS),
        "runs": np.round(np.asarray(runs), DECIMALS),
        "curvature": np.round(curvature, DECIMALS),
        "beta": np.round(BETAS, DECIMALS),
        "imaginary": np.round(pairs.imag.max(axis=-1), DECIMALS),
        "onset": np.round(np.asarray(onset(ETA * np.append(curvature, 1.0))), DECIMALS),
        "measured_beta": MEASURED,
        "measured": np.round(_measured(modes.T[[0, 1, 3]]), 5),
    }


def _slope(at: Array) -> Array:
    """Gradient for the linear target of scale 1 at weights and bias along the last axis."""
    by_weights, by_bias = population_gradient(at[..., :-1], at[..., -1], 1.0)
    return np.concatenate([by_weights, by_bias[..., None]], axis=-1)


def _hessian(at: Array, h: float = 1e-5) -> Array:
    """Second derivatives at weights and bias along the last axis, by central differences of the gradient."""
    steps = h * np.eye(at.shape[-1])
    slopes = [_slope(at[..., None, :] + side * steps) for side in (1, -1)]
    found = (slopes[0] - slopes[1]) / (2 * h)
    return np.asarray(found + np.swapaxes(found, -1, -2)) / 2


def _measured(modes: Array) -> Array:
    """Largest imaginary part of the eigenvalues that runs of the unit beside the optimum show.

    The displacement d along a mode obeys d'' = T d' - D d; T and D are fitted to each run. Shape (modes,
    momenta).
    """
    optimum = np.array([0.0, 0.0, 1.0, 0.0])
    start = np.repeat(optimum + AWAY * modes[:, None], MEASURED.size, axis=1)
    run = np.asarray(trajectory(start, eta=ETA, beta=MEASURED[:, None], steps=60, gradient=_slope))
    d = np.einsum("tmbi,mi->mbt", run - optimum, modes) / AWAY
    found = np.zeros(d.shape[:2])
    for at in np.ndindex(found.shape):
        now = d[at]
        (trace, minus_det), *_ = np.linalg.lstsq(np.stack([now[1:-1], now[:-2]], -1), now[2:], rcond=None)
        found[at] = np.sqrt(max(-minus_det - trace**2 / 4, 0.0))
    return found


@around_the_optimum.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the landscape on the left and the onsets on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 3.5))
    left, right = picture.subplots(1, 2, width_ratios=[1.15, 1])
    mesh = left.pcolormesh(data["w"], data["b"], data["least"], vmin=-0.3, vmax=0.9, rasterized=True)
    picture.colorbar(mesh, ax=left, pad=0.02, aspect=25, extend="both")
    lines = left.contour(
        data["w"], data["b"], data["least"], levels=LEVELS, colors="white", linewidths=1.0,
        linestyles=["-", (0, (1, 1))],
    )  # fmt: skip
    left.clabel(lines, fmt={LEVELS[0]: "0", LEVELS[1]: "1/80"}, fontsize=7, inline_spacing=2)
    _draw_trap(left, data["runs"])
    _draw_onsets(right, data)
    handles, labels = left.get_legend_handles_labels()
    picture.legend(handles, labels, loc="outside lower left", ncols=4)
    return picture


def _draw_trap(ax: Axes, runs: Array) -> None:
    for index, run in enumerate(np.moveaxis(runs, 1, 0)):
        casing = [Stroke(linewidth=1.8, foreground="#202020"), Normal()]
        ax.plot(*run.T, color="white", linestyle="-", linewidth=0.8, path_effects=casing,
                label="" if index else "descent")  # fmt: skip
    edge: dict[str, Any] = {"fill": False, "linewidth": 1.3}
    corner = (1 - RADIUS, -RADIUS)
    ax.add_patch(
        Rectangle(corner, 2 * RADIUS, 2 * RADIUS, **edge, edgecolor="black", label="certified square")
    )
    ax.add_patch(Circle((1, 0), RADIUS, **edge, edgecolor=OKABE_ITO["vermillion"], label="trap"))
    ax.plot(1, 0, **ROLES["optimum"].point, markersize=9, markeredgecolor="black", markeredgewidth=0.6,
            label="optimum", zorder=5)  # fmt: skip
    ax.set(xlabel=r"$w / \gamma$", ylabel=r"$b / \gamma$", aspect="equal", xlim=WINDOW[0], ylim=WINDOW[1])
    ax.set_title("Smaller eigenvalue of the Hessian")


def _draw_onsets(ax: Axes, data: Mapping[str, Array]) -> None:
    names = (r"$\frac{1}{2} - 1/\sqrt{2\pi}$", r"$\frac{1}{2}$", r"$\frac{1}{2} + 1/\sqrt{2\pi}$")
    looks = [ROLES[name] for name in ("measured", "active", "alternative")]
    for index in (2, 1, 0):
        look = looks[index]
        ax.plot(data["beta"], data["imaginary"][index], color=look.colour, linestyle=DASHES[index])
        ax.plot(
            data["measured_beta"], data["measured"][index], MARKERS[index], color=look.colour, markersize=3.5
        )
        ax.plot([], [], color=look.colour, linestyle=DASHES[index], marker=MARKERS[index], label=names[index])
    ax.plot(data["beta"], data["imaginary"][3], **ROLES["reference"].line, label="1 (affine unit)")
    for when, colour in zip(data["onset"], [*(look.colour for look in looks), "#606060"], strict=True):
        ax.plot([when, when], [-0.0085, -0.001], color=colour, linestyle="-", linewidth=1.0)
        ax.text(when, -0.0095, f"{when:.3f}", rotation=90, ha="center", va="top", fontsize=7, color=colour)
    ax.set(
        xlim=(BETAS[0], 1), ylim=(-0.035, 0.14), yticks=np.arange(0, 0.11, 0.02), xlabel=r"momentum $\beta$"
    )
    ax.set_ylabel("imaginary part of the eigenvalues")
    ax.set_title("Where modes begin to oscillate")
    ax.legend(title="curvature", loc="upper center", bbox_to_anchor=(0.5, 1), ncols=2)
