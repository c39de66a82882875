"""Drawings of what the experiments on images found: training curves, and the networks from inside.

The figures of a sweep; those of the report take smaller settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from figures import style
from figures.style import FULL_WIDTH, ROLES
from numerics.nonlinearity_generator.experiments import Result

__all__ = ["LOOKS", "curves_of", "draw_curves", "draw_layers", "inside_of", "panels"]

LOOKS = {
    "generator": ROLES["measured"],
    "relu": ROLES["alternative"],
    "prelu": ROLES["separatrix"],
}
"""Look of each activation; unusual starts of weights look alike in grey."""

NAMES = {"generator": "generator", "relu": "ReLU", "prelu": "PReLU"}
STARTS = {"he": "MSRA", "he_prelu": "own MSRA", "xavier": "Xavier"}
UNUSUAL_DASHES = {"generator": (0, (5, 1)), "relu": ":", "prelu": (0, (8, 2, 1, 2))}
COLUMNS = 3
INSIDE_PANELS = 3


def panels(results: Sequence[Result]) -> dict[str, list[Result]]:
    """Sort results into what is compared with each other, by the words of `Setting.panel`."""
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(result.setting.panel, []).append(result)
    return found


def curves_of(results: Sequence[Result]) -> Figure:
    """Draw training accuracy through time, a panel each network and rate.

    Parameters
    ----------
    results : sequence of Result
        Of one experiment.

    Returns
    -------
    Figure
        Lines are means over seeds of the accuracy on blocks of minibatches; bars are standard errors, of
        which one seed alone has none.
    """
    groups = panels(results)
    columns = min(COLUMNS, len(groups))
    rows = -(-len(groups) // columns)
    with style.context():
        picture = Figure(figsize=(FULL_WIDTH, 0.6 + 1.9 * rows))
        axes = picture.subplots(rows, columns, squeeze=False, sharey=True)
        for ax, item in zip_longest(axes.flat, groups.items()):
            if item is None:
                ax.set_axis_off()
                continue
            title, own = item
            draw_curves(ax, own)
            ax.set_title(_lines(title), fontsize=8)
        for ax in axes[:, 0]:
            ax.set_ylabel("training accuracy")
        for column in range(columns):
            filled = [axes[row, column] for row in range(rows) if row * columns + column < len(groups)]
            filled[-1].set_xlabel("updates")
        _legend(picture, axes)
    return picture


def draw_curves(ax: Axes, results: Sequence[Result]) -> None:
    """Draw the training curves of settings that are compared into one panel."""
    for result in results:
        steps, mean, error = result.curve()
        ax.errorbar(
            steps, mean, yerr=None if np.isnan(error).any() else error, label=_label(result),
            elinewidth=0.7, capsize=1.5, linewidth=1.2, markersize=3, **_look(result),
        )  # fmt: skip
    ax.set(ylim=(0, 1.02), xlim=(0, max(result.setting.steps for result in results)))
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))


def inside_of(results: Sequence[Result]) -> Figure:
    """Draw networks from inside, layer by layer: clipped shares, thresholds, variances of weight updates.

    Parameters
    ----------
    results : sequence of Result
        Of one experiment; the panels with most layers are drawn, up to three.

    Returns
    -------
    Figure
        A column each panel; thin lines are at the start of training, thick ones at its end. Runs with an
        unusual start of weights are left out.
    """
    groups = panels(results)
    deepest = sorted(groups, key=lambda title: -groups[title][0].setting.depth)[:INSIDE_PANELS]
    chosen = [title for title in groups if title in deepest]
    with style.context():
        picture = Figure(figsize=(FULL_WIDTH, 5.6))
        axes = picture.subplots(3, len(chosen), squeeze=False, sharey="row", sharex="col")
        for column, title in zip(axes.T, chosen, strict=True):
            draw_layers(column, [one for one in groups[title] if _usual(one)])
            column[0].set_title(_lines(title), fontsize=8)
            column[-1].set_xlabel("layer")
        for ax, label in zip(
            axes[:, 0], ("clipped share", "mean t", "share of mean input\nin update variance"), strict=True
        ):
            ax.set_ylabel(label)
        _legend(picture, axes, title="thin: before training, thick: after")
    return picture


def draw_layers(axes: Sequence[Axes], results: Sequence[Result]) -> None:
    """Draw clipped shares, thresholds and the forward part of variances into three panels."""
    for result in results:
        look = _look(result)
        for moment, width in ((0, 0.6), (-1, 1.6)):
            label = _label(result) if moment else None
            lines: dict[str, Any] = {
                "linewidth": width,
                "color": look["color"],
                "linestyle": look["linestyle"],
            }
            clipped = result.by_layer("clipped", moment)
            layer = np.arange(1, len(clipped) + 1)
            axes[0].plot(layer, clipped, label=label, **lines)
            if result.setting.activation == "generator":
                axes[1].plot(layer, result.by_layer("levels", moment), **lines)
            shares = result.by_layer("shares", moment)
            axes[2].plot(np.arange(1, len(shares) + 1), shares[:, 1], **lines)
    axes[0].set_ylim(-0.02, 1.02)
    axes[2].set_ylim(-0.02, 1.02)
    for ax in axes:
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))


def _look(result: Result) -> dict[str, Any]:
    activation = result.setting.activation
    role = LOOKS[activation] if _usual(result) else ROLES["reference"]
    dashes = role.dashes if _usual(result) else UNUSUAL_DASHES[activation]
    return {"color": role.colour, "linestyle": dashes}


def _usual(result: Result) -> bool:
    """Whether weights start as is usual for the activation."""
    return result.setting.curve == result.setting.activation


def _label(result: Result) -> str:
    name, _, start = result.setting.curve.partition(", ")
    return f"{NAMES[name]}, {STARTS.get(start, start)} start" if start else NAMES[name]


def _lines(title: str) -> str:
    """Break a panel's words after the network and its data."""
    words = title.split(", ")
    return "\n".join(", ".join(part) for part in (words[:2], words[2:]) if part)


def _legend(picture: Figure, axes: Any, title: str | None = None) -> None:
    handles: dict[str, Any] = {}
    for ax in axes.flat:
        for handle, label in zip(*ax.get_legend_handles_labels(), strict=True):
            handles.setdefault(label, handle)
    picture.legend(
        handles.values(), handles.keys(), loc="outside upper center", ncols=len(handles), title=title
    )
