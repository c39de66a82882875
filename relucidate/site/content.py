"""What the pages say: the ledger's rows, made ready to be shown."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from proofs_check.kernel.theorems import FOLDER as THEOREMS
from relucidate.site import graph, mathematics, sources
from relucidate.site.code import is_stale
from relucidate.site.words import ERRATA, OUTCOMES, SCOPES, STRENGTHS, outcome_word
from relucidate.upheld import stamp

Row = Mapping[str, Any]
#: An SVG larger than this, in bytes, is shown as its bitmap.
LARGEST_SVG = 400_000
#: Numbers with a sign or a power of ten.
_NUMBER = re.compile(
    r"(?<![\w-])(?:(?P<mantissa>-?\d+(?:\.\d+)?)e(?P<power>[-+]\d+)|(?P<negative>-\d(?:[\d./]*\d)?))"
)
#: Characters of a fraction that is still read as one.
LONGEST = 16
#: Sentences of a caption that stand below a picture; the rest unfolds.
SHORT = 2


def claim_link(claim_id: str) -> str:
    """Where a claim's page is, from the front page."""
    return f"claims/{claim_id}.html"


def paper_link(key: str) -> str:
    """Where a paper's page is, from the front page."""
    return f"papers/{key}.html"


def claim_view(
    row: Row, figures: Sequence[Row], relied_on_by: Sequence[str], folders: tuple[Path, ...]
) -> dict[str, Any]:
    """Make a claim's row ready.

    Parameters
    ----------
    row
        Of the ledger.
    figures
        All figures, as `figure_view` returns them.
    relied_on_by
        Ids of claims that use it.
    folders
        Where the files of proofs may be.
    """
    captions = {formula["part"]: formula.get("caption", "") for formula in row["formula"]}
    return dict(row) | {
        "link": claim_link(row["id"]),
        "assertions": [_assertion(item, captions) for item in row["assertions"]],
        "remarks": [mathematics.prose(text) for text in row["remarks"]],
        "parts": [_part(formula) for formula in row["formula"]],
        "domain": [mathematics.relation(line) for line in row["domain"]],
        "printed": _printed(row["printed"]),
        "against": [
            piece for piece in row["evidence"] if piece["bearing"] in ("refutes", "attains", "loosens")
        ],
        "runs": [dict(run) | {"source": sources.source_of(run["proof"], folders)} for run in row["proofs"]],
        "kernel": _kernel(row.get("kernel")),
        "survivors": row["mutants"]["survivors"] if row["mutants"] else [],
        "figures": [figure for figure in figures if row["id"] in figure["shows"]],
        "relied_on_by": list(relied_on_by),
        "short": row["id"].partition(".")[2],
    }


def _assertion(item: Row, captions: Mapping[str, str]) -> dict[str, Any]:
    shown_by = [captions.get(name) or _readable(name) for name in item["shown_by"]]
    return dict(item) | {"html": mathematics.prose(item["text"]), "shown_by": shown_by}


def _readable(name: str) -> str:
    return name.removeprefix("proof_").replace("_", " ") or "the formula"


