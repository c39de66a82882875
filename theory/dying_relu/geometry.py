"""Orthogonal matrices that turn a vector onto the last axis."""

from __future__ import annotations

from sympy import Expr, Matrix, sqrt, zeros


def norm(v: Matrix) -> Expr:
    """Euclidean norm of a column of real entries."""
    return sqrt(sum(entry**2 for entry in v))


def axis(dimension: int) -> Matrix:
    """Last unit vector as a column."""
    e = zeros(dimension, 1)
    e[dimension - 1] = 1
    return e


def reflect(x: Matrix, u: Matrix) -> Matrix:
    """Mirror image of a column ``x`` in the plane orthogonal to ``u``, which must not be 0."""
    return x - 2 * u * (u.T * x)[0] / (u.T * u)[0]


def mirror(v: Matrix) -> Matrix:
    """Normal of the plane in which the mirror image of ``v`` is ``|v|`` times the last unit vector.

    It is 0 where ``v`` is a nonnegative multiple of that vector already.
    """
    return v - norm(v) * axis(v.rows)
