"""How a paper lies on disk: a project with an entry point, a package, or a folder of loose files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from proofs_check.rooms import HOME

__all__ = ["CLAIM", "GROUP", "is_ours", "layout", "speaks_of_claims"]

#: Entry points by which an installed package says that it is a paper: ``key = "package:paper"``.
GROUP = "relucidate.papers"
#: What names a claim, and with it the key of its paper.
CLAIM = re.compile(r"\bClaim\(\s*[\"']([a-z][a-z0-9_]*)\.")


def layout(path: Path) -> tuple[Path, list[tuple[str, ...]]] | None:
    """Return the folder to import from and the modules of each paper there; None where there is no paper.

    Parameters
    ----------
    path
        A project, a package, a folder of loose files, or a file.
    """
    folder = path.parent if path.is_file() else path
    if not folder.is_dir() or (path.is_file() and path.suffix != ".py"):
        return None
    if (folder / "__init__.py").is_file():
        while (folder.parent / "__init__.py").is_file():
            folder = folder.parent
        return (
            None
            if folder == HOME / folder.name or not speaks_of_claims(folder)
            else (folder.parent, [(folder.name,)])
        )
    declared = _declared(folder / "pyproject.toml")
    for root in (folder, folder / "src") if declared else ():
        if all((root / name).is_dir() or (root / f"{name}.py").is_file() for name in declared):
            return root, [(name,) for name in declared]
    files = [file for file in sorted(folder.glob("*.py")) if file.stem.isidentifier()]
    texts = {file.stem: file.read_text(encoding="utf-8", errors="replace") for file in files}
    keys = dict.fromkeys(key for text in texts.values() for key in CLAIM.findall(text) if is_ours(text))
    own = {name for name, text in texts.items() if is_ours(text)}
    found = [tuple(sorted(n for n in own if _serves(texts[n], key, texts))) for key in keys]
    return (folder, found) if found else None


def is_ours(text: str) -> bool:
    """Whether a source speaks of our packages."""
    return "relucidate" in text or "theory.claim" in text or "proofs_check" in text


def _serves(text: str, key: str, texts: dict[str, str]) -> bool:
    """Whether a loose file states claims of a paper, or speaks of a file that does."""
    homes = [name for name, other in texts.items() if key in CLAIM.findall(other)]
    return key in CLAIM.findall(text) or any(re.search(rf"\b{name}\b", text) for name in homes)


def speaks_of_claims(package: Path) -> bool:
    """Whether a package states claims or describes a paper."""
    for file in sorted(package.rglob("*.py")):
        text = file.read_text(encoding="utf-8", errors="replace")
        if is_ours(text) and ("Claim(" in text or "Paper(" in text):
            return True
    return False


def _declared(file: Path) -> list[str]:
    """Packages that a project declares to be papers."""
    try:
        project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {})
    except (OSError, ValueError):
        return []
    points = project.get("entry-points", {}).get(GROUP, {})
    return [str(value).partition(":")[0].strip() for value in points.values()]
