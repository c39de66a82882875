"""Orthogonal matrices that turn a vector onto the last axis."""

from __future__ import annotations

from sympy import Expr, Matrix, eye, sqrt, zeros


def norm(v: Matrix) -> Expr:
    """Euclidean norm of a column of real entries."""
    return sqrt(sum(entry**2 for entry in v))


def axis(dimension: int) -> Matrix:
    """Last unit vector as a column."""
    e = zeros(dimension, 1)
    e[dimension - 1] = 1
    return e


def householder(v: Matrix) -> Matrix:
    """Reflection that takes a column ``v`` to ``|v|`` times the last unit vector.

    Defined where ``v`` is not a nonnegative multiple of that vector already.
    """
    dimension = v.rows
    u = v - norm(v) * axis(dimension)
    return eye(dimension) - 2 * u * u.T / (u.T * u)[0]
