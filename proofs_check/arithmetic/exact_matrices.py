"""Products and inverses of matrices given as lists of rows of exact numbers or balls."""

from __future__ import annotations

from typing import Any

from flint import fmpq

Matrix = list[list[Any]]


def product(left: Matrix, right: Matrix) -> Matrix:
    """Product of two matrices."""
    columns = list(zip(*right, strict=True))
    return [[sum((a * b for a, b in zip(row, c, strict=True)), fmpq(0)) for c in columns] for row in left]


def inverse(matrix: Matrix) -> Matrix | None:
    """Gauss-Jordan elimination in exact arithmetic; ``None`` where the matrix is singular."""
    order = len(matrix)
    rows = [[*row, *(fmpq(int(i == j)) for j in range(order))] for i, row in enumerate(matrix)]
    for column in range(order):
        pivot = next((i for i in range(column, order) if rows[i][column] != 0), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [entry / head for entry in rows[column]]
        for i in range(order):
            if i != column and rows[i][column] != 0:
                factor = rows[i][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[column], strict=True)]
    return [row[order:] for row in rows]
