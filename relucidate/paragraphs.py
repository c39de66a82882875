"""Pieces of text that the command line shows: headings, paragraphs, lines to be copied, places."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from relucidate.sources.places import Found

__all__ = ["INDENT", "heading", "item", "line", "where"]

INDENT = 2


def heading(text: str, console: Console) -> None:
    """Print a heading, set off by an empty line."""
    console.print()
    console.print(Text(text, style="bold"))


def item(text: str, console: Console) -> None:
    """Print an indented paragraph, broken where a terminal ends."""
    console.print(Padding(Text(text), (0, 0, 0, INDENT)) if console.is_terminal else " " * INDENT + text)


def line(text: str, console: Console) -> None:
    """Print an indented line that is meant to be copied: never broken here."""
    console.print(Text(" " * INDENT + text), soft_wrap=True)


def where(places: Iterable[Found], console: Console) -> None:
    """Print where everything stands, with what it is."""
    heading("where it is", console)
    for found in places:
        line(f"{found.place.text(Path.cwd())}  {found.what} {found.name}", console)
