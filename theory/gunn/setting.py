"""Symbols of the paper, and the layer as formulas of any size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Add, Expr, Matrix, Mul, Set, Symbol, symbols

from theory.claim import Reals

#: Sizes up to which statements are proved symbol by symbol.
LARGEST = 5


def family(name: str, count: int = LARGEST) -> tuple[Symbol, ...]:
    """Real symbols name_1 ... name_count."""
    return tuple(symbols(f"{name}_1:{count + 1}", real=True))


x, y, g, delta, A = (family(name) for name in ("x", "y", "g", "delta", "A"))
#: Rates of change of y_i along the step, per unit of its size.
v = family("v")
eps = symbols("eps", real=True)
omega = tuple(tuple(symbols(f"omega_{i}_1:{LARGEST + 1}", real=True)) for i in range(1, LARGEST + 1))


def everything(*formulas: Any) -> dict[Symbol, Set]:
    """The whole line for every free symbol of formulas, or of the parts of claims."""
    found: set[Symbol] = set()
    for formula in formulas:
        parts = formula.values() if isinstance(formula, dict) else [formula]
        found |= set().union(*[part.free_symbols for part in parts])
    return dict.fromkeys(sorted(found, key=str), Reals)


def weight(i: int, j: int) -> Symbol:
    """omega_ij."""
    return omega[i - 1][j - 1]


def dot(a: Sequence[Expr], b: Sequence[Expr]) -> Expr:
    """Scalar product."""
    return Add(*[s * t for s, t in zip(a, b, strict=True)])


def product(matrix: Matrix, vector: Sequence[Expr]) -> Matrix:
    """Matrix times vector, every entry the sum of products that it is by definition, none carried out."""
    return Matrix(
        [
            Add(
                *[Mul(s, t, evaluate=False) for s, t in zip(matrix.row(i), vector, strict=True) if s != 0],
                evaluate=False,
            )
            for i in range(matrix.rows)
        ]
    )


def state(n: int, i: int, before: Sequence[Expr] = y, inputs: Sequence[Expr] = x) -> list[Expr]:
    """h^(i) of a layer of n units, from the outputs before unit i and the inputs."""
    return [*before[: i - 1], *inputs[i - 1 : n]]


def row(n: int, i: int) -> list[Expr]:
    """omega_i."""
    return list(omega[i - 1][:n])


def lower(n: int) -> Matrix:
    """L."""
    return Matrix(n, n, lambda i, j: omega[i][j] if j < i else 0)


def upper(n: int) -> Matrix:
    """U."""
    return Matrix(n, n, lambda i, j: omega[i][j] if j >= i else 0)


def outputs(n: int) -> list[Expr]:
    """y_1 ... y_n in terms of omega and x, each built from the ones before (Eq. 1)."""
    found: list[Expr] = []
    for i in range(1, n + 1):
        found.append(x[i - 1] + dot(row(n, i), state(n, i, found)))
    return found


def totals(n: int) -> list[Expr]:
    """delta_1 ... delta_n in terms of omega and g, each built from the ones after."""
    found: dict[int, Expr] = {}
    for i in range(n, 0, -1):
        found[i] = g[i - 1] + sum(weight(k, i) * found[k] for k in range(i + 1, n + 1))
    return [found[i] for i in range(1, n + 1)]


def side(n: int, i: int, rates: Sequence[Expr] = v, size: Expr | None = None) -> Expr:
    """Right side of Eq. 3 per unit of the step: -delta_i A_i + sum over j < i of omega_ij v_j."""
    squares = dot(state(n, i), state(n, i)) if size is None else size
    return -delta[i - 1] * squares + sum(weight(i, j) * rates[j - 1] for j in range(1, i))


def rates(n: int) -> list[Expr]:
    """v_1 ... v_n in terms of omega, delta and A_i, each built from the ones before (Eq. 3)."""
    found: list[Expr] = []
    for i in range(1, n + 1):
        found.append(side(n, i, found, A[i - 1]))
    return found


def moved(n: int, i: int) -> Expr:
    """Output of unit i after a step of size eps, when those before it move at the rates v."""
    h = state(n, i)
    now = state(n, i, [y[j] + eps * v[j] for j in range(i - 1)])
    after = [w - eps * delta[i - 1] * z for w, z in zip(row(n, i), h, strict=True)]
    return x[i - 1] + dot(after, now)
