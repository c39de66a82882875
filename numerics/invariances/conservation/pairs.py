"""Pairs of linear maps around hidden units or channels, and how many laws they have.

Source: beyond Le & Jegelka 2022, arXiv 2201.11968, Lemma 9.
"""

from __future__ import annotations

from dataclasses import dataclass

from numerics.arrays import arguments
from numerics.arrays.objects import sequence
from numerics.invariances.architecture import convolution
from numerics.invariances.conservation.laws import lie_rank, quadratic_laws
from numerics.invariances.conservation.polynomials import (
    PRIME,
    Polynomial,
    entries,
    multiply,
    piece_matrix,
    weights,
)


@dataclass(frozen=True)
class Count:
    """How many laws a network has.

    Attributes
    ----------
    quadratic : int
        Independent homogeneous quadratic ones, as elements of a space.
    most : int
        The most functions of any kind that are independent near a generic point and conserved by every flow.
    """

    quadratic: int
    most: int


def convolution_pair(
    inputs: int,
    hidden: int,
    kernel: int,
    *,
    outputs: int = 1,
    strides: tuple[int, int] = (1, 1),
    pads: tuple[int, int] = (0, 0),
    positions: int = 2,
    modulo: int | None = None,
) -> list[Polynomial]:
    """Coefficients of two linear convolutions along one axis with kernels of equal size, each once.

    Parameters
    ----------
    inputs, hidden, outputs
        Channels; a dense pair has ``kernel=1``.
    kernel
        Kernel positions of both maps.
    strides, pads
        Of the first map and of the second.
    positions
        Of the last output; the input is as long as they need.
    modulo
        A prime, or None for integers.

    Returns
    -------
    list of polynomials
        In the weights T[i, s, o] of the first map, then of the second.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind given above, or there would be no input at all.
    """
    inputs = arguments.count(inputs, "inputs", at_least=1)
    hidden = arguments.count(hidden, "hidden", at_least=1)
    outputs = arguments.count(outputs, "outputs", at_least=1)
    kernel = arguments.count(kernel, "kernel", at_least=1)
    strides = _two(strides, "strides", 1)
    pads = _two(pads, "pads", 0)
    positions = arguments.count(positions, "positions", at_least=1)
    middle = (positions - 1) * strides[1] + kernel - 2 * pads[1]
    length = (middle - 1) * strides[0] + kernel - 2 * pads[0]
    arguments.require(middle >= 1 and length >= 1, "pads", pads, "small enough to leave an input")
    first = convolution(inputs, hidden, (length,), (kernel,), stride=strides[0], pad=pads[0])
    second = convolution(hidden, outputs, (middle,), (kernel,), stride=strides[1], pad=pads[1])
    w = weights(first.size + second.size, modulo=modulo)
    product = multiply(piece_matrix(second, w[first.size :]), piece_matrix(first, w[: first.size]))
    return list({str(entry): entry for entry in entries(product) if entry != 0}.values())


def _two(values: tuple[int, int], name: str, least: int) -> tuple[int, int]:
    given = sequence(values, name, "two integers")
    arguments.require(len(given) == 2, name, values, "two integers")
    first, second = (arguments.count(value, name, at_least=least) for value in given)
    return first, second


def count_of_pair(
    inputs: int,
    hidden: int,
    kernel: int,
    *,
    outputs: int = 1,
    strides: tuple[int, int] = (1, 1),
    pads: tuple[int, int] = (0, 0),
    positions: int = 2,
) -> Count:
    """Both counts of `convolution_pair`.

    Examples
    --------
    >>> count_of_pair(1, 2, 2), count_of_pair(1, 2, 2, strides=(2, 1))
    (Count(quadratic=4, most=4), Count(quadratic=3, most=3))
    """
    shape = {"outputs": outputs, "strides": strides, "pads": pads, "positions": positions}
    exact = convolution_pair(inputs, hidden, kernel, **shape)  # type: ignore[arg-type]
    rank = lie_rank(convolution_pair(inputs, hidden, kernel, modulo=PRIME, **shape))  # type: ignore[arg-type]
    return Count(quadratic_laws(exact), exact[0].context().nvars() - rank)


def laws_of_pair(hidden: int, kernel: int) -> list[Polynomial]:
    """The h^2 quadratic laws of a pair 1 -> h -> 1: products of kernels, symmetric and antisymmetric ones."""
    hidden = arguments.count(hidden, "hidden", at_least=1)
    kernel = arguments.count(kernel, "kernel", at_least=1)
    w = weights(2 * hidden * kernel)
    into = [[w[s * hidden + c] for s in range(kernel)] for c in range(hidden)]
    out = [[w[hidden * kernel + c * kernel + s] for s in range(kernel)] for c in range(hidden)]

    def dot(a: list[Polynomial], b: list[Polynomial]) -> Polynomial:
        return sum((x * y for x, y in zip(a, b, strict=True)), start=w[0] * 0)

    pairs = [(c, e) for c in range(hidden) for e in range(c, hidden)]
    symmetric = [dot(into[c], into[e]) - dot(out[c], out[e]) for c, e in pairs]
    return symmetric + [dot(into[c], out[e]) - dot(into[e], out[c]) for c, e in pairs if c != e]
