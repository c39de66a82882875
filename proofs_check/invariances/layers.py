"""Random layered networks with rational parameters, and exact velocities of their Gram matrices."""

from __future__ import annotations

import random
from math import prod
from typing import Any

import numpy as np
from flint import fmpq

from numerics.invariances import architecture
from numerics.invariances.architecture import Layered, Plain
from numerics.invariances.network import LINEAR, RELU
from proofs_check.engines import exactly

Array = Any


def number(rng: random.Random, *, zero: bool = True) -> fmpq:
    """A small random fraction."""
    while True:
        value = fmpq(rng.randint(-6, 6), rng.randint(1, 3))
        if value != 0 or zero:
            return value


def parameters(net: Layered, rng: random.Random) -> list[Array]:
    """Random parameters of the right shapes."""
    return [
        np.array([number(rng, zero=False) for _ in range(prod(shape))], dtype=object).reshape(shape)
        for shape in net.shapes
    ]


def velocities(
    net: Layered, rng: random.Random, examples: int = 2, given: list[Array] | None = None
) -> tuple[list[Array], list[Array], fmpq]:
    """Parameters, the gradient of a random loss by them, and sum c_i f_i."""
    values = parameters(net, rng) if given is None else given
    samples = [[number(rng, zero=False) for _ in range(net.n_inputs)] for _ in range(examples)]
    factors = [number(rng, zero=False) for _ in samples]
    slopes = net.gradient(values, samples, factors)
    total = sum((c * net.value(values, x) for c, x in zip(factors, samples, strict=True)), fmpq(0))
    return values, slopes, total


def left(w: Array, g: Array) -> Array:
    """Half of minus d(W W^T)/dt, symmetrised: W G^T + G W^T, indexed by outputs of W."""
    return w @ g.T + g @ w.T


def right(w: Array, g: Array) -> Array:
    """W^T G + G^T W, indexed by inputs of W."""
    return w.T @ g + g.T @ w


def moving(matrix: Array) -> bool:
    """Whether some entry beside the diagonal, or the only one, is not 0."""
    n = len(matrix)
    return any(matrix[i, j] != 0 for i in range(n) for j in range(n) if i != j or n == 1)


def ahead(rng: random.Random, width: int) -> list[Plain]:
    """What may stand in front of a pair of maps: inputs, a dense map or a convolution with ReLU."""
    kind = rng.choice(("nothing", "dense", "convolution"))
    if kind == "nothing":
        return []
    if kind == "dense":
        return [Plain(architecture.dense(width, rng.randint(1, 3)), RELU)]
    kernel = rng.randint(1, 2)
    return [Plain(architecture.convolution(1, 1, (width + kernel - 1,), (kernel,)), RELU)]


def behind(rng: random.Random, width: int) -> list[Plain]:
    """Some network from so many features to one output, with mixed activations."""
    middle = rng.randint(1, 3)
    return [
        Plain(architecture.dense(middle, width), rng.choice((LINEAR, RELU, (1, fmpq(1, 4))))),
        Plain(architecture.dense(1, middle)),
    ]


def geometry(
    rng: random.Random, *, two: bool | None = None
) -> tuple[tuple[int, ...], tuple[int, ...], int, int]:
    """Size, kernel, stride from 1 to 3 and padding from 0 to 2 of a convolution along one axis or two."""
    axes = 2 if (rng.random() < 0.4 if two is None else two) else 1
    size = tuple(rng.randint(2, 3 if axes == 2 else 6) for _ in range(axes))
    kernel = tuple(rng.randint(1, min(n, 3)) for n in size)
    # Less padding than kernel: every window sees an input, so that the output depends on some.
    return size, kernel, rng.randint(1, 3), rng.randint(0, min(2, min(kernel) - 1))


def convolution(
    rng: random.Random, a: int, d: int, size: tuple[int, ...] | None = None
) -> tuple[Any, tuple[int, ...]]:
    """A random convolution from a to d channels, and the size of its output."""
    if size is None:
        size, kernel, stride, pad = geometry(rng)
    else:
        kernel = tuple(rng.randint(1, min(n, 3)) for n in size)
        stride, pad = rng.randint(1, 3), rng.randint(0, min(2, min(kernel) - 1))
    piece = architecture.convolution(a, d, size, kernel, stride=stride, pad=pad)
    return piece, architecture.positions(size, kernel, stride, pad)


def conserved(a: Array, b: Array) -> None:
    """Judge that both sides move, and alike."""
    if moving(a) and moving(b):
        exactly(a, b)


def diagonal_only(a: Array, b: Array) -> bool:
    """Judge that the diagonals move alike; whether the matrices differ elsewhere."""
    if moving(a) and moving(b):
        exactly(np.diagonal(a), np.diagonal(b))
    return bool((a != b).any())


def stacked(w: list[Array], g: list[Array], first: int, second: int, axis: int) -> tuple[Array, Array]:
    """Two parameters side by side, and their slopes."""
    into, slope = (np.concatenate([v[first], v[second]], axis=axis) for v in (w, g))
    return into, slope
