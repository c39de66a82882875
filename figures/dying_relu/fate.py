"""Who dies under the gradient flow: the share of random starts, and the boundary in the plane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES, shades
from numerics.dying_relu.relu_unit import gradient_flow, plane_orbits, population_gradient

SCALES = np.geomspace(1e-4, 10, 31)
DIMENSIONS = (2, 3, 10, 100, 1000)
FOLLOWED = (1, 2)
"""Which of these numbers of inputs are simulated, too."""
MARKED = slice(3, None, 5)
"""Scales at which they are."""
ASLEEP = -30.0
"""A ratio of bias to weight norm at which a unit counts as dead: it is active on 1e-197 of all inputs."""
UNITS = 400
"""Random directions followed for each of them."""
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (4, 1, 1, 1)), (0, (1, 0.8)), "-")
STARTS = 120
SEED = 2005_06195
DECIMALS = 6
"""Kept in the data: an order of magnitude coarser than the angle to which fates are bisected."""

Array = npt.NDArray[Any]


@figure(
    "dying_relu.fate",
    title="Small targets kill: the exact fate of a ReLU unit under the gradient flow",
    caption="""
        Left: probability that the gradient flow kills a ReLU unit that starts without bias and with weights
        in a random direction, against the target's scale relative to the weight norm, for several numbers of
        inputs. It rises to one half as the target shrinks: then everything that starts more than a right
        angle away from the target dies. In many dimensions directions crowd near the right angle, and only
        small targets kill. Markers: share among 400 units, for 3 and for 10 inputs, in random directions,
        each followed in all its weights and bias until its fate is certain, or until next to no input
        (1e-197) activates it, with one standard deviation of such a share. Right: starts with a weight
        against the target, placed at random in the plane of weight
        (over the target's scale) and bias over weight, followed likewise; crosses died, dots recovered. The
        line is the boundary computed from a single orbit, the one that enters the origin at slope 0.622.
    """,
    shows=("dying_relu.beyond.fate", "dying_relu.lower_left"),
    seeds=(SEED,),
)
def fates(seed: int) -> dict[str, npt.ArrayLike]:
    """Death probabilities, the separatrix, and simulated starts."""
    rng = np.random.default_rng(seed)
    v = np.geomspace(1e-2, 1e2, 121)
    start_v = np.exp(rng.uniform(np.log(1e-2), np.log(1e2), STARTS))
    start_c = rng.uniform(-0.2, 2, STARTS)
    inputs, marked = np.array(DIMENSIONS)[list(FOLLOWED)], SCALES[MARKED]
    simulated = [
        [np.mean(_followed(_directions(rng, n), np.zeros(UNITS), u)) for u in marked] for n in inputs
    ]
    return {
        "scale": SCALES,
        "dimension": np.array(DIMENSIONS),
        "probability": np.round(
            [gradient_flow.death_probabilities(u, DIMENSIONS) for u in SCALES], DECIMALS
        ).T,
        "simulated": np.round(simulated, DECIMALS),
        "v": v,
        "separatrix": np.round(plane_orbits.separatrix(v), DECIMALS),
        "start_v": np.round(start_v, DECIMALS),
        "start_c": np.round(start_c, DECIMALS),
        "dead": _followed(-start_v[:, None], start_c * start_v, 1.0),
    }


def _directions(rng: np.random.Generator, inputs: int) -> Array:
    w = rng.normal(size=(UNITS, inputs))
    return np.asarray(w / np.linalg.norm(w, axis=-1, keepdims=True))


def _followed(w: Array, b: Array, gamma: float, stride: float = 0.04, steps: int = 3000) -> Array:
    """Follow the flow by midpoint steps of a fixed share of the weights' norm; True for those that die.

    A fate is certain once w_L >= 0, or once k_L < 0, c < 0 and k_L^2 (1 + c^2) > 1; close to the boundary
    that is beyond double precision, and `ASLEEP` stands in. In the plane, where weights shrink towards 0 and
    never turn, fate shows in the sign of b at |c| = 4.
    """
    dead = np.zeros(b.shape, dtype=bool)
    live = np.arange(b.size)

    def downhill(w: Array, b: Array) -> tuple[Array, Array]:
        by_weights, by_bias = population_gradient(w, b, gamma)
        size = np.maximum(np.abs(by_weights).max(axis=-1), np.abs(by_bias))  # squares would underflow
        pace = -stride * np.linalg.norm(w, axis=-1) / size
        return pace[:, None] * by_weights, pace * by_bias

    for _ in range(steps):
        dw, db = downhill(w, b)
        dw, db = downhill(w + dw / 2, b + db / 2)
        w, b = w + dw, b + db
        along, square = w[:, -1], np.sum(w**2, axis=-1)
        doomed = (along < 0) & (b < 0) & (along**2 * (square + b**2) > square**2)
        doomed |= (along < 0) & (b < ASLEEP * np.sqrt(square))
        safe = along >= 0
        if w.shape[-1] == 1:
            doomed, safe = b < -4 * np.abs(along), b > 4 * np.abs(along)
        dead[live[doomed]] = True
        going = ~(doomed | safe)
        w, b, live = w[going], b[going], live[going]
        if not live.size:
            return dead
    raise RuntimeError(f"the fate of {live.size} starts is open after {steps} steps")


@fates.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the probabilities and the plane side by side."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    left, right = picture.subplots(1, 2)
    _draw_probability(left, data)
    right.plot(data["v"], data["separatrix"], **ROLES["separatrix"].line, label="separatrix")
    for mask, role, label in ((data["dead"], "dead", "died"), (~data["dead"], "active", "recovered")):
        right.plot(
            data["start_v"][mask], data["start_c"][mask], **ROLES[role].point, markersize=3.2, label=label,
            markeredgewidth=0,
        )  # fmt: skip
    right.set(xscale="log", xlabel=r"$|w_L| / \gamma$ at the start", ylabel=r"$b / |w_L|$ at the start")
    right.set(xlim=(1e-2, 1e2), ylim=(-0.7, 2.05), title="Weights against the target")
    right.legend(loc="lower center", ncols=3, columnspacing=1, handletextpad=0.5)
    return picture


def _draw_probability(ax: Axes, data: Mapping[str, Array]) -> None:
    for dimension, share, colour, dashes in zip(
        data["dimension"], data["probability"], shades(len(DIMENSIONS)), DASHES, strict=True
    ):
        ax.plot(data["scale"], share, color=colour, linestyle=dashes, label=str(int(dimension)))
    colours = np.array(shades(len(DIMENSIONS)))[list(FOLLOWED)]
    for share, colour, marker in zip(data["simulated"], colours, "os", strict=True):
        deviation = np.sqrt(share * (1 - share) / UNITS)
        ax.errorbar(data["scale"][MARKED], share, deviation, fmt=marker, color=colour, markersize=3.5,
                    elinewidth=1, capsize=2, zorder=3)  # fmt: skip
    ax.axhline(0.5, **ROLES["bound"].line, linewidth=0.8)
    ax.set(xscale="log", xlabel=r"target scale over weight norm, $\gamma / \|w\|$", ylabel="share that dies")
    ax.set(ylim=(-0.01, 0.55), xlim=(SCALES[0], SCALES[-1]), title="Random directions, no bias")
    ax.legend(title="inputs", loc="upper right", bbox_to_anchor=(1, 0.93))
