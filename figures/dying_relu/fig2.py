"""Figure 2: where momentum puts the eigenvalues of the affine unit, and what its bias then does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle, Wedge

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES, shades
from numerics.dying_relu.momentum import eigenvalues, onset, trajectory

ETA = 0.1
KAPPA = 3.0
BETAS = (0.0, 0.66, 0.8, 0.9, 0.99)
GAMMA = 0.05
START = (0.1, 0.2, 1.0)
"""Weight across the target, weight along it, bias: c = 4.47, inside the linear cone of KAPPA."""
STEPS = 250

DECIMALS = 8
"""Kept in the data: finer than any print, coarser than rounding errors, so the data hash can settle."""

ZOOM = (0.66, 1.03, -0.125, 0.125)
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (4, 1, 1, 1)), (0, (1, 0.8)), "-")

Array = npt.NDArray[Any]


@figure(
    "dying_relu.fig2",
    title="Momentum makes the affine unit oscillate, out of the linear cone and into the dead one",
    caption="""
        Left: the two eigenvalues of gradient descent with momentum on the affine unit, step size 0.1, as the
        momentum coefficient grows from 0 to 1. The pair moves along the real axis, meets at the onset and
        then turns complex with modulus equal to the root of the coefficient, always in the right half of the
        unit disc (shaded). The averaging form of momentum (solid, enlarged below) meets at 0.669, the
        classical form (dashed) at 0.468 and swings out further. Right: the ratio c of bias to weight norm,
        which decides how often a ReLU unit with these parameters would be active, from one start in the
        linear cone (weights 0.1 across and 0.2 along the target, bias 1, target scale 0.05, momentum 0).
        Below the onset c sinks to its optimum, 0; above it c overshoots, and strong momentum carries it
        through the dead cone (c below -3), where a ReLU unit has next to no gradient left.
    """,
    shows=("dying_relu.eq19", "dying_relu.eq21"),
)
def oscillation() -> dict[str, npt.ArrayLike]:
    """Eigenvalue paths of both forms, and c against the step for several momentum coefficients."""
    data: dict[str, npt.ArrayLike] = {"eta": ETA, "kappa": KAPPA, "beta": np.array(BETAS)}
    # Eigenvalues move like a square root on either side of the onset, and again near beta = 1. Samples crowd
    # there, but stop short of the double eigenvalue itself, where floating point loses half its digits.
    crowded = np.linspace(0.01, 1, 100) ** 2
    both_ends = np.sin(np.pi / 2 * np.linspace(0.01, 0.99, 120)) ** 2
    for form in ("ema", "classical"):
        meet = float(onset(ETA, form=form))
        beta = np.concatenate([meet * (1 - crowded[::-1]), meet + (1 - meet) * both_ends])
        data[f"{form}_onset"] = meet
        data[f"{form}_beta"] = beta
        data[f"{form}_eigenvalues"] = _sorted_eigenvalues(beta, form)
    data["marked_eigenvalues"] = _sorted_eigenvalues(np.array(BETAS), "ema")
    data["c"] = np.stack([_bias_ratio(beta) for beta in BETAS])
    return data


def _sorted_eigenvalues(beta: Array, form: str) -> Array:
    # Smaller real part first, then smaller imaginary part, so that each column is one continuous path.
    values = np.asarray(eigenvalues(ETA, beta, form=form), dtype=complex)
    return np.sort_complex(np.round(values, DECIMALS))


def _bias_ratio(beta: float) -> Array:
    optimum = np.array([0.0, GAMMA, 0.0])
    parameters = optimum + np.asarray(
        trajectory(np.array(START) - optimum, eta=ETA, beta=beta, steps=STEPS, form="ema")
    )
    weights, bias = parameters[:, :-1], parameters[:, -1]
    ratio: Array = bias / np.linalg.norm(weights, axis=-1)
    return np.round(ratio, DECIMALS)


@oscillation.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the unit disc and, below it, an enlarged part on the left, traces on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 4.3))
    axes = picture.subplot_mosaic(
        [["disc", "traces"], ["zoom", "traces"]], width_ratios=[1, 1.5], height_ratios=[1.5, 1]
    )
    _draw_disc(axes["disc"], data)
    _draw_zoom(axes["zoom"], data)
    _draw_traces(axes["traces"], data)
    return picture


def _draw_plane(ax: Axes, window: tuple[float, float, float, float]) -> None:
    ax.add_patch(Wedge((0, 0), 1, -90, 90, facecolor="0.93", edgecolor="none", zorder=0))
    ax.add_patch(Circle((0, 0), 1, fill=False, edgecolor="0.3", linewidth=0.8))
    ax.axhline(0, color="0.75", linewidth=0.5, zorder=0.5)
    ax.set(xlim=window[:2], ylim=window[2:], aspect="equal", ylabel=r"Im $\lambda$")


def _paths(data: Mapping[str, Array], form: str) -> list[Array]:
    meet = np.sqrt(data[f"{form}_onset"])
    real = data[f"{form}_beta"] < data[f"{form}_onset"]
    return [np.concatenate([column[real], [meet], column[~real]]) for column in data[f"{form}_eigenvalues"].T]


def _draw_disc(ax: Axes, data: Mapping[str, Array]) -> None:
    _draw_plane(ax, (-1.08, 1.08, -1.08, 1.08))
    for form, role, label in (("classical", "alternative", "classical"), ("ema", "measured", "averaging")):
        for path, name in zip(_paths(data, form), (label, ""), strict=True):
            ax.plot(path.real, path.imag, **ROLES[role].line, label=name)
        meet = float(data[f"{form}_onset"])
        ax.plot([meet**0.5], [0], ROLES[role].marker, color=ROLES[role].colour)
    ax.add_patch(
        Rectangle(
            (ZOOM[0], ZOOM[2]), ZOOM[1] - ZOOM[0], ZOOM[3] - ZOOM[2], fill=False, edgecolor="0.3", lw=0.6
        )
    )
    ax.legend(
        loc="center", bbox_to_anchor=(-0.46, 0.4), bbox_transform=ax.transData, handlelength=1.6, fontsize=7
    )
    ax.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    ax.set_title(rf"Eigenvalues, $\beta$ from 0 to 1, $\eta = {float(data['eta']):g}$")


def _draw_zoom(ax: Axes, data: Mapping[str, Array]) -> None:
    _draw_plane(ax, ZOOM)
    ink = ROLES["measured"].colour
    for path in _paths(data, "ema"):
        ax.plot(path.real, path.imag, **ROLES["measured"].line)
    angle = np.linspace(-0.2, 0.2, 81)
    for beta, pair in zip(data["beta"], data["marked_eigenvalues"], strict=True):
        if beta > data["ema_onset"]:
            ax.plot(beta**0.5 * np.cos(angle), beta**0.5 * np.sin(angle), **ROLES["reference"].line, lw=0.8)
            ax.plot(pair.real, pair.imag, "o", color=ink, markersize=3.5)
            left, up = {0.9: (15, 3), 0.99: (-4, -2)}.get(float(beta), (-4, 3))
            _label(ax, f"{beta:g}", (pair[1].real, pair[1].imag), (left, up))
    meet, start = float(data["ema_onset"]), data["marked_eigenvalues"][0, 1].real
    ax.plot([meet**0.5], [0], "o", color=ink)
    ax.plot([start], [0], "o", color=ink, markerfacecolor="white", markersize=3.5)
    _label(ax, f"onset\n$\\beta = {meet:.3f}$", (meet**0.5, 0), (-7, 6))
    _label(ax, "0", (start, 0), (10, -8))
    ax.set(xlabel=r"Re $\lambda$", yticks=[-0.1, 0, 0.1], xticks=[0.7, 0.8, 0.9, 1.0])
    ax.set_title(r"enlarged, with $\beta$; dotted: $|\lambda| = \sqrt{\beta}$", fontsize=8)


def _label(ax: Axes, text: str, point: tuple[float, float], offset: tuple[float, float]) -> None:
    ax.annotate(text, point, offset, textcoords="offset points", ha="right", fontsize=7, linespacing=1.3)


def _draw_traces(ax: Axes, data: Mapping[str, Array]) -> None:
    kappa = float(data["kappa"])
    low, high = -10.8, 5.2
    dead, linear = ROLES["dead"], ROLES["linear cone"]
    ax.axhspan(low, -kappa, color=dead.colour, alpha=0.13, linewidth=0)
    ax.axhspan(kappa, high, color=linear.colour, alpha=0.16, linewidth=0)
    ax.axhline(-kappa, **dead.line, linewidth=0.9)
    ax.axhline(kappa, **linear.line, linewidth=0.9)
    ax.axhline(0, color="0.6", linewidth=0.5)
    for beta, c, colour, dashes in zip(data["beta"], data["c"], shades(len(BETAS)), DASHES, strict=True):
        ax.plot(c, color=colour, linestyle=dashes, label=f"{beta:g}" if beta else r"$\beta = 0$")
    ax.text(STEPS * 0.97, -kappa - 0.2, rf"dead: $c < -{kappa:g}$", ha="right", va="top", fontsize=8)
    ax.text(STEPS * 0.45, high - 0.25, rf"linear cone: $c > {kappa:g}$", ha="center", va="top", fontsize=8)
    ax.set(xlim=(0, STEPS), ylim=(low, high), xlabel=r"step $t$", ylabel=r"$c_t = b_t\,/\,\|w_t\|$")
    ax.set_title("Bias over weight norm", pad=20)
    ax.legend(
        loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=len(BETAS), columnspacing=1.1, handletextpad=0.5,
        handlelength=2.3,
    )  # fmt: skip
