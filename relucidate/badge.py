"""A badge: one line on how a ledger stands, as an SVG or as the JSON that badge services read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

_COLOURS = {"good": "#2e7d32", "bad": "#b3261e"}
#: Width of a letter and padding, in pixels, of the sans-serif face at size 11.
_LETTER, _PADDING = 6.6, 10


def words(ledger: Mapping[str, Any]) -> str:
    """Say how many claims are in order, or what is not.

    Examples
    --------
    >>> words({"claims": []})
    'no claims'
    """
    rows = ledger["claims"]
    if not rows:
        return "no claims"
    bad = {name: sum(row["outcome"] == name for row in rows) for name in ("failed", "undecided")}
    told = ", ".join(f"{count} {name}" for name, count in bad.items() if count)
    return told or f"{len(rows)} {'claim' if len(rows) == 1 else 'claims'} checked"


def write_badge(ledger: Mapping[str, Any], file: Path) -> None:
    """Write the badge: JSON where the file is named so, else SVG.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    message = words(ledger)
    good = all(row["outcome"] not in ("failed", "undecided") for row in ledger["claims"])
    colour = _COLOURS["good" if good and ledger["claims"] else "bad"]
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".json":
        badge = {"schemaVersion": 1, "label": "relucidate", "message": message, "color": colour}
        file.write_text(json.dumps(badge, indent=1) + "\n", encoding="utf-8")
    else:
        file.write_text(_svg("relucidate", message, colour), encoding="utf-8")


def _svg(label: str, message: str, colour: str) -> str:
    left, right = (round(_LETTER * len(text)) + 2 * _PADDING for text in (label, message))
    texts = "".join(
        f'<text x="{x}" y="14" text-anchor="middle">{escape(text)}</text>'
        for x, text in ((left / 2, label), (left + right / 2, message))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="{escape(label)}: {escape(message)}">'
        f'<rect width="{left}" height="20" fill="#424242"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/>'
        f'<g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11">{texts}</g></svg>\n'
    )
