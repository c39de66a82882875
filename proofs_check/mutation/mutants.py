"""Mutants of a formula: the same tree with one small thing wrong, at every place where it can be.

A check must be able to fail. What a proof is worth shows when the statement it argues for is quietly replaced
by a neighbour: a lost sign, a forgotten factor, phi for Phi. This module makes the neighbours;
`proofs_check.mutation.mutate` runs the proofs on them.

A mutant is *void* when it is no statement that a claim could make: it cannot be built, a symbol without a
domain is left free, it is undefined or not real, or SymPy decides it to be true or false while building it.
`Claim` refuses such formulas, so no proof is ever handed one and none can be blamed or praised for it. That
holds for "true" as much as for "false": a literal truth value says nothing about the symbols any more. (An
equation with two equal sides, kept unevaluated, *is* a statement; it reaches the proofs, they pass, and
`proofs_check.mutation.equivalence` then finds that no check could have rejected it.) Void mutants are
counted apart and enter no score.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Any

import sympy
from sympy import And, Derivative, Implies, Or, Pow, Set, Symbol
from sympy.core.relational import Ge, Gt, Le, Lt
from sympy.logic.boolalg import Boolean, BooleanAtom

from proofs_check.mutation.equal_sizes import with_equal_sizes
from proofs_check.mutation.formula_tree import children, put, replaced, without
from theory.claim import variables
from theory.claim.arrays import check_shapes
from theory.gaussian import Phi, phi

#: Every operator, in the order in which reports list them.
OPERATORS = (
    "flip a sign",
    "drop a term",
    "drop a factor",
    "shift a constant",
    "shift an exponent",
    "swap a symbol",
    "turn a comparison",
    "turn a connective",
    "swap Phi and phi",
    "transpose a matrix",
    "swap two factors",
)

#: How SymPy says that something cannot be built.
_REFUSALS = (TypeError, ValueError, ArithmeticError, AttributeError, NotImplementedError)

_STRICTNESS = {Lt: Le, Le: Lt, Gt: Ge, Ge: Gt}
_DIRECTION = {Lt: Gt, Gt: Lt, Le: Ge, Ge: Le}

#: An operator, what it changed, and the new node or the error that building it raised.
Change = tuple[str, str, Any]


@dataclass(frozen=True)
class Mutant:
    """A formula with one thing changed.

    Parameters
    ----------
    operator
        One of `OPERATORS`.
    description
        What was changed into what.
    formula
        The mutated formula; ``None`` where it is void.
    void
        Why it is no statement; empty where it is one.
    of
        The formula that it is a mutant of, where that is not the claim's own: the same at equal sizes.
    domain
        Sets of the matrices of equal sizes.
    """

    operator: str
    description: str
    formula: Boolean | None
    void: str = ""
    of: Boolean | None = None
    domain: Mapping[Any, Set] = field(default_factory=dict)


def mutants(formula: Boolean, symbols: Collection[Symbol] | Mapping[Any, Set]) -> Iterator[Mutant]:
    """All mutants of a formula, each once, in an order that depends only on the formula.

    Of a formula about matrices of several sizes these are the mutants whose shapes fit, and then those that
    fit where all sizes are equal.

    Parameters
    ----------
    formula
        A relation or a Boolean combination of relations.
    symbols
        The symbols of the claim's domain, or the domain: nothing else may be free in a mutant. A symbol is
        swapped for others of the formula, or of the domain where the formula has only one.

    Yields
    ------
    Mutant
        Structural duplicates, and mutants equal to the formula, are left out.
    """
    over = dict(symbols) if isinstance(symbols, Mapping) else {}
    equal = with_equal_sizes(formula, over)
    seen = {formula}
    for mutant in _mutants(formula, set(symbols), seen):
        if equal is None or "shapes" not in mutant.void:
            yield mutant
    if equal is None:
        return
    of, extra = equal
    fitting = [with_equal_sizes(known, over) for known in seen]
    again = {of} | {found[0] for found in fitting if found is not None}
    for mutant in _mutants(of, set(symbols) | set(extra), again):
        yield replace(mutant, description=f"{mutant.description} (equal sizes)", of=of, domain=extra)


def _mutants(formula: Boolean, symbols: set[Any], seen: set[Any]) -> Iterator[Mutant]:
    """Mutants that have not been seen, void ones as well."""
    bases = {node.base for node in formula.atoms(sympy.Indexed)}
    numbers = symbols - {base.label for base in bases}
    own = variables(formula) & numbers
    names = (*sorted(own if len(own) > 1 else numbers, key=str), *sorted(bases, key=str))
    for operator, description, changed in _changes(formula, names):
        reason = _void(changed, formula, symbols)
        if reason:
            yield Mutant(operator, description, None, reason)
        elif changed not in seen:
            seen.add(changed)
            yield Mutant(operator, description, changed)


def _void(changed: Any, formula: Boolean, symbols: set[Symbol]) -> str:
    """Why something is no statement, if it is none."""
    if isinstance(changed, Exception):
        return f"does not build: {changed}"
    if isinstance(changed, bool | BooleanAtom):
        return f"decides itself to be {changed}"
    if not isinstance(changed, Boolean):
        return "is no Boolean"
    if changed.has(sympy.nan, sympy.zoo):
        return "is undefined"
    if changed.has(sympy.I) and not formula.has(sympy.I):
        return "is not real"
    try:
        check_shapes(changed)
    except ValueError as error:
        return f"does not build: {error}"
    free = sorted(map(str, variables(changed) - symbols))
    return f"leaves {', '.join(free)} free" if free else ""


def _built(rebuild: Callable[..., Any], *new: Any) -> Any:
    """Rebuild a node, or return the error on the way."""
    for part in new:
        if isinstance(part, Exception):
            return part
    try:
        return rebuild(*new)
    except _REFUSALS as error:
        return error


def _changes(node: Any, symbols: tuple[Any, ...]) -> Iterator[Change]:
    """Change everything that can be changed in a tree: at its root, then below."""
    for operator, what, build in _here(node, symbols):
        yield operator, what, _built(build)
    for child, rebuild, signed in children(node):
        if signed:
            yield "flip a sign", f"{child} -> -({child})", _built(rebuild, -child)
        for operator, what, new in _changes(child, symbols):
            yield operator, what, _built(rebuild, new)


def _here(node: Any, symbols: tuple[Any, ...]) -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """Change one node; the changes are not yet built."""
    if isinstance(node, sympy.Transpose):
        yield "transpose a matrix", f"{node} -> {node.arg}", partial(_same, node.arg)
    elif getattr(node, "is_MatrixExpr", False) and not isinstance(node, sympy.MatrixBase | sympy.Identity):
        yield "transpose a matrix", f"{node} -> its transpose", partial(sympy.Transpose, node)
    if isinstance(node, Symbol | sympy.MatrixSymbol):
        for other in _alternatives(node, symbols):
            yield "swap a symbol", f"{node} -> {other}", partial(_same, other)
    elif isinstance(node, sympy.Indexed):
        for other in _alternatives(node.base, symbols):
            yield "swap a symbol", f"{node} -> {other}", partial(sympy.Indexed, other, *node.indices)
    elif getattr(node, "is_Rational", False) or getattr(node, "is_Float", False):
        yield "shift a constant", f"{node} -> {node + 1}", partial(_same, node + 1)
    elif getattr(node, "is_Add", False) or isinstance(node, sympy.MatAdd):
        for i, term in enumerate(node.args):
            yield "flip a sign", f"{term} -> -({term})", partial(replaced, node, i, -term)
            yield "drop a term", f"{term}", partial(without, node, i)
    elif getattr(node, "is_Mul", False) or isinstance(node, sympy.MatMul):
        for i, factor in enumerate(node.args):
            yield "drop a factor", f"{factor}", partial(without, node, i)
        if isinstance(node, sympy.MatMul):
            for i, (one, other) in enumerate(pairwise(node.args)):
                if one.is_Matrix and other.is_Matrix:
                    turned = (*node.args[:i], other, one, *node.args[i + 2 :])
                    yield "swap two factors", f"{one} and {other}", partial(node.func, *turned)
    elif isinstance(node, Pow):
        yield "shift an exponent", f"{node} -> exponent {node.exp + 1}", partial(Pow, node.base, node.exp + 1)
        if node.exp.is_number:
            yield "flip a sign", f"{node} -> exponent {-node.exp}", partial(Pow, node.base, -node.exp)
    elif isinstance(node, Derivative):
        for i, (variable, order) in enumerate(node.variable_count, start=1):
            higher = put(node.args, i, (variable, order + 1))
            yield (
                "shift a constant",
                f"order in {variable} -> {order + 1}",
                partial(node.func, *higher),
            )
    elif isinstance(node, phi | Phi):
        other = Phi if isinstance(node, phi) else phi
        yield "swap Phi and phi", f"{node} -> {other.__name__}", partial(other, *node.args)
    elif isinstance(node, Boolean):
        yield from _here_boolean(node)


def _here_boolean(node: Boolean) -> Iterator[tuple[str, str, Callable[[], Any]]]:
    for table in (_STRICTNESS, _DIRECTION):
        if node.func in table:
            turned = partial(table[node.func], *node.args, evaluate=False)
            yield "turn a comparison", f"{node.rel_op} -> {table[node.func].rel_op}", turned
    if isinstance(node, And | Or):
        swapped = Or if isinstance(node, And) else And
        yield "turn a connective", f"{node.func} -> {swapped}", partial(swapped, *node.args)
    elif isinstance(node, Implies):
        converse = partial(Implies, *node.args[::-1], evaluate=False)
        yield "turn a connective", "implication -> its converse", converse
    elif isinstance(node, sympy.Equivalent):
        first, *others = node.args
        negated = partial(sympy.Equivalent, first, sympy.Not(And(*others)))
        yield "turn a connective", "equivalence -> its negation", negated
    elif isinstance(node, sympy.Not):
        yield "turn a connective", "dropped the negation", partial(_same, node.args[0])


def _same(new: Any) -> Any:
    return new


def _alternatives(symbol: Any, symbols: tuple[Any, ...]) -> list[Any]:
    """Neighbours of a symbol of its kind and shape in alphabetical order, cyclically: two at most."""
    shape = getattr(symbol, "shape", None)
    others = [
        other
        for other in symbols
        if other != symbol and isinstance(other, type(symbol)) and getattr(other, "shape", None) == shape
    ]
    if not others:
        return []
    at = bisect_left([str(other) for other in others], str(symbol))
    return list(dict.fromkeys((others[at % len(others)], others[at - 1])))
