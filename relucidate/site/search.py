"""The index of everything, as a script: from disk, browsers let a page read no other file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_TEX = re.compile(r"\\[a-zA-Z]+|[{}$^_\\]")


def entry(title: str, kind: str, link: str, *texts: str) -> dict[str, str]:
    """One thing that can be found.

    Parameters
    ----------
    title, kind
        How it is shown.
    link
        Where it is, from the front page.
    *texts
        What else it can be found by; TeX loses its commands.
    """
    words = " ".join(_TEX.sub(" ", text) for text in texts)
    return {"t": title, "k": kind, "u": link, "w": " ".join(words.lower().split())}


def script(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the script that hands the index to the page."""
    content = json.dumps(list(entries), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # A script may hold no line separators that JSON may, nor anything that ends it.
    safe = content.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f"window.searchIndex = {safe};\n"
