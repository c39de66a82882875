"""MathML as it may go into a page: nothing but mathematics, and well-formed."""

from __future__ import annotations

import re
from html.entities import html5
from xml.etree import ElementTree

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ELEMENT = re.compile(
    "math|none|m(enclose|error|fenced|frac|i|multiscripts|n|o|over|padded|phantom|prescripts|root|row|s|space|sqrt"
    "|style|sub|subsup|sup|table|td|text|tr|under|underover)"
)
_ATTRIBUTE = re.compile(
    "accent|accentunder|close|column(align|lines|spacing)|depth|dir|display|displaystyle|fence|height|linethickness"
    "|form|lspace|mathsize|mathvariant|maxsize|minsize|movablelimits|notation|open|row(align|lines|spacing)|rspace"
    "|scriptlevel|separators?|stretchy|symmetric|voffset|width"
)


def checked(mathml: str) -> ElementTree.Element | None:
    """Return MathML as a tree that holds nothing else, or None where it is not fit to be shown.

    Parameters
    ----------
    mathml
        A ``math`` element. Elements and attributes other than those of presentation are refused.
    """
    try:
        well_formed = mathml.replace("<mo><</mo>", "<mo>&lt;</mo>")  # SymPy leaves this one bare
        root = ElementTree.fromstring(re.sub(r"&(\w+);", _character, well_formed))
        return _plain(root)
    except (ElementTree.ParseError, ValueError):
        return None


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _XML_ENTITIES else html5.get(f"{name};", match[0])


def _plain(element: ElementTree.Element) -> ElementTree.Element:
    name = element.tag.removeprefix(f"{{{_NAMESPACE}}}")
    attributes = {key: value for key, value in element.attrib.items() if _ATTRIBUTE.fullmatch(key)}
    if not _ELEMENT.fullmatch(name):
        raise ValueError(f"mathml: {element.tag!r} is no element of presentation MathML")
    copy = ElementTree.Element(name, attributes)
    copy.text, copy.tail = element.text, element.tail
    copy.extend([_plain(child) for child in element])
    return copy
