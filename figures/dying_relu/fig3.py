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

from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO, ROLES
from numerics.dying_relu.relu_unit import attracting_line, population_gradient, separatrix

GAMMAS = (1.0, 0.1, 0.01)
KAPPA = 3.0
CELLS = 80
"""Even, so that no cell centre lies on w = 0, where the unit's direction is undefined."""

APART = 0.05
"""Target scale below which nullclines and attracting line merge in the window."""

EVERY = slice(2, None, 5)
"""Cells, along either axis, that carry an arrow."""

FLOOR = 1e-6
"""Gradient norms below this share one colour and get no arrow: the update could not be seen."""

WINDOW = ((-1.0, 1.0), (-1.0, 1.0))
SCALED_WINDOW = ((-8.0, 16.0), (-44.0, 20.0))
"""Weight and bias in units of the target scale, so far down that the attracting line is in the dead cone."""

DECIMALS = 8
"""Kept in the data: finer than any print, coarser than rounding errors, so the data hash can settle."""

LAW = {"color": OKABE_ITO["orange"], "linestyle": (0, (4, 1.5))}
ATTRACTING = {"color": OKABE_ITO["bluish green"], "linestyle": "-"}

Array = npt.NDArray[Any]


@figure(
    "dying_relu.fig3",
    title="The gradient field of one ReLU unit as the target shrinks",
    caption="""
        Negative gradient of the expected loss in the plane of the weight along the target and the bias, for
        the linear target at three scales; and once for all scales, with weight, bias and gradient in units of
        the scale. Arrows give the direction, colour the size of the gradient, which all but vanishes in the
        dead cone (bias below minus three weight norms; the factor, like the window, is chosen here). The
        optimum (star) has zero bias at every scale, but a smaller target moves it towards the tip that the
        dead and the linear cone share. At the lower right all orbits approach one line, between the two lines
        on which one component of the gradient vanishes. Where the weight is well above the scale, the law
        w^3 = scale * b^2 describes it, and for a small target it runs inside the dead cone. At scale 0.01
        the lines beside it would lie within one line's width, and only itself is drawn. On the left, the
        exact boundary of death runs into the origin at slope 0.622: starts below it die, and the smaller the
        target, the more of the left half that takes.
    """,
    shows=(
        "dying_relu.eq28",
        "dying_relu.eq29",
        "dying_relu.eq30",
        "dying_relu.cones",
        "dying_relu.optimum_between",
        "dying_relu.attracting_line",
        "dying_relu.lower_left",
        "dying_relu.rescale_single",
        "dying_relu.beyond.fate",
    ),
)
def gradient_field() -> dict[str, npt.ArrayLike]:
    """Field in each window, and the lines of the plane in units of the target scale."""
    data: dict[str, npt.ArrayLike] = {"gamma": np.array(GAMMAS), "kappa": KAPPA}
    fields = [_on_cells(WINDOW, gamma) for gamma in GAMMAS]
    for name in fields[0]:
        data[name] = np.stack([found[name] for found in fields])
    data |= {f"scaled_{name}": found for name, found in _on_cells(SCALED_WINDOW, 1.0).items()}
    for name, component in (("nullcline_w", 0), ("nullcline_b", 1)):
        data[name] = np.round(nullclines(component), DECIMALS)
    v = np.append(0.0, np.geomspace(1e-3, 1 / min(GAMMAS), 200))
    data["separatrix"] = np.round([-v, v * separatrix(v)], DECIMALS)
    c = -np.geomspace(0.02, 6, 200)
    along = attracting_line(c)
    data["attracting_line"] = np.round([along, c * along], DECIMALS)
    return data


def field(w: Array, b: Array, gamma: npt.ArrayLike, target: str = "linear") -> Array:
    """Gradient of the expected loss at points of the plane; shape ``(2, *w.shape)``."""
    grad_w, grad_b = population_gradient(np.asarray(w)[..., None], b, gamma, target=target)
    return np.stack([grad_w[..., 0], grad_b])


def _on_cells(window: tuple[tuple[float, float], tuple[float, float]], gamma: float) -> dict[str, Array]:
    """Centres of the cells, logarithm of the gradient's norm there, and direction downhill at some."""
    middles = (np.arange(CELLS) + 0.5) / CELLS
    w, b = centres = np.stack([low + (high - low) * middles for low, high in window])
    mesh_w, mesh_b = np.meshgrid(w, b)
    norm = np.linalg.norm(field(mesh_w, mesh_b, gamma), axis=0)
    downhill = -field(mesh_w[EVERY, EVERY], mesh_b[EVERY, EVERY], gamma)
    size = np.linalg.norm(downhill, axis=0)
    direction = np.where(size > FLOOR, downhill / np.maximum(size, FLOOR), np.nan)
    return {
        "cell_centres": np.round(centres, DECIMALS),
        "log_norm": np.round(np.log10(np.maximum(norm, FLOOR)), DECIMALS),
        "direction": np.round(direction, DECIMALS),
    }


def nullclines(component: int) -> Array:
    """Points where one component of the gradient changes sign along rays from the origin.

    Each half-plane is searched by itself: across w = 0 the field jumps, which is no zero.

    Parameters
    ----------
    component : {0, 1}
        0 for the weight, 1 for the bias.

    Returns
    -------
    ndarray, shape (2, 2, rays)
        Half-plane (left, right), coordinate (w, b) in units of the target scale, ray; NaN where a ray has no
        zero within 400 scales.
    """
    elevation = np.arctan(np.sinh(np.linspace(-2.5, 5.5, 321)))  # c from -6 to 122
    side = np.array([-1.0, 1.0])[:, None]
    across, up = np.broadcast_arrays(side * np.cos(elevation), np.sin(elevation))
    radius = _bisect(
        lambda r: np.asarray(field(r * across, r * up, 1.0)[component]),
        np.full(across.shape, 1e-6),
        np.full(across.shape, 400.0),
    )
    return np.stack([radius * across, radius * up], axis=-2)


