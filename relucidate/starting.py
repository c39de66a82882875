"""``relucidate new``: a folder to start a paper from, with two claims that are checked at once."""

from __future__ import annotations

import keyword
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

from proofs_check.rooms import ROOMS
from theory.bibliography import PAPERS

#: Where a part of the skeleton goes, if not to its own name.
_PLACES = {"package": "@KEY@", "gitignore": ".gitignore", "workflows": ".github/workflows"}
_SUFFIX = ".in"


def start(folder: Path) -> list[Path]:
    """Write the skeleton of a paper.

    Parameters
    ----------
    folder
        Made anew; its name is the paper's key and the package's name.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    ValueError
        If the name cannot be a paper's key and a package's, or the folder holds something.
    OSError
        If it cannot be written.
    """
    key = folder.name
    check_key(key)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is there already; give another name, or move it away")
    written = []
    for place, text in _parts(files("relucidate") / "skeleton", Path()):
        file = folder / str(place).replace("@KEY@", key)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("@KEY@", key), encoding="utf-8")
        written.append(file)
    return written


def check_key(key: str) -> None:
    """Check that a name can be a paper's key and a package's name.

    Raises
    ------
    ValueError
        If not; the message says why.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", key) or keyword.iskeyword(key):
        near = re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_")
        hint = f", such as {near}" if re.fullmatch(r"[a-z][a-z0-9_]*", near) and near != key else ""
        raise ValueError(f"{key!r} is no name for a package: use lower-case letters, digits and _{hint}")
    if key in ROOMS or key in PAPERS:
        whose = "package" if key in ROOMS else "paper"
        raise ValueError(f"{key!r} is a {whose} of relucidate; give your paper another name")
    if find_spec(key) is not None:
        raise ValueError(f"a module {key!r} is installed already and would hide yours; give it another name")


def _parts(folder: Traversable, place: Path) -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = entry.name.removesuffix(_SUFFIX)
        if entry.is_dir():
            found += _parts(entry, place / _PLACES.get(name, name))
        elif entry.name.endswith(_SUFFIX):
            found.append((place / _PLACES.get(name, name), entry.read_text(encoding="utf-8")))
    return found
