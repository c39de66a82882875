"""The mirror law: overshoot throws starts of the linear cone into the dead one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES, shades
from numerics.dying_relu import dormancy
from numerics.dying_relu.relu_unit import train

ETA, KAPPA = 0.1, 3.0
STEPS = 2000
FORMS = {"ema": ("averaging form", (0.8, 0.9, 0.95)), "classical": ("classical form", (0.8, 0.9, 0.97))}
"""Form of momentum, what it is called, and the momentum coefficients of its lines."""
GAMMAS = np.geomspace(1e-3, 1e-1, 9)
SHOWN = ((0.03, 0.9), (0.01, 0.8))
"""Target scale and momentum of the two clouds of starts."""
STARTS, CLOUD = 300, 500
SEED = 5
DECIMALS = 8
MARKERS = "os^"

Array = npt.NDArray[Any]


@figure(
    "dying_relu.mirror",
    title="The mirror law predicts whom momentum kills",
    caption="""
        Starts at random in the linear cone (bias above three weight norms), trained with momentum (averaging
        form unless said, step size 0.1, 2000 updates from rest). The affine unit swings to minus q times its
        first distance from the optimum; the law says that a start dies exactly if its mirror image lies in
        the dead cone. Above: the line is the boundary that the law predicts, crosses are starts that ended in
        the dead cone, dots those that did not; its errors lie along the boundary. Below: share of starts
        whose fate the law predicts (lines with marks), against the share that the better of the guesses "all
        die" and "none does" gets right (dotted, in the same colour). The law says something where its line is
        the higher one: at middle scales. With classical momentum near 1 units overshoot again and again, and
        it fails.
        Opening of the cones, step size and distribution of the starts are chosen here.
    """,
    shows=("dying_relu.beyond.mirror", "dying_relu.mirror_prediction", "dying_relu.oscillation"),
    seeds=(SEED,),
)
def mirrored(seed: int) -> dict[str, npt.ArrayLike]:
    """Two clouds of starts with their fates and predicted boundaries, and agreement by scale and momentum."""
    rng = np.random.default_rng(seed)
    data: dict[str, npt.ArrayLike] = {"gamma": GAMMAS, "shown": np.array(SHOWN)}
    height = np.linspace(0, 1, 201)
    for index, (gamma, beta) in enumerate(SHOWN):
        w, b = _starts(rng, CLOUD)
        q = dormancy.overshoot(ETA, beta)
        edges = [(gamma * (1 + q) + side * height * q / KAPPA) / q for side in (-1, 1)]
        data[f"w_{index}"], data[f"b_{index}"] = np.round(w, DECIMALS), np.round(b, DECIMALS)
        data[f"dead_{index}"] = _dead(w, b, gamma, beta)
        data[f"edges_{index}"] = np.round([*edges, height], DECIMALS)
    w, b = _starts(rng, STARTS)
    for form, (_, betas) in FORMS.items():
        scale, inertia = (x[..., None] for x in np.meshgrid(GAMMAS, betas))
        dead = _dead(w, b, scale, inertia, form)
        predicted = np.stack([_predicted(w, b, GAMMAS[:, None], beta, form) for beta in betas])
        share = dead.mean(axis=-1)
        data[f"agreement_{form}"] = np.round(np.mean(dead == predicted, axis=-1), DECIMALS)
        data[f"base_{form}"] = np.round(np.maximum(share, 1 - share), DECIMALS)
    return data


def _starts(rng: np.random.Generator, count: int) -> tuple[Array, Array]:
    b = rng.uniform(0, 1, count)
    return rng.uniform(-1, 1, count) * b / KAPPA, b


def _predicted(w: Array, b: Array, gamma: Array, beta: float, form: str) -> Array:
    q = dormancy.overshoot(ETA, beta, form)
    return np.asarray(dormancy.mirror_predicts_death(w, b, gamma, q=q, kappa=KAPPA))


def _dead(w: Array, b: Array, gamma: npt.ArrayLike, beta: npt.ArrayLike, form: str = "ema") -> Array:
    end = train(w[:, None], b, gamma=gamma, eta=ETA, beta=beta, steps=STEPS, form=form)
    return np.asarray(end.b < -KAPPA * np.abs(end.w[..., 0]))


@mirrored.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the two clouds above and the agreement for both forms below."""
    picture = Figure(figsize=(FULL_WIDTH, 5.4))
    clouds, agreements = picture.subplots(2, 2)
    for index, ax in enumerate(clouds):
        _draw_cloud(ax, data, index)
    clouds[0].set_ylabel(r"bias $b$ at the start")
    for ax, (form, (title, betas)) in zip(agreements, FORMS.items(), strict=True):
        for i, (beta, colour) in enumerate(zip(betas, shades(len(betas)), strict=True)):
            ax.plot(data["gamma"], data[f"base_{form}"][i], color=colour, linestyle=":", linewidth=1.3)
            ax.plot(
                data["gamma"],
                data[f"agreement_{form}"][i],
                color=colour,
                linestyle="-",
                marker=MARKERS[i],
                markersize=4,
                label=rf"$\beta = {beta:g}$",
            )
        ax.plot([], [], color="0.3", linestyle=":", linewidth=1.3, label="better guess")
        ax.set(
            xscale="log", xlabel=r"target scale $\gamma$", ylim=(0.34, 1.02), title=f"Law and guess, {title}"
        )
        ax.legend(loc="lower center", fontsize="small", ncols=2)
    agreements[0].set_ylabel("share predicted rightly")
    handles, labels = clouds[0].get_legend_handles_labels()
    picture.legend(handles, labels, loc="outside lower left", ncols=3)
    return picture


def _draw_cloud(ax: Axes, data: Mapping[str, Array], index: int) -> None:
    gamma, beta = data["shown"][index]
    w, b, dead = (data[f"{name}_{index}"] for name in ("w", "b", "dead"))
    for mask, role, label in ((dead, "dead", "died"), (~dead, "active", "did not")):
        ax.plot(w[mask], b[mask], **ROLES[role].point, markersize=3, markeredgewidth=0, label=label)
    *edges, height = data[f"edges_{index}"]
    for edge, label in zip(edges, ("predicted boundary", ""), strict=True):
        ax.plot(edge, height, **ROLES["theory"].line, label=label)
    ax.set(xlim=(-0.35, 0.35), ylim=(0, 1), xlabel=r"weight $w$ at the start", xticks=[-0.3, 0, 0.3])
    ax.set_title(rf"$\gamma = {gamma:g}$, $\beta = {beta:g}$")
