"""Figure 3: where gradient descent takes a single ReLU unit, drawn in the plane of weight and bias."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES
from numerics.relu_unit import population_gradient

GAMMAS = (1.0, 0.1, 0.01)
KAPPA = 3.0
CELLS = 80
"""Even, so that no cell centre lies on w = 0, where the unit's direction is undefined."""

EVERY = slice(2, None, 5)
"""Cells, along either axis, that carry an arrow."""

FLOOR = 1e-6
"""Gradient norms below this share one colour and get no arrow: the update could not be seen."""

DECIMALS = 8
"""Kept in the data: finer than any print, coarser than rounding errors, so the data hash can settle."""

Array = npt.NDArray[Any]


@figure(
    "dying_relu.fig3",
    title="The gradient field of one ReLU unit as the target shrinks",
    caption="""
        Negative gradient of the expected loss in the plane of the weight along the target and the bias, for
        the linear target at three scales. Arrows give the direction, colour the size of the gradient, which
        all but vanishes in the dead cone (bias below minus three weight norms). The optimum (star) has zero
        bias at every scale, but a smaller target moves it towards the tip that the dead and the linear cone
        share. At the lower right, orbits gather between the two lines on which one component of the gradient
        vanishes; where the weight is well above the scale, the law w^3 = scale * b^2 describes them, and for
        a small target it runs inside the dead cone. On the left, the exact boundary of death runs into the
        origin at slope 0.622: starts below it die, and the smaller the target, the more of the left half
        that takes.
    """,
    shows=("dying_relu.eq24", "dying_relu.eq28", "dying_relu.eq29", "dying_relu.eq30"),
)
def gradient_field() -> dict[str, npt.ArrayLike]:
    """Field, nullclines and separatrix on [-1, 1] x [-1, 1] for each target scale."""
    centres = (np.arange(CELLS) + 0.5) * (2 / CELLS) - 1
    data: dict[str, npt.ArrayLike] = {
        "gamma": np.array(GAMMAS),
        "kappa": KAPPA,
        "cell_centres": centres,
        "log_norm": np.stack([_log_norm(centres, gamma) for gamma in GAMMAS]),
        "direction": np.stack([_direction(centres[EVERY], gamma) for gamma in GAMMAS]),
    }
    for name, component in (("nullcline_w", 0), ("nullcline_b", 1)):
        data[name] = np.round(nullclines(component), DECIMALS)
    data["separatrix"] = np.round(separatrix(), DECIMALS)
    return data


def field(w: Array, b: Array, gamma: npt.ArrayLike, target: str = "linear") -> Array:
    """Gradient of the expected loss at points of the plane; shape ``(2, *w.shape)``."""
    grad_w, grad_b = population_gradient(np.asarray(w)[..., None], b, gamma, target=target)
    return np.stack([grad_w[..., 0], grad_b])


def _log_norm(centres: Array, gamma: float) -> Array:
    norm = np.linalg.norm(field(*np.meshgrid(centres, centres), gamma), axis=0)
    log_norm: Array = np.log10(np.maximum(norm, FLOOR))
    return np.round(log_norm, DECIMALS)


def _direction(nodes: Array, gamma: float) -> Array:
    downhill = -field(*np.meshgrid(nodes, nodes), gamma)
    norm = np.linalg.norm(downhill, axis=0)
    unit = np.where(norm > FLOOR, downhill / np.maximum(norm, FLOOR), np.nan)
    return np.round(unit, DECIMALS)


def nullclines(component: int) -> Array:
    """Points where one component of the gradient changes sign along rays from the origin.

    Each half-plane is searched by itself: across w = 0 the field jumps, which is no zero.

    Parameters
    ----------
    component : {0, 1}
        0 for the weight, 1 for the bias.

    Returns
    -------
    ndarray, shape (len(GAMMAS), 2, 2, rays)
        Target scale, half-plane (left, right), coordinate (w, b), ray; NaN where a ray has no zero within
        the window.
    """
    elevation = np.arctan(np.sinh(np.linspace(-2.5, 5.5, 321)))  # c from -6 to 122
    gamma, side = np.array(GAMMAS)[:, None, None], np.array([-1.0, 1.0])[:, None]
    across, up, gamma = np.broadcast_arrays(side * np.cos(elevation), np.sin(elevation), gamma)
    radius = _bisect(
        lambda r: np.asarray(field(r * across, r * up, gamma)[component]),
        1e-6 * gamma,
        np.full(gamma.shape, 2.0),
    )
    return np.stack([radius * across, radius * up], axis=-2)


