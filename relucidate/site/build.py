"""Write the site of a ledger: all pages, or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from proofs_check.kernel import allowed_axioms
from proofs_check.ledger.rung import STATUSES
from proofs_check.ledger.tables import mutants_text
from relucidate.papers import folders as authors_folders
from relucidate.site import author, content, mathematics, overview, search, stories
from relucidate.site.code import kernel_proofs, places
from relucidate.site.lessons import Lesson, lesson
from relucidate.site.words import BEARINGS, ERRATA, OUTCOMES, SCOPES, STRENGTHS, outcome_word

#: Pictures of the front page, those that are there.
SIGNATURES = (
    "dying_relu.cells",
    "shortcut.beyond_basins",
    "invariances.sliding",
    "gunn.separation",
    "nonlinearity_generator.depth",
)
_STATIC = ("site.css", "site.js")


def write_site(ledger: Mapping[str, Any], figures_folder: Path, out: Path) -> Path:
    """Write the site.

    Parameters
    ----------
    ledger
        As ``ledger.schema.json`` describes it.
    figures_folder
        Where the files of its figures are; they are copied.
    out
        Folder of the site, which is replaced as a whole. The same ledger, figures and code give the same
        bytes.

    Returns
    -------
    Path
        The front page.

    Raises
    ------
    OSError
        If it cannot be written; an earlier site is then as it was.
    ValueError
        If a text holds a formula that cannot be read, or a story names a claim or figure that is not there.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for name, text in pages(ledger, figures_folder).items():
            page = fresh / name
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
        _copy_static(fresh)
        _copy_figures(ledger, figures_folder, fresh / "figures")
        fresh.chmod(0o755)
        if out.exists():
            shutil.rmtree(out)
        fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return out / "index.html"


def pages(ledger: Mapping[str, Any], figures_folder: Path) -> dict[str, str]:
    """Return the text of every page by its place; parameters are those of `write_site`."""
    rows = {row["id"]: row for row in ledger["claims"]}
    outcomes = {name: row["outcome"] for name, row in rows.items()}
    figures = [content.figure_view(row, figures_folder, outcomes) for row in ledger["figures"]]
    films = content.animations(figures_folder)
    folders = (Path(), Path(__file__).parents[2], *authors_folders())
    used: dict[str, list[str]] = {}
    for row in ledger["claims"]:
        for other in row["relies_on"]:
            used.setdefault(other, []).append(row["id"])
    claims = {
        name: content.claim_view(row, figures, used.get(name, ()), folders) for name, row in rows.items()
    }
    papers = overview.papers(claims, figures)
    errata = content.gravest_first(claim for claim in claims.values() if content.is_error_of_the_paper(claim))
    reconstructed = [
        claim
        for claim in claims.values()
        if claim["printed"] and claim["printed"]["source"] == "reconstructed"
    ]
    environment = _environment()
    environment.globals |= {
        "papers": papers,
        "known": claims,
        "figures": {figure["id"]: figure for figure in figures},
        "outcomes": OUTCOMES,
        "strengths": STRENGTHS,
        "scopes": SCOPES,
        "bearings": BEARINGS,
        "statuses": STATUSES,
        "axioms": allowed_axioms(),
        "errata_words": ERRATA,
    }

    def page(template: str, root: str, **values: Any) -> str:
        return environment.get_template(template).render(root=root, **values)

    red = [c for c in claims.values() if c["outcome"] in ("failed", "undecided") or c["survivors"]]
    signatures = [f for name in SIGNATURES for f in figures if f["id"] == name and f["file"]]
    drawings = {
        key: content.whole_graph([rows[c["id"]] for c in own["claims"]]) for key, own in papers.items()
    }
    about = ledger["environment"]
    drawn_figures = {figure["id"]: figure for figure in figures}
    lessons = {key: found_ for key in papers if (found_ := lesson(key, claims, drawn_figures, "../"))}
    proofs = kernel_proofs(papers)
    found = {
        "index.html": page(
            "front.html.j2", "", counts=content.counts(rows.values()), total=len(rows), errata=errata,
            own=overview.of_an_author(papers), red=red, signatures=signatures, environment=about,
            figures_number=len(figures), lessons=lessons,
        ),
        "errata.html": page("errata.html.j2", "", errata=errata, reconstructed=reconstructed),
        "open.html": page("open.html.j2", "", claims=[c for c in claims.values() if c["outcome"] == "open"]),
        "legend.html": page(
            "legend.html.j2", "", examples=overview.examples(claims.values()), environment=about
        ),
        "api.html": page("page.html.j2", "", title="For authors", here="api", body=author.reference()),
        "tutorial.html": page("page.html.j2", "", title="Tutorial", here="tutorial", body=author.tutorial()),
        "graph.html": page("graph.html.j2", "", drawings=drawings),
        "claims.html": page("claims.html.j2", "", counts=content.counts(rows.values())),
        "static/search-index.js": search.script(
            overview.entries(papers, claims.values(), figures, lessons.values())
        ),
    }  # fmt: skip
    found |= _lesson_pages(lessons, page)
    for key, paper in papers.items():
        story = stories.story(key, claims, drawn_figures, "../")
        found[content.paper_link(key)] = page(
            "paper.html.j2", "../", paper=paper, story=story, lesson=lessons.get(key),
            films=[film for film in films if film["paper"] == key],
        )  # fmt: skip
    for name, claim in claims.items():
        drawn = content.neighbourhood(rows[name], rows)
        found[claim["link"]] = page(
            "claim.html.j2", "../", claim=claim, paper=papers[claim["paper"]], drawn=drawn,
            places=places(name, folders[1]), kernel=proofs.get(name, ()),
        )  # fmt: skip
    return found


def _lesson_pages(lessons: Mapping[str, Lesson], page: Callable[..., str]) -> dict[str, str]:
    found = {"lessons.html": page("lessons.html.j2", "", lessons=list(lessons.values()))}
    for key, one in lessons.items():
        shared, own = one.scripts
        found |= {
            f"lessons/{key}.html": page("lesson.html.j2", "../", lesson=one),
            "static/live.js": shared,
            f"static/lesson-{key}.js": own,
        }
    return found


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("relucidate", "site/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "prose": mathematics.prose,
        "values": content.values,
        "numbers": content.numbers,
        "mutants": mutants_text,
        "word": outcome_word,
    }
    return environment


def _copy_static(fresh: Path) -> None:
    static = files("relucidate") / "site" / "static"
    (fresh / "static").mkdir(exist_ok=True)
    for name in (*_STATIC, "stix-two-math.woff2", "stix-two-math.LICENSE.txt"):
        (fresh / "static" / name).write_bytes((static / name).read_bytes())


def _copy_figures(ledger: Mapping[str, Any], folder: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for row in (*ledger["figures"], *content.animations(folder)):
        for name in row["files"].values():
            file = folder / Path(name).name
            if file.is_file():
                shutil.copyfile(file, target / file.name)
