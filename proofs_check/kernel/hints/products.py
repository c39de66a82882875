"""Products of what is known that add up to a contradiction, found by linear programming.

A statement about polynomials is false nowhere if some nonnegative combination of products of the relations
that would hold there is a negative number (Handelman, Krivine). The program works in floating point; only
*which* products matter is handed on, and Rocq's ``lra`` finds the coefficients again in rationals.
"""

from __future__ import annotations

import time
from itertools import combinations, combinations_with_replacement
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix
from sympy import Poly, S

from proofs_check.kernel.hints.branches import Known, Problem

Sparse = dict[tuple[int, ...], float]
#: Columns and rows beyond which a program is too large.
MOST_COLUMNS, MOST_ROWS = 9000, 6000
#: Seconds for one program.
SOLVER_LIMIT = 20.0


def _times(a: Sparse, b: Sparse) -> Sparse:
    product: Sparse = {}
    for m, x in a.items():
        for n, y in b.items():
            key = tuple(map(int.__add__, m, n))
            product[key] = product.get(key, 0.0) + x * y
    return product


class Columns:
    """Candidates: products of relations, squares times relations, equations times monomials."""

    def __init__(self, problem: Problem) -> None:
        self.relations = [known for known in problem.knowns if known[0] != "eq" and not known[1].is_number]
        self.equations = [expr for sign, expr in problem.knowns if sign == "eq" and not expr.is_number]
        expressions = [expr for _, expr in self.relations] + self.equations
        symbols = set().union(*[e.free_symbols for e in expressions]) if expressions else set()
        self.symbols = sorted(symbols, key=lambda s: (s.name, getattr(s, "dummy_index", 0)))
        self.found: list[tuple[str, tuple[Any, ...], Sparse]] = []

    def sparse(self, expr: Any) -> Sparse:
        """Coefficients by exponents."""
        return {m: float(c) for m, c in Poly(expr, *self.symbols).terms()}

    def collect(self, degree: int) -> None:
        """Fill `found` with the candidates of a degree, at most `MOST_COLUMNS`."""
        one = {(0,) * len(self.symbols): 1.0}
        basic = [self.sparse(expr) for _, expr in self.relations]
        self.found = [("product", (), one)]
        layer: list[tuple[tuple[int, ...], Sparse]] = [((), one)]
        for _ in range(degree):
            layer = [
                ((*chosen, i), _times(poly, basic[i]))
                for chosen, poly in layer
                for i in range(chosen[-1] if chosen else 0, len(basic))
            ]
            self.found += [("product", chosen, poly) for chosen, poly in layer]
            if len(self.found) > MOST_COLUMNS:
                del self.found[MOST_COLUMNS:]
                return
        if degree >= 2:
            self._squares(basic, degree)
        for i, equation in enumerate(self.equations):
            poly = self.sparse(equation)
            for monomial in self._monomials(degree):
                self.found.append(("equation", (i, monomial), _times(poly, self.sparse(monomial))))

    def _monomials(self, degree: int) -> list[Any]:
        found: list[Any] = [S.One, *self.symbols]
        if degree >= 2 and len(self.symbols) <= 9:
            found += [a * b for a, b in combinations_with_replacement(self.symbols, 2)]
        if degree >= 3 and len(self.symbols) <= 5:
            found += [a * b * c for a, b, c in combinations_with_replacement(self.symbols, 3)]
        return found

    def _squares(self, basic: list[Sparse], degree: int) -> None:
        roots = list(self.symbols)
        roots += [a + sign * b for a, b in combinations(self.symbols, 2) for sign in (1, -1)]
        for root in roots:
            square = self.sparse(root**2)
            self.found.append(("square", (root, None), square))
            if degree >= 3:
                self.found += [("square", (root, i), _times(square, poly)) for i, poly in enumerate(basic)]


def _strict(kind: str, data: tuple[Any, ...], relations: list[Known]) -> bool:
    return kind == "product" and all(relations[i][0] == "gt" for i in data)


def _support(columns: Columns) -> list[int] | None:
    rows: list[int] = []
    cols: list[int] = []
    values: list[float] = []
    index: dict[tuple[int, ...], int] = {}
    for column, (_, _, poly) in enumerate(columns.found):
        for monomial, coefficient in poly.items():
            rows.append(index.setdefault(monomial, len(index)))
            cols.append(column)
            values.append(coefficient)
    height = len(index)
    if height > MOST_ROWS:
        return None
    for column, (kind, data, _) in enumerate(columns.found):
        if _strict(kind, data, columns.relations):  # the strict ones must not all be left out
            rows.append(height)
            cols.append(column)
            values.append(1.0)
    free = [kind == "equation" for kind, _, _ in columns.found]
    cost = [0.0 if kind == "equation" else 1.0 + 0.2 * len(data) for kind, data, _ in columns.found]
    right = np.zeros(height + 1)
    right[height] = 1.0
    matrix = coo_matrix((values, (rows, cols)), shape=(height + 1, len(free))).tocsr()
    bounds = [(None, None) if is_free else (0, None) for is_free in free]
    options = {"time_limit": SOLVER_LIMIT, "primal_feasibility_tolerance": 1e-9}
    solved = linprog(cost, A_eq=matrix, b_eq=right, bounds=bounds, method="highs", options=options)
    if solved.status != 0:
        return None
    return [i for i, x in enumerate(solved.x) if abs(x) > 1e-9]


def certificate(problem: Problem, degree: int, limit: float) -> list[tuple[str, tuple[Any, ...]]] | None:
    """Find products that contradict one another.

    Parameters
    ----------
    problem
        Relations.
    degree
        The most factors of a product.
    limit
        Seconds after which no larger program is tried.

    Returns
    -------
    list or None
        Pairs of ``"product"`` with relations, ``"square"`` with a root and a relation or ``None``, and
        ``"equation"`` with an equation's left side and a monomial.
    """
    columns = Columns(problem)
    if not columns.symbols:
        return None
    start = time.monotonic()
    for tried in range(1, degree + 1):
        columns.collect(tried)
        chosen = _support(columns)
        if chosen is not None:
            return [_shown(columns, i) for i in chosen]
        if time.monotonic() - start > limit:
            return None
    return None


def _shown(columns: Columns, i: int) -> tuple[str, tuple[Any, ...]]:
    kind, data, _ = columns.found[i]
    if kind == "product":
        return kind, tuple(columns.relations[j] for j in data)
    if kind == "square":
        return kind, (data[0], None if data[1] is None else columns.relations[data[1]][1])
    return kind, (columns.equations[data[0]], data[1])
