"""Render figures one by one, so that one that fails does not take the others with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from figures.output import render
from figures.registry import UnknownFigureError, all_figures, select
from relucidate.papers import here
from relucidate.selection import UnknownNameError, resolved

#: What the ledger keeps of a figure's sidecar.
FIELDS = ("id", "title", "caption", "paper", "shows", "seeds", "data_hash", "files")


def draw(
    names: Iterable[str],
    folder: Path,
    progress: Callable[[int, int, str], None],
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
    names = resolved(names) or here()
    try:
        plates = select(names)
    except UnknownFigureError as error:
        raise UnknownNameError(f"{error}{_hint(names)}") from error
    rows: list[dict[str, Any]] = []
    failures: list[tuple[str, str]] = []
    for done, plate in enumerate(plates, start=1):
        try:
            sidecar = render(plate, folder)
        except Exception as error:
            failures.append((plate.id, f"{type(error).__name__}: {error}"))
        else:
            rows.append({field: sidecar[field] for field in FIELDS})
        progress(done, len(plates), plate.id)
    return rows, failures


def _hint(names: Iterable[str]) -> str:
    known = {name for plate in all_figures() for name in (plate.id, plate.paper)}
    near = [
        match for name in names if name not in known for match in get_close_matches(name, sorted(known), n=2)
    ]
    return f"; did you mean {' or '.join(near)}?" if near else ""
