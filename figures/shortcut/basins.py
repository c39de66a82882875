"""Beyond the paper: basins in slices, the critical step ratio, and distances against their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES
from numerics.shortcut import reduced

K, Q2, SIZE = 16, 1 / 64, 256.0
NODES = 240
ANGLES = (0.3, 0.45, 0.55)
SQUARES = (0.002, 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3)
BOUND = 0.261466
"""Twice the integral of (g - 1)/h from pi/3 to pi/2."""

Array = npt.NDArray[Any]


@figure(
    "shortcut.beyond_basins",
    title="Basins of optimum and spurious point in the plane of the output weights",
    caption="""
        Starts in units of the ball's radius, u1 along 1 and u2 along the rest of a* (reconstructed setting
        S1, k = 16, no warm-up), for three first angles; each was followed to a certified exit. Success
        (light) is an up-set: whatever lies above and to the right of a success is one. The circle is the
        rim of the ball.
    """,
    shows=("shortcut.beyond.basins", "shortcut.beyond.monotone"),
)
def maps() -> dict[str, npt.ArrayLike]:
    """Codes on a grid for each angle."""
    axis = np.linspace(-1, 1, NODES)
    u1, u2 = np.meshgrid(axis, axis)
    codes = [
        reduced.success(
            u1, u2 * np.sqrt(Q2 / (1 - Q2)), turn * np.pi, k=K, q2=Q2, size=SIZE,
            schedule=[(30_000, 1 / K**2, 1 / K**2)], every=8,
        ).codes
        for turn in ANGLES
    ]  # fmt: skip
    return {"axis": axis, "codes": np.stack(codes)}


@maps.drawing
def draw_maps(data: Mapping[str, Array]) -> Figure:
    """Draw three maps."""
    picture = Figure(figsize=(FULL_WIDTH, 2.7))
    axes = picture.subplots(1, 3, sharey=True)
    colours = ListedColormap(["#808080", "#cfe8df", OKABE_ITO["vermillion"]])
    turn = np.linspace(0, 2 * np.pi, 200)
    for ax, codes, angle in zip(axes, data["codes"], ANGLES, strict=True):
        ax.pcolormesh(data["axis"], data["axis"], codes, cmap=colours, vmin=-0.5, vmax=2.5, rasterized=True)
        ax.plot(np.cos(turn), np.sin(turn), "k", linewidth=0.8)
        ax.set(aspect="equal", xlabel="$u_1$", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        ax.set_title(rf"$\phi_0 = {angle:g}\,\pi$")
    axes[0].set(ylabel="$u_2$")
    axes[0].text(0, 0.3, "optimum", ha="center", fontsize=8)
    axes[2].text(0, -0.35, "spurious", ha="center", fontsize=8, color="white")
    return picture


@figure(
    "shortcut.beyond_ratio",
    title="The critical step ratio against its bound, and distances against theirs",
    caption="""
        Left: largest rho R^2 (rho = eta_w/eta_a, R the radius of the ball) with which every start of the
        rim succeeds from the first angle pi/3, k = 16 and small steps, against q^2; the bound .2615 of the
        constant step ratio is what it comes down to as q vanishes. Right: squared distances of filter and
        output weights (over N) from the optimum in a run of stage II from phi = 5 pi/12 and a = .3 a*, k =
        16, q^2 = .1, with the bounds of Lemma 14 (dashed) and of Lemma 15 with the run's own angle (dotted).
    """,
    shows=(
        "shortcut.beyond.stage1",
        "shortcut.beyond.sharp",
        "shortcut.lemma14",
        "shortcut.lemma15",
    ),
)
def ratios() -> dict[str, npt.ArrayLike]:
    """Critical ratios and one run."""
    eta_a = 0.02 * np.pi / (K + np.pi - 1)
    turn = np.pi * np.linspace(1, 1.5, 16)

    def all_succeed(q2: float, level: float) -> bool:
        sigma, chi = np.cos(turn), np.sin(turn) * np.sqrt(q2 / (1 - q2))
        schedule = [(40_000, eta_a, level / q2 * eta_a)]
        found = reduced.success(sigma, chi, np.pi / 3, k=K, q2=q2, size=1.0, schedule=schedule, every=4)
        return bool((found.codes == 1).all())

    critical = []
    for q2 in SQUARES:
        low, high = 0.2, min(20.0, 1.6 * q2 / eta_a)
        for _ in range(11):
            middle = (low * high) ** 0.5
            low, high = (middle, high) if all_succeed(q2, middle) else (low, middle)
        critical.append(round((low * high) ** 0.5, 4))
    q2, steps, eta_a, eta_w = 0.1, 400, np.pi / (K + np.pi - 1), 0.3
    run = reduced.trajectory((0.3, 0.3, 5 * np.pi / 12), K, q2, 1.0, [(steps, eta_a, eta_w)])
    filters = 2 * (1 - np.cos(run.phi))
    outputs = q2 * (run.sigma - 1) ** 2 + (1 - q2) * (run.chi - 1) ** 2
    bound, now = [float(outputs[0] ** 0.5)], float(outputs[0] ** 0.5)
    for delta in filters[:-1]:
        now = (1 - eta_a * (np.pi - 1) / (2 * np.pi)) * now + eta_a / 4 * float(delta)
        bound.append(now)
    least = np.minimum.accumulate(reduced.share(run, q2)[::-1])[::-1].min()
    return {
        "q2": SQUARES,
        "critical": critical,
        "steps": np.arange(steps + 1),
        "filters": np.round(filters, 12),
        "outputs": np.round(outputs, 12),
        "filter_bound": np.round(1.4824 * np.exp(-np.arange(steps + 1) * eta_w * least / 5.4473), 12),
        "output_bound": np.round(np.square(bound), 12),
    }


@ratios.drawing
def draw_ratios(data: Mapping[str, Array]) -> Figure:
    """Draw critical ratios and distances."""
    picture = Figure(figsize=(FULL_WIDTH, 2.8))
    left, right = picture.subplots(1, 2)
    left.semilogy(data["q2"], data["critical"], marker="o", color=ROLES["measured"].colour, label="measured")
    left.axhline(BOUND, **ROLES["bound"].line, label="bound .2615")
    left.set(xlabel="$q^2$", ylabel=r"critical $\rho R^2$", ylim=(0.2, None))
    left.set_yticks([0.25, 0.5, 1, 2, 4], ["0.25", "0.5", "1", "2", "4"])
    left.minorticks_off()
    left.legend(loc="upper left")
    looks = (
        ("filters", "filter_bound", "measured", "filter"),
        ("outputs", "output_bound", "alternative", "output weights"),
    )
    for name, bound, role, label in looks:
        right.semilogy(
            data["steps"], np.maximum(data[name], 1e-12), color=ROLES[role].colour, linestyle="-", label=label
        )
        dashes = (0, (6, 2)) if name == "filters" else (0, (1, 1.2))
        right.semilogy(
            data["steps"], np.maximum(data[bound], 1e-12), color=ROLES[role].colour, linestyle=dashes,
            label=f"{label}, bound",
        )  # fmt: skip
    right.set(xlabel="steps", ylabel="squared distance", ylim=(1e-10, 4))
    right.legend(loc="center right", bbox_to_anchor=(1.02, 0.46))
    return picture
