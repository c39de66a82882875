"""Means and variances of families of any size, and of the weight update that two of them make."""

from __future__ import annotations

from sympy import Expr, IndexedBase, Naturals, Sum, Symbol, symbols

from theory.claim import RealArrays

#: Numbers of outputs and of inputs, and indices.
m, n, i, j, k = symbols("m n i j k", integer=True)
#: Gradients at the outputs and values at the inputs.
d, z = (IndexedBase(Symbol(name, real=True)) for name in ("d", "z"))
families = {m: Naturals, n: Naturals, d.label: RealArrays(1), z.label: RealArrays(1)}


def mean(family: IndexedBase, size: Symbol, power: int = 1) -> Expr:
    """Mean of a power of the members 1 to size."""
    return Sum(family[i] ** power, (i, 1, size)) / size


def variance(family: IndexedBase, size: Symbol) -> Expr:
    """Mean square deviation from the mean."""
    return Sum((family[i] - mean(family, size)) ** 2, (i, 1, size)) / size


def variance_of_update(rate: Symbol) -> Expr:
    """Mean square deviation of the m n entries of -rate d z^T from their mean."""
    limits = ((i, 1, m), (j, 1, n))
    entry = -rate * d[i] * z[j]
    average = Sum(entry, *limits) / (m * n)
    return Sum((entry - average) ** 2, *limits) / (m * n)


def parts(rate: Symbol) -> Expr:
    """What the variance of the update is made of."""
    spread = variance(d, m) * mean(z, n) ** 2 + variance(z, n) * variance(d, m)
    return rate**2 * (spread + variance(z, n) * mean(d, m) ** 2)
