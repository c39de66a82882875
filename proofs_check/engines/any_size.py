"""Equations about matrices, sums and laws of any size: what ``identity`` does with them.

The first route brings both sides to a normal form (`words`, `sums`, `moments`); the second computes both at
exact random instances of random sizes, the smallest among them. A size is a symbol of the domain like any
other, so what the first route shows holds for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import (
    Abs,
    Add,
    BlockMatrix,
    Eq,
    Expr,
    Function,
    Identity,
    Indexed,
    KroneckerDelta,
    MatrixSymbol,
    Max,
    Min,
    Mul,
    OneMatrix,
    Piecewise,
    Pow,
    Set,
    Sum,
    Trace,
    ZeroMatrix,
    atan,
    cos,
    exp,
    expand,
    fraction,
    oo,
    sin,
    together,
)
from sympy import Interval as _Interval
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import And, Boolean

from proofs_check.arithmetic import exact_values, moments, sums, words
from proofs_check.arithmetic.instances import instances
from proofs_check.arithmetic.letters import Letter, Words
from proofs_check.engines.statement import Statement
from proofs_check.ledger.evidence import Rejected, Undecided
from theory.expectation import Expectation

#: Exact instances at which the second route looks.
INSTANCES = 8
#: Seed of these instances: the same ones in every run.
SEED = 19_093_465
#: Times that a difference is multiplied by the inverse of an inverse.
CLEARINGS = 4

_POSITIVE, _NEGATIVE = _Interval.open(0, oo), _Interval.open(-oo, 0)


#: Functions that are real numbers wherever their arguments are.
_TOTAL = (Abs, Max, Min, Piecewise, KroneckerDelta, exp, sin, cos, atan)
_KINDS = (MatrixSymbol, Trace, Identity, ZeroMatrix, OneMatrix, BlockMatrix, Indexed, Expectation)


def concerns(formula: Boolean) -> bool:
    """Whether a formula speaks of matrix symbols, indexed symbols or expectations."""
    return bool(formula.has(*_KINDS))


def equations(formula: Boolean) -> list[Eq]:
    """Equations of a formula: itself, or the members of a conjunction."""
    members = list(formula.args) if isinstance(formula, And) else [formula]
    if not all(isinstance(member, Eq) for member in members):
        raise ValueError(f"formula={formula}: must be an equation, or several")
    return members


def second_route(statement: Statement, seed: int = SEED) -> str | None:
    """Compute both sides at exact random instances.

    Returns
    -------
    str or None
        Why this is not conclusive, or ``None`` where both sides are equal at every instance.

    Raises
    ------
    Rejected
        If they differ at one.
    """
    for at in instances(statement.domain, statement.assuming, seed=seed, count=INSTANCES):
        found = exact_values.truth(statement.formula, at)
        if found is False:
            raise Rejected(f"{statement.name} is false", at.shown())
        if found is None:
            return f"it is undefined, or not decided, at {at.shown()}"
    return None


def holds(formula: Boolean, over: Mapping[Any, Set], assuming: tuple[Boolean, ...]) -> str | None:
    """Bring equations to normal form.

    Returns
    -------
    str or None
        Why they are not shown, or ``None`` where every difference vanishes.

    Raises
    ------
    Undecided
        If a side cannot be read, or a denominator may vanish.
    ValueError
        If shapes do not fit, or the formula is no equation.
    """
    for equation in equations(formula):
        reader = _Reader(over, assuming)
        left, right = equation.args
        if getattr(left, "is_Matrix", False) or getattr(right, "is_Matrix", False):
            if not reader.same_matrices(left, right):
                return f"the two sides of {equation} have different normal forms"
        else:
            rest = reader.scalar(left - right)
            if not vanishes(rest):
                return f"the normal form of the difference is {expand(rest)}"
    return None


def vanishes(expr: Expr) -> bool:
    """Whether a rational function of independent symbols is 0."""
    return bool(expr == 0 or expand(fraction(together(expr))[0]) == 0)


class _Reader:
    """All normal forms together, for one equation."""

    def __init__(self, over: Mapping[Any, Set], assuming: tuple[Boolean, ...]) -> None:
        self.over = over
        self.words = words.Reader(over)
        self.sums = sums.Reader(over, assuming)
        self.moments = moments.Reader()

    def scalar(self, expr: Any) -> Expr:
        """Normal form of a number-valued expression whose denominators vanish nowhere."""
        self.words.partition(expr)
        for node in dict.fromkeys(_nodes(expr)):
            self._require_defined(node)
        return self._plain(expr)

    def _require_defined(self, node: Any) -> None:
        """Rule out denominators that vanish, roots that leave the reals, and functions that may do either."""
        if isinstance(node, Pow) and not getattr(node, "is_Matrix", False):
            if not node.exp.is_nonnegative and not self._nonzero(self._plain(node.base)):
                raise Undecided(f"the denominator {node.base} may be 0")
            if not node.exp.is_integer and not self._positive(self._plain(node.base)):
                raise Undecided(f"the root {node} may leave the reals")
        elif isinstance(node, Function):
            known = node.is_number or isinstance(node, _TOTAL)
            if not known and not (isinstance(node, AppliedUndef) and node.is_real):
                raise Undecided(f"nothing says where {node} is defined")

    def _plain(self, expr: Any) -> Expr:
        plain = self.moments.scalar(expr) if expr.has(Expectation) else expr
        plain = self.words.scalar(plain) if plain.has(Trace, MatrixSymbol) else plain
        return self.sums.scalar(plain) if plain.has(Sum) else plain

    def _nonzero(self, expr: Expr) -> bool:
        if isinstance(expr, Mul):
            return all(map(self._nonzero, expr.args))
        if isinstance(expr, Pow):
            return self._nonzero(expr.base)
        if expr.is_number:
            return bool(expr.is_nonzero)
        values = self.over.get(expr)
        return self._positive(expr) or (values is not None and values.contains(0) == False)  # noqa: E712

    def _positive(self, expr: Expr) -> bool:
        if isinstance(expr, Mul | Add):
            return all(map(self._positive, expr.args))
        if isinstance(expr, Pow):
            return self._positive(expr.base)
        if expr.is_number:
            return bool(expr.is_positive)
        values = self.over.get(expr)
        return expr in self.words.positive or (values is not None and values.is_subset(_POSITIVE) is True)

    def same_matrices(self, left: Any, right: Any) -> bool:
        """Whether two matrices have the same normal form, maybe after multiplying by what is invertible."""
        for side in (left, right):
            self.words.partition(side)
            for node in dict.fromkeys(_nodes(side)):
                self._require_defined(node)
        minus = self.words.scaled(self.words.read(right), -1)
        rest = self._kept(self.words.plus(self.words.read(left), minus))
        for _ in range(CLEARINGS):
            cleared = self._cleared(rest)
            if not rest.terms or cleared is None:
                break
            rest = self._kept(cleared)
        return not rest.terms

    def _kept(self, rest: Words) -> Words:
        """Terms whose coefficients do not vanish."""
        kept = {word: c for word, c in rest.terms.items() if not vanishes(self._plain(c))}
        return Words(rest.rows, rest.columns, kept)

    def _cleared(self, rest: Words) -> Words | None:
        """Multiply by what the first or last letter of a word is the inverse of."""
        for word in rest.terms:
            for at in (0, -1):
                if word and word[at].kind == "inverse":
                    return self._multiplied(rest, word[at], at)
        return None

    def _multiplied(self, rest: Words, letter: Letter, at: int) -> Words:
        base = self.words.inverted[letter.name]
        base = self.words.transposed(base) if letter.turned else base
        parts = []
        for word, coefficient in rest.terms.items():
            alone = Words(rest.rows, rest.columns, {word: coefficient})
            if word and word[at] == letter:
                alone.terms = {word[1:] if at == 0 else word[:-1]: coefficient}
                parts.append(alone)
            else:
                parts.append(self.words.times(*((base, alone) if at == 0 else (alone, base))))
        return self.words.plus(*parts)


def _nodes(expr: Any) -> list[Any]:
    """All nodes of an expression."""
    found = [expr]
    for arg in getattr(expr, "args", ()):
        found += _nodes(arg)
    return found


__all__ = ["INSTANCES", "concerns", "equations", "holds", "second_route", "vanishes"]
