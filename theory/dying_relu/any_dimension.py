"""One unit in any dimension: the plane of its weights and the target, and one remainder orthogonal to them.

The target direction e is (w'e/w'w) w plus a remainder u orthogonal to w. A linear image of a standard normal
input is normal, so w'x/|w| and u'x/|u| are independent standard normal variables, whatever the dimension; all
that is expected of them is an integral over a plane.
"""

from __future__ import annotations

from sympy import Derivative, Eq, MatMul, MatrixSymbol, Naturals, Trace, Transpose, ZeroMatrix, symbols

from theory.claim import NonzeroMatrices, RealMatrices
from theory.dying_relu.setting import b, c, gamma, k, r, real
from theory.gaussian import Phi, normal_expectation, phi

#: The dimension.
L = symbols("L", integer=True)
w, e, x = (MatrixSymbol(name, L, 1) for name in ("w", "e", "x"))
vectors = {L: Naturals, w: NonzeroMatrices(L, 1), e: RealMatrices(L, 1), x: RealMatrices(L, 1)}

_share = Trace(MatMul(Transpose(w), e)) / Trace(MatMul(Transpose(w), w))
_remainder = e - _share * w

orthogonal = Eq(MatMul(Transpose(w), _remainder), ZeroMatrix(1, 1), evaluate=False)
#: Where e is a unit vector and k its cosine with w, the remainder has length sqrt(1 - k^2).
length = Eq(
    Trace(MatMul(Transpose(_remainder), _remainder)),
    Trace(MatMul(Transpose(e), e)) - Trace(MatMul(Transpose(w), e)) ** 2 / Trace(MatMul(Transpose(w), w)),
    evaluate=False,
)
target = Eq(
    MatMul(Transpose(e), x),
    _share * MatMul(Transpose(w), x) + MatMul(Transpose(_remainder), x),
    evaluate=False,
)

#: Input along the weights and along the remainder, and the remainder's length.
along, across, rho = real("y s rho")
error = r * along + b - gamma * (k * along + rho * across)
expected_along = normal_expectation(error * along, along, across, above=-c)

_c = b / r
#: Half the expected squared error in terms of length, cosine and bias.
loss = ((r**2 + b**2) * Phi(_c) + b * r * phi(_c)) / 2 - gamma * k * r * Phi(_c) + gamma**2 / 2
slope_along = Derivative(loss, r)
