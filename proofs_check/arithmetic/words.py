"""A normal form for matrices of symbolic sizes: sums of words, transposes pushed in, traces cyclic.

A matrix expression becomes a sum of products ("words") of letters; a letter is a matrix symbol, maybe
transposed or inverted. Where a word passes through a side of length 1 it falls into scalars, and a scalar is
the same read backwards, a trace the same read from any letter on. Blocks are products with inclusions E_i of
the blocks' index ranges, for which E_i' E_j is 1 or 0 and sum E_i E_i' = 1. Two expressions with the same
normal form are equal for every size; of two with different ones nothing is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sympy import (
    BlockMatrix,
    Expr,
    Identity,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    OneMatrix,
    Set,
    Trace,
    Transpose,
    ZeroMatrix,
)
from sympy import S as _S

from proofs_check.arithmetic.letters import (
    Letter,
    Word,
    Words,
    ones,
    spelled,
)
from proofs_check.arithmetic.word_algebra import WordAlgebra, same_size
from proofs_check.ledger.evidence import Undecided
from theory.claim.arrays import (
    DiagonalMatrices,
    InvertibleMatrices,
    NonzeroMatrices,
    StrictlyLowerMatrices,
    SymmetricMatrices,
)

#: Highest power that is written out.
LARGEST_POWER = 12

_KINDS = {
    DiagonalMatrices: "diagonal",
    SymmetricMatrices: "symmetric",
    InvertibleMatrices: "invertible",
    StrictlyLowerMatrices: "lower",
    NonzeroMatrices: "nonzero",
}


class Reader(WordAlgebra):
    """Reads expressions into words, and their scalars into symbols that stand for scalar words.

    Parameters
    ----------
    over
        The domain: what is known of the matrices.
    """

    def __init__(self, over: Mapping[Any, Set]) -> None:
        super().__init__()
        self.over = over
        #: What the letters that are inverses of sums are inverse to.
        self.inverted: dict[str, Words] = {}

    def partition(self, expr: Any) -> None:
        """Note how blocks cut sizes into parts; letters are cut alike from then on."""
        for block in expr.atoms(BlockMatrix) if hasattr(expr, "atoms") else ():
            for parts in (tuple(block.rowblocksizes), tuple(block.colblocksizes)):
                total = sum(parts, _S.Zero)
                if len(parts) > 1 and self.partitions.setdefault(total, parts) != parts:
                    raise Undecided(f"the size {total} is cut into blocks in two ways")

    def scalar(self, expr: Any) -> Expr:
        """Read a number-valued expression; its traces become symbols."""
        plain = expr.replace(
            lambda node: isinstance(node, Trace), lambda node: self.trace(self.read(node.arg))
        )
        if plain.has(MatrixSymbol):
            raise Undecided(f"the normal form knows of scalars only traces, not {plain}")
        return plain

    def read(self, expr: Any) -> Words:
        """Read a matrix expression.

        Raises
        ------
        Undecided
            If there is a node that the normal form does not know.
        ValueError
            If shapes do not fit.
        """
        if isinstance(expr, MatrixSymbol):
            kind = _KINDS.get(type(self.over.get(expr)), "general")
            return self.letter(Letter(str(expr), expr.rows, expr.cols, kind))
        if isinstance(expr, Identity):
            return self.unit(expr.rows)
        if isinstance(expr, ZeroMatrix):
            return Words(*expr.shape)
        if isinstance(expr, OneMatrix):
            left, right = (self._ones(size) for size in expr.shape)
            return self.times(left, self.transposed(right))
        if isinstance(expr, MatAdd):
            return self.plus(*map(self.read, expr.args))
        if isinstance(expr, MatMul):
            return self._product(expr)
        if isinstance(expr, Transpose):
            return self.transposed(self.read(expr.arg))
        if isinstance(expr, MatPow | Inverse):
            return self._power(expr)
        if isinstance(expr, BlockMatrix):
            return self._blocks(expr)
        raise Undecided(f"the normal form knows no {type(expr).__name__}, in {expr}")

    def _ones(self, size: Any) -> Words:
        letters = ones(size)
        return self.letter(letters[0]) if letters else self.unit(_S.One)

    def _product(self, expr: MatMul) -> Words:
        scalar: Expr = _S.One
        whole: Words | None = None
        for arg in expr.args:
            if arg.is_Matrix:
                factor = self.read(arg)
                whole = factor if whole is None else self.times(whole, factor)
            else:
                scalar *= self.scalar(arg)
        assert whole is not None  # a MatMul has a matrix among its factors
        return self.scaled(whole, scalar)

    def _power(self, expr: Any) -> Words:
        base, exponent = self.read(expr.base), expr.exp
        if not exponent.is_Integer or abs(exponent) > LARGEST_POWER:
            raise Undecided(f"the normal form writes out no power {exponent}")
        if exponent < 0:
            base = self.inverse(base, str(expr.base))
        whole = self.unit(base.rows)
        for _ in range(abs(int(exponent))):
            whole = self.times(whole, base)
        return whole

    def inverse(self, words: Words, text: str) -> Words:
        """Inverse of a product of invertible letters, or of the identity plus strictly lower ones."""
        same_size(words.rows, words.columns, "an inverse")
        if len(words.terms) == 1:
            ((word, coefficient),) = words.terms.items()
            if coefficient.is_number and coefficient != 0 and all(x.kind == "invertible" for x in word):
                turned = tuple(replace(x, inverted=not x.inverted) for x in reversed(word))
                return Words(words.rows, words.columns, {turned: 1 / coefficient})
        constant = words.terms.get((), _S.Zero)
        triangles = {(x.kind, x.turned) for word in words.terms for x in word}
        if not (
            constant.is_number and constant != 0 and triangles in ({("lower", False)}, {("lower", True)})
        ):
            raise Undecided(f"nothing says that {text} is invertible")
        name = " + ".join(sorted(f"({c}){spelled(word)}" for word, c in words.terms.items()))
        self.inverted[f"({name})^-1"] = words
        letter = Letter(f"({name})^-1", words.rows, words.columns, "inverse")
        others = [word for word in words.terms if word]
        if len(others) == 1 and len(others[0]) == 1:
            (base,), slope = others[0], words.terms[others[0]]
            for one, other in ((base, letter), (base.transposed, letter.transposed)):
                self.resolvents[one, other] = self.resolvents[other, one] = (other, constant, slope)
        return self.letter(letter)

    def _blocks(self, expr: BlockMatrix) -> Words:
        rows, columns = tuple(expr.rowblocksizes), tuple(expr.colblocksizes)
        height, width = sum(rows, _S.Zero), sum(columns, _S.Zero)
        above: list[Word] = [(x,) for x in self.inclusions(height)] if len(rows) > 1 else [()]
        beside: list[Word] = [(x.transposed,) for x in self.inclusions(width)] if len(columns) > 1 else [()]
        made = Words(height, width)
        for i, line in enumerate(expr.blocks.tolist()):
            for j, block in enumerate(line):
                for word, coefficient in self.read(block).terms.items():
                    self.put(made, above[i] + word + beside[j], coefficient)
        return made
