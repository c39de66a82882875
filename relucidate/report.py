"""The ledger as one HTML page that needs nothing else: no network, no scripts, no other file."""

from __future__ import annotations

import base64
import os
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from proofs_check.ledger.tables import mutants_text
from proofs_check.ledger.verdict import OUTCOMES
from relucidate.mathml import safe_mathml
from theory.bibliography import PAPERS

#: What each outcome means, and a sign for it, since colour must not be the only one.
MEANINGS = {
    "holds": ("✓", "The statement holds as the paper gives it."),
    "corrected": ("✎", "What is printed is false as it stands; a corrected statement holds in its place."),
    "sharpened": ("▲", "What is printed holds, but not with the best constant; the best one is given."),
    "refuted": ("✗", "The statement is false, and a witness shows it."),
    "reproduced": ("✓", "The paper's experiment, redone, came out as reported."),
    "not_reproduced": ("✗", "The paper's experiment, redone, did not come out as reported."),
    "open": ("?", "A conjecture: there is evidence, but no proof."),
    "definition": ("≔", "A definition: listed, with nothing to verify."),
    "undecided": ("…", "An engine could not tell, or there is no proof."),
    "failed": ("!", "A proof failed."),
}
#: What each strength means, strongest first.
STRENGTHS = {
    "proved": "Algebra or a solver covers the whole domain.",
    "certified": "Ball arithmetic covers a stated compact box, cell by cell.",
    "exact": "Equal in exact rational arithmetic on every instance drawn.",
    "sampled": "Equal in floating point, within a stated tolerance, on every instance drawn.",
    "statistical": "A test with declared error rates agrees.",
    "none": "No evidence.",
}
_MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def write_report(ledger: Mapping[str, Any], figures_folder: Path, target: Path) -> None:
    """Write the report of a ledger, whole or not at all.

    Parameters
    ----------
    ledger
        As ``ledger.schema.json`` describes it.
    figures_folder
        Where the files of its figures are; a figure without a file is listed without its picture.
    target
        The page to write; its folder is made if missing. The same ledger and figures give the same bytes.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    page = html(ledger, figures_folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_text(page, encoding="utf-8")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def html(ledger: Mapping[str, Any], figures_folder: Path) -> str:
    """Return the report's HTML; parameters are those of `write_report`."""
    environment = Environment(
        loader=PackageLoader("relucidate"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["math"] = _math
    environment.filters["values"] = values_text
    environment.filters["mutants"] = mutants_text
    figures = [dict(row) | {"picture": picture(row, figures_folder)} for row in ledger["figures"]]
    claims = [_claim(row, figures) for row in ledger["claims"]]
    return environment.get_template("report.html.j2").render(
        papers=_papers(claims, figures),
        claims=claims,
        errata=[claim for claim in claims if claim["printed"]],
        red=[claim for claim in claims if claim["outcome"] in ("failed", "undecided") or claim["survivors"]],
        cards=_cards(claims),
        killed=_killed(claims),
        figures=figures,
        known={claim["id"] for claim in claims},
        meanings=MEANINGS,
        strengths=STRENGTHS,
        environment=ledger["environment"],
    )


def _claim(row: Mapping[str, Any], figures: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    evidence = row["evidence"]
    return dict(row) | {
        "engines": list(dict.fromkeys(piece["engine"] for piece in evidence)),
        "survivors": row["mutants"]["survivors"] if row["mutants"] else [],
        "figures": [figure for figure in figures if row["id"] in figure["shows"]],
        "against": [piece for piece in evidence if piece["bearing"] in ("refutes", "attains", "sharpens")],
    }


def _papers(claims: list[dict[str, Any]], figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = dict.fromkeys([*(claim["paper"] for claim in claims), *(figure["paper"] for figure in figures)])
    shown: set[str] = set()
    papers = []
    for key in keys:
        rows = [claim for claim in claims if claim["paper"] == key]
        for (
            claim
        ) in rows:  # a picture stands once, beside the first claim that it shows; the others link to it
            claim["pictures"] = [figure for figure in claim["figures"] if figure["id"] not in shown]
            shown.update(figure["id"] for figure in claim["pictures"])
        papers.append({"key": key, "reference": PAPERS.get(key), "claims": rows})
    for paper in papers:
        own = [figure for figure in figures if figure["paper"] == paper["key"]]
        paper["figures"] = [figure for figure in own if figure["id"] not in shown]
        paper["counts"] = _in_order(claim["outcome"] for claim in paper["claims"])
    return papers


def _in_order(outcomes: Iterable[str]) -> list[tuple[str, int]]:
    counts = Counter(outcomes)
    return [(outcome, counts[outcome]) for outcome in OUTCOMES if counts[outcome]]


def _cards(claims: list[dict[str, Any]]) -> dict[str, list[tuple[str, int]]]:
    strengths = Counter(claim["strength"] for claim in claims)
    return {
        "outcomes": _in_order(claim["outcome"] for claim in claims),
        "strengths": [(name, strengths[name]) for name in STRENGTHS if strengths[name] and name != "none"],
    }


def _killed(claims: list[dict[str, Any]]) -> str | None:
    tried = [claim["mutants"] for claim in claims if claim["mutants"]]
    if not tried:
        return None
    return f"{sum(mutants['killed'] for mutants in tried)}/{sum(mutants['total'] for mutants in tried)}"


def _math(formula: Mapping[str, str]) -> object:
    return safe_mathml(formula["mathml"], formula["text"])


def values_text(witness: Mapping[str, str]) -> str:
    """Values by name, in a line."""
    return ", ".join(f"{name} = {value}" for name, value in witness.items())


def picture(figure: Mapping[str, Any], folder: Path) -> str | None:
    """Data URI of a figure's drawing, or of its bitmap where there is none.

    Parameters
    ----------
    figure
        The ledger's row; only the last component of a file's name counts, so that nothing outside of the
        folder can be asked for.
    folder
        Where its files are.
    """
    for extension, media_type in _MEDIA_TYPES.items():
        path = folder / os.path.basename(figure["files"].get(extension, ""))  # noqa: PTH119 - Path("..").name is ".."
        if path.is_file():
            return f"data:{media_type};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"
    return None
