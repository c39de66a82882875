"""The theory that statements are read in, and that scripts may use: files of Rocq, in their order."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

#: Folder of the files.
FOLDER = Path(__file__).parent
#: The files, each after those that it needs.
FILES = ("Elementary", "Mass", "Normal", "HalfLine", "Tactics")


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Hash of all files: whatever changes in them makes stored scripts stale."""
    text = "\n".join((FOLDER / f"{name}.v").read_text(encoding="utf-8") for name in FILES)
    return sha256(text.encode()).hexdigest()[:24]
