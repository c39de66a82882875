"""What the gradient in the output weights does to 1 and to the rest of a*, for any number of patches."""

from __future__ import annotations

from sympy import Expr, MatAdd, MatMul, MatrixSymbol, Naturals, OneMatrix, Trace, Transpose, pi, symbols

from theory.claim import RealMatrices
from theory.shortcut.setting import equals, g

#: Number of patches.
K = symbols("K", integer=True)
a, star = MatrixSymbol("a", K, 1), MatrixSymbol("a^*", K, 1)
vectors = {K: Naturals, a: RealMatrices(K, 1), star: RealMatrices(K, 1)}

_ones = OneMatrix(K, 1)


def _inner(left: Expr, right: Expr) -> Expr:
    return Trace(MatMul(Transpose(left), right))


_rest = star - _inner(_ones, star) / K * _ones
_gradient = MatMul(
    1 / (2 * pi),
    MatAdd(
        MatMul(_ones, Transpose(_ones), a),
        (pi - 1) * a,
        MatMul(-1, _ones, Transpose(_ones), star),
        -(g - 1) * star,
    ),
)

meets_ones = equals(
    _inner(_ones, _gradient),
    ((K + pi - 1) * _inner(_ones, a) - (K + g - 1) * _inner(_ones, star)) / (2 * pi),
)
meets_rest = equals(
    _inner(_rest, _gradient), ((pi - 1) * _inner(_rest, a) - (g - 1) * _inner(_rest, _rest)) / (2 * pi)
)