def _kernel(entry: Row | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    parts = [dict(one) | {"name": _readable(one["part"]) if one["part"] else ""} for one in entry["parts"]]
    theorems = []
    for one in entry["theorems"]:
        file = THEOREMS / one["file"]
        theorems.append(
            dict(one)
            | {
                "html": mathematics.prose(one["assertion"]) if one["assertion"] else "",
                "source": file.read_text(encoding="utf-8") if file.is_file() else "",
            }
        )
    return dict(entry) | {"parts": parts, "theorems": theorems}


def _part(formula: Row) -> dict[str, Any]:
    return {
        "name": _readable(formula["part"]) if formula["part"] else "",
        "key": formula["part"],
        "caption": mathematics.prose(formula["caption"]) if formula.get("caption") else "",
        "math": mathematics.formula(formula["mathml"], formula["text"]),
        "latex": formula["latex"],
    }


def _printed(printed: Row | None) -> dict[str, Any] | None:
    if printed is None:
        return None
    return dict(printed) | {
        "parts": [_part(formula) for formula in printed["formula"]],
        "domain": [mathematics.relation(line) for line in printed["domain"]],
        "what": ERRATA[printed["erratum"]],
        "objection": mathematics.prose(printed.get("objection") or ""),
    }


def figure_view(row: Row, folder: Path, outcomes: Mapping[str, str]) -> dict[str, Any]:
    """Make a figure's row ready.

    Parameters
    ----------
    row
        Of the ledger.
    folder
        Where its files are; a figure without files is listed without its picture.
    outcomes
        Of claims, by id; what is not upheld is said above the picture.
    """
    sentences = row["caption"].replace(". ", ".\n").split("\n")
    files = {kind: name for kind, name in row["files"].items() if (folder / Path(name).name).is_file()}
    svg = folder / Path(files["svg"]).name if "svg" in files else None
    shown = "svg" if svg is not None and svg.stat().st_size <= LARGEST_SVG else "png"
    return dict(row) | {
        "file": files.get(shown) or files.get("svg"),
        "warning": stamp(row["shows"], outcomes),
        "stale": is_stale(row),
        "files": files,
        "short": " ".join(sentences[:SHORT]),
        "rest": " ".join(sentences[SHORT:]),
        "alternative": f"{row['title']}. {' '.join(sentences[:SHORT])}",
    }


def values(witness: Mapping[str, str]) -> Markup:
    """Return the values of a witness as mathematics; fractions that nobody reads become decimals."""
    return Markup(", ").join(
        mathematics.relation(f"{name} = {_short(value)}") for name, value in witness.items()
    )


def numbers(text: str) -> Markup:
    """Return a sentence with its negative and tiny numbers set as mathematics."""
    out, end = [], 0
    for match in _NUMBER.finditer(text):
        mantissa, power = match["mantissa"] or match["negative"], match["power"]
        tex = f"{mantissa}\\cdot 10^{{{int(power)}}}" if power else mantissa
        out += [Markup.escape(text[end : match.start()]), mathematics.inline(tex)]
        end = match.end()
    return Markup("").join([*out, Markup.escape(text[end:])])


def _short(value: str) -> str:
    above, _, below = value.partition("/")
    if len(value) > LONGEST and below.isdigit() and above.removeprefix("-").isdigit():
        return f"{int(above) / int(below):.4g}"
    return value


def animations(folder: Path) -> list[dict[str, Any]]:
    """Return what the sidecars of a folder say of its animations."""
    said = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    return [one for one in said if "gif" in one["files"]]


def is_error_of_the_paper(row: Row) -> bool:
    """Whether a claim shows something wrong in what its paper prints or says."""
    printed = row["printed"]
    dealt_with = any(piece["bearing"] in ("refutes", "attains") for piece in row["evidence"])
    return printed is not None and printed["source"] != "reconstructed" and dealt_with


def gravest_first(rows: Iterable[Any]) -> list[Any]:
    """Sort errata by how grave they are, then as they come."""
    order = list(ERRATA)
    return sorted(rows, key=lambda row: order.index(row["printed"]["erratum"]))


def counts(rows: Iterable[Row]) -> dict[str, list[tuple[str, int]]]:
    """How many claims there are by outcome, by strength and by scope, each in the order of its words."""
    listed = list(rows)
    return {
        field: [(word, number[word]) for word in words if number[word]]
        for field, words in (("outcome", OUTCOMES), ("strength", STRENGTHS), ("scope", SCOPES))
        for number in [Counter(row[field] for row in listed)]
    }


def neighbourhood(row: Row, rows: Mapping[str, Row]) -> Markup:
    """Draw a claim with what it relies on and what relies on it."""
    near = {row["id"], *row["relies_on"]} | {
        other for other, its in rows.items() if row["id"] in its["relies_on"]
    }
    if len(near) == 1:
        return Markup("")
    return _drawing([rows[name] for name in rows if name in near], "../", row["id"])


def whole_graph(rows: Sequence[Row]) -> Markup:
    """Draw those claims of a paper that rely on others or are relied on."""
    used = {other for row in rows for other in row["relies_on"]}
    return _drawing([row for row in rows if row["relies_on"] or row["id"] in used], "")


def _drawing(rows: Sequence[Row], root: str, here: str = "") -> Markup:
    node = partial(_node, root=root)
    edges = [(row["id"], other) for row in rows for other in row["relies_on"]]
    label = f"{here}: what it relies on, and what relies on it" if here else "Which claims rely on which"
    return graph.drawing({row["id"]: node(row) for row in rows}, edges, label, here)


def _node(row: Row, root: str) -> graph.Node:
    told = f"{row['id']}: {row['title']} ({outcome_word(row['outcome'])}, {row['strength']}, {row['scope']})"
    kind = f"{row['strength']} scope-{row['scope']}"
    mark = OUTCOMES[row["outcome"]][0]
    return graph.Node(row["id"], row["id"].partition(".")[2], told, kind, mark, root + claim_link(row["id"]))
