"""Expectations under any law: ``Expectation(f, (X, Y), (Z,))`` binds X, Y and Z as an integral does.

The symbols of one group have any joint law; different groups are independent. All that is taken for granted
is that the expectations written down exist.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Expr, Symbol, Tuple, sympify
from sympy.printing.pretty.stringpict import prettyForm


class Expectation(Expr):  # type: ignore[misc]
    """Expectation of an expression in random symbols, kept unevaluated.

    Parameters
    ----------
    function
        The expression.
    *groups
        Tuples of symbols: dependent within a group in any way, independent across groups.

    Raises
    ------
    ValueError
        If no symbol is random, or one stands in two groups.
    TypeError
        If a group holds anything but symbols.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, X, Z = symbols("a X Z", real=True)
    >>> Expectation(a * X * Z, (X,), (Z,)).free_symbols == {a}
    True
    """

    is_real = True
    is_commutative = True

    def __new__(cls, function: Any, *groups: Any) -> Expectation:
        """Bind the symbols of the groups."""
        bound = [symbol for group in groups for symbol in group]
        if not all(isinstance(symbol, Symbol) for symbol in bound):
            raise TypeError(f"groups={groups!r}: must hold symbols")
        if not bound or len(set(bound)) < len(bound):
            raise ValueError(f"groups={groups!r}: must name each random symbol once, and at least one")
        made: Expectation = Basic.__new__(cls, sympify(function), *[Tuple(*group) for group in groups])
        return made

    @property
    def function(self) -> Expr:
        """What the expectation is of."""
        return self.args[0]

    @property
    def groups(self) -> tuple[Any, ...]:
        """Independent groups of random symbols."""
        return tuple(self.args[1:])

    @property
    def bound_symbols(self) -> list[Symbol]:
        """The random symbols."""
        return [symbol for group in self.groups for symbol in group]

    @property
    def free_symbols(self) -> set[Any]:
        """Symbols that are not random here."""
        return set(self.function.free_symbols) - set(self.bound_symbols)

    def _eval_subs(self, old: Any, new: Any) -> Any:
        """Leave random symbols alone; they mean nothing outside."""
        if old in self.bound_symbols:
            return self
        return self.func(self.function._subs(old, new), *self.groups)

    def _latex(self, printer: Any) -> str:
        return rf"\mathbb{{E}}\left[{printer._print(self.function)}\right]"

    def _pretty(self, printer: Any) -> Any:
        return prettyForm(*printer._print_seq([self.function], "[", "]").left("E"))

    def _sympystr(self, printer: Any) -> str:
        return f"E[{printer._print(self.function)}]"


def variance(entry: Any, *groups: Any) -> Expr:
    """Expected square of the deviation from the expectation."""
    return Expectation((entry - Expectation(entry, *groups)) ** 2, *groups)
