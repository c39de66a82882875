"""Stages of layered networks: linear maps with activations, residual blocks, pooling.

Source: Le & Jegelka 2022, arXiv 2201.11968, Section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, Literal, TypeAlias

from numerics.arrays import arguments
from numerics.arrays.objects import instance, sequence
from numerics.invariances.architecture import pieces
from numerics.invariances.architecture.pieces import Piece
from numerics.invariances.network import LINEAR, RELU
from numerics.invariances.network.graph import Slopes

Skip = Literal["identity", "diagonal", "free"]


@dataclass(frozen=True)
class Plain:
    """A linear map followed by an activation."""

    piece: Piece
    slopes: Slopes = LINEAR

    def __post_init__(self) -> None:
        instance(self.piece, "piece", Piece)
        _require_slopes(self.slopes, "slopes")

    @property
    def parts(self) -> tuple[Piece, ...]:
        """The linear maps, here one."""
        return (self.piece,)


@dataclass(frozen=True)
class Block:
    """A residual block U sigma(Y x) + Z x, followed by an activation (none by default)."""

    y: Piece
    u: Piece
    z: Piece
    inner: Slopes = RELU
    slopes: Slopes = LINEAR

    def __post_init__(self) -> None:
        for name in ("y", "u", "z"):
            instance(getattr(self, name), name, Piece)
        for name in ("inner", "slopes"):
            _require_slopes(getattr(self, name), name)

    @property
    def parts(self) -> tuple[Piece, ...]:
        """The linear maps Y, U and Z."""
        return (self.y, self.u, self.z)


@dataclass(frozen=True)
class MaxPool:
    """The largest of each window, as max(a, b) = b + relu(a - b): the graph stays a network."""

    channels: int
    size: tuple[int, ...]
    width: int

    def __post_init__(self) -> None:
        arguments.count(self.channels, "channels", at_least=1)
        pieces.pool_windows(self.size, self.width)  # which says what is wrong with them

    @property
    def parts(self) -> tuple[Piece, ...]:
        """Nothing with parameters."""
        return ()


def _require_slopes(given: Any, name: str) -> None:
    """Raise TypeError or ValueError unless these are the slopes on the two sides of 0."""
    sequence(given, name, "two slopes")
    arguments.require(len(given) == 2, name, given, "two slopes")
    arguments.arrays({name: given}, exact=True)


Stage: TypeAlias = Plain | Block | MaxPool


def block(p: int, c: int, q: int, skip: Skip, *, inner: Slopes = RELU, slopes: Slopes = LINEAR) -> Block:
    """A residual block from p to q features with c hidden units.

    Raises
    ------
    ValueError
        If the skip is unknown, or is no free one and p differs from q.
    """
    arguments.one_of(skip, "skip", ("identity", "diagonal", "free"))
    p, c, q = (arguments.count(n, name, at_least=1) for name, n in (("p", p), ("c", c), ("q", q)))
    arguments.require(skip == "free" or p == q, "q", q, f"{p}, as many as go in, for a skip that is {skip}")
    z = {"identity": pieces.identity, "diagonal": pieces.diagonal}.get(skip)
    return Block(pieces.dense(c, p), pieces.dense(q, c), z(q) if z else pieces.dense(q, p), inner, slopes)


def widths(stage: Stage) -> tuple[int, int]:
    """Features in and out."""
    instance(stage, "stage", (Plain, Block, MaxPool))
    if isinstance(stage, Plain):
        return stage.piece.shape[1], stage.piece.shape[0]
    if isinstance(stage, Block):
        c, p = stage.y.shape
        q = stage.u.shape[0]
        fits = stage.u.shape[1] == c and stage.z.shape == (q, p)
        arguments.require(fits, "block", (stage.u.shape, stage.z.shape), f"U of {q} x {c}, Z of {q} x {p}")
        return p, q
    windows = pieces.pool_windows(stage.size, stage.width)
    return stage.channels * prod(stage.size), stage.channels * len(windows)
