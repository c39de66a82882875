"""Letters and words of the normal form for matrices, and what neighbours reduce to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Expr
from sympy import S as _S

Word = tuple["Letter", ...]
Partition = tuple[Any, ...]


@dataclass(frozen=True)
class Letter:
    """A factor of a word.

    Parameters
    ----------
    name
        What it is, up to transposing and inverting.
    rows, columns
        Its shape as it stands.
    kind
        What is known of it.
    turned, inverted
        Whether it is transposed, and whether inverted.
    partition, index
        Of an inclusion: the sizes of all blocks, and which block it is.
    """

    name: str
    rows: Any
    columns: Any
    kind: str = "general"
    turned: bool = False
    inverted: bool = False
    partition: Partition = ()
    index: int = 0

    @property
    def key(self) -> tuple[str, bool, bool]:
        """How letters are told apart and put into order."""
        return self.name, self.inverted, self.turned

    @property
    def transposed(self) -> Letter:
        """The letter read backwards."""
        if self.kind in ("diagonal", "symmetric"):
            return self
        return replace(self, rows=self.columns, columns=self.rows, turned=not self.turned)


@dataclass
class Words:
    """A sum of words of one shape with scalar coefficients."""

    rows: Any
    columns: Any
    terms: dict[Word, Expr] = field(default_factory=dict)

    def add(self, word: Word, coefficient: Expr) -> None:
        """Add one term."""
        self.terms[word] = self.terms.get(word, _S.Zero) + coefficient


def backwards(word: Word) -> Word:
    """Transpose of a word."""
    return tuple(letter.transposed for letter in reversed(word))


def spelled(word: Word) -> str:
    """A word as text, which is the same only for the same word."""
    marks = (f"{x.name}{'^-1' if x.inverted else ''}{chr(39) if x.turned else ''}" for x in word)
    return "·".join(marks) or "1"


def ones(size: Any) -> list[Letter]:
    """The column of ones; nothing where it is the number 1."""
    return [] if size == 1 else [Letter(f"1<{size}>", size, _S.One, "ones")]


class Vanishes(Exception):
    """A word is 0."""


def pair(a: Letter, b: Letter) -> list[Letter] | None:
    """What two neighbours reduce to, if they do; inclusions of different blocks reduce to nothing at all.

    Raises
    ------
    Vanishes
        If their product is 0.
    """
    if a.name == b.name and a.inverted != b.inverted and a.turned == b.turned:
        return []
    if a.kind == b.kind == "inclusion" and a.turned and not b.turned and a.partition == b.partition:
        if a.index != b.index:
            raise Vanishes
        return []
    if a.kind == "inclusion" and a.turned and b.kind == "ones" and not b.turned:
        return ones(a.rows)
    if a.kind == "ones" and a.turned and b.kind == "inclusion" and not b.turned:
        return [letter.transposed for letter in ones(b.columns)]
    if a.kind == b.kind == "diagonal" and a.key > b.key:
        return [b, a]
    return None
