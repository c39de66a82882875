"""Animations, as an option beside the figures: what they show changes with one number or with time.

Registered as figures are, with a function for the data and one that draws a frame::

    @animation("gunn.parting", title="...", caption="...", shows=("gunn.theorem",), frames="step")
    def parting():
        return {"step": steps, "gap": gaps}


    @parting.frame
    def draw(data, number): ...

The files are animated GIFs, the bytes of which depend on data and code alone.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from figures.registry import load

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = npt.NDArray[Any]
Frame = Callable[[Mapping[str, Array], int], "Figure"]

DPI = 90
"""Dots per inch of a frame."""

DURATION, LAST = 120, 1500
"""Milliseconds that a frame is shown, and the last one."""

_films: dict[str, Moving] = {}


@dataclass(eq=False)
class Moving:
    """One registered animation.

    Attributes
    ----------
    id, title, caption, shows
        As in `figures.registry.Plate`.
    frames
        The entry of the data that has a value for each frame.
    compute
        Gives the numbers to draw, by name.
    """

    id: str
    title: str
    caption: str
    shows: tuple[str, ...]
    frames: str
    compute: Callable[[], Mapping[str, npt.ArrayLike]]
    _draw: Frame | None = field(default=None, repr=False)

    @property
    def paper(self) -> str:
        """Key of the paper."""
        return self.id.partition(".")[0]

    def data(self) -> dict[str, Array]:
        """Compute the numbers afresh, every one as an array."""
        return {name: np.asarray(values) for name, values in self.compute().items()}

    def frame(self, draw: Frame) -> Frame:
        """Register the function that draws one frame, given the data and its number (a decorator)."""
        self._draw = draw
        return draw

    def draw(self, data: Mapping[str, Array], number: int) -> Figure:
        """Draw a frame in the house style.

        Raises
        ------
        ValueError
            If nothing draws it, or there is no such frame.
        """
        from figures import style  # noqa: PLC0415 - keeps Matplotlib out of the registry's import

        count = len(data[self.frames])
        if not 0 <= number < count:
            raise ValueError(f"number={number} of {self.id}: must be from 0 to {count - 1}")
        if self._draw is None:
            raise ValueError(f"animation {self.id!r} has no frames; decorate a drawing with its .frame")
        with style.context():
            return self._draw(data, number)


def animation(
    id: str,  # noqa: A002 - the field's own name
    *,
    title: str,
    caption: str,
    shows: Iterable[str],
    frames: str,
) -> Callable[[Callable[[], Mapping[str, npt.ArrayLike]]], Moving]:
    """Register the decorated function as the data of an animation, and return that in its place.

    Parameters are the attributes of `Moving`.

    Raises
    ------
    ValueError
        If the id is taken.
    """

    def register(compute: Callable[[], Mapping[str, npt.ArrayLike]]) -> Moving:
        if id in _films:
            raise ValueError(f"animation id {id!r} is taken by {_films[id].compute.__module__}")
        _films[id] = Moving(id, title, " ".join(caption.split()), tuple(shows), frames, compute)
        return _films[id]

    return register


def moving(paper: str) -> list[Moving]:
    """Return the animations of a paper."""
    load(paper)
    return [film for film in _films.values() if film.paper == paper]


def render(film: Moving, folder: Path) -> Path:
    """Compute an animation, draw its frames, and write ``<id>.gif`` with a sidecar.

    Parameters
    ----------
    film
        A registered animation.
    folder
        Where to write; made if missing.
    """
    from PIL import Image  # noqa: PLC0415 - only needed here

    from figures import style  # noqa: PLC0415 - keeps Matplotlib out of the registry's import
    from figures.output import write_whole  # noqa: PLC0415

    data = film.data()
    frames = []
    for number in range(len(data[film.frames])):
        drawn = io.BytesIO()
        picture = film.draw(data, number)
        with style.context():
            picture.savefig(drawn, format="png", dpi=DPI)
        drawn.seek(0)
        frames.append(Image.open(drawn).convert("RGB").quantize(64, dither=Image.Dither.NONE))
    packed = io.BytesIO()
    durations = [DURATION] * (len(frames) - 1) + [LAST]
    frames[0].save(packed, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0)
    folder.mkdir(parents=True, exist_ok=True)
    said = {
        "id": film.id, "title": film.title, "caption": film.caption, "paper": film.paper,
        "shows": list(film.shows), "files": {"gif": f"{film.id}.gif"},
    }  # fmt: skip
    sidecar = (json.dumps(said, indent=2, ensure_ascii=False) + "\n").encode()
    write_whole(folder, {f"{film.id}.gif": packed.getvalue(), f"{film.id}.json": sidecar})
    return folder / f"{film.id}.gif"
