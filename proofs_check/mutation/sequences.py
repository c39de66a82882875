"""Sequences and powers in a formula, as symbols that Z3 can reason about.

``y(t)`` may be any number, so a symbol stands for it. ``b**t`` for a natural number t is a symbol of which
only so much is said: it is nonnegative, at most 1 or at least 1 where b is, and grows with b.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

from sympy import And, Expr, Implies, Naturals, Naturals0, Pow, Reals, Set, Symbol
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import Boolean

from proofs_check.ledger.evidence import Undecided


class Named:
    """Symbols for the sequences and powers of several formulas.

    Parameters
    ----------
    over
        Domain of the formulas.

    Attributes
    ----------
    over
        The same with the new symbols.
    """

    def __init__(self, over: Mapping[Any, Set]) -> None:
        self.over = dict(over)
        self._powers: dict[tuple[Expr, Symbol], Symbol] = {}

    def read(self, formula: Boolean) -> Boolean:
        """Put the symbols in.

        Raises
        ------
        Undecided
            If an exponent is no natural number plus a constant, or a sequence is not said to be real.
        """
        plain = formula.replace(lambda node: isinstance(node, AppliedUndef), self._sequence)
        return plain.replace(lambda node: isinstance(node, Pow) and not node.exp.is_number, self._power)

    def facts(self) -> list[Boolean]:
        """What is known of the powers."""
        known: list[Boolean] = []
        for (base, _), power in self._powers.items():
            known += [
                Implies(base >= 0, power >= 0, evaluate=False),
                Implies(And(base >= 0, base <= 1), power <= 1, evaluate=False),
                Implies(base >= 1, power >= 1, evaluate=False),
            ]
        for ((a, s), p), ((b, t), q) in permutations(self._powers.items(), 2):
            if s == t:
                known.append(Implies(And(a >= 0, a <= b), p <= q, evaluate=False))
        return known

    def _sequence(self, node: AppliedUndef) -> Symbol:
        if not node.is_real:
            raise Undecided(f"nothing says that {node} is a real number")
        symbol = Symbol(str(node), real=True)
        self.over[symbol] = Reals
        return symbol

    def _power(self, node: Pow) -> Expr:
        offset, exponent = node.exp.as_coeff_Add()
        natural = self.over.get(exponent) in (Naturals, Naturals0)
        if not (natural and offset.is_Integer and offset >= 0):
            raise Undecided(f"nothing is known of the power {node}")
        symbol = self._powers.setdefault(
            (node.base, exponent), Symbol(f"({node.base})^{exponent}", real=True)
        )
        self.over[symbol] = Reals
        return symbol * node.base**offset
