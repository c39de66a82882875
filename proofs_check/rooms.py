"""The names of our packages, which an author's own folders must not take from them.

It is imported in every pytest run of the environment, so it imports nothing heavy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

#: Packages that the distribution installs.
ROOMS = ("theory", "numerics", "proofs_check", "figures", "relucidate", "lessons")
#: The folder that holds them.
HOME = Path(__file__).resolve().parents[1]


def shadowed(rooms: Iterable[str] = ROOMS) -> str:
    """Say which of our packages Python would not find, as another of the name comes first; empty if none.

    Examples
    --------
    >>> shadowed()
    ''
    """
    for name in rooms:
        try:
            spec = find_spec(name)
        except ValueError:  # a module made by hand
            continue
        if spec is not None and spec.origin is not None:
            there = Path(spec.origin).resolve()
            if there.parent != HOME / name:
                return _told(name, there)
    return ""


def taken(file: Path) -> str:
    """Say so if a file lies in a package that bears one of our names and is another; empty if not.

    Parameters
    ----------
    file
        A source file.
    """
    folder = file.resolve().parent
    while (folder.parent / "__init__.py").is_file():
        folder = folder.parent
    ours = not (folder / "__init__.py").is_file() or folder.name not in ROOMS or folder == HOME / folder.name
    return "" if ours else _told(folder.name, folder)


def beside(file: Path, error: str) -> str:
    """Say what to do if a module was not found although it lies beside the file that imports it.

    So it is where pytest runs with ``--import-mode=importlib`` in a folder that is not installed.

    Parameters
    ----------
    file
        The file whose import failed.
    error
        What Python said.
    """
    for name in re.findall(r"No module named '(\w+)", error):
        for folder in (file.parent, *file.parents[1:3]):
            if (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file():
                return (
                    f"{name} lies in {folder}, which is not on Python's path; install the project "
                    f"(pip install -e .), or set pytest's option pythonpath to that folder"
                )
    return ""


def _told(name: str, there: Path) -> str:
    return (
        f"{there} bears the name of relucidate's package {name!r}, and Python imports one for the other; "
        f"rename it, or move it into a package of your own (my_paper/{name}), as 'relucidate new' does"
    )
