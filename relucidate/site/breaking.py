"""Breaking wide formulas into lines, as no browser does it for MathML.

Widths are estimates in characters: what counts is that nothing is wider than a column of text.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

#: Characters that fit into the column at its full width.
COLUMN = 74.0
#: Characters of a formula in a line of text that stay together.
CHUNK = 22.0
_OPENING, _CLOSING = frozenset("([{⟨"), frozenset(")]}⟩")
_RELATIONS = frozenset("=≠<>≤≥∈⇒→⇔")
_JOINTS = frozenset({"+", "-", "\N{MINUS SIGN}", "∧", "\N{LOGICAL OR}", *_RELATIONS})
_SPACED = 1.3
#: Room beside a wide fraction for what stands before and behind it.
_MARGIN = 14.0
_STACKED = frozenset({"munder", "mover", "munderover"})


def width(element: Element) -> float:
    """Estimated width in characters.

    Parameters
    ----------
    element
        An element of presentation MathML.
    """
    tag, inside = element.tag, list(element)
    if not inside:
        text = (element.text or "").strip()
        return _SPACED + len(text) if tag == "mo" and text in _JOINTS else float(len(text))
    widths = [width(child) for child in inside]
    if tag == "mfrac":
        return max(widths) + 0.5
    if tag in ("msub", "msup"):
        return widths[0] + 0.7 * widths[1]
    if tag == "msubsup":
        return widths[0] + 0.7 * max(widths[1:])
    if tag in _STACKED:
        return max(widths[0], 0.7 * max(widths[1:]))
    if tag == "mtable":
        rows = [[width(cell) for cell in row] for row in inside]
        columns = max(len(row) for row in rows)
        return sum(max((row[i] for row in rows if i < len(row)), default=0) + 1.5 for i in range(columns))
    if tag == "msqrt":
        return sum(widths) + 1.5
    return sum(widths)


def broken(math: Element, column: float = COLUMN) -> Element:
    """Return a formula as a table of lines where it is wider than the column.

    Lines end before a relation, a sum's sign or a logical connective, the outermost that there are; a bracket
    is opened only if it does not fit into a line by itself.

    Parameters
    ----------
    math
        A ``math`` element.
    column
        Characters that fit.
    """
    if width(math) <= column:
        return math
    for fraction in math.iter("mfrac"):
        for place, side in enumerate(list(fraction)):
            if width(side) > column - _MARGIN:
                fraction[place] = _table(_lines(_pieces([side], column - _MARGIN), column - _MARGIN))
    lines = _lines(_pieces(list(math), column), column)
    if len(lines) == 1:
        return math
    new = Element("math", dict(math.attrib))
    new.append(_table(lines))
    return new


def _table(lines: list[list[Element]]) -> Element:
    """Lines one below the other, all but the first indented."""
    table = Element("mtable", {"columnalign": "left", "displaystyle": "true", "rowspacing": "0.4em"})
    for number, line in enumerate(lines):
        row, cell = Element("mtr"), Element("mtd")
        if number:
            cell.append(Element("mspace", {"width": "2em"}))
        cell.extend(line)
        row.append(cell)
        table.append(row)
    return table


def chunks(math: Element, most: float = CHUNK) -> list[Element]:
    """Cut a formula in a line of text into formulas between which the line may break.

    Cut is before relations, signs of a sum and connectives outside of brackets, and behind commas there.

    Parameters
    ----------
    math
        A ``math`` element.
    most
        Characters that need not be cut.
    """
    if width(math) <= most:
        return [math]
    inside = list(math)
    while len(inside) == 1 and inside[0].tag in ("mrow", "mstyle"):
        inside = list(inside[0])
    pieces: list[list[Element]] = [[]]
    depth = 0
    for before, element in zip([None, *inside], inside, strict=False):
        text = (element.text or "").strip() if element.tag == "mo" else ""
        depth += (text in _OPENING) - (text in _CLOSING)
        follows_comma = before is not None and (before.text or "").strip() in (",", ";")
        if depth == 0 and pieces[-1] and (follows_comma or (text in _JOINTS and not _is_sign(before))):
            if text in _JOINTS:
                element.set("form", "infix")  # at the beginning of a formula it would be a sign
            pieces.append([])
        pieces[-1].append(element)
    merged: list[list[Element]] = []
    for piece in pieces:
        if merged and sum(map(width, [*merged[-1], *piece])) <= most:
            merged[-1] += piece
        else:
            merged.append(piece)
    found = []
    for piece in merged:
        chunk = Element("math", dict(math.attrib))
        chunk.extend(piece)
        found.append(chunk)
    return found


def _is_sign(before: Element | None) -> bool:
    """Whether what follows this element is a sign rather than a sum's plus or minus."""
    return before is None or (before.tag == "mo" and (before.text or "").strip() not in _CLOSING)


def _pieces(elements: list[Element], column: float) -> list[list[Element]]:
    """Cut a row before its joints, looking into rows that are too wide to stand in one piece."""
    pieces: list[list[Element]] = [[]]
    for element in elements:
        is_joint = element.tag == "mo" and (element.text or "").strip() in _JOINTS
        if is_joint and pieces[-1]:
            pieces.append([])
        if (element.tag == "mrow" and len(element) > 1 and width(element) > column * 0.6) or (
            element.tag == "mrow" and len(element) == 1
        ):
            first, *rest = _pieces(list(element), column)
            pieces[-1].extend(first)
            pieces.extend(rest)
        else:
            pieces[-1].append(element)
    return pieces


def _lines(pieces: list[list[Element]], column: float) -> list[list[Element]]:
    """Fill lines with pieces; a relation begins a line of its own where the sides do not fit together."""
    lines: list[list[Element]] = [[]]
    used = 0.0
    for piece in pieces:
        wide = sum(width(element) for element in piece)
        if lines[-1] and used + wide > column - 4:
            lines.append([])
            used = 0.0
        lines[-1].extend(piece)
        used += wide
    return lines
