"""Sentences with mathematics in TeX between dollar signs: as MathML, and as Unicode text."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from latex2mathml.converter import convert

from relucidate.mathml_text import text_of

_MATHEMATICS = re.compile(r"(?<!\\)\$(.+?)(?<!\\)\$")


class BrokenFormulaError(ValueError):
    """The converter does not understand a formula."""


def mathml(tex: str) -> str:
    """Inline MathML of a formula, which can be written on a line as well.

    Parameters
    ----------
    tex
        TeX without its dollar signs.

    Raises
    ------
    BrokenFormulaError
        If it is no TeX, or uses a command that the converter does not know.
    """
    bare = re.sub(r"\\[{}\\]", "", tex)
    if bare.count("{") != bare.count("}"):
        raise BrokenFormulaError(f"formula={tex!r}: its braces do not match")
    try:
        found = convert(tex)
        root = ElementTree.fromstring(found)
        text_of(root)
    except Exception as error:  # the converter's errors have no common base
        raise BrokenFormulaError(f"formula={tex!r}: {type(error).__name__} {error}") from error
    unknown = re.findall(r"\\[A-Za-z]+", "".join(root.itertext()))
    if unknown:
        raise BrokenFormulaError(f"formula={tex!r}: unknown {', '.join(unknown)}")
    return found


def to_text(prose: str) -> str:
    """Sentences as Unicode text for a terminal; a broken formula stays as it is."""
    return "".join(_math_text(piece) if inside else piece for inside, piece in _pieces(prose))


def formulas(prose: str) -> list[str]:
    """The formulas in sentences, without dollar signs."""
    return [piece for inside, piece in _pieces(prose) if inside]


def _pieces(prose: str) -> list[tuple[bool, str]]:
    """Text and formulas in turn; every second piece is a formula."""
    return [
        (bool(index % 2), piece if index % 2 else piece.replace(r"\$", "$"))
        for index, piece in enumerate(_MATHEMATICS.split(prose))
    ]


def _math_text(tex: str) -> str:
    try:
        return text_of(ElementTree.fromstring(mathml(tex)))
    except BrokenFormulaError:
        return tex
