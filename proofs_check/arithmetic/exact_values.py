"""Values of expressions and truth of relations at an exact instance, by walking the formula as it stands.

Numbers are `fmpq`, or balls where one is irrational.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

from flint import arb, fmpq
from sympy import (
    Add,
    BlockMatrix,
    Eq,
    Identity,
    Indexed,
    Inverse,
    KroneckerDelta,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Mul,
    OneMatrix,
    Piecewise,
    Pow,
    Rational,
    Sum,
    Trace,
    Transpose,
    ZeroMatrix,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import And, Boolean, Implies

from proofs_check.arithmetic import balls, exact_matrices
from proofs_check.arithmetic.exact_matrices import Matrix
from proofs_check.ledger.evidence import Undecided
from theory.expectation import Expectation

if TYPE_CHECKING:
    from proofs_check.arithmetic.instances import Instance


class Undefined(Exception):
    """The statement means nothing at this instance: a denominator is 0 there, a matrix singular."""


def truth(relation: Boolean, at: Instance) -> bool | None:
    """Whether a relation holds at an instance; ``None`` where it is undefined or balls overlap.

    Raises
    ------
    Undecided
        If something in it cannot be computed.
    """
    try:
        with balls.precision():
            return _truth(relation, at, {})
    except (Undefined, ZeroDivisionError):
        return None


def _truth(relation: Any, at: Instance, bound: Mapping[Any, Any]) -> bool | None:
    if relation in (True, False):
        return bool(relation)
    if isinstance(relation, And):
        members = [_truth(arg, at, bound) for arg in relation.args]
        return False if False in members else (None if None in members else True)
    if isinstance(relation, Implies):
        premise = _truth(relation.args[0], at, bound)
        return (
            True if premise is False else (None if premise is None else _truth(relation.args[1], at, bound))
        )
    if not isinstance(relation, Relational):
        raise Undecided(f"cannot tell whether {relation} holds at an instance")
    left, right = value(relation.lhs, at, bound), value(relation.rhs, at, bound)
    if isinstance(relation, Eq):
        return _equal(left, right)
    order = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
    if relation.rel_op == "!=":
        same = _equal(left, right)
        return None if same is None else not same
    if isinstance(left, arb) or isinstance(right, arb):
        opposite = {"<": left >= right, "<=": left > right, ">": left <= right, ">=": left < right}
        return True if order[relation.rel_op] else (False if opposite[relation.rel_op] else None)
    return bool(order[relation.rel_op])


def _equal(left: Any, right: Any) -> bool | None:
    if isinstance(left, list) or isinstance(right, list):
        pairs = zip(_flat(left), _flat(right), strict=True)
        entries = [_equal(a, b) for a, b in pairs]
        return False if False in entries else (None if None in entries else True)
    gap = left - right
    if isinstance(gap, arb):
        return False if not gap.contains(0) else (True if gap.rad() < arb("1e-30") else None)
    return bool(gap == 0)


def _flat(matrix: Any) -> list[Any]:
    return [entry for row in matrix for entry in row] if isinstance(matrix, list) else [matrix]


def value(expr: Any, at: Instance, bound: Mapping[Any, Any]) -> Any:
    """Value of an expression: a number, or a matrix as a list of rows.

    Parameters
    ----------
    expr
        The expression.
    at
        Where the free symbols get their values.
    bound
        Values of summation indices and random symbols.

    Raises
    ------
    Undefined
        If a denominator is 0 or a matrix singular.
    Undecided
        If a node cannot be computed.
    """
    if getattr(expr, "is_Matrix", False):
        return _matrix(expr, at, bound)
    if expr.is_Rational:
        return fmpq(int(expr.p), int(expr.q))
    if expr.is_Symbol:
        found = bound.get(expr, at.numbers.get(expr))
        if found is None:
            raise Undecided(f"{expr} has no value")
        return fmpq(int(found.p), int(found.q)) if isinstance(found, Rational) else found
    if isinstance(expr, Add):
        return sum((value(arg, at, bound) for arg in expr.args), fmpq(0))
    if isinstance(expr, Mul):
        whole: Any = fmpq(1)
        for arg in expr.args:
            whole = whole * value(arg, at, bound)
        return whole
    if isinstance(expr, Pow):
        return _power(expr, at, bound)
    if isinstance(expr, Indexed):
        return at.array(expr.base.label, tuple(_integer(i, at, bound) for i in expr.indices))
    if isinstance(expr, Sum):
        return _sum(expr.function, list(expr.limits), at, bound)
    if isinstance(expr, KroneckerDelta):
        left, right = (value(arg, at, bound) for arg in expr.args[:2])
        return fmpq(int(left == right))
    if isinstance(expr, Piecewise):
        for branch, condition in expr.args:
            if _truth(condition, at, bound) is True:
                return value(branch, at, bound)
        raise Undefined(f"no branch of {expr} applies")
    if isinstance(expr, Trace):
        matrix = _matrix(expr.arg, at, bound)
        return sum((matrix[i][i] for i in range(len(matrix))), fmpq(0))
    if isinstance(expr, Expectation):
        return _expectation(expr, at, bound)
    return _function(expr, at, bound)


def _power(expr: Pow, at: Instance, bound: Mapping[Any, Any]) -> Any:
    base, exponent = value(expr.base, at, bound), value(expr.exp, at, bound)
    if isinstance(exponent, fmpq) and exponent.q == 1:
        if exponent < 0 and base == 0:
            raise Undefined(f"{expr} divides by 0")
        return base ** int(exponent.p)
    base = base if isinstance(base, arb) else arb(base)
    if not base >= 0:
        raise Undefined(f"{expr} leaves the reals")
    return base ** (exponent if isinstance(exponent, arb) else arb(exponent))


def _function(expr: Any, at: Instance, bound: Mapping[Any, Any]) -> Any:
    """Functions of numbers: unknown ones get random values, known ones are left to balls."""
    arguments = [value(arg, at, bound) for arg in expr.args]
    if type(expr).__name__ in ("Max", "Min") and all(isinstance(a, fmpq) for a in arguments):
        return max(arguments) if type(expr).__name__ == "Max" else min(arguments)
    if getattr(expr.func, "is_Function", False) and hasattr(expr.func, "name") and not expr.func.__module__:
        key = (str(expr.func), tuple(map(str, arguments)))
        return at.functions.setdefault(key, at.entry())
    known = {
        symbol: balls.to_ball(_sympy(number)) for symbol, number in (*at.numbers.items(), *bound.items())
    }
    try:
        gaps = balls.gaps(Eq(expr, 0, evaluate=False), known)
    except balls.Unsupported as gap:
        raise Undecided(str(gap)) from gap
    if gaps is None:
        raise Undefined(f"{expr} is undefined")
    return gaps[0]


def _sympy(number: Any) -> Rational:
    return number if isinstance(number, Rational) else Rational(int(number.p), int(number.q))


def _integer(expr: Any, at: Instance, bound: Mapping[Any, Any]) -> int:
    number = value(expr, at, bound)
    if not isinstance(number, fmpq) or number.q != 1:
        raise Undefined(f"{expr} = {number} is no integer")
    return int(number.p)


def _sum(body: Any, limits: list[Any], at: Instance, bound: Mapping[Any, Any]) -> Any:
    """Sum over the last limit first; a range that ends before it begins counts negatively (Karr)."""
    if not limits:
        return value(body, at, bound)
    *inner, (index, low, high) = limits
    first, last = _integer(low, at, bound), _integer(high, at, bound)
    sign, indices = (1, range(first, last + 1)) if last >= first - 1 else (-1, range(last + 1, first))
    terms = (_sum(body, inner, at, {**bound, index: fmpq(i)}) for i in indices)
    return sign * sum(terms, fmpq(0))


def _expectation(expr: Expectation, at: Instance, bound: Mapping[Any, Any]) -> Any:
    total: Any = fmpq(0)
    for atoms in product(*[at.law(tuple(group)) for group in expr.groups]):
        chance, values = fmpq(1), dict(bound)
        for group, (weight, drawn) in zip(expr.groups, atoms, strict=True):
            chance *= weight
            values.update(zip(group, drawn, strict=True))
        total = total + chance * value(expr.function, at, values)
    return total


def _matrix(expr: Any, at: Instance, bound: Mapping[Any, Any]) -> Matrix:
    if isinstance(expr, MatrixSymbol):
        return at.matrices[expr]
    if isinstance(expr, Identity | ZeroMatrix | OneMatrix):
        rows, columns = (_integer(size, at, bound) for size in expr.shape)
        fill = fmpq(int(isinstance(expr, OneMatrix)))
        unit = isinstance(expr, Identity)
        return [[fmpq(int(i == j)) if unit else fill for j in range(columns)] for i in range(rows)]
    if isinstance(expr, MatAdd):
        parts = [_matrix(arg, at, bound) for arg in expr.args]
        return [
            [sum(entries, fmpq(0)) for entries in zip(*rows, strict=True)]
            for rows in zip(*parts, strict=True)
        ]
    if isinstance(expr, MatMul):
        scalar: Any = fmpq(1)
        whole: Matrix | None = None
        for arg in expr.args:
            if not arg.is_Matrix:
                scalar = scalar * value(arg, at, bound)
            else:
                factor = _matrix(arg, at, bound)
                whole = factor if whole is None else exact_matrices.product(whole, factor)
        return [[scalar * entry for entry in row] for row in whole or []]
    if isinstance(expr, Transpose):
        return [list(row) for row in zip(*_matrix(expr.arg, at, bound), strict=True)]
    if isinstance(expr, MatPow | Inverse):
        return _matrix_power(expr, at, bound)
    if isinstance(expr, BlockMatrix):
        stacked: Matrix = []
        for line in expr.blocks.tolist():
            blocks = [_matrix(block, at, bound) for block in line]
            stacked += [[entry for row in parts for entry in row] for parts in zip(*blocks, strict=True)]
        return stacked
    if hasattr(expr, "tolist"):
        return [[value(entry, at, bound) for entry in row] for row in expr.tolist()]
    raise Undecided(f"cannot compute the matrix {expr}")


def _matrix_power(expr: Any, at: Instance, bound: Mapping[Any, Any]) -> Matrix:
    base, exponent = _matrix(expr.base, at, bound), _integer(expr.exp, at, bound)
    if exponent < 0:
        inverse = exact_matrices.inverse(base)
        if inverse is None:
            raise Undefined(f"{expr.base} is singular")
        base, exponent = inverse, -exponent
    order = range(len(base))
    whole = [[fmpq(int(i == j)) for j in order] for i in order]
    for _ in range(exponent):
        whole = exact_matrices.product(whole, base)
    return whole
