"""The gradual linear layer for any number of units."""

from __future__ import annotations

from sympy import (
    Eq,
    Identity,
    IndexedBase,
    Inverse,
    KroneckerDelta,
    MatMul,
    MatrixSymbol,
    Naturals,
    Piecewise,
    Sum,
    Symbol,
    symbols,
)

from theory.claim import RealArrays, RealMatrices, StrictlyLowerMatrices

#: Number of units, one of them, and what it reads from.
n, i, j = symbols("n i j", integer=True)
omega, x, y = (IndexedBase(Symbol(name, real=True)) for name in ("omega", "x", "y"))
families = {
    n: Naturals,
    i: Naturals,
    omega.label: RealArrays(2),
    x.label: RealArrays(1),
    y.label: RealArrays(1),
}

L, U = MatrixSymbol("L", n, n), MatrixSymbol("U", n, n)
X, Y = MatrixSymbol("X", n, 1), MatrixSymbol("Y", n, 1)
matrices = {
    n: Naturals,
    L: StrictlyLowerMatrices(n),
    U: RealMatrices(n, n),
    X: RealMatrices(n, 1),
    Y: RealMatrices(n, 1),
}

_read = Piecewise((y[j], j < i), (x[j], True))
_lower = Piecewise((omega[i, j], j < i), (0, True))
_upper = Piecewise((omega[i, j], j >= i), (0, True))

#: What is left of unit i's equation for any y against row i of the triangular system.
residual = Eq(
    y[i] - (x[i] + Sum(omega[i, j] * _read, (j, 1, n))),
    Sum((KroneckerDelta(i, j) - _lower) * y[j], (j, 1, n))
    - Sum((KroneckerDelta(i, j) + _upper) * x[j], (j, 1, n)),
    evaluate=False,
)

_left, _right = Identity(n) - L, Identity(n) + U
#: T X solves the system, and what solves it is T X.
solves = Eq(MatMul(_left, MatMul(Inverse(_left), _right, X)), MatMul(_right, X), evaluate=False)
only = Eq(MatMul(Inverse(_left), MatMul(_left, Y)), Y, evaluate=False)
