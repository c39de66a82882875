"""A normal form for expectations under any law: polynomials in moments."""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Function, Mul, Symbol, expand
from sympy import S as _S

from proofs_check.ledger.evidence import Undecided
from theory.expectation import Expectation


class Reader:
    """Reads expectations into polynomials in symbols that stand for moments."""

    def __init__(self) -> None:
        self.group_of: dict[Any, tuple[Any, ...]] = {}

    def scalar(self, expr: Any) -> Expr:
        """Read an expression: expectations are linear, and those of independent factors multiply.

        Raises
        ------
        Undecided
            If a factor depends on random symbols of several groups.
        ValueError
            If a random symbol belongs to different groups in different places.
        """
        return expr.replace(lambda node: isinstance(node, Expectation), self._expectation)

    def _expectation(self, node: Expectation) -> Expr:
        """Read one; `replace` has read those inside it before."""
        for group in node.groups:
            for symbol in group:
                if self.group_of.setdefault(symbol, tuple(group)) != tuple(group):
                    raise ValueError(f"{symbol}: its law is that of {self.group_of[symbol]}, not of {group}")
        total: Expr = _S.Zero
        for term in Add.make_args(expand(node.function)):
            total += self._of_a_product(term, node.groups)
        return total

    def _of_a_product(self, term: Expr, groups: tuple[Any, ...]) -> Expr:
        constant: Expr = _S.One
        shares: dict[int, Expr] = {}
        for factor in Mul.make_args(term):
            touched = [k for k, group in enumerate(groups) if factor.free_symbols & set(group)]
            if len(touched) > 1:
                raise Undecided(f"{factor} depends on random symbols that are independent")
            if touched:
                shares[touched[0]] = shares.get(touched[0], _S.One) * factor
            else:
                constant *= factor
        for at, share in shares.items():
            # What else it depends on stays visible: another expectation may bind it.
            others = sorted(share.free_symbols - set(groups[at]), key=str)
            name = f"E[{share}]"
            constant *= Function(name, real=True)(*others) if others else Symbol(name, real=True)
        return constant
