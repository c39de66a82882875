"""The report: one page that needs nothing else, whatever the ledger says."""

import base64
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from proofs_check.ledger.verdict import OUTCOMES
from relucidate import report

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{ 7*7 }}"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
ENVIRONMENT = {"python": "3.11.0", "platform": "Linux"}


class Page(HTMLParser):
    """Checks that tags nest, and keeps what tests ask for."""

    VOID = frozenset({"meta", "img", "br", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), (tag, attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def ledger(*rows: dict[str, object], figures: tuple[dict[str, object], ...] = ()) -> dict[str, object]:
    return {
        "schema": "relucidate-ledger/2",
        "claims": list(rows),
        "figures": list(figures),
        "environment": ENVIRONMENT,
    }


def drawn(
    name: str = "toy.fig1", shows: tuple[str, ...] = ("toy.eq1",), **particulars: object
) -> dict[str, object]:
    return {
        "id": name,
        "title": "A line",
        "caption": "It rises.",
        "paper": "toy",
        "shows": list(shows),
        "seeds": [7],
        "data_hash": "0" * 64,
        "files": {"svg": f"{name}.svg", "png": f"{name}.png"},
    } | particulars


def page(data: dict[str, object], folder: Path = Path("nowhere")) -> Page:
    return Page(report.html(data, folder))


def corrected(make_row, **particulars):
    formula = [
        {"part": "", "caption": "", "text": "x = 2", "latex": "x = 2", "mathml": "<math><mn>2</mn></math>"}
    ]
    proves = make_row()["evidence"][0]
    refutes = proves | {
        "engine": "refutes",
        "bearing": "refutes",
        "witness": {"x": "1/2"},
        "detail": "it is 1",
    }
    return make_row(
        printed={
            "erratum": "typo",
            "source": "printed",
            "sources": {"": "printed"},
            "formula": formula,
            "domain": ["x > 7"],
        },
        outcome="corrected",
        evidence=[proves, refutes],
        **particulars,
    )


def test_page_needs_nothing_else(make_row, tmp_path):
    (tmp_path / "toy.fig1.svg").write_bytes(SVG)
    rows = [corrected(make_row), make_row(id="gunn.eq1", paper="gunn")]
    built = page(ledger(*rows, figures=(drawn(),)), tmp_path)
    assert not {"script", "link", "iframe", "object", "embed", "base"} & {tag for tag, _ in built.tags}
    assert all(source.startswith("data:") for source in built.values("src"))
    assert all(ref.startswith(("#", "https://arxiv.org/abs/")) for ref in built.values("href"))
    assert not re.search(r"@import|url\(", report.html(ledger(*rows), tmp_path))
    assert not [name for _, attrs in built.tags for name in attrs if name.startswith("on") or name == "style"]


def test_every_link_leads_somewhere_and_every_id_is_there_once(make_row, tmp_path):
    mutants = {"killed": 3, "total": 4, "void": 0, "equivalent": 1, "survivors": ["lost sign"]}
    rows = [
        corrected(make_row, mutants=mutants),
        make_row(id="toy.eq2", relies_on=["toy.eq1", "toy.gone"], conditional_on=["toy.gone"]),
        make_row(
            id="toy.eq3", outcome="undecided", strength="none", reason="no proof", evidence=[], proofs=[]
        ),
    ]
    figures = (drawn(shows=("toy.eq1", "toy.eq2")), drawn("toy.fig2", shows=("toy.gone",)))
    built = page(ledger(*rows, figures=figures), tmp_path)
    ids = built.values("id")
    assert len(set(ids)) == len(ids)
    assert {"toy.eq1", "toy.eq2", "toy.eq3", "erratum.toy.eq1", "figure.toy.fig1", "figure.toy.fig2"} <= set(
        ids
    )
    assert {ref[1:] for ref in built.values("href") if ref.startswith("#")} <= set(ids)
    assert "#figure.toy.fig1" in built.values("href")
    assert set(built.values("aria-labelledby")) <= set(ids)
    assert "lost sign" in built.text
    assert "toy.eq3: undecided, no proof" in built.text
    assert "The picture has not been drawn." in built.text


def test_erratum_shows_what_is_printed_where_it_breaks_and_what_holds(make_row):
    text = " ".join(page(ledger(corrected(make_row))).text.split())
    errata = text[text.rindex("Errata") :]
    for shown in ("typo", "Printed 2 for x > 7", "Breaks at x = 1/2 : it is 1", "Corrected x=1 for x real"):
        assert shown in errata.replace("1/2:", "1/2 :")


def test_hostile_text_stays_text(make_row):
    formula = [
        {
            "part": HOSTILE,
            "caption": HOSTILE,
            "text": HOSTILE,
            "latex": HOSTILE,
            "mathml": f"<math><mi>{HOSTILE}</mi></math>",
        }
    ]
    run = make_row()["proofs"][0] | {"proof": HOSTILE, "reason": HOSTILE}
    piece = make_row()["evidence"][0] | {
        "detail": HOSTILE,
        "witness": {HOSTILE: HOSTILE},
        "bearing": "refutes",
    }
    row = make_row(
        title=HOSTILE,
        where=HOSTILE,
        says=HOSTILE,
        conjecture=HOSTILE,
        reason=HOSTILE,
        domain=[HOSTILE],
        formula=formula,
        printed={
            "erratum": "false",
            "source": "printed",
            "sources": {"": "printed"},
            "formula": formula,
            "domain": [HOSTILE],
        },
        assumptions=[{"assumption": HOSTILE, "necessary": True, "witness": {HOSTILE: HOSTILE}}],
        evidence=[piece],
        proofs=[run],
        mutants={"killed": 0, "total": 1, "void": 0, "equivalent": 0, "survivors": [HOSTILE]},
    )
    figure = drawn(title=HOSTILE, caption=HOSTILE, files={"svg": "../../etc/passwd", "png": ".."})
    data = ledger(row, figures=(figure,)) | {"environment": {HOSTILE: HOSTILE}}
    built = page(data)
    assert not built.all("script")
    assert not built.all("img")
    assert not [name for _, attrs in built.tags for name in attrs if name.startswith("on")]
    assert "<script>alert(1)</script>" in built.text
    assert "{{ 7*7 }}" in built.text


def test_figure_stands_beside_the_first_claim_it_shows(make_row, tmp_path):
    (tmp_path / "toy.fig1.svg").write_bytes(SVG)
    (tmp_path / "toy.fig2.png").write_bytes(b"png")
    rows = [make_row(), make_row(id="toy.eq2")]
    built = page(ledger(*rows, figures=(drawn(shows=("toy.eq1", "toy.eq2")), drawn("toy.fig2"))), tmp_path)
    first, second = built.all("img")
    assert first == {"src": "data:image/svg+xml;base64," + base64.b64encode(SVG).decode(), "alt": "It rises."}
    assert second["src"] == "data:image/png;base64," + base64.b64encode(b"png").decode()
    order = [value for value in built.values("id") if value.startswith(("toy.", "figure."))]
    assert order == ["toy.eq1", "figure.toy.fig1", "figure.toy.fig2", "toy.eq2"]
    assert "See also A line" in built.text


def test_page_can_be_read_without_seeing_it(make_row):
    built = page(ledger(*(make_row(id=f"toy.eq{i}", outcome=outcome) for i, outcome in enumerate(OUTCOMES))))
    assert built.tags[0] == ("html", {"lang": "en"})
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in built.tags}
    levels = [int(tag[1]) for tag, _ in built.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower <= upper + 1 for upper, lower in pairwise(levels))
    assert all("scope" in attrs for attrs in built.all("th"))
    for outcome in OUTCOMES:  # the word is there, not only a colour
        assert outcome.replace("_", " ") in built.text
    assert set(OUTCOMES) == set(report.MEANINGS)


def test_writing_is_repeatable_and_leaves_no_other_file(make_row, tmp_path, monkeypatch):
    data = ledger(corrected(make_row))
    target = tmp_path / "deep" / "index.html"
    report.write_report(data, tmp_path, target)
    first = target.read_bytes()
    report.write_report(data, tmp_path, target)
    assert target.read_bytes() == first

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        report.write_report(data | {"claims": []}, tmp_path, target)
    assert target.read_bytes() == first
    assert [path.name for path in target.parent.iterdir()] == ["index.html"]


def test_empty_ledger_has_a_page():
    assert "0" in page(ledger()).text


def luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(scheme):
    css = (Path(report.__file__).parent / "templates" / "report.css").read_text()
    root = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", root))
    pairs = [(ink, ground) for ink in ("ink", "quiet", "link") for ground in ("paper", "panel")]
    pairs += [(name.removesuffix("-back"), name) for name in colours if name.endswith("-back")]
    for ink, ground in pairs:
        low, high = sorted((luminance(colours[ink]), luminance(colours[ground])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)
