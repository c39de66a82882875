"""Extremal instances of Section 4, exact: where maximising actual/bound leads, with the roots made rational.

Every Gram matrix here has one eigenvalue besides 0, which `one_eigenvalue` checks without any root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count
from math import isqrt
from typing import Any

import numpy as np
from scipy.optimize import minimize

from proofs_check.engines import bounded, exactly

Array = Any

#: U, Z and Y with U^T U = Y Y^T, ||[U Z]||^2 = 4 and ||[Y; Z]||^2 = 2.
FREE_BLOCK = (
    np.array([[1, 1]]),
    np.array([[1, 1, 0, 0]]),
    np.array([[0, 0, 1, 0], [0, 0, 1, 0]]),
)


def largest(ratio: Callable[[Array], float], size: int, rng: np.random.Generator) -> float:
    """The largest value of actual/bound that an optimiser finds, from several starts."""
    found = [
        minimize(lambda p: -ratio(p), rng.normal(size=size), method="L-BFGS-B", options={"maxiter": 400}).fun
        for _ in range(3)
    ]
    return -float(min(found))


def slice_of(a: int, s: int, d: int) -> Array:
    """T[0] with ones on its diagonal, all else 0: In has one row, Out is a part of the identity."""
    t = np.zeros((a, s, d), dtype=int)
    for k in range(min(s, d)):
        t[0, k, k] = 1
    return t


def one_eigenvalue(gram: Array, value: Any) -> None:
    """Judge that a symmetric G has one eigenvalue besides 0, a given one: G G = value G and G is not 0."""
    exactly(gram @ gram, value * gram)
    bounded(sum(gram[i, i] for i in range(len(gram))), ">", 0, because="it is not 0")


def balanced_chain(blocks: int) -> list[tuple[Any, ...]]:
    """A dense map, free blocks and a last entry 2, all C = 0, whose ratio of norms is 2^-blocks in front.

    Downwards, half of Gout = Gin goes to U and half to Z, and Y leads where Z does not, so that the rank
    doubles and the eigenvalue is halved. A root of v v^T / 2 is one column v for a pair (v, v), and the pair
    (v/2, v/2) for one column: so all stay rational.
    """
    groups: list[tuple[Array, int]] = [(np.array([Fraction(2)]), 1)]  # Gin = sum of v v^T, each so many times
    chain: list[tuple[Any, ...]] = [("dense", _columns(groups))]
    for _ in range(blocks):
        halves: list[tuple[Array, int]] = [(v, 1) if times == 2 else (v / 2, 2) for v, times in groups]
        u = _columns(halves)
        free = count(u.shape[1])
        rows = [_of_square(h @ h, free) for h, _ in halves]
        n = next(free)
        y = np.stack(
            [_vector(row, n) for row, (_, times) in zip(rows, halves, strict=True) for _ in range(times)]
        )
        z = np.concatenate([u, np.full((len(u), n - u.shape[1]), Fraction(0))], axis=1)
        chain.insert(0, ("free", u, y, z))
        groups, start = [], 0
        for row, (h, times) in zip(rows, halves, strict=True):
            groups.append((_vector(row, n), times))  # of Y^T Y
            columns = dict.fromkeys(range(start, start + times), Fraction(1))
            groups.append(_root(h @ h, _vector(columns, n)))  # of Z^T Z
            start += times
    return [("dense", _columns(groups)), *chain]


def _columns(groups: list[tuple[Array, int]]) -> Array:
    return np.stack([v for v, times in groups for _ in range(times)], axis=1)


def _vector(entries: dict[int, Fraction], n: int) -> Array:
    return np.array([entries.get(k, Fraction(0)) for k in range(n)])


def _of_square(size: Fraction, places: Iterator[int]) -> dict[int, Fraction]:
    """One or two equal entries at new places whose squares add up to a power of 2."""
    root = _rational_root(size)
    return {next(places): root} if root else {next(places): r for r in [_root_of_half(size)] * 2}


def _root(size: Fraction, v: Array) -> tuple[Array, int]:
    """The group whose sum is a power of 2 times v v^T."""
    root = _rational_root(size)
    return (root * v, 1) if root else (_root_of_half(size) * v, 2)


def _rational_root(square: Fraction) -> Fraction | None:
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    return root if root * root == square else None


def _root_of_half(size: Fraction) -> Fraction:
    root = _rational_root(size / 2)
    assert root is not None
    return root
