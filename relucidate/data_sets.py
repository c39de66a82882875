"""Where data sets can be had, and whether what a folder holds of them is whole."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from numerics.data.catalogue import SOURCES, Part, examine
from numerics.data.tables import EXTRA
from relucidate.terminal import output, print_table, progress, table


def report(folder: Path | None) -> int:
    """Print a table of all data sets, and what is missing or damaged.

    Parameters
    ----------
    folder
        Where to look; without one, only where data sets can be had is told.

    Returns
    -------
    int
        0 if no data set is damaged or there in part, 1 if a file is damaged, else 2.
    """
    console = output()
    columns = ("name", "where it can be had", "state")
    made = table("data sets" if folder is None else f"data sets in {folder}", columns, text=columns)
    made.add_row("digits", f"scikit-learn, the extra {EXTRA} of this package", _digits(), end_section=True)
    found: dict[str, list[Part]] = {}
    for name, source in SOURCES.items():
        if folder is not None:
            with progress(source.title, lines=False) as advance:
                found[name] = examine(name, folder, advance)
        made.add_row(name, "\n".join(source.where), _state(found.get(name)), end_section=True)
    print_table(console, made)
    states = [_state(parts) for parts in found.values()]
    for name, parts in found.items():
        if any(part.path for part in parts):
            for part in parts:
                if part.fault:
                    console.print(f"{name}: {part.name}: {part.fault}", soft_wrap=True)
    return 1 if "damaged" in states else 2 if "in part" in states else 0


def _digits() -> str:
    return "whole" if find_spec("sklearn") is not None else "not installed"


def _state(parts: list[Part] | None) -> str:
    if parts is None:
        return "no folder given"
    if not any(part.path for part in parts):
        return "not there"
    if any(part.path and part.fault for part in parts):
        return "damaged"
    return "in part" if any(part.fault for part in parts) else "whole"