def _bisect(function: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Halve all brackets together, to one part in 2^45; NaN where the ends have the same sign."""
    sign = np.sign(function(low))
    bracketed = sign * np.sign(function(high)) < 0
    for _ in range(45):
        middle = (low + high) / 2
        below = np.sign(function(middle)) == sign
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.where(bracketed, (low + high) / 2, np.nan)


def separatrix() -> Array:
    """Boundary between recovery and death for w < 0, in units free of the target scale.

    Starts with v = -w / gamma and c = b / |w| die exactly when c lies below this curve. It is an orbit of
    the gradient flow, so dc / d log(v) is a quotient of gradient components. Towards v = 0 all other
    orbits leave it, to c = -oo or +oo; in the other direction, errors therefore shrink.

    Returns
    -------
    ndarray, shape (2, points)
        v from 0 to 100 (which covers w = -1 at gamma = 0.01), and c.
    """

    def rate(log_v: float, c: float) -> float:
        v = np.exp(log_v)
        grad_w, grad_b = field(np.asarray(-v), np.asarray(c * v), 1.0)
        return float(-grad_b / grad_w - c)

    def level(v: float) -> float:
        return float(brentq(lambda c: rate(np.log(v), c), 0.1, 2.0, xtol=1e-14))

    c_tip, v_start = level(1e-12), 1e-6  # the error of a level start, about v_start, is gone by v = 1e-3
    v = np.geomspace(1e-3, 100.0, 200)
    orbit = solve_ivp(
        lambda log_v, c: [rate(log_v, c[0])],
        (np.log(v_start), np.log(v[-1])),
        [level(v_start)],
        t_eval=np.log(v),
        method="DOP853",
        max_step=0.5,  # values between steps are interpolated, which long steps would spoil
        rtol=1e-12,
        atol=1e-14,
    )
    return np.stack([np.append(0.0, v), np.append(c_tip, orbit.y[0])])


@gradient_field.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw one panel for each target scale, with one colour bar and one legend for all."""
    picture = Figure(figsize=(FULL_WIDTH, 2.95))
    panels = picture.subplots(1, len(GAMMAS), sharex=True, sharey=True)
    for index, ax in enumerate(panels):
        mesh = _draw_panel(ax, data, index)
    panels[0].set_ylabel(r"bias $b$")
    bar = picture.colorbar(mesh, ax=panels, shrink=0.87, anchor=(0, 0.1), pad=0.015, extend="min", aspect=20)
    bar.set_label(r"$\log_{10}$ gradient norm")
    handles, labels = panels[0].get_legend_handles_labels()
    picture.legend(handles, labels, loc="outside lower center", ncols=4)
    return picture


def _draw_panel(ax: Axes, data: Mapping[str, Array], index: int) -> QuadMesh:
    gamma, kappa = float(data["gamma"][index]), float(data["kappa"])
    centres, log_norm = data["cell_centres"], data["log_norm"][index]
    mesh = ax.pcolormesh(centres, centres, log_norm, vmin=np.log10(FLOOR), vmax=0.5, rasterized=True)
    ink = np.where(log_norm[EVERY, EVERY] > -3.2, "#303030", "white")
    ax.quiver(
        centres[EVERY], centres[EVERY], *data["direction"][index], color=ink.ravel(), pivot="mid", scale=22,
        width=0.006, headwidth=3.5, headlength=4, headaxislength=3.5,
    )  # fmt: skip

    edge = np.array([-1.0, 0.0, 1.0]) / kappa
    _line(ax, edge, kappa * np.abs(edge), ROLES["linear cone"].line, rf"linear cone, $b = {kappa:g}|w|$")
    _line(ax, edge, -kappa * np.abs(edge), ROLES["dead"].line, rf"dead cone, $b = -{kappa:g}|w|$")
    for which in "wb":
        look = ROLES[f"nullcline of {which}"].line
        halves = data[f"nullcline_{which}"][index]
        for (w, b), label in zip(halves, ("", rf"$\partial_{which} = 0$"), strict=True):
            _line(ax, w, b, look, label, casing="white")
    bias = -(np.linspace(0, 1, 100) ** 2)
    cubic = {"color": OKABE_ITO["orange"], "linestyle": (0, (5, 1.5))}
    _line(ax, np.cbrt(gamma * bias**2), bias, cubic, r"$w^3 = \gamma b^2$")
    v, c = data["separatrix"]
    _line(ax, -gamma * v, gamma * v * c, ROLES["separatrix"].line, "separatrix: below it dies")
    ax.plot(gamma, 0, **ROLES["optimum"].point, markersize=9, markeredgecolor="black", markeredgewidth=0.6,
            label=r"optimum $(\gamma, 0)$", zorder=5, clip_on=False)  # fmt: skip
    ax.set(xlim=(-1, 1), ylim=(-1, 1), aspect="equal", xticks=[-0.5, 0, 0.5], yticks=[-1, 0, 1])
    ax.set(title=rf"$\gamma = {gamma:g}$", xlabel=r"weight $w$")
    return mesh


def _line(
    ax: Axes, x: Array, y: Array, look: dict[str, Any], label: str = "", casing: str = "#202020"
) -> None:
    """Draw a line in a solid casing, which keeps it visible on every background, also in grey."""
    solid = {"dash_offset": 0, "dash_list": None}
    effects = [Stroke(linewidth=2.3, foreground=casing, dashes=solid), Normal()]
    ax.plot(x, y, **look, linewidth=1.2, label=label, path_effects=effects)