def _bisect(function: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Halve all brackets together, to one part in 2^50; NaN where the ends have the same sign."""
    sign = np.sign(function(low))
    bracketed = sign * np.sign(function(high)) < 0
    for _ in range(50):
        middle = (low + high) / 2
        below = np.sign(function(middle)) == sign
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.where(bracketed, (low + high) / 2, np.nan)


@gradient_field.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw one panel for each target scale and one for all of them, with one colour bar and one legend."""
    picture = Figure(figsize=(FULL_WIDTH, 6.4))
    panels = picture.subplots(2, 2).ravel()
    for index, (ax, gamma) in enumerate(zip(panels, data["gamma"], strict=False)):
        mesh = _draw_field(ax, *(data[name][index] for name in ("cell_centres", "log_norm", "direction")))
        _draw_lines(ax, data, float(gamma), WINDOW, alone=gamma < APART)
        ax.set(xticks=[-1, -0.5, 0, 0.5, 1], yticks=[-1, -0.5, 0, 0.5, 1])
        ax.set(title=rf"$\gamma = {gamma:g}$", xlabel=r"weight $w$", ylabel=r"bias $b$")
    last = panels[-1]
    _draw_field(last, *(data[f"scaled_{name}"] for name in ("cell_centres", "log_norm", "direction")))
    _draw_lines(last, data, 1.0, SCALED_WINDOW)
    last.set(title=r"every $\gamma$, in its units", xlabel=r"$w / \gamma$", ylabel=r"$b / \gamma$")
    bar = picture.colorbar(mesh, ax=panels.tolist(), shrink=0.6, pad=0.02, extend="both", aspect=30)
    bar.set_label(r"$\log_{10} \|\nabla J\|$ (lower right: $\log_{10} \|\nabla J\| / \gamma$)")
    handles, labels = panels[0].get_legend_handles_labels()
    picture.legend(handles, labels, loc="outside lower center", ncols=4)
    return picture


def _draw_field(ax: Axes, centres: Array, log_norm: Array, direction: Array) -> QuadMesh:
    w, b = centres
    mesh = ax.pcolormesh(w, b, log_norm, vmin=np.log10(FLOOR), vmax=0.5, rasterized=True)
    # Arrows as they look in the window, whose axes may differ in scale.
    stretch = np.ptp(w) / np.ptp(b)
    seen = direction * np.array([1.0, stretch])[:, None, None]
    seen = seen / np.linalg.norm(seen, axis=0)
    ink = np.where(log_norm[EVERY, EVERY] > -3.2, "#303030", "white")
    ax.quiver(
        w[EVERY], b[EVERY], *seen, color=ink.ravel(), pivot="mid", scale=22, width=0.006, headwidth=3.5,
        headlength=4, headaxislength=3.5,
    )  # fmt: skip
    return mesh


def _draw_lines(
    ax: Axes,
    data: Mapping[str, Array],
    scale: float,
    window: tuple[tuple[float, float], tuple[float, float]],
    *,
    alone: bool = False,
) -> None:
    """Draw cones, attracting line, separatrix and optimum; unless `alone`, what lies beside the line too."""
    kappa, edge = float(data["kappa"]), np.array([window[0][0], 0.0, window[0][1]])
    _line(ax, edge, kappa * np.abs(edge), ROLES["linear cone"].line, rf"linear cone, $b = {kappa:g}|w|$")
    _line(ax, edge, -kappa * np.abs(edge), ROLES["dead"].line, rf"dead cone, $b = -{kappa:g}|w|$")
    for which in "" if alone else "wb":
        look = ROLES[f"nullcline of {which}"].line
        halves = scale * data[f"nullcline_{which}"]
        for (w, b), label in zip(halves, ("", rf"$\partial J / \partial {which} = 0$"), strict=True):
            _line(ax, w, b, look, label, casing="white")
    w, b = scale * data["attracting_line"]
    _line(ax, w, b, ATTRACTING, "attracting line", casing="white")
    bias = window[1][0] * np.linspace(0, 1, 100) ** 2
    if not alone:
        _line(ax, np.cbrt(scale * bias**2), bias, LAW, r"$w^3 = \gamma b^2$")
    w, b = scale * data["separatrix"]
    _line(ax, w, b, ROLES["separatrix"].line, "separatrix: below it dies")
    ax.plot(scale, 0, **ROLES["optimum"].point, markersize=9, markeredgecolor="black", markeredgewidth=0.6,
            label=r"optimum $(\gamma, 0)$", zorder=5, clip_on=False)  # fmt: skip
    ax.set(xlim=window[0], ylim=window[1])


def _line(
    ax: Axes, x: Array, y: Array, look: dict[str, Any], label: str = "", casing: str = "#202020"
) -> None:
    """Draw a line in a solid casing, which keeps it visible on every background, also in grey."""
    solid = {"dash_offset": 0, "dash_list": None}
    effects = [Stroke(linewidth=2.3, foreground=casing, dashes=solid), Normal()]
    ax.plot(x, y, **look, linewidth=1.2, label=label, path_effects=effects)
