"""Random rational layers, and gradients of their outputs by dual numbers, for this paper's proofs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from flint import fmpq
from hypothesis import strategies as st

#: Layers drawn have up to this many units.
LARGEST = 8


def _flint(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


small = st.fractions(-2, 2, max_denominator=6).map(_flint)
nonzero = small.filter(bool)
steps = st.fractions(Fraction(1, 100), 1, max_denominator=100).map(_flint)


def vectors(n: int) -> st.SearchStrategy[list[fmpq]]:
    """Rational vectors."""
    return st.lists(small, min_size=n, max_size=n)


def matrices(n: int, rows: int | None = None) -> st.SearchStrategy[list[list[fmpq]]]:
    """Rational matrices, square by default."""
    height = n if rows is None else rows
    return st.lists(vectors(n), min_size=height, max_size=height)


def layers(least: int = 1, most: int = LARGEST) -> st.SearchStrategy[tuple[Any, Any, Any]]:
    """Weights, an input and a gradient by the outputs."""
    return st.integers(least, most).flatmap(lambda n: st.tuples(matrices(n), vectors(n), vectors(n)))


@st.composite
def collapsed(
    draw: st.DrawFn, most: int = LARGEST, samples: int = 5
) -> tuple[Any, int, int, list[list[fmpq]], list[list[fmpq]]]:
    """Weights with omega_q = e_p - e_q and nonzero pivots before q, the pair, a batch and its gradients."""
    n = draw(st.integers(2, most))
    q = draw(st.integers(1, n - 1))
    p = draw(st.integers(0, q - 1))
    weights = draw(matrices(n))
    for j in range(q):
        if weights[j][j] == -1:
            weights[j][j] = fmpq(1, 2)
    weights[q] = [fmpq(int(j == p) - int(j == q)) for j in range(n)]
    count = draw(st.integers(1, samples))
    return weights, p, q, draw(matrices(n, count)), draw(matrices(n, count))


class Dual:
    """A number with its derivative, a + a' eps with eps^2 = 0, over the rationals."""

    def __init__(self, value: Any, slope: Any = 0) -> None:
        self.value, self.slope = fmpq(value), fmpq(int(slope)) if isinstance(slope, bool) else fmpq(slope)

    def __add__(self, other: Any) -> Dual:
        right = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.value + right.value, self.slope + right.slope)

    def __mul__(self, other: Any) -> Dual:
        right = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.value * right.value, self.value * right.slope + self.slope * right.value)

    __radd__, __rmul__ = __add__, __mul__


def sequential(weights: Sequence[Sequence[Any]], x: Sequence[Any]) -> list[Any]:
    """Outputs of a linear gradual layer, unit by unit, over any numbers that can be added and multiplied."""
    y: list[Any] = []
    for i, row in enumerate(weights):
        y.append(sum((w * h for w, h in zip(row, [*y, *x[i:]], strict=True)), start=x[i]))
    return y


def by_each_weight(
    weights: Any, x: Any, loss: Callable[[list[Any]], Any], layer: Callable[..., list[Any]] = sequential
) -> list[list[fmpq]]:
    """Derivatives of a loss of the outputs by every weight, one dual number at a time."""
    n = len(x)
    found: list[list[fmpq]] = []
    for i in range(n):
        found.append([])
        for j in range(n):
            marked = [[Dual(w, (a, b) == (i, j)) for b, w in enumerate(row)] for a, row in enumerate(weights)]
            found[-1].append(loss(layer(marked, [Dual(v) for v in x])).slope)
    return found


def exact(values: Any) -> Any:
    """Object array of exact rationals."""
    array = np.asarray(values, dtype=object)
    return np.vectorize(lambda v: _flint(v) if isinstance(v, Fraction) else fmpq(v), otypes=[object])(array)


def slope_at_zero(function: Callable[[fmpq], Any], degree: int) -> Any:
    """Derivative at 0 of a polynomial of at most a degree, from its values (Lagrange)."""
    nodes = [fmpq(k) for k in range(degree + 1)]
    total = fmpq(0)
    for node in nodes:
        others = [other for other in nodes if other != node]
        scale = prod([node - other for other in others], start=fmpq(1))
        parts = [prod([-o for o in others if o != left], start=fmpq(1)) for left in others]
        total = function(node) * (sum(parts, start=fmpq(0)) / scale) + total
    return total
