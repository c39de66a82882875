"""Sums, products, transposes and traces of words, kept in normal form."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sympy import Expr, Symbol
from sympy import S as _S

from proofs_check.arithmetic.letters import (
    Letter,
    Partition,
    Vanishes,
    Word,
    Words,
    backwards,
    pair,
    spelled,
)


class WordAlgebra:
    """Computes with sums of words.

    Attributes
    ----------
    partitions
        The sizes that are cut into blocks.
    positive
        Symbols of scalar words that are sums of squares of something other than 0.
    resolvents
        By neighbours R and V, where V is inverse to c + r R: the letter V, c and r. They commute, and
        R V = (1 - c V)/r.
    """

    def __init__(self) -> None:
        self.partitions: dict[Any, Partition] = {}
        self.positive: set[Symbol] = set()
        self.resolvents: dict[Word, tuple[Letter, Expr, Expr]] = {}

    def trace(self, words: Words) -> Expr:
        """Trace of a sum of words."""
        same_size(words.rows, words.columns, "a trace")
        return sum((c * self._cyclic(word, words.rows) for word, c in words.terms.items()), _S.Zero)

    def _cyclic(self, word: Word, size: Any) -> Expr:
        if not word:
            return size
        readings = []
        for reading in (word, backwards(word)):
            for start in range(len(word)):
                turned = self.reduced(reading[start:] + reading[:start])
                if turned is None:
                    return _S.Zero
                if len(turned) < len(word):
                    return self._cyclic(turned, turned[0].rows if turned else reading[start].rows)
                readings.append(turned)
        through_one = [reading for reading in readings if reading[0].rows == 1]
        if through_one:
            return self._cut(through_one[0], _S.One)[1]
        return self._symbol(min(readings, key=spelled), "tr")

    def _symbol(self, word: Word, mark: str) -> Expr:
        if len(word) == 2 and word[0].kind == word[1].kind == "ones":
            return word[0].columns
        symbol = Symbol(f"{mark}[{spelled(word)}]", real=True)
        square = len(word) == 2 and word[0] == word[1].transposed
        if square and word[0].kind in ("nonzero", "invertible"):
            self.positive.add(symbol)
        return symbol

    def _cut(self, word: Word, rows: Any) -> tuple[Word, Expr]:
        """Take the scalars out of a word: what lies between two sides of length 1."""
        sides = [rows, *(letter.columns for letter in word)]
        short = [at for at, side in enumerate(sides) if side == 1]
        scalar: Expr = _S.One
        for start, end in pairwise(short):
            piece = word[start:end]
            scalar *= self._symbol(min(piece, backwards(piece), key=spelled), "sc")
        return (word[: short[0]] + word[short[-1] :], scalar) if short else (word, scalar)

    def reduced(self, word: Word) -> Word | None:
        """A word without what cancels; ``None`` where it is 0."""
        letters = list(word)
        at = 0
        while at < len(letters) - 1:
            try:
                found = pair(letters[at], letters[at + 1])
            except Vanishes:
                return None
            if found is None:
                at += 1
                continue
            letters[at : at + 2] = found
            at = max(at - 2, 0)
        for first, middle, last in zip(letters, letters[1:], letters[2:], strict=False):
            apart = first.turned and first.partition == last.partition and first.index != last.index
            if middle.kind == "diagonal" and first.partition and apart:
                return None
        return tuple(letters)

    def put(self, into: Words, word: Word, coefficient: Expr) -> None:
        """Add a word in normal form to a sum."""
        short = self.reduced(word)
        if short is None:
            return
        for at, neighbours in enumerate(pairwise(short)):
            if neighbours in self.resolvents:
                inverse, constant, slope = self.resolvents[neighbours]
                before, after = short[:at], short[at + 2 :]
                self.put(into, before + after, coefficient / slope)
                self.put(into, (*before, inverse, *after), -coefficient * constant / slope)
                return
        rest, scalar = self._cut(short, into.rows)
        into.add(rest, coefficient * scalar)

    def times(self, left: Words, right: Words) -> Words:
        """Product."""
        same_size(left.columns, right.rows, "a product")
        made = Words(left.rows, right.columns)
        for a, c in left.terms.items():
            for b, d in right.terms.items():
                self.put(made, a + b, c * d)
        return made

    def plus(self, *parts: Words) -> Words:
        """Sum."""
        made = Words(parts[0].rows, parts[0].columns)
        for part in parts:
            same_size(part.rows, made.rows, "a sum")
            same_size(part.columns, made.columns, "a sum")
            for word, coefficient in part.terms.items():
                made.add(word, coefficient)
        return made

    def transposed(self, words: Words) -> Words:
        """Transpose."""
        made = Words(words.columns, words.rows)
        for word, coefficient in words.terms.items():
            self.put(made, backwards(word), coefficient)
        return made

    def scaled(self, words: Words, factor: Expr) -> Words:
        """Multiple by a scalar."""
        return Words(words.rows, words.columns, {w: c * factor for w, c in words.terms.items()})

    def unit(self, size: Any) -> Words:
        """Identity, cut into blocks where its size is."""
        made = Words(size, size)
        if size not in self.partitions:
            made.add((), _S.One)
            return made
        for inclusion in self.inclusions(size):
            made.add((inclusion, inclusion.transposed), _S.One)
        return made

    def inclusions(self, size: Any) -> list[Letter]:
        """Inclusions of the blocks of a size."""
        parts = self.partitions[size]
        text = ",".join(map(str, parts))
        return [
            Letter(f"E{i}<{text}>", size, part, "inclusion", partition=parts, index=i)
            for i, part in enumerate(parts)
        ]

    def letter(self, letter: Letter) -> Words:
        """One letter, cut into blocks where its sides are."""
        alone = Words(letter.rows, letter.columns)
        self.put(alone, (letter,), _S.One)
        whole = self.times(self.unit(letter.rows), alone) if letter.rows in self.partitions else alone
        return self.times(whole, self.unit(letter.columns)) if letter.columns in self.partitions else whole


def same_size(one: Any, other: Any, where: str) -> None:
    """Raise ``ValueError`` where two sizes may differ."""
    if (one - other).expand() != 0:
        raise ValueError(f"the shapes in {where} do not fit: {one} against {other}")
