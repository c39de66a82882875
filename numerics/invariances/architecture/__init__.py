"""Layered architectures: dense maps, convolutions, residual blocks and pooling (Le & Jegelka 2022)."""

from numerics.invariances.architecture.layered import Block, Compiled, Layered, MaxPool, Plain, Stage, block
from numerics.invariances.architecture.pieces import (
    Piece,
    average_pool,
    ch_matrix,
    convolution,
    dense,
    diagonal,
    identity,
    in_matrix,
    out_matrix,
    positions,
)

__all__ = [
    "Block",
    "Compiled",
    "Layered",
    "MaxPool",
    "Piece",
    "Plain",
    "Stage",
    "average_pool",
    "block",
    "ch_matrix",
    "convolution",
    "dense",
    "diagonal",
    "identity",
    "in_matrix",
    "out_matrix",
    "positions",
]
