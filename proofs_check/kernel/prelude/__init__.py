"""The theory that statements are read in, and that scripts may use: files of Rocq, in their order."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

#: Folder of the files.
FOLDER = Path(__file__).parent
#: The files, each after those that it needs.
FILES = ("Elementary", "Mass", "Normal", "HalfLine", "Tactics")
#: Those that say what the words of a statement mean. The others are tools for proofs.
MEANING = ("Elementary", "Normal")


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Hash of all files, to which what Rocq has compiled and said belongs."""
    return _hash(FILES)


@lru_cache(maxsize=1)
def meaning() -> str:
    """Hash of what statements mean: where it changes, stored scripts are stale."""
    return _hash(MEANING)


def _hash(names: tuple[str, ...]) -> str:
    text = "\n".join((FOLDER / f"{name}.v").read_text(encoding="utf-8") for name in names)
    return sha256(text.encode()).hexdigest()[:24]
