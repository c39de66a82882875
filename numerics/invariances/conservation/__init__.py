"""Counting what gradient flow conserves (beyond Le & Jegelka 2022, arXiv 2201.11968)."""

from numerics.invariances.conservation.laws import (
    bracket,
    gradient,
    independent,
    is_law,
    lie_rank,
    quadratic_laws,
)
from numerics.invariances.conservation.polynomials import (
    PRIME,
    Matrix,
    Polynomial,
    add,
    dense_matrices,
    entries,
    graph_outputs,
    multiply,
    piece_matrix,
    weights,
)

__all__ = [
    "PRIME",
    "Matrix",
    "Polynomial",
    "add",
    "bracket",
    "dense_matrices",
    "entries",
    "gradient",
    "graph_outputs",
    "independent",
    "is_law",
    "lie_rank",
    "multiply",
    "piece_matrix",
    "quadratic_laws",
    "weights",
]
