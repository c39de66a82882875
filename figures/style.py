"""How every figure looks: one style sheet, one palette, and a colour for each part that things play.

Colours are those of Masataka Okabe and Kei Ito, "Color Universal Design: how to make figures and
presentations that are friendly to colorblind people" (2002, revised 2008, https://jfly.uni-koeln.de/color/),
with the hexadecimal values of Bang Wong, "Points of view: color blindness", Nature Methods 8 (2011), 441.
Colour never carries a meaning alone: each role has dashes and a marker of its own, for print in grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import matplotlib
import matplotlib.style
from matplotlib.colors import Colormap
from matplotlib.figure import Figure

__all__ = [
    "CMAP",
    "FULL_WIDTH",
    "OKABE_ITO",
    "ROLES",
    "SHEET",
    "SLIDE",
    "Role",
    "context",
    "shades",
    "slide",
    "stamp",
]

SHEET = Path(__file__).with_name("relucidate.mplstyle")
"""The style sheet; ``matplotlib.style.use(figures.style.SHEET)`` gives a notebook the same look."""

FULL_WIDTH = 7.0
"""Width of a figure across a page's full text, in inches; font sizes in the sheet assume it."""

SLIDE = (10.0, 5.625)
"""Width and height of a slide, in inches: 16 to 9."""

CMAP = "cividis"
"""Colour map for values: perceptually uniform, monotone in lightness."""

OKABE_ITO: Mapping[str, str] = MappingProxyType(
    {
        "black": "#000000",
        "orange": "#E69F00",
        "sky blue": "#56B4E9",
        "bluish green": "#009E73",
        "yellow": "#F0E442",
        "blue": "#0072B2",
        "vermillion": "#D55E00",
        "reddish purple": "#CC79A7",
    }
)


@dataclass(frozen=True)
class Role:
    """What a part of the subject looks like wherever it turns up."""

    colour: str
    dashes: str | tuple[float, tuple[float, ...]] = "-"
    marker: str = "o"

    @property
    def line(self) -> dict[str, Any]:
        """Keyword arguments for `Axes.plot` to draw a line in this role."""
        return {"color": self.colour, "linestyle": self.dashes}

    @property
    def point(self) -> dict[str, Any]:
        """Keyword arguments for `Axes.plot` to draw unconnected points in this role."""
        return {"color": self.colour, "linestyle": "none", "marker": self.marker}


ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "active": Role(OKABE_ITO["bluish green"], "-", "o"),
        "dead": Role(OKABE_ITO["vermillion"], "--", "X"),
        "linear cone": Role(OKABE_ITO["sky blue"], "-.", "s"),
        "optimum": Role(OKABE_ITO["yellow"], "-", "*"),
        "bound": Role(OKABE_ITO["black"], (0, (6, 2)), "_"),
        "separatrix": Role(OKABE_ITO["reddish purple"], (0, (8, 1.5)), "D"),
        "nullcline of w": Role(OKABE_ITO["black"], "-", "o"),
        "nullcline of b": Role(OKABE_ITO["black"], (0, (1, 1)), "o"),
        "theory": Role(OKABE_ITO["black"], "-", "+"),
        "measured": Role(OKABE_ITO["blue"], "-", "o"),
        "alternative": Role(OKABE_ITO["orange"], (0, (4, 1.5)), "^"),
        "reference": Role("#808080", ":", "."),
    }
)
"""Looks by meaning, so that the same thing looks the same in every figure."""


@contextmanager
def context(**settings: Any) -> Iterator[None]:
    """Use the house style inside a ``with`` block, whatever the reader's own Matplotlib settings.

    Parameters
    ----------
    **settings
        Further settings, dots written as double underscores: ``context(svg__hashsalt="x")``.
    """
    extra = {name.replace("__", "."): value for name, value in settings.items()}
    with matplotlib.style.context([str(SHEET), extra], after_reset=True):
        yield


@contextmanager
def slide() -> Iterator[None]:
    """Use the house style for slides: one drawing, in type that is read from the last row."""
    sizes = {
        "figure.figsize": SLIDE,
        "font.size": 17,
        "axes.titlesize": 18,
        "axes.labelsize": 18,
        "xtick.labelsize": 15,
        "ytick.labelsize": 15,
        "legend.fontsize": 15,
        "figure.titlesize": 21,
        "figure.titleweight": "bold",
        "lines.linewidth": 3,
        "lines.markersize": 9,
        "axes.linewidth": 1.2,
        "xtick.major.width": 1.2,
        "ytick.major.width": 1.2,
        "xtick.major.size": 5,
        "ytick.major.size": 5,
    }
    with matplotlib.style.context([str(SHEET), sizes], after_reset=True):
        yield


def stamp(picture: Figure, words: str) -> None:
    """Write across the top of a picture that what it shows is not upheld.

    Parameters
    ----------
    picture
        A finished drawing; it makes room where it lays itself out.
    words
        Such as ``"gunn.theorem: refuted"``.
    """
    engine = picture.get_layout_engine()
    height = 0.25 / picture.get_figheight()
    if engine is not None:
        engine.set(rect=(0, 0, 1, 1 - height))  # type: ignore[call-arg]
    red = OKABE_ITO["vermillion"]
    picture.text(
        0.5, 1 - height / 2, words, ha="center", va="center", color=red, weight="bold",
        bbox={"facecolor": "white", "edgecolor": red, "linewidth": 1, "boxstyle": "square,pad=0.2"},
    )  # fmt: skip


def shades(count: int, low: float = 0.0, high: float = 0.85) -> list[tuple[float, float, float, float]]:
    """Pick evenly spaced colours of the colour map for curves that follow an ordered parameter.

    Parameters
    ----------
    count : int
        How many colours, at least 1.
    low, high : float
        Ends of the range of the map to use, within [0, 1]; by default its pale end is left out.

    Returns
    -------
    list of RGBA tuples, dark to light
    """
    if count < 1:
        raise ValueError(f"count={count!r} must be at least 1")
    colours: Colormap = matplotlib.colormaps[CMAP]
    step = (high - low) / max(count - 1, 1)
    return [colours(low + step * i) for i in range(count)]
