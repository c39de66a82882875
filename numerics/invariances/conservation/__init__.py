"""Counting what gradient flow conserves (beyond Le & Jegelka 2022, arXiv 2201.11968)."""

from numerics.invariances.conservation.laws import (
    bracket,
    gradient,
    independent,
    is_law,
    lie_rank,
    quadratic_laws,
)
from numerics.invariances.conservation.pairs import Count, convolution_pair, count_of_pair, laws_of_pair
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
    "Count",
    "Matrix",
    "Polynomial",
    "add",
    "bracket",
    "convolution_pair",
    "count_of_pair",
    "dense_matrices",
    "entries",
    "gradient",
    "graph_outputs",
    "independent",
    "is_law",
    "laws_of_pair",
    "lie_rank",
    "multiply",
    "piece_matrix",
    "quadratic_laws",
    "weights",
]
