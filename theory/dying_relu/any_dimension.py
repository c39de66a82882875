"""One unit in any dimension: the plane of its weights and the target, and one remainder orthogonal to them.

The target direction e is (w'e/w'w) w plus a remainder u orthogonal to w. A linear image of a standard normal
input is normal, so w'x/|w| and u'x/|u| are independent standard normal variables, whatever the dimension; all
that is expected of them is an integral over a plane.
"""

from __future__ import annotations

from typing import Any

from sympy import Derivative, Eq, Expr, MatMul, MatrixSymbol, Naturals, Trace, Transpose, ZeroMatrix, symbols

from theory.claim import NonzeroMatrices, RealMatrices
from theory.dying_relu.setting import b, c, gamma, k, r, real
from theory.gaussian import Phi, normal_expectation, phi

#: The dimension.
L = symbols("L", integer=True)
w, e, x, q = (MatrixSymbol(name, L, 1) for name in ("w", "e", "x", "q"))
_columns = {w: NonzeroMatrices(L, 1), **{column: RealMatrices(L, 1) for column in (e, x, q)}}


def columns(*used: MatrixSymbol) -> dict[Any, Any]:
    """Domain of the dimension and of the columns that a claim uses; w is not 0."""
    return {L: Naturals, **{column: _columns[column] for column in used}}


def inner(left: Expr, right: Expr) -> Expr:
    """Inner product of two columns."""
    return Trace(MatMul(Transpose(left), right))


_share = inner(w, e) / inner(w, w)
_remainder = e - _share * w

orthogonal = Eq(MatMul(Transpose(w), _remainder), ZeroMatrix(1, 1), evaluate=False)
#: Where e is a unit vector and k its cosine with w, the remainder has length sqrt(1 - k^2).
length = Eq(
    inner(_remainder, _remainder),
    inner(e, e) - inner(w, e) ** 2 / inner(w, w),
    evaluate=False,
)
target = Eq(
    MatMul(Transpose(e), x),
    _share * MatMul(Transpose(w), x) + MatMul(Transpose(_remainder), x),
    evaluate=False,
)
#: What is left of any direction q without its share along w is orthogonal to w.
direction_apart = Eq(
    MatMul(Transpose(w), q - inner(w, q) / inner(w, w) * w), ZeroMatrix(1, 1), evaluate=False
)
#: What is left of any direction q without its share along w meets the remainder as it meets the target.
sideways = Eq(
    inner(q - inner(w, q) / inner(w, w) * w, _remainder),
    inner(q - inner(w, q) / inner(w, w) * w, e),
    evaluate=False,
)


def _reflected(at: Expr) -> Expr:
    """Mirror image of a column in the plane orthogonal to w."""
    return at - 2 * inner(w, at) / inner(w, w) * w


#: A reflection keeps inner products.
inner_products = Eq(inner(_reflected(x), _reflected(q)), inner(x, q), evaluate=False)
_difference = x - r * e
#: The one in the plane orthogonal to x - r e takes x to r e where |x| = r |e|: both sides times |x - r e|^2.
exchanged = Eq(
    inner(_difference, _difference) * x - 2 * inner(_difference, x) * _difference,
    inner(_difference, _difference) * r * e + (r**2 * inner(e, e) - inner(x, x)) * _difference,
    evaluate=False,
)

#: Input along the weights, along the remainder and along what is orthogonal to both; the remainder's length.
along, across, elsewhere, rho = real("y s t rho")
error = r * along + b - gamma * (k * along + rho * across)


def over_active(integrand: Expr, *others: Expr) -> Expr:
    """Expectation over the active inputs, along the weights above -c."""
    return normal_expectation(integrand, along, across, *others, above=-c)


expected_along = over_active(error * along)

_c = b / r


def loss_at(target_weight: Expr) -> Expr:
    """Half the expected squared error, by length, weight along the target and bias."""
    return ((r**2 + b**2) * Phi(_c) + b * r * phi(_c)) / 2 - gamma * target_weight * Phi(_c) + gamma**2 / 2


#: The same in terms of length, cosine and bias.
loss = loss_at(k * r)
slope_along = Derivative(loss, r)
