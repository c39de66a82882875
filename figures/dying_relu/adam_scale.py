"""Adam's scale law: small targets are a large step size."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.dying_relu.outcome_panels import Array
from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES, shades
from numerics.data import tables
from numerics.descent.optimisers import Adam
from numerics.dying_relu import dense
from numerics.dying_relu.dense.adaptive import scaled_optimisers, train_by_adam
from numerics.dying_relu.region_map import nodes_of
from numerics.dying_relu.relu_unit.gradient import population_gradient
from numerics.dying_relu.relu_unit.training import outcome_codes

GAMMAS = (1.0, 2.0**-5, 2.0**-10)
STEPS_OVER_GAMMA = np.geomspace(0.003, 3, 10)
NODES, UPDATES = 10, 600
SMALL = 2.0**-13
RATE = 1e-3
COURSE = tuple(range(0, 601, 100))
UNITS = 16
SEED = 17
DECIMALS = 6


@figure(
    "dying_relu.adam_scale",
    title="For Adam, small targets are a large step size",
    caption="""
        Left: share of starts of a single unit that are dead, and share at the optimum, after 600 updates of
        Adam from a grid of starts on the square of half-side gamma, for three target scales and many step
        sizes eta. Against eta / gamma the markers of all scales lie in one another: they are the same runs.
        Too large a step kills, a moderate one saves: some units sleep on where steps are small.
        Right: root mean square error, in units of gamma, of one network with a hidden layer of 16 units on a
        table (named in the title; full batches). Adam with step 0.001 on targets of scale 2^-13 (line) and,
        point for point, on unit targets with the weights of the output layer and their step 2^13 times as
        large (crosses). The usual network on unit targets, below, and the same network with only the step
        of the output layer raised, dashed.
    """,
    shows=("dying_relu.beyond.adam_scale", "dying_relu.fig1"),
    seeds=(SEED,),
)
def scale_law(seed: int) -> dict[str, npt.ArrayLike]:
    """Shares of dead units by step over scale, and the courses of four networks."""
    shares = np.array([[_shares(gamma, ratio * gamma) for ratio in STEPS_OVER_GAMMA] for gamma in GAMMAS])
    table = tables.load(tables.preferred())
    x, y = table.inputs, table.targets[:, None]
    rng = np.random.default_rng(seed)
    widths = (x.shape[1], UNITS, 1)
    weights = [rng.uniform(-1, 1, (m, k)) / np.sqrt(k) for k, m in pairwise(widths)]
    biases = [rng.uniform(-1, 1, m) / np.sqrt(k) for k, m in pairwise(widths)]
    factors = (1.0, 1 / SMALL)
    plain = [Adam(RATE, epsilon=1e-8)] * 4
    raised = scaled_optimisers(plain[0], factors)
    of_start = dense.scale_layers(weights, biases, factors)
    only_steps = [Adam(RATE), Adam(RATE / SMALL)] * 2
    return {
        "gamma": np.array(GAMMAS),
        "ratio": STEPS_OVER_GAMMA,
        "optimum": np.round(shares[..., 0], DECIMALS),
        "dead": np.round(shares[..., 1], DECIMALS),
        "table": np.array(table.name),
        "updates": np.array(COURSE),
        "small": _course(x, y * SMALL, weights, biases, plain, SMALL),
        "twin": _course(x, y, *of_start, raised, 1.0),
        "usual": _course(x, y, weights, biases, plain, 1.0),
        "raised": _course(x, y, weights, biases, only_steps, 1.0),
    }


def _shares(gamma: float, eta: float) -> list[float]:
    axis = nodes_of(NODES, gamma)
    w, b = (x.ravel() for x in np.meshgrid(axis, axis))
    theta = {"w": w[:, None].copy(), "b": b.copy()}
    optimiser = Adam(eta, epsilon=1e-8 * gamma)
    state = optimiser.begin(theta)
    for _ in range(UPDATES):
        by_w, by_b = population_gradient(theta["w"], theta["b"], gamma)
        optimiser.step(theta, {"w": by_w, "b": by_b}, state)
    codes = outcome_codes(theta["w"], theta["b"], gamma)
    return [float(np.mean(codes == code)) for code in (0, 1)]


def _course(
    x: Array, y: Array, weights: list[Array], biases: list[Array], optimisers: list[Adam], gamma: float
) -> Array:
    """Error in units of gamma at every moment of `COURSE`; each is trained from the start anew."""
    errors = []
    for count in COURSE:
        ends = train_by_adam(x, y, weights, biases, steps=count, optimisers=optimisers)
        errors.append(np.sqrt(np.mean((dense.forward(x, *ends) - y) ** 2)) / gamma)
    return np.round(errors, DECIMALS)


@scale_law.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw the shares against step over scale, and the courses."""
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    left, right = picture.subplots(1, 2)
    for i, (gamma, colour, size) in enumerate(zip(data["gamma"], shades(3), (9, 6, 3), strict=True)):
        label = rf"$\gamma = 2^{{{int(np.log2(gamma))}}}$" if gamma < 1 else r"$\gamma = 1$"
        left.plot(data["ratio"], data["dead"][i], "X", color=colour, markersize=size, label=label)
        left.plot(data["ratio"], data["optimum"][i], "o", color=colour, markersize=size, fillstyle="none")
    left.set(xscale="log", ylim=(-0.03, 1.03), xlabel=r"$\eta / \gamma$", ylabel="share of starts")
    left.set_title("One unit: dead (crosses), at the optimum (rings)", fontsize="small")
    left.legend(loc="center right")
    t = data["updates"]
    right.plot(t, data["small"], color=ROLES["dead"].colour, label=r"$\gamma = 2^{-13}$")
    right.plot(t, data["twin"], **ROLES["theory"].point, label=r"$\gamma = 1$, output layer $\times\,2^{13}$")
    right.plot(
        t, data["raised"], **ROLES["alternative"].line, label=r"$\gamma = 1$, its step $\times\,2^{13}$"
    )
    right.plot(t, data["usual"], **ROLES["measured"].line, label=r"$\gamma = 1$")
    right.set(yscale="log", xlabel="updates", ylabel=r"error / $\gamma$")
    right.set_title(f"One hidden layer ({str(data['table']).replace('_', ' ')})")
    right.legend(fontsize="x-small")
    return picture
