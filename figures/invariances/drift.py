"""What is conserved and what drifts: heatmaps, the step's law and the sliding flow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, ROLES
from numerics.invariances import descent, gradient_flow, sliding
from numerics.invariances.architecture import Layered, Plain, block, convolution, dense, in_matrix, out_matrix
from numerics.invariances.network import RELU

Array = npt.NDArray[Any]

ETAS = 0.04 / 2.0 ** np.arange(6)


def _linear(seed: int) -> tuple[Layered, Array, Array, Array]:
    rng = np.random.default_rng(seed)
    net = Layered([Plain(dense(n, m)) for m, n in pairwise((4, 5, 4, 1))])
    theta, x = rng.normal(size=net.size) / 2, rng.normal(size=(10, 4))
    return net, theta, x, x @ rng.normal(size=4)


def _appending(path: list[Array]) -> Callable[[int, Array], None]:
    return lambda _, at: path.append(at)


def _q(net: Layered, theta: Array, layer: int = 0) -> Array:
    matrices = net.split(theta)
    first, second = matrices[layer], matrices[layer + 1]
    return np.asarray(first @ first.T - second.T @ second)


@figure(
    "invariances.step_drift",
    title="Drift of a conserved matrix under gradient descent",
    caption="""
        Linear 4-5-4-1 network, squared loss, trained to time 2 with steps of many sizes. Markers: the
        largest entry of Q(2) - Q(0). Line: the sum over all steps of eta^2 (G_1 G_1^T - G_2^T G_2), the
        exact law, taken along the same runs. Dashed: the bound eta^2 times the sum of the squared gradients.
    """,
    shows=("invariances.beyond.step",),
    seeds=(6,),
)
def step_drift(seed: int) -> dict[str, npt.ArrayLike]:
    """Measured drift, the law and the bound for each step size."""
    net, theta, x, y = _linear(seed)
    measured, law, bound = [], [], []
    for eta in ETAS:
        path: list[Array] = []
        descent.train(
            net, theta, x, y, loss="squared", eta=float(eta), steps=round(2 / eta),
            watch=_appending(path),
        )  # fmt: skip
        slopes = (np.array(path[:-1]) - np.array(path[1:])) / eta
        change = np.zeros((5, 5))
        for slope in slopes:
            g = net.split(slope)
            change += eta**2 * (g[0] @ g[0].T - g[1].T @ g[1])
        measured.append(np.abs(_q(net, path[-1]) - _q(net, path[0])).max())
        law.append(np.abs(change).max())
        bound.append(eta**2 * (slopes**2).sum())
    return {"eta": ETAS, "measured": np.array(measured), "law": np.array(law), "bound": np.array(bound)}


@step_drift.drawing
def draw_step_drift(data: Mapping[str, Array]) -> Figure:
    """Draw drift against step on logarithmic axes."""
    picture = Figure(figsize=(FULL_WIDTH * 0.6, 3.2))
    ax = picture.subplots()
    ax.plot(data["eta"], data["law"], **ROLES["theory"].line, label="the step's law")
    ax.plot(data["eta"], data["measured"], **ROLES["measured"].point, label="measured")
    ax.plot(data["eta"], data["bound"], **ROLES["bound"].line, label=r"$\eta^2 \sum |\nabla R|^2$")
    ax.set(xscale="log", yscale="log", xlabel=r"step size $\eta$", ylabel="largest entry of $Q(2) - Q(0)$")
    ax.set_xticks([0.002, 0.005, 0.01, 0.02, 0.04], ["0.002", "0.005", "0.01", "0.02", "0.04"])
    ax.set_xticks([], minor=True)
    ax.set_title("Drift at a fixed time")
    ax.legend()
    return picture


@figure(
    "invariances.heatmaps",
    title="Entries of Q(t) - Q(0)",
    caption="""
        Change of what Theorem 1 balances, along the flow to time 2, on one scale; the largest entry is
        written below. Linear dense maps, two linear convolutions and the inside of a linear free block:
        nothing moves. ReLU: the diagonal stays (Lemma 2), pairs of units with different patterns move
        (Lemma 4). Motion with friction, linear: everything moves.
    """,
    shows=(
        "invariances.theorem1.1",
        "invariances.theorem1.2",
        "invariances.theorem1.3",
        "invariances.lemma2.eq4",
        "invariances.lemma4",
        "invariances.beyond.momentum",
    ),
    seeds=(46,),
)
def heatmaps(seed: int) -> dict[str, npt.ArrayLike]:
    """Changes of Q in linear networks of three kinds, in one with ReLU, and with inertia."""
    rng = np.random.default_rng(seed)
    relu = Layered([Plain(dense(6, 4), RELU), Plain(dense(5, 6), RELU), Plain(dense(1, 5))])
    linear = Layered([Plain(dense(6, 4)), Plain(dense(5, 6)), Plain(dense(1, 5))])
    theta, x = rng.normal(size=relu.size) / 2, rng.normal(size=(8, 4))
    y = np.where(x @ rng.normal(size=4) > 0, 1.0, -1.0)
    times = [0.0, 2.0]
    first, second = convolution(1, 3, (4,), (2,)), convolution(3, 2, (3,), (2,))
    convolutions = Layered([Plain(first), Plain(second), Plain(dense(1, second.shape[0]))])
    free = Layered([block(4, 4, 3, "free", inner=(1, 1)), Plain(dense(1, 3))])
    cases: dict[str, tuple[Layered, Callable[[Layered, Array], Array]]] = {
        "linear": (linear, _q), "convolution": (convolutions, _channels), "block": (free, _q),
        "relu": (relu, _q),
    }  # fmt: skip
    data: dict[str, npt.ArrayLike] = {}
    for name, (net, kept) in cases.items():
        start = theta if net.size == len(theta) else rng.normal(size=net.size) / 2
        run = gradient_flow.flow(net, start, x, y, loss="logistic", times=times)
        data[name] = np.round(kept(net, run.theta[-1]) - kept(net, run.theta[0]), 10)
    run = gradient_flow.flow(linear, theta, x, y, loss="logistic", times=times, friction=0.5)
    data["inertia"] = np.round(_q(linear, run.theta[-1, 0]) - _q(linear, run.theta[0, 0]), 10)
    return data


def _channels(net: Layered, theta: Array) -> Array:
    """Out(T_1) Out(T_1)^T - In(T_2) In(T_2)^T of two convolutions."""
    out, into = out_matrix(net.split(theta)[0]), in_matrix(net.split(theta)[1])
    return np.asarray(out @ out.T - into @ into.T)


@heatmaps.drawing
def draw_heatmaps(data: Mapping[str, Array]) -> Figure:
    """Draw the matrices on one scale, with their largest entries."""
    picture = Figure(figsize=(FULL_WIDTH, 2.5))
    panels = picture.subplots(1, 5)
    most = max(float(np.abs(matrix).max()) for matrix in data.values())
    titles = {
        "linear": "linear", "convolution": "convolutions", "block": "free block", "relu": "ReLU",
        "inertia": "friction",
    }  # fmt: skip
    for ax, (name, title) in zip(panels, titles.items(), strict=True):
        image = ax.imshow(data[name], cmap="PuOr", vmin=-most, vmax=most)
        ax.set_title(title)
        largest = float(np.abs(data[name]).max())
        below = "largest below $10^{-9}$" if largest < 1e-9 else f"largest {largest:.2g}"
        ax.set_xlabel(below, fontsize=7)
        ax.set(xticks=range(len(data[name])), yticks=range(len(data[name])))
        ax.tick_params(labelsize=6)
        ax.grid(False)
    panels[0].set_ylabel("unit or channel")
    picture.colorbar(image, ax=list(panels), label="$Q(2) - Q(0)$", shrink=0.7)
    return picture


@figure(
    "invariances.sliding_share",
    title="How often the flow slides along a kink",
    caption="""
        Share of 12 random starts whose gradient flow has slid along a kink by a time: 3-h-1 networks with
        ReLU units, logistic loss on 6 points of two classes. What a vertex conserves stays as it is all the
        same: the largest drift is written in the legend.
    """,
    shows=("invariances.beyond.sliding", "invariances.lemma2.eq4"),
    seeds=(9,),
)
def sliding_share(seed: int) -> dict[str, npt.ArrayLike]:
    """Times of the first slide for two widths, and the largest drift at a vertex."""
    data: dict[str, npt.ArrayLike] = {}
    for width in (3, 6):
        rng = np.random.default_rng(seed)
        net = Layered([Plain(dense(width, 3), RELU), Plain(dense(1, width))])
        first, drift = [], 0.0
        for _ in range(12):
            theta, x = rng.normal(size=net.size), rng.normal(size=(6, 3))
            y = np.where(x @ rng.normal(size=3) > 0, 1.0, -1.0)
            run = gradient_flow.flow(net, theta, x, y, loss="logistic", times=[0.0, 4.0])
            first.append(run.first_slide)
            moved = np.diagonal(_q(net, run.theta[-1]) - _q(net, run.theta[0]))
            drift = max(drift, float(np.abs(moved).max()))
        data[f"first_{width}"] = np.round(np.sort(first), 6)
        data[f"drift_{width}"] = np.array([1e-12 if drift < 1e-12 else drift])
    return data


@sliding_share.drawing
def draw_sliding_share(data: Mapping[str, Array]) -> Figure:
    """Draw the shares as steps."""
    picture = Figure(figsize=(FULL_WIDTH * 0.6, 3.0))
    ax = picture.subplots()
    for width, look in ((3, "measured"), (6, "alternative")):
        first = data[f"first_{width}"]
        known = first[np.isfinite(first)]
        times = np.concatenate([[0.0], known, [4.0]])
        share = np.concatenate([np.arange(len(known) + 1), [len(known)]]) / len(first)
        label = f"{width} units, drift below {data[f'drift_{width}'][0]:.0e}"
        ax.step(times, share, where="post", **ROLES[look].line, label=label)
    ax.set(xlabel="time", ylabel="share of starts that have slid", ylim=(0, 1))
    ax.set_title("Sliding along kinks")
    ax.legend(loc="lower right")
    return picture


@figure(
    "invariances.sliding",
    title="A flow that slides along a kink, and what it breaks",
    caption="""
        Counterexample to Eq. 5 as printed. Left: u under gradient descent with step 0.03 jumps to and fro
        across the line u.x_1 = 0, along which the flow slides. Right: Q_uv grows along the flow (line) and
        under descent with steps 0.03 and 0.003 (markers), although both units are at 0 or active on both
        inputs throughout.
    """,
    shows=("invariances.lemma2.eq5", "invariances.lemma8"),
)
def sliding_flow() -> dict[str, npt.ArrayLike]:
    """The flow in closed form and two descents."""
    times = np.linspace(0, 0.6, 61)
    exact = sliding.flow(times)
    coarse, fine = sliding.descent(0.03, 20), sliding.descent(0.003, 200)
    return {
        "t": times,
        "q": sliding.twin_product(exact) - sliding.twin_product(exact[0]),
        "u": exact[:, :2],
        "coarse_u": coarse[:, :2],
        "coarse_q": sliding.twin_product(coarse) - sliding.twin_product(coarse[0]),
        "fine_q": sliding.twin_product(fine) - sliding.twin_product(fine[0]),
    }


@sliding_flow.drawing
def draw_sliding(data: Mapping[str, Array]) -> Figure:
    """Draw the plane of u on the left and Q on the right."""
    picture = Figure(figsize=(FULL_WIDTH, 3.0))
    plane, product = picture.subplots(1, 2)
    plane.plot(data["u"][:, 0], data["u"][:, 1], **ROLES["theory"].line, label="flow, on $u \\cdot x_1 = 0$")
    role = ROLES["measured"]
    plane.plot(
        data["coarse_u"][:, 0], data["coarse_u"][:, 1], color=role.colour, marker=role.marker, markersize=3,
        linewidth=0.8, label="descent, step 0.03",
    )  # fmt: skip
    plane.set(xlabel="$u_1$", ylabel="$u_2$")
    plane.set_title("Weights of unit $u$")
    plane.legend(loc="upper left")
    product.plot(data["t"], data["q"], **ROLES["theory"].line, label="flow")
    product.plot(0.03 * np.arange(21), data["coarse_q"], **role.point, markersize=4, label="step 0.03")
    other = ROLES["alternative"]
    product.plot(
        0.003 * np.arange(0, 201, 10), data["fine_q"][::10], **other.point, markersize=4, label="step 0.003"
    )
    product.axhline(0, **ROLES["reference"].line, label="Eq. 5 as printed")
    product.set(xlabel="time", ylabel=r"$Q_{uv}(t) - Q_{uv}(0)$")
    product.set_title("What should be constant")
    product.legend(loc="upper left")
    return picture
