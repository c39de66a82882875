"""Symbols of the paper, and the loss of one unit in closed form."""

from __future__ import annotations

from sympy import Expr, Matrix, Symbol, symbols

from theory.dying_relu.geometry import norm
from theory.gaussian import Phi, phi


def real(names: str) -> tuple[Symbol, ...]:
    """Real symbols, always as a tuple."""
    return tuple(symbols(names, real=True, seq=True))


gamma, eta, beta, b, c, r, k = real("gamma eta beta b c r k")
x, y, z = real("x y z")
#: Weights of a unit in three dimensions: the smallest in which U is not unique.
weights = Matrix(real("w_1 w_2 w_3"))
#: Rotated coordinates (Ux)_1, (Ux)_2, (Ux)_3; the last one is the direction of the weights.
rotated = real("y_1 y_2 y_3")
#: Last column of the rotation: x_L = U_{1L} y_1 + U_{2L} y_2 + U_{3L} y_3, and U_{3L} = k.
column = (*real("U_{1L} U_{2L}"), k)


def loss_of_unit(w: Matrix, b: Expr, gamma: Expr) -> Expr:
    """Half the expected squared error of relu(w.x + b) against gamma x_L, for w other than 0."""
    r = norm(w)
    c = b / r
    return ((r**2 + b**2) * Phi(c) + b * r * phi(c)) / 2 - gamma * w[w.rows - 1] * Phi(c) + gamma**2 / 2
