"""The lessons' notebooks: where they are, how to open one, and how to write them as HTML."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import lessons
from theory.bibliography import PAPERS


def notebooks() -> dict[str, Path]:
    """Return the notebook of each paper that has one."""
    folder = Path(lessons.__path__[0])
    found = {key: folder / key / "notebook.py" for key in PAPERS}
    return {key: place for key, place in found.items() if place.is_file()}


def open_one(paper: str) -> None:
    """Open a notebook in the browser, and wait until it is closed.

    Raises
    ------
    ValueError
        If the paper has none.
    ImportError
        If marimo is not installed; the message names the extra that brings it.
    """
    _marimo("edit", str(_place(paper)))


def export(folder: Path, paper: str | None = None) -> Iterator[Path]:
    """Write notebooks as static HTML, with what their cells give.

    Parameters
    ----------
    folder
        Made if missing.
    paper
        One of them; all by default.

    Yields
    ------
    Path
        Each file as it is written.

    Raises
    ------
    ValueError, ImportError
        As `open_one`.
    """
    chosen = {paper: _place(paper)} if paper else notebooks()
    folder.mkdir(parents=True, exist_ok=True)
    for key, place in chosen.items():
        target = folder / f"{key}.html"
        _marimo("export", "html", str(place), "--output", str(target), "--force")
        yield target


def _place(paper: str) -> Path:
    known = notebooks()
    if paper not in known:
        raise ValueError(f"paper={paper!r}: must be one of {', '.join(known)}")
    return known[paper]


def _marimo(*arguments: str) -> None:
    if find_spec("marimo") is None:
        raise ImportError("notebooks need marimo: pip install 'relucidate[lessons]'")
    subprocess.run([sys.executable, "-m", "marimo", *arguments], check=True)
