"""What a formula must be before anyone judges it: built as it was written, and about something.

SymPy simplifies while it builds. A statement whose two sides have become one expression, or from which a
symbol has been cancelled, is no longer the statement that was meant; a proof of it would show nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sympy import Basic, MatrixBase, MatrixSymbol, Set, Symbol
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean, BooleanAtom

from theory.claim.arrays import check_array, check_shapes, variables
from theory.claim.bound_symbols import bound_symbols, check_bound_symbols
from theory.claim.symbols import check_symbol


def check_domain(domain: Mapping[Symbol, Set], what: str) -> None:
    """Check that a domain maps real symbols of different names to sets of real numbers.

    Raises
    ------
    TypeError
        If it maps anything else.
    ValueError
        If an assumption of a symbol is not so on its set, or two symbols bear one name.
    """
    for symbol, values in domain.items():
        if not isinstance(symbol, Symbol | MatrixSymbol) or not isinstance(values, Set):
            raise TypeError(f"{what}[{symbol!r}]={values!r}: must map a Symbol to a Set")
        if not check_array(symbol, values, f"{what}[{symbol}]"):
            check_symbol(symbol, values, f"{what}[{symbol}]")
    names = [str(symbol) for symbol in domain]
    if len(set(names)) < len(names):
        raise ValueError(f"{what}: two symbols bear one name among {', '.join(names)}")


def check_relations(relations: Iterable[Boolean], domain: Mapping[Symbol, Set], what: str) -> None:
    """Check that relations have a domain for every symbol, sound bound variables, and two sides each.

    Raises
    ------
    ValueError
        If not; the message says what is missing.
    """
    for relation in relations:
        check_shapes(relation)
        missing = sorted(str(s) for s in variables(relation) if s not in domain)
        if missing:
            raise ValueError(f"{what}: no domain for {', '.join(missing)}")
        check_bound_symbols(relation, what)
        check_sides(relation, what)


def check_sides(formula: Boolean, what: str) -> None:
    """Check that no relation inside a formula is decided by the way it is built.

    Raises
    ------
    ValueError
        If both sides are one expression, two numbers, matrices without entries or of different shapes.
    """
    for relation in formula.atoms(Relational):
        left, right = relation.lhs, relation.rhs
        shapes = [side.shape for side in (left, right) if isinstance(side, MatrixBase)]
        if shapes and (len(set(shapes)) > 1 or len(shapes) == 1 or 0 in shapes[0]):
            raise ValueError(f"{what}: {_short(relation)} compares no two matrices of one shape with entries")
        if left == right:
            raise ValueError(
                f"{what}: both sides of {_short(relation)} are the same expression, so it says nothing; "
                "keep the side that is a definition unevaluated (relucidate.equation, or evaluate=False)"
            )
        if getattr(left, "is_Number", False) and getattr(right, "is_Number", False):
            raise ValueError(
                f"{what}: {_short(relation)} compares two numbers that SymPy has computed already; "
                "keep them unevaluated (relucidate.equation and expectation, or evaluate=False)"
            )


def check_used(symbols: Iterable[Symbol], relations: Iterable[Basic], what: str) -> None:
    """Check that every symbol of a domain occurs in the relations, free or bound.

    Raises
    ------
    ValueError
        If one does not: it may have been cancelled while the formula was being built.
    """
    used: set[Symbol] = set()
    for relation in relations:
        used |= variables(relation) | bound_symbols(relation)
    idle = [str(symbol) for symbol in symbols if symbol not in used]
    if idle:
        raise ValueError(
            f"{what}: {', '.join(idle)} occurs nowhere in the formula; if SymPy has cancelled it, build the "
            "formula with relucidate.equation, or evaluate=False; otherwise leave it out of the domain"
        )


def named_parts(formula: Any, whole: str, what: str) -> dict[str, Boolean]:
    """Parts of a formula by name.

    Parameters
    ----------
    formula
        ``None``, a relation, or a mapping from names to relations.
    whole
        Name of the only part of a single relation.
    what
        How messages call it.

    Raises
    ------
    ValueError
        If a relation has decided itself while being built.
    TypeError
        If something else than a SymPy relation is given.
    """
    if formula is None:
        return {}
    parts = dict(formula) if isinstance(formula, Mapping) else {whole: formula}
    for name, relation in parts.items():
        if isinstance(relation, bool | BooleanAtom):
            raise ValueError(
                f"{what}[{name!r}]: has decided itself to be {relation}; build it with relucidate.relation, "
                "or evaluate=False"
            )
        if not isinstance(relation, Boolean) or isinstance(relation, Symbol):
            raise TypeError(f"{what}[{name!r}]: must be a SymPy relation, got {relation!r}")
    return parts


def _short(relation: Boolean) -> str:
    text = str(relation)
    return text if len(text) <= 200 else f"{text[:200]} ..."
