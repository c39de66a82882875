"""Render figures one by one, so that one that fails does not take the others with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np

from figures.moving import Moving, moving
from figures.moving import render as render_moving
from figures.output import render
from figures.provenance import apart, source_hash
from figures.registry import Plate, UnknownFigureError, all_figures, select
from relucidate.kept import FIGURE_FIELDS
from relucidate.papers import here
from relucidate.selection import UnknownNameError, resolved
from relucidate.upheld import stamp

Progress = Callable[[int, int, str], None]


def draw(
    names: Iterable[str],
    folder: Path,
    progress: Progress,
    outcomes: Mapping[str, str] | None = None,
    *,
    slides: bool = False,
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Render figures into a folder.

    Parameters
    ----------
    names
        Ids, keys, paths and modules of papers; when none is given every figure of the paper in the current
        folder, or else of all papers.
    folder
        Where the files go; made if missing.
    progress
        Told after each figure.
    outcomes
        Of claims, by id, as far as they are known.
    slides
        Draw versions for slides as well, where there are any.

    Returns
    -------
    sidecars : list of dict
        The ledger's rows of the figures that have been drawn.
    failures : list of (str, str)
        Id and error of those that have not.

    Raises
    ------
    UnknownNameError
        If there is no such figure or paper.
    """
    plates = chosen(names)
    rows: list[dict[str, Any]] = []
    failures: list[tuple[str, str]] = []
    for done, plate in enumerate(plates, start=1):
        try:
            sidecar = render(plate, folder, stamp=stamp(plate.shows, outcomes or {}), slide=slides)
        except Exception as error:
            failures.append((plate.id, f"{type(error).__name__}: {error}"))
        else:
            rows.append({field: sidecar[field] for field in FIGURE_FIELDS})
        progress(done, len(plates), plate.id)
    return rows, failures


def animate(names: Iterable[str], folder: Path, progress: Progress) -> list[Path]:
    """Render the animations of papers, and return their files; parameters and errors are those of `draw`."""
    papers = list(dict.fromkeys(plate.paper for plate in chosen(names)))
    films: list[Moving] = [film for paper in papers for film in moving(paper)]
    files = []
    for done, film in enumerate(films, start=1):
        files.append(render_moving(film, folder))
        progress(done, len(films), film.id)
    return files


def stale(names: Iterable[str], folder: Path, progress: Progress) -> dict[str, str]:
    """Return the figures of a folder that no longer show what the code computes, with the reason.

    Numbers are computed anew only where the code that gives them has changed since, so that another
    processor's rounding makes no picture stale.

    Parameters
    ----------
    names, progress
        As in `draw`.
    folder
        Where the figures are; those that are not there are named as well.

    Raises
    ------
    UnknownNameError
        If there is no such figure or paper.
    """
    plates = chosen(names)
    found = {}
    for done, plate in enumerate(plates, start=1):
        reason = _stale(plate, folder)
        if reason:
            found[plate.id] = reason
        progress(done, len(plates), plate.id)
    return found


def _stale(plate: Plate, folder: Path) -> str:
    sidecar, numbers = folder / f"{plate.id}.json", folder / f"{plate.id}.npz"
    if not sidecar.is_file() or not numbers.is_file():
        return "not drawn yet"
    said = json.loads(sidecar.read_text(encoding="utf-8"))
    if said["source_hash"] == source_hash(plate.compute.__module__):
        return ""
    with np.load(numbers, allow_pickle=False) as kept:
        return "; ".join(apart(dict(kept), plate.data()))


def chosen(names: Iterable[str]) -> list[Plate]:
    """Return the figures that are meant; parameters and errors are those of `draw`."""
    names = resolved(names) or here()
    try:
        return select(names)
    except UnknownFigureError as error:
        raise UnknownNameError(f"{error}{_hint(names)}") from error


def _hint(names: Iterable[str]) -> str:
    known = {name for plate in all_figures() for name in (plate.id, plate.paper)}
    near = [
        match for name in names if name not in known for match in get_close_matches(name, sorted(known), n=2)
    ]
    return f"; did you mean {' or '.join(near)}?" if near else ""
