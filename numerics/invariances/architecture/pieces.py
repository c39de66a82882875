"""Linear maps whose matrices hold parameters, shared or not, or fixed numbers.

Source: Le & Jegelka 2022, arXiv 2201.11968, Section 2 and Appendix D. A spatial map with channels acts on
features in channel-major order: feature c m + p is channel c at position p of m.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array


@dataclass(frozen=True)
class Piece:
    """A matrix by its entries.

    Attributes
    ----------
    shape : (int, int)
        Outputs and inputs.
    rows, cols : tuples of int
        Where the entries are; everything else is 0.
    index : tuple of int
        For every entry the place of its parameter in the flattened array, or -1 for a fixed number.
    fixed : tuple of (int, int)
        For every entry the fixed number as a fraction; not used where there is a parameter.
    parameter : tuple of int
        Shape of the parameters' array; empty if there are none.
    """

    shape: tuple[int, int]
    rows: tuple[int, ...]
    cols: tuple[int, ...]
    index: tuple[int, ...]
    fixed: tuple[tuple[int, int], ...]
    parameter: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many parameters."""
        return prod(self.parameter) if self.parameter else 0


def dense(n_out: int, n_in: int) -> Piece:
    """A matrix of n_out x n_in parameters."""
    n_out = arguments.count(n_out, "n_out", at_least=1)
    n_in = arguments.count(n_in, "n_in", at_least=1)
    places = list(product(range(n_out), range(n_in)))
    return _piece((n_out, n_in), [(r, c, r * n_in + c) for r, c in places], (n_out, n_in))


def diagonal(n: int) -> Piece:
    """A diagonal matrix of n parameters."""
    n = arguments.count(n, "n", at_least=1)
    return _piece((n, n), [(i, i, i) for i in range(n)], (n,))


def identity(n: int) -> Piece:
    """The identity, without parameters."""
    n = arguments.count(n, "n", at_least=1)
    span = tuple(range(n))
    return Piece((n, n), span, span, (-1,) * n, ((1, 1),) * n, ())


def convolution(
    a: int, d: int, size: tuple[int, ...], kernel: tuple[int, ...], *, stride: int = 1, pad: int = 0
) -> Piece:
    """Cross-correlation from a to d channels with zero padding; parameters T[i, s, o].

    Parameters
    ----------
    a, d
        Channels in and out.
    size
        Positions along each axis of the input, one axis or two (any number works).
    kernel
        Kernel positions along each axis; s numbers them with the last axis running fastest.
    stride, pad
        Step between, and zeros added on both sides, along each axis.

    Returns
    -------
    Piece
        From a*prod(size) features to d*m.

    Raises
    ------
    TypeError, ValueError
        If a number is not a positive integer, the axes differ or the kernel is larger than the padded input.

    Examples
    --------
    >>> convolution(1, 2, (5,), (3,), stride=2, pad=1).shape
    (6, 5)
    """
    a, d = arguments.count(a, "a", at_least=1), arguments.count(d, "d", at_least=1)
    out = positions(size, kernel, stride, pad)
    taps = list(product(*map(range, kernel)))
    places = []
    m_in, m_out, taps_count = prod(size), prod(out), len(taps)
    for q, corner in enumerate(product(*map(range, out))):
        for s, tap in enumerate(taps):
            at = [stride * c + t - pad for c, t in zip(corner, tap, strict=True)]
            if not all(0 <= x < n for x, n in zip(at, size, strict=True)):
                continue
            p = 0
            for x, n in zip(at, size, strict=True):
                p = p * n + x
            places += [
                (o * m_out + q, i * m_in + p, (i * taps_count + s) * d + o)
                for i in range(a)
                for o in range(d)
            ]
    return _piece((d * m_out, a * m_in), places, (a, taps_count, d))


def positions(size: tuple[int, ...], kernel: tuple[int, ...], stride: int, pad: int) -> tuple[int, ...]:
    """Positions along each axis of a convolution's output.

    Examples
    --------
    The first layer of AlexNet has 55 positions a side for inputs of 227, not of 224:

    >>> positions((227, 227), (11, 11), 4, 0)
    (55, 55)
    """
    size, kernel = _axes(size, "size"), _axes(kernel, "kernel")
    stride, pad = arguments.count(stride, "stride", at_least=1), arguments.count(pad, "pad")
    allowed = f"at most {[n + 2 * pad for n in size]} along the axes of size {list(size)}"
    fits = len(kernel) == len(size) and all(k <= n + 2 * pad for k, n in zip(kernel, size, strict=True))
    arguments.require(fits, "kernel", kernel, allowed)
    return tuple((n + 2 * pad - k) // stride + 1 for n, k in zip(size, kernel, strict=True))


def average_pool(channels: int, size: tuple[int, ...], width: int) -> Piece:
    """Mean over windows of `width` positions along each axis, side by side; no parameters."""
    channels = arguments.count(channels, "channels", at_least=1)
    width = arguments.count(width, "width", at_least=1)
    places = [(c * len(windows) + q, c * prod(size) + p, -1)
              for windows in [pool_windows(size, width)]
              for c in range(channels) for q, window in enumerate(windows) for p in window]  # fmt: skip
    share = (1, width ** len(size))
    shape = (channels * len(pool_windows(size, width)), channels * prod(size))
    rows, cols, index = zip(*places, strict=True)
    return Piece(shape, rows, cols, index, (share,) * len(rows), ())


def pool_windows(size: tuple[int, ...], width: int) -> list[list[int]]:
    """Positions in each of the windows of `width` that fit side by side."""
    size = _axes(size, "size")
    width = arguments.count(width, "width", at_least=1)
    arguments.require(width <= min(size), "width", width, f"at most {min(size)}")
    windows = []
    for corner in product(*[range(n // width) for n in size]):
        window = []
        for tap in product(range(width), repeat=len(size)):
            p = 0
            for c, t, n in zip(corner, tap, size, strict=True):
                p = p * n + c * width + t
            window.append(p)
        windows.append(window)
    return windows


def _axes(value: Any, name: str) -> tuple[int, ...]:
    if not isinstance(value, tuple | list) or not value:
        raise TypeError(f"{name} must be a tuple of integers, one an axis, got {arguments.shorten(value)}")
    return tuple(arguments.count(n, f"{name}[{axis}]", at_least=1) for axis, n in enumerate(value))


def _piece(shape: tuple[int, int], places: list[tuple[int, int, int]], parameter: tuple[int, ...]) -> Piece:
    rows, cols, index = zip(*places, strict=True) if places else ((), (), ())
    return Piece(shape, rows, cols, index, ((0, 1),) * len(rows), parameter)


def out_matrix(t: Array) -> Array:
    """Out(T), shape (d, a S): row o holds every T[i, s, o]."""
    a, s, d = t.shape
    return np.reshape(np.moveaxis(t, 2, 0), (d, a * s))


def in_matrix(t: Array) -> Array:
    """In(T), shape (a, S d): row i holds every T[i, s, o]."""
    a, s, d = t.shape
    return np.reshape(t, (a, s * d))


def ch_matrix(w: Array, channels: int) -> Array:
    """Ch(W), shape (channels, m r), of a dense W, shape (r, channels m): Ch(W)[c, (p, r)] = W[r, c m + p].

    Raises
    ------
    ValueError
        If the columns are not a multiple of the channels.
    """
    r, n = w.shape
    arguments.require(n % channels == 0, "channels", channels, f"a divisor of {n}, the number of columns")
    m = n // channels
    return np.reshape(np.transpose(np.reshape(w, (r, channels, m)), (1, 2, 0)), (channels, m * r))
