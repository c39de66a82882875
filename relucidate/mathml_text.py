"""Presentation MathML as Unicode text on one line, with brackets where that would change the meaning."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

_SUPERSCRIPTS = str.maketrans("0123456789+−-=()nijk", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱʲᵏ")
_SUBSCRIPTS = str.maketrans("0123456789+−-=()aeijklmnopstux", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢⱼₖₗₘₙₒₚₛₜᵤₓ")
_ACCENTS = {"^": "\u0302", "¯": "\u0304", "˙": "\u0307", "¨": "\u0308", "~": "\u0303", "→": "\u20d7"}
_PRIMES = "′″‴⊤∗*†"
_SPACED = set("=≠<>≤≥≈∈∉⊂⊆→↦⟹⇒⟺∼≪≫∝∧∨≔±×∪∩≡")
_BINARY = set("+−")
_BRACKETS = set("([{|‖⟨")
_OPENING = _BRACKETS | set(",=≠<>≤≥≈∈→↦⟹⇒∼+−/·×;:")


def text_of(element: ElementTree.Element) -> str:
    """Text of a MathML element.

    Raises
    ------
    ValueError
        If it holds an element that has no meaning on a line.
    """
    name = element.tag.rpartition("}")[2]
    if name in ("math", "mrow", "mstyle", "mpadded", "mtd"):
        return _row(list(element))
    if name in ("mi", "mn", "mtext", "mo"):
        return (element.text or "").replace("\u2006", " ").replace("\u2061", "")
    if name == "mspace":
        return " "
    if name == "mphantom":
        return ""
    build = _BUILDERS.get(name)
    if build is None:
        raise ValueError(f"element={name!r}: has no text on a line")
    return build(list(element))


def _row(children: list[ElementTree.Element]) -> str:
    text, before, word = "", "", False
    for child, after in zip(children, [*children[1:], None], strict=True):
        piece = text_of(child)
        bare = piece.strip()
        operator = child.tag.endswith("}mo")
        if operator and bare in _SPACED:
            piece = f" {bare} "
        elif operator and bare in _BINARY:
            unary = not text.strip() or before in _OPENING
            piece = bare if unary else f" {bare} "
        elif operator and bare in {",", ";"}:
            piece = f"{bare} "
        elif (
            bare
            and before.isalnum()
            and not text.endswith(" ")
            and bare[0].isalnum()
            and (word or _is_word(child))
        ):
            piece = f" {piece}"
        elif _is_fraction(child) and after is not None and not _is_operator(after):
            piece = f"({piece})"
        text += piece
        before, word = bare[-1:] or before, _is_word(child)
    return " ".join(text.split())


def _is_word(element: ElementTree.Element) -> bool:
    """Whether it is a name of several letters, which must not run into its neighbours."""
    if element.tag.endswith("}mrow"):
        upright = [child.get("mathvariant") == "normal" for child in element]
        return len(upright) > 1 and all(upright)
    return len(element.text or "") > 1 and (element.text or "").replace("\u2006", "").isalpha()


def _is_fraction(element: ElementTree.Element) -> bool:
    inner = element[0] if len(element) == 1 else element
    return inner.tag.endswith("}mfrac")


def _is_operator(element: ElementTree.Element) -> bool:
    return element.tag.endswith(("}mo", "}mspace")) and (element.text or "") not in _BRACKETS


def _compact(text: str) -> bool:
    """Whether a text is one thing, so that it needs no brackets beside a fraction bar or under a hat."""
    if text.startswith("(") and text.endswith(")"):
        depth = 0
        for index, letter in enumerate(text):
            depth += (letter == "(") - (letter == ")")
            if depth == 0 and index < len(text) - 1:
                return False
        return True
    return text in {"lim sup", "lim inf"} or not any(letter in text for letter in " +−/=<>≤≥,·×")


def _bracketed(text: str) -> str:
    return text if _compact(text) else f"({text})"


def _fraction(parts: list[ElementTree.Element]) -> str:
    above, below = (text_of(part) for part in parts)
    simple = _compact(below) and (len(below) == 1 or below.isdigit() or below.startswith("("))
    return f"{_bracketed(above)}/{below if simple else f'({below})'}"


def _raised(text: str) -> str:
    if all(letter in _PRIMES for letter in text):
        return text.replace("⊤", "ᵀ")
    short = text.translate(_SUPERSCRIPTS)
    if len(text) == len(short) and all(a != b for a, b in zip(text, short, strict=True)):
        return short
    tight = text.replace(" − ", "−").replace(" + ", "+")
    return f"^{tight if len(tight) == 1 else f'({tight})'}"


def _lowered(text: str) -> str:
    tight = text.replace(" ", "")
    short = tight.translate(_SUBSCRIPTS)
    if all(a != b for a, b in zip(tight, short, strict=True)):
        return short
    return f"_{tight if tight.isalnum() else '{' + tight + '}'}"


def _base(text: str) -> str:
    return text if _compact(text) else f"({text})"


def _sup(parts: list[ElementTree.Element]) -> str:
    base, above = (text_of(part) for part in parts)
    return _base(base) + _raised(above)


def _sub(parts: list[ElementTree.Element]) -> str:
    base, below = (text_of(part) for part in parts)
    return _base(base) + _lowered(below)


def _subsup(parts: list[ElementTree.Element]) -> str:
    base, below, above = (text_of(part) for part in parts)
    return _base(base) + _lowered(below) + _raised(above)


def _over(parts: list[ElementTree.Element]) -> str:
    base, above = (text_of(part) for part in parts)
    if above in _ACCENTS:
        return base + _ACCENTS[above] if len(base) == 1 else f"({base}){_ACCENTS[above]}"
    return base + _raised(above)


def _table(rows: list[ElementTree.Element]) -> str:
    return "; ".join(", ".join(text_of(cell) for cell in row) for row in rows)


def _root(parts: list[ElementTree.Element]) -> str:
    base, degree = (text_of(part) for part in parts)
    return f"{_raised(degree)}√{_under_root(base)}"


def _under_root(text: str) -> str:
    return text if len(text) == 1 or text.isdigit() else f"({text})"


_BUILDERS: dict[str, Callable[[list[ElementTree.Element]], str]] = {
    "mfrac": _fraction,
    "msup": _sup,
    "msub": _sub,
    "msubsup": _subsup,
    "munderover": _subsup,
    "munder": _sub,
    "mover": _over,
    "mtable": _table,
    "msqrt": lambda parts: f"√{_under_root(_row(parts))}",
    "mroot": _root,
}
