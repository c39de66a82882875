"""Loss and gradient in the output weights for any number of patches; what they do to 1 and the rest of a*."""

from __future__ import annotations

from sympy import (
    Expr,
    IndexedBase,
    KroneckerDelta,
    MatAdd,
    MatMul,
    MatrixSymbol,
    Naturals,
    OneMatrix,
    Sum,
    Symbol,
    Trace,
    Transpose,
    pi,
    symbols,
)

from theory.claim import RealArrays, RealMatrices
from theory.shortcut.setting import equals, g

#: Number of patches, and two of them.
K, i, j = symbols("K i j", integer=True)
a, star, d = (MatrixSymbol(name, K, 1) for name in ("a", "a^*", "d"))
left, right = (IndexedBase(Symbol(name, real=True)) for name in ("alpha", "beta"))
vectors = {K: Naturals, a: RealMatrices(K, 1), star: RealMatrices(K, 1)}
families = {left.label: RealArrays(1), right.label: RealArrays(1)}

_ones = OneMatrix(K, 1)


def _inner(one: Expr, other: Expr) -> Expr:
    return Trace(MatMul(Transpose(one), other))


def _product(one: Expr, other: Expr, value: Expr) -> Expr:
    """E of the product of two outputs whose filters have that kernel value."""
    return (_inner(_ones, one) * _inner(_ones, other) + (value - 1) * _inner(one, other)) / (2 * pi)


def _loss(weights: Expr) -> Expr:
    return (
        _inner(_ones, weights) ** 2 + (pi - 1) * _inner(weights, weights)
        - 2 * (_inner(_ones, weights) * _inner(_ones, star) + (g - 1) * _inner(weights, star))
        + _inner(_ones, star) ** 2 + (pi - 1) * _inner(star, star)
    ) / (4 * pi)  # fmt: skip


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
_same = KroneckerDelta(i, j)

pairs = equals(
    Sum(Sum(left[i] * right[j] * (_same * g + 1 - _same) / (2 * pi), (j, 1, K)), (i, 1, K)),
    (
        Sum(left[i], (i, 1, K)) * Sum(right[j], (j, 1, K))
        + (g - 1) * Sum(left[i] * right[i], (i, 1, K))
    ) / (2 * pi),
)  # fmt: skip
loss = equals((_product(a, a, pi) - 2 * _product(a, star, g) + _product(star, star, pi)) / 2, _loss(a))
moved = equals(
    _loss(MatAdd(a, d)) - _loss(a),
    _inner(d, _gradient) + (_inner(_ones, d) ** 2 + (pi - 1) * _inner(d, d)) / (4 * pi),
)

meets_ones = equals(
    _inner(_ones, _gradient),
    ((K + pi - 1) * _inner(_ones, a) - (K + g - 1) * _inner(_ones, star)) / (2 * pi),
)
meets_rest = equals(
    _inner(_rest, _gradient), ((pi - 1) * _inner(_rest, a) - (g - 1) * _inner(_rest, _rest)) / (2 * pi)
)
meets_others = equals(
    _inner(d, _gradient) - _inner(_ones, d) * (_inner(_ones, a) - _inner(_ones, star)) / (2 * pi),
    ((pi - 1) * _inner(d, a) - (g - 1) * _inner(d, star)) / (2 * pi),
)
