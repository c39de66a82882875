"""One figure on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from relucidate.paragraphs import heading, item, line, where
from relucidate.sources.places import Found
from relucidate.sources.plates import FigureSource
from theory.bibliography import PAPERS


def show_figure(figure: FigureSource, folder: Path, places: Iterable[Found], console: Console) -> None:
    """Print everything about a figure.

    Parameters
    ----------
    figure
        The figure.
    folder
        Where its files are, if it has been drawn.
    places
        Where all of it stands.
    console
        Where to print.
    """
    console.print(Text.assemble((figure.id, "bold"), "  ", figure.title, "  ", ("(figure)", "dim")))
    paper = PAPERS[figure.paper]
    console.print(Text(f"{', '.join(filter(None, (paper.short, paper.url)))}", style="dim"), soft_wrap=True)
    console.print()
    console.print(Text(figure.caption))
    heading("shows", console)
    for claim_id in figure.shows:
        line(claim_id, console)
    heading("files", console)
    sidecar = folder / f"{figure.id}.json"
    files = [path for path in (folder / f"{figure.id}.svg", folder / f"{figure.id}.png") if path.is_file()]
    for path in files:
        line(str(path), console)
    if sidecar.is_file():
        line(str(sidecar), console)
        line(f"hash of its data: {json.loads(sidecar.read_text(encoding='utf-8'))['data_hash']}", console)
    if not files:
        item("not drawn yet", console)
    heading("draw just this", console)
    line(f"relucidate figures {figure.id}", console)
    where(places, console)
