"""Formulas of the ledger as they stand on a page."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from unicodedata import lookup
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markupsafe import Markup

from relucidate.prose import BrokenFormulaError
from relucidate.prose import mathml as mathml_of
from relucidate.site.breaking import broken, chunks
from relucidate.site.safe_mathml import checked

_DOLLARS = re.compile(r"(?<!\\)\$([^$]+)(?<!\\)\$")
_CLOSING = re.compile(r"[.,;:)?!]+")
_CODE = re.compile(r"`([^`]+)`")
_WORDS = frozenset({"real", "in", "or", "and", "not", "integer", "finite", "of"})
_GREEK = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "pi",
        "rho",
        "sigma",
        "tau",
        "upsilon",
        "phi",
        "chi",
        "psi",
        "omega",
        "Gamma",
        "Delta",
        "Theta",
        "Lambda",
        "Xi",
        "Pi",
        "Sigma",
        "Upsilon",
        "Phi",
        "Psi",
        "Omega",
    ]
)
_TOKEN = re.compile(
    r"(?P<name>[A-Za-z]+'?(?:_(?:\{[^}]*\}|[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*))?'?)|(?P<other>\d+|\S|\s+)"
)
#: SymPy's glyphs for differentials, the exponential and the imaginary unit, in plain letters.
_DIFFERENTIAL = "\N{DOUBLE-STRUCK ITALIC SMALL D}"
_PLAIN = {
    _DIFFERENTIAL: "d",
    "\N{DOUBLE-STRUCK ITALIC SMALL E}": "e",
    "\N{DOUBLE-STRUCK ITALIC SMALL I}": "i",
}
#: Names of symbols that SymPy writes out, such as those with a prime.
_NAMES = {
    name: lookup(f"GREEK {'CAPITAL' if name[0].isupper() else 'SMALL'} LETTER {name}")
    for name in _GREEK - {"lambda", "Lambda"}
}
_NAMES |= {"eps": "ε", "lambda": "λ", "lamda": "λ", "Lambda": "Λ"}
_PRIMED = re.compile("[A-Za-z]'+")
_MINUS = "\N{MINUS SIGN}"
_MARKS = {"-": _MINUS, "*": "·"}
_BARS = ("\N{PARALLEL TO}", "\N{DOUBLE VERTICAL LINE}", "|")
_SIGNS = ("-", _MINUS, "+")
_OPENING = tuple("=<>≤≥≠∈(,[⇒→")
_FUNCTIONS = frozenset({"max", "min", "sin", "cos", "exp", "log", "erf", "sign"})


def formula(mathml: str, text: str) -> Markup:
    """Return a display formula: tidied, and broken into lines where it is wide.

    Parameters
    ----------
    mathml, text
        As in `relucidate.site.safe_mathml.checked`.
    """
    root = checked(mathml)
    if root is None:
        return Markup(f'<pre class="formula-text">{escape(text)}</pre>')
    _drop_dots(root)
    _tidy(root)
    root.set("display", "block")
    return Markup(ElementTree.tostring(broken(root), encoding="unicode"))


def prose(text: str) -> Markup:
    """Return plain sentences with TeX between dollar signs, and code between backquotes, as HTML.

    Raises
    ------
    BrokenFormulaError
        If a formula cannot be read; the message quotes it.
    """
    out, end = [], 0
    for match in _DOLLARS.finditer(text):
        out.append(_plain(text[end : match.start()]))
        end = match.end()
        mark = _CLOSING.match(text, end)
        out.append(inline(match[1], mark[0] if mark else ""))
        end = mark.end() if mark else end
    return Markup("").join([*out, _plain(text[end:])])


def inline(tex: str, mark: str = "") -> Markup:
    """Return a formula in TeX as MathML that stands in a line of text.

    Parameters
    ----------
    tex
        The formula; where it is long, lines may break in it.
    mark
        Punctuation behind it, which begins no line.

    Raises
    ------
    BrokenFormulaError
        If it cannot be read.
    """
    root = checked(mathml_of(tex))
    if root is None:
        raise BrokenFormulaError(f"formula={tex!r}: gives no presentation MathML")
    _tidy(root)
    *first, last = [Markup(ElementTree.tostring(chunk, encoding="unicode")) for chunk in chunks(root)]
    if mark:
        last = Markup('<span class="joined">{}{}</span>').format(last, mark)
    return Markup("").join([*first, last])


def relation(line: str) -> Markup:
    """Return a line such as ``eta > 0`` or ``beta in [0, 1)`` as HTML; words stay words."""
    return inline("".join(_tex(match) for match in _TOKEN.finditer(line)))


def _tex(match: re.Match[str]) -> str:
    if match["name"] is None:
        other = match["other"]
        return {"≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "*": r"\,", "{": r"\{", "}": r"\}", "%": r"\%"}.get(
            other, " " if other.isspace() else other
        )
    name = match["name"]
    if name in _WORDS:
        return r"\in " if name == "in" else rf"\;\text{{{name}}}\;"
    if name == "oo":
        return r"\infty "
    if name in ("eps", "eps'"):
        return rf"\varepsilon{name[3:]} "
    stem, _, below = name.partition("_")
    primes = "'" if stem.endswith("'") or below.endswith("'") else ""
    stem, below = stem.rstrip("'"), below.strip("{}'").replace("_", ",")
    letter = f"\\{stem} " if stem in _GREEK else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    under = f"_{{{_letters(below)}}}" if below else ""
    return f"{letter}{under}{primes} "


def _letters(below: str) -> str:
    return ",".join(f"\\{part} " if part in _GREEK else part for part in below.split(","))


def _plain(text: str) -> Markup:
    escaped = escape(text, quote=False)
    return Markup(_CODE.sub(r"<code>\1</code>", escaped))


def _drop_dots(root: Element) -> None:
    """Write products of symbols side by side, as in print; SymPy puts a dot into each."""
    for row in root.iter():
        inside = list(row)
        for before, element, after in zip(inside, inside[1:], inside[2:], strict=False):
            if element.tag == "mo" and (element.text or "").strip() == "·" and not _numbers(before, after):
                element.text = "\N{INVISIBLE TIMES}"
                element.set("rspace", "0.12em")


def _tidy(root: Element) -> None:
    """Write plain letters for double-struck ones, real minus signs, and signs close to their numbers."""
    for row in root.iter():
        inside = list(row)
        for before, element in pairwise(inside):
            if before.tag == "mo" and (before.text or "") in _OPENING and (element.text or "") in _SIGNS:
                element.set("form", "prefix")
    for element in root.iter():
        text = (element.text or "").strip()
        if text in _PLAIN:
            element.text = _PLAIN[text]
            element.tag = "mo" if text == _DIFFERENTIAL else "mi"
            element.attrib |= (
                {"lspace": "0.2em", "rspace": "0"} if text == _DIFFERENTIAL else {"mathvariant": "normal"}
            )
        elif element.tag == "mi" and text.rstrip("'") in _NAMES:
            bare = text.rstrip("'")
            element.text = _NAMES[bare] + "\N{PRIME}" * (len(text) - len(bare))
        elif element.tag == "mi" and _PRIMED.fullmatch(text):
            element.text = _italic(text[0]) + "\N{PRIME}" * (len(text) - 1)
        elif element.tag == "mo" and text in _FUNCTIONS:
            element.tag = "mi"
        elif element.tag == "mo" and text in _MARKS:
            element.text = _MARKS[text]
        elif element.tag == "mo" and text in tuple("()[]{}"):
            element.attrib.pop("stretchy", None)
        elif element.tag == "mo" and text in _BARS:
            element.set("stretchy", "false")  # nothing tells which of them open
        elif element.tag == "mn" and text.startswith("-"):
            element.text = f"{_MINUS}{text[1:]}"


def _italic(letter: str) -> str:
    """Return a Latin letter as the one in italics in which a name of one letter is set."""
    return (
        "\N{PLANCK CONSTANT}"
        if letter == "h"
        else lookup(f"MATHEMATICAL ITALIC {'CAPITAL' if letter.isupper() else 'SMALL'} {letter}")
    )


def _numbers(before: Element, after: Element) -> bool:
    """Whether two factors would run together without a dot between them."""
    return _edge(before, -1).tag == "mn" and _edge(after, 0).tag in ("mn", "mfrac")


def _edge(element: Element, end: int) -> Element:
    while element.tag in ("mrow", "msup", "msub", "mstyle") and len(element):
        element = element[0] if element.tag != "mrow" else element[end]
    return element
