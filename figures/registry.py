"""The list of figures: what each one computes, how it is drawn, and which claims it shows.

A figure is a *plate*: one function that computes numbers and one that draws them. Keeping the two apart
lets the numbers be hashed and compared without looking at a single pixel.

Registered with two decorators::

    @figure("dying_relu.fig2", title="...", caption="...", shows=("dying_relu.eq19",))
    def eigenvalue_paths():
        return {"beta": beta, "eigenvalues": eigenvalues(0.1, beta)}


    @eigenvalue_paths.drawing
    def draw_eigenvalue_paths(data):
        picture = Figure()
        picture.subplots().plot(data["eigenvalues"].real, data["eigenvalues"].imag)
        return picture

after which ``eigenvalue_paths`` is the figure itself, a `Plate`.

Matplotlib is loaded only when something is drawn.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from theory.bibliography import PAPERS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Plate", "UnknownFigureError", "all_figures", "figure", "get", "load", "papers", "select"]

Array = npt.NDArray[Any]
Drawing = Callable[[Mapping[str, Array]], "Figure"]

MACHINERY = frozenset({"moving", "output", "provenance", "registry", "style"})
"""Modules of this package that are about figures in general and hold none of their own."""

_NUMBERED = re.compile(r"fig\d")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_plates: dict[str, Plate] = {}


class UnknownFigureError(LookupError):
    """No figure or paper goes by the name that was asked for; the message lists those that exist."""


@dataclass(eq=False)
class Plate:
    """One registered figure.

    Attributes
    ----------
    id : str
        ``<paper>.<name>``, such as ``dying_relu.fig2``; it also names the files.
    title, caption : str
        What the figure is, and what a reader should see in it.
    shows : tuple of str
        Ids of the claims that the figure illustrates.
    seeds : tuple of int
        Seeds, handed to `compute` in this order; empty when nothing is random.
    compute : callable
        ``compute(*seeds)`` gives the numbers to draw, by name.
    """

    id: str
    title: str
    caption: str
    shows: tuple[str, ...]
    seeds: tuple[int, ...]
    compute: Callable[..., Mapping[str, npt.ArrayLike]]
    _draw: Drawing | None = field(default=None, repr=False)
    _slide: Drawing | None = field(default=None, repr=False)

    @property
    def paper(self) -> str:
        """Key of the paper that the figure belongs to."""
        return self.id.partition(".")[0]

    def data(self) -> dict[str, Array]:
        """Compute the figure's numbers afresh, every one as an array.

        Returns
        -------
        dict of str to ndarray
            In the order in which `compute` gives them; a plain number becomes an array of no dimensions.
        """
        return {name: np.asarray(values) for name, values in self.compute(*self.seeds).items()}

    def drawing(self, draw: Drawing) -> Drawing:
        """Register the function that turns the numbers into a Matplotlib figure (a decorator).

        Raises
        ------
        ValueError
            If the figure has a drawing already.
        """
        if self._draw is not None:
            raise ValueError(f"figure {self.id!r} already has a drawing, {self._draw.__qualname__}")
        self._draw = draw
        return draw

    def slide(self, draw: Drawing) -> Drawing:
        """Register the function that draws the figure's one idea for a slide (a decorator).

        Raises
        ------
        ValueError
            If the figure has a slide already.
        """
        if self._slide is not None:
            raise ValueError(f"figure {self.id!r} already has a slide, {self._slide.__qualname__}")
        self._slide = draw
        return draw

    @property
    def has_slide(self) -> bool:
        """Whether there is a version for slides."""
        return self._slide is not None

    def draw(self, data: Mapping[str, Array] | None = None, *, slide: bool = False) -> Figure:
        """Draw the figure in the house style, computing the numbers first unless given.

        Parameters
        ----------
        data
            Its numbers.
        slide
            Draw the version for slides: one idea, in the larger type of `figures.style.slide`.

        Raises
        ------
        ValueError
            If no such drawing was registered.
        """
        from figures import style  # noqa: PLC0415 - keeps Matplotlib out of the registry's import

        draw, kind = (self._slide, "slide") if slide else (self._draw, "drawing")
        if draw is None:
            raise ValueError(f"figure {self.id!r} has no {kind}; decorate one with its .{kind}")
        with style.slide() if slide else style.context():
            return draw(self.data() if data is None else data)


def figure(
    id: str,  # noqa: A002 - the field's own name
    *,
    title: str,
    caption: str,
    shows: Iterable[str],
    seeds: Iterable[int] = (),
) -> Callable[[Callable[..., Mapping[str, npt.ArrayLike]]], Plate]:
    """Register the decorated function as the data of a figure, and return the figure in its place.

    Parameters are the attributes of `Plate`.

    Raises
    ------
    ValueError
        If an id is malformed, if the figure's id is taken, or if it has no title, caption or claim.
    TypeError
        If `shows` is a single string rather than a collection of ids.
    """
    if isinstance(shows, str):
        raise TypeError(f"shows={shows!r} of figure {id!r} must be a collection of claim ids, not one string")
    shown = tuple(shows)
    for name in (id, *shown):
        if not _ID.fullmatch(name):
            raise ValueError(f"id {name!r} must read <paper>.<name> in lower case, like 'dying_relu.fig2'")
    for what, value in (("title", title.strip()), ("caption", caption.strip()), ("shows", shown)):
        if not value:
            raise ValueError(f"figure {id!r} needs a {what}; it is empty")

    def register(compute: Callable[..., Mapping[str, npt.ArrayLike]]) -> Plate:
        if id in _plates:
            taken = _plates[id].compute
            raise ValueError(f"figure id {id!r} is taken by {taken.__module__}.{taken.__qualname__}")
        _plates[id] = Plate(id, title.strip(), " ".join(caption.split()), shown, tuple(seeds), compute)
        return _plates[id]

    return register


def papers() -> list[str]:
    """Keys of the papers that have figures, whether loaded yet or not."""
    shipped = {name for name in _submodules("figures") if name not in MACHINERY}
    own = {key for key, paper in PAPERS.items() if paper.modules}
    return sorted(shipped | own | {plate.paper for plate in _plates.values()})


def load(paper: str) -> list[Plate]:
    """Import a paper's module (or all modules of its folder) and return its figures in reading order.

    Raises
    ------
    UnknownFigureError
        If there is no such paper; figures registered elsewhere, such as a reader's own, count.
    """
    if paper not in papers():
        raise UnknownFigureError(f"no figures for paper {paper!r}; there are figures for {_listed(papers())}")
    if paper in PAPERS and PAPERS[paper].modules:
        from theory.catalog import import_own  # noqa: PLC0415 - SymPy is slow to import

        import_own(PAPERS[paper], "figure(")
    elif paper in _submodules("figures") and paper not in MACHINERY:
        for name in ("", *(f".{module}" for module in _submodules(f"figures.{paper}"))):
            importlib.import_module(f"figures.{paper}{name}")
    return sorted((plate for plate in _plates.values() if plate.paper == paper), key=_reading_order)


def all_figures() -> list[Plate]:
    """Every figure of every paper, in reading order."""
    return [plate for paper in papers() for plate in load(paper)]


def get(id: str) -> Plate:  # noqa: A002 - the field's own name
    """Look one figure up by id, loading its paper if need be.

    Raises
    ------
    UnknownFigureError
        If there is no such figure; the message names the paper's figures, or the papers.
    """
    known = {plate.id: plate for plate in load(id.partition(".")[0])}
    if id not in known:
        raise UnknownFigureError(f"no figure {id!r}; there are {_listed(known)}")
    return known[id]


def select(names: Iterable[str] = ()) -> list[Plate]:
    """Figures that the given ids and paper keys name, each once, in the order asked; all when none is given.

    Raises
    ------
    TypeError
        If `names` is a single string.
    UnknownFigureError
        If a name is neither a figure's id nor a paper's key.
    """
    if isinstance(names, str):
        raise TypeError(f"names={names!r} must be a collection of ids and paper keys, not one string")
    wanted = list(names)
    if not wanted:
        return all_figures()
    found = [plate for name in wanted for plate in ([get(name)] if "." in name else load(name))]
    return list({plate.id: plate for plate in found}.values())


def _submodules(package: str) -> list[str]:
    path = getattr(importlib.import_module(package), "__path__", [])  # a plain module has none
    return [module.name for module in pkgutil.iter_modules(path) if not module.name.startswith("_")]


def _reading_order(plate: Plate) -> tuple[bool, list[tuple[int, str]]]:
    # The paper's own figures, which have numbers, come first. "fig2" before "fig10": runs of digits count as
    # numbers.
    name = plate.id.partition(".")[2]
    parts = [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]
    return _NUMBERED.match(name) is None, parts


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
