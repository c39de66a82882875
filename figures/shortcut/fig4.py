"""Figure 4: the success rates of Table 1, published, sampled and exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures import style
from figures.registry import figure
from figures.style import FULL_WIDTH, OKABE_ITO
from numerics.shortcut import table
from numerics.shortcut.chances import sampled_rate, success_probability
from numerics.statistics import wilson

SHOWN = ("S1", "S2")
DRAWN = (16, 36, 64, 100)
RUNS = 1000
NODES = 8
LOOKS: Mapping[str, tuple[str, Any, str]] = {
    "warm-up": (OKABE_ITO["bluish green"], "-", "o"),
    "no warm-up": (OKABE_ITO["blue"], (0, (4, 1.5)), "s"),
    "plain": (OKABE_ITO["vermillion"], (0, (1, 1)), "^"),
}

Array = npt.NDArray[Any]


@figure(
    "shortcut.fig4",
    title="Success rates with and without warm-up, and of the plain network",
    caption="""
        Rates of Table 1 as published (large symbols with Wilson's 95 % intervals of 5000 runs) over the
        exact rates of two reconstructed settings (lines), none of which is the paper's own, and 1000
        sampled runs of them (small dots with intervals). Left: S1 (r = 1/4, N = 16 k, a0 uniform in the
        ball). Right: S2 (r = 1/9, N = 167 k, a uniform radius times a uniform direction). A warm-up of 1000
        steps with eta_a = 1/k^2 does not save all runs at k = 100. relucidate sweep shortcut-table1
        computes every entry with 5000 runs.
    """,
    shows=("shortcut.table1", "shortcut.beyond.exacttable"),
    seeds=(4,),
)
def rates(seed: int) -> dict[str, npt.ArrayLike]:
    """Exact and sampled rates of two settings."""
    rng = np.random.default_rng(seed)
    found: dict[str, npt.ArrayLike] = {"k": DRAWN}
    for setting in SHOWN:
        for row in table.ROWS:
            entries = [table.how(setting, row, k) for k in DRAWN]
            name = f"{setting} {row}"
            nodes = 4 if (setting, row) == ("S2", "plain") else NODES
            found[f"{name} exact"] = np.round([success_probability(nodes=nodes, **e) for e in entries], 6)
            found[f"{name} sampled"] = [int(np.sum(sampled_rate(rng, runs=RUNS, **e) == 1)) for e in entries]
    return found


@rates.drawing
def draw(data: Mapping[str, Array]) -> Figure:
    """Draw one panel a setting."""
    panels = [
        (
            setting,
            {
                row: (data["k"], data[f"{setting} {row} exact"], data[f"{setting} {row} sampled"])
                for row in LOOKS
            },
        )
        for setting in SHOWN
    ]
    return _panels(panels, RUNS)


def picture_of(entries: Sequence[table.Entry]) -> Figure:
    """Draw whole tables, a panel a setting, in the house style."""
    panels = []
    for setting in dict.fromkeys(entry.setting for entry in entries):
        rows = {}
        for row in LOOKS:
            own = [entry for entry in entries if (entry.setting, entry.row) == (setting, row)]
            rows[row] = tuple(
                np.array([getattr(e, name) for e in own]) for name in ("k", "exact", "successes")
            )
        panels.append((setting, rows))
    with style.context():
        return _panels(panels, entries[0].runs)


def _panels(panels: Sequence[tuple[str, Mapping[str, Any]]], runs: int) -> Figure:
    picture = Figure(figsize=(FULL_WIDTH, 2.9))
    axes = np.atleast_1d(picture.subplots(1, len(panels), sharey=True))
    for ax, (setting, rows) in zip(axes, panels, strict=True):
        _draw_setting(ax, rows, runs)
        ax.set_title(f"Reconstructed setting {setting}")
    axes[0].set(ylabel="success rate")
    axes[0].legend(loc="center right", bbox_to_anchor=(1, 0.43))
    return picture


def _draw_setting(ax: Axes, rows: Mapping[str, Any], runs: int) -> None:
    for row, (colour, dashes, marker) in LOOKS.items():
        k, exact, successes = rows[row]
        ax.plot(k, exact, color=colour, linestyle=dashes, label=row)
        published = np.array(table.PUBLISHED[row])
        _bars(ax, np.array(table.PATCHES), published, table.RUNS, colour, marker, 5)
        _bars(ax, np.asarray(k) + 1.3, np.asarray(successes) / runs, runs, colour, ".", 4)
    ax.set(xlabel="patches k", ylim=(0.45, 1.02))


def _bars(ax: Axes, k: Array, rate: Array, runs: int, colour: str, marker: str, size: float) -> None:
    low, high = wilson(np.round(rate * runs), runs)
    ends = [np.maximum(rate - low, 0), np.maximum(high - rate, 0)]
    ax.errorbar(
        k, rate, yerr=ends, color=colour, marker=marker, markersize=size, linestyle="none", elinewidth=0.8,
        markerfacecolor="white" if marker != "." else colour,
    )  # fmt: skip
