"""The lessons as pages: their text, a panel that runs by itself, answers and notes that unfold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from markupsafe import Markup

from relucidate.site.stories import told

_FOLDED = re.compile(r"^:::(answer|teacher)\n(.*?)^:::$", re.MULTILINE | re.DOTALL)
_SUMMARIES = {"answer": "Answer", "teacher": "For the teacher"}
_LIVE = "{{live}}"


@dataclass(frozen=True)
class Lesson:
    """A lesson, ready for its page.

    Parameters
    ----------
    paper
        Key of the paper.
    title
        Its heading.
    body
        The page's content.
    scripts
        What the page runs: the shared library first.
    """

    paper: str
    title: str
    body: Markup
    scripts: tuple[str, ...]


def lesson(paper: str, claims: Mapping[str, Any], figures: Mapping[str, Any], root: str) -> Lesson | None:
    """Return the lesson on a paper; None where there is none.

    Parameters
    ----------
    paper
        Its key.
    claims, figures, root
        As in `relucidate.site.stories.story`.

    Raises
    ------
    ValueError
        If a formula cannot be read.
    """
    folder = files("lessons") / paper
    text = folder / "lesson.md"
    if not text.is_file():
        return None
    source = text.read_text(encoding="utf-8")
    panel = f'<section class="live" aria-label="Live">{_text(folder, "panel.html")}</section>'
    pieces: list[Markup] = []
    end = 0
    for match in _FOLDED.finditer(source):
        pieces.append(told(source[end : match.start()], claims, figures, root))
        pieces.append(_folded(match, claims, figures, root))
        end = match.end()
    pieces.append(told(source[end:], claims, figures, root))
    body = Markup(str(Markup("").join(pieces)).replace(f"<p>{_LIVE}</p>", panel))
    scripts = (_text(files("lessons") / "shared", "live.js"), _text(folder, "live.js"))
    return Lesson(paper, source.partition("\n")[0].removeprefix("# "), body, scripts)


def _text(folder: Traversable, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def _folded(match: re.Match[str], claims: Mapping[str, Any], figures: Mapping[str, Any], root: str) -> Markup:
    kind, text = match.groups()
    return Markup('<details class="{}"><summary>{}</summary>{}</details>').format(
        kind, _SUMMARIES[kind], told(text, claims, figures, root)
    )
