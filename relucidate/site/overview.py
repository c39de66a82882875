"""Papers, examples and the index of everything, gathered from the claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from relucidate.site import content, search
from relucidate.site.words import outcome_word
from theory.bibliography import PAPERS

View = Mapping[str, Any]
#: Pages that the search finds, with words that stand for them.
_PAGES = {
    "claims": "all statements list",
    "lessons": "teach class exercises",
    "errata": "errors wrong mistakes corrections",
    "graph": "dependencies",
    "open": "open questions conjectures",
    "legend": "meaning of proved certified exact sampled statistical",
    "tutorial": "a paper of your own",
    "api": "engines reference for authors",
}


def papers(
    claims: Mapping[str, dict[str, Any]], figures: Sequence[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return what the pages say of each paper, by its key.

    Parameters
    ----------
    claims
        As `content.claim_view` returns them, by id.
    figures
        As `content.figure_view` returns them.
    """
    keys = dict.fromkeys([*(c["paper"] for c in claims.values()), *(figure["paper"] for figure in figures)])
    found = {}
    for key in keys:
        own = [claim for claim in claims.values() if claim["paper"] == key]
        found[key] = {
            "key": key,
            "reference": PAPERS.get(key),
            "name": PAPERS[key].short if key in PAPERS else key,
            "link": content.paper_link(key),
            "claims": own,
            "figures": [figure for figure in figures if figure["paper"] == key],
            "counts": content.counts(own),
            "errata": content.gravest_first(filter(content.is_error_of_the_paper, own)),
        }
    return found


def of_an_author(found: Mapping[str, dict[str, Any]]) -> Any:
    """Return the paper of an author's own if the site tells of no other: its name heads the front page."""
    (paper,) = found.values() if len(found) == 1 else (None,)
    return paper if paper and paper["reference"] and paper["reference"].modules else None


def examples(claims: Iterable[View]) -> dict[str, View]:
    """Return for each strength a claim that has it, the first that says so in few words."""
    found: dict[str, View] = {}
    for claim in sorted(claims, key=lambda claim: sum(len(item["text"]) for item in claim["assertions"])):
        if claim["assertions"]:
            found.setdefault(claim["strength"], claim)
    return found


def entries(
    found: Mapping[str, View], claims: Iterable[View], figures: Iterable[View], lessons: Iterable[Any]
) -> list[dict[str, str]]:
    """Return all that can be searched for: papers, lessons, claims, figures and pages."""
    listed = [
        search.entry(
            paper["name"], "paper", paper["link"], key, paper["reference"].title if paper["reference"] else ""
        )
        for key, paper in found.items()
    ]
    listed += [
        search.entry(lesson.title, "lesson", f"lessons/{lesson.paper}.html", lesson.paper)
        for lesson in lessons
    ]
    for claim in claims:
        kind = f"{claim['id']}, {outcome_word(claim['outcome'])}"
        texts = (claim["id"], claim["where"], *(item["text"] for item in claim["assertions"]))
        listed.append(search.entry(claim["title"], kind, claim["link"], *texts))
    for figure in figures:
        link = f"{content.paper_link(figure['paper'])}#figure-{figure['id']}"
        listed.append(
            search.entry(figure["title"], f"{figure['id']}, figure", link, figure["id"], figure["caption"])
        )
    return [
        *listed, *(search.entry(name, "page", f"{name}.html", words) for name, words in _PAGES.items())
    ]  # fmt: skip
