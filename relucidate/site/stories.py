"""Papers told in our words: Markdown beside this module, or in an author's package.

Claims and figures are called by their ids. ``{{claim: paper.id}}`` stands for a link with the claim's
verdict, ``{{formula: paper.id part}}`` for its formula, and ``{{figure: paper.id}}`` for a picture, so that
nothing about a result is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from relucidate.site import mathematics
from relucidate.site.words import OUTCOMES, outcome_word
from theory.bibliography import PAPERS

_CALL = re.compile(r"\{\{(claim|formula|figure):\s*([a-z0-9_.]+)(?:\s+([a-z0-9_]+))?\s*\}\}")
_MATHEMATICS = re.compile(r"(?<!\\)\$([^$]+)\$([.,;:)?!]*)")
_HOLD = re.compile(r"@@(\d+)@@")


def story(paper: str, claims: Mapping[str, Any], figures: Mapping[str, Any], root: str) -> Markup:
    """Return a paper's story as HTML; empty where none is written.

    Parameters
    ----------
    paper
        Its key.
    claims, figures
        By id, as the pages have them; a story may be built from a ledger of part of the claims, and what is
        missing is then named without its verdict.
    root
        From the page to the front page.

    Raises
    ------
    ValueError
        If a formula cannot be read.
    """
    own = PAPERS.get(paper)
    specs = [find_spec(name) for name in own.modules] if own is not None else []
    places = [Path(spec.origin).with_name(own.story) for spec in specs if own and spec and spec.origin]
    ours = files("relucidate") / "site" / "stories" / f"{paper}.md"
    place = next((place for place in (*places, ours) if place.is_file()), None)
    return told(place.read_text(encoding="utf-8"), claims, figures, root) if place is not None else Markup("")


def told(text: str, claims: Mapping[str, Any], figures: Mapping[str, Any], root: str) -> Markup:
    """Return Markdown with calls as HTML; parameters are those of `story`."""
    held: list[Markup] = []

    def hold(piece: Markup) -> str:
        held.append(piece)
        return f"@@{len(held) - 1}@@"

    def call(match: re.Match[str]) -> str:
        kind, name, part = match.groups()
        if kind == "claim":
            return hold(_claim(name, claims, root))
        if kind == "formula":
            return hold(_formula(name, part or "", claims))
        return hold(_figure(name, figures, root))

    marked = _CALL.sub(call, text)
    marked = _MATHEMATICS.sub(lambda match: hold(mathematics.inline(match[1], match[2])), marked)
    html = str(MarkdownIt("commonmark", {"html": False}).render(marked))
    html = re.sub(r"<p>(@@\d+@@)</p>", r"\1", html)
    return Markup(_HOLD.sub(lambda match: str(held[int(match[1])]), html))


def _claim(name: str, claims: Mapping[str, Any], root: str) -> Markup:
    claim = claims.get(name)
    if claim is None:
        return Markup("<code>{}</code>").format(name)
    mark, meaning = OUTCOMES[claim["outcome"]]
    told = f"{claim['title']}: {outcome_word(claim['outcome'])}. {meaning}"
    return Markup('<a class="cite {}" href="{}" title="{}"><span aria-hidden="true">{}</span> {}</a>').format(
        claim["outcome"], root + claim["link"], told, mark, re.split("[,;]", claim["where"])[0]
    )


def _formula(name: str, part: str, claims: Mapping[str, Any]) -> Markup:
    claim = claims.get(name)
    shown = [own for own in claim["parts"] if own["key"] == part] if claim else []
    if not shown:
        return Markup("<p><code>{} {}</code></p>").format(name, part)
    return Markup('<div class="formula" tabindex="0" role="group" aria-label="formula">{}</div>').format(
        shown[0]["math"]
    )


def _figure(name: str, figures: Mapping[str, Any], root: str) -> Markup:
    figure = figures.get(name)
    if figure is None or not figure["file"]:
        return Markup("<p><code>{}</code></p>").format(name)
    source = f"{root}figures/{figure['file']}"
    picture = Markup('<a href="{0}"><img src="{0}" alt="{1}" loading="lazy"></a>').format(
        source, figure["alternative"]
    )
    caption = Markup("<figcaption><b>{}.</b> {}</figcaption>").format(figure["title"], figure["short"])
    warning = Markup('<p class="alert">Not upheld: {}.</p>').format(figure["warning"])
    return Markup("<figure>{}{}{}</figure>").format(warning if figure["warning"] else "", picture, caption)
