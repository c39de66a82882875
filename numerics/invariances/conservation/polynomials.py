"""Outputs of linear networks as polynomials of their weights.

Source: Le & Jegelka 2022, arXiv 2201.11968; the coefficients of the inputs in the output, as functions of the
weights, generate all gradients of all losses on all data.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from flint import Ordering, fmpz, fmpz_mpoly_ctx, nmod_mpoly_ctx

from numerics.arrays import arguments
from numerics.invariances.architecture.pieces import Piece

#: A polynomial over the integers or modulo a prime, of python-flint.
Polynomial: TypeAlias = Any
Matrix: TypeAlias = list[list[Polynomial]]

PRIME = 2**61 - 1
"""A Mersenne prime; ranks modulo it are ranks of integer matrices, or less."""


MOST = 4096
"""Variables at most: a monomial keeps an exponent of each, and FLINT ends a process without memory."""


def weights(count: int, *, modulo: int | None = None) -> list[Polynomial]:
    """The variables w_0 .. w_{count-1} as polynomials over the integers, or modulo a prime."""
    count = arguments.count(count, "count", at_least=1)
    arguments.require(count <= MOST, "count", count, f"at most {MOST}")
    names = [f"w{i}" for i in range(count)]
    if modulo is None:
        return list(fmpz_mpoly_ctx.get(names, Ordering.degrevlex).gens())
    prime = isinstance(modulo, int) and modulo > 1 and bool(fmpz(modulo).is_prime())
    arguments.require(prime, "modulo", modulo, "a prime")
    return list(nmod_mpoly_ctx.get(names, modulus=modulo, ordering=Ordering.degrevlex).gens())


def piece_matrix(piece: Piece, w: Sequence[Polynomial]) -> Matrix:
    """Matrix of a linear map with these parameters; entries are added up where they share a place."""
    zero = w[0] * 0
    matrix = [[zero] * piece.shape[1] for _ in range(piece.shape[0])]
    for row, col, index, (top, bottom) in zip(piece.rows, piece.cols, piece.index, piece.fixed, strict=True):
        arguments.require(index >= 0 or bottom == 1, "piece", piece.fixed, "of whole fixed numbers")
        matrix[row][col] = matrix[row][col] + (w[index] if index >= 0 else zero + top)
    return matrix


def multiply(a: Matrix, b: Matrix) -> Matrix:
    """Product of two matrices."""
    columns = list(zip(*b, strict=True))
    return [[_dot(row, column) for column in columns] for row in a]


def add(a: Matrix, b: Matrix) -> Matrix:
    """Sum of two matrices."""
    return [[x + y for x, y in zip(p, q, strict=True)] for p, q in zip(a, b, strict=True)]


def _dot(a: Sequence[Polynomial], b: Sequence[Polynomial]) -> Polynomial:
    total = a[0] * b[0]
    for x, y in zip(a[1:], b[1:], strict=True):
        total = total + x * y
    return total


def entries(*matrices: Matrix) -> list[Polynomial]:
    """All entries."""
    return [entry for matrix in matrices for row in matrix for entry in row]


def dense_matrices(widths: Sequence[int], w: Sequence[Polynomial]) -> list[Matrix]:
    """Weight matrices of a linear dense network, row by row, layer by layer."""
    widths = [arguments.count(width, "widths", at_least=1) for width in widths]
    arguments.require(len(widths) > 1, "widths", widths, "at least two")
    needed = sum(m * n for m, n in pairwise(widths))
    arguments.require(len(w) == needed, "w", len(w), f"of {needed} weights")
    matrices, start = [], 0
    for n_in, n_out in pairwise(widths):
        matrices.append([list(w[start + n_in * r : start + n_in * (r + 1)]) for r in range(n_out)])
        start += n_in * n_out
    return matrices


def graph_outputs(
    n_inputs: int, edges: Sequence[tuple[int, int]], output: int, w: Sequence[Polynomial]
) -> list[Polynomial]:
    """Coefficients of the inputs in the output of a linear network whose vertices are numbered in order."""
    zero = w[0] * 0
    total: list[Polynomial] = [zero] * (output + 1)
    total[output] = zero + 1
    for index in sorted(range(len(edges)), key=lambda e: -edges[e][0]):
        start, end = edges[index]
        arguments.require(start < end, f"edges[{index}]", edges[index], "from a lower to a higher vertex")
        total[start] = total[start] + w[index] * total[end]
    return total[:n_inputs]
