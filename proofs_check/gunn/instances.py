"""Random rational layers, and gradients of their outputs by dual numbers, for this paper's proofs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

#: Layers drawn have up to this many units.
LARGEST = 8

small = st.fractions(-2, 2, max_denominator=6)
nonzero = small.filter(bool)
steps = st.fractions(Fraction(1, 100), 1, max_denominator=100)


def vectors(n: int) -> st.SearchStrategy[list[Fraction]]:
    """Rational vectors."""
    return st.lists(small, min_size=n, max_size=n)


def matrices(n: int, rows: int | None = None) -> st.SearchStrategy[list[list[Fraction]]]:
    """Rational matrices, square by default."""
    height = n if rows is None else rows
    return st.lists(vectors(n), min_size=height, max_size=height)


def layers(least: int = 1, most: int = LARGEST) -> st.SearchStrategy[tuple[Any, Any, Any]]:
    """Weights, an input and a gradient by the outputs."""
    return st.integers(least, most).flatmap(lambda n: st.tuples(matrices(n), vectors(n), vectors(n)))


@st.composite
def collapsed(
    draw: st.DrawFn, most: int = LARGEST, samples: int = 5
) -> tuple[Any, int, int, list[list[Fraction]], list[list[Fraction]]]:
    """Weights with omega_q = e_p - e_q and nonzero pivots before q, the pair, a batch and its gradients."""
    n = draw(st.integers(2, most))
    q = draw(st.integers(1, n - 1))
    p = draw(st.integers(0, q - 1))
    weights = draw(matrices(n))
    for j in range(q):
        if weights[j][j] == -1:
            weights[j][j] = Fraction(1, 2)
    weights[q] = [Fraction(int(j == p) - int(j == q)) for j in range(n)]
    count = draw(st.integers(1, samples))
    return weights, p, q, draw(matrices(n, count)), draw(matrices(n, count))


class Dual:
    """A number with its derivative, a + a' eps with eps^2 = 0, over the rationals."""

    def __init__(self, value: Any, slope: Any = 0) -> None:
        self.value, self.slope = Fraction(value), Fraction(slope)

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


def by_each_weight(weights: Any, x: Any, loss: Callable[[list[Any]], Any]) -> list[list[Fraction]]:
    """Derivatives of a loss of the outputs by every weight, one dual number at a time."""
    n = len(x)
    found = []
    for i in range(n):
        found.append([])
        for j in range(n):
            marked = [[Dual(w, (a, b) == (i, j)) for b, w in enumerate(row)] for a, row in enumerate(weights)]
            found[-1].append(loss(sequential(marked, [Dual(v) for v in x])).slope)
    return found


def exact(values: Any) -> np.ndarray[Any, Any]:
    """Object array of Fractions."""
    array = np.asarray(values, dtype=object)
    return np.vectorize(Fraction, otypes=[object])(array)
