"""Layered networks in floating point: outputs and gradients, batched over leading axes of the parameters.

Array-API arrays throughout, so that many networks train at once on whatever device holds them.
"""

from __future__ import annotations

from math import prod
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.invariances.architecture.layered import Block, Layered, Plain
from numerics.invariances.architecture.pieces import Piece
from numerics.invariances.network.graph import Slopes

#: For every activation, in order, the slope in use at each sample and unit.
Patterns = list[Array]


def outputs(net: Layered, theta: Array, x: Array) -> Array:
    """Outputs of networks.

    Parameters
    ----------
    net
        Stages `Plain` and `Block` only.
    theta : array, shape (..., P)
        Flat parameters, in the order of `Layered.flatten`; one network for each leading index.
    x : array, shape (n, n_inputs)
        Samples, the same for all networks.

    Returns
    -------
    array, shape (..., n)

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit or a number is not finite.
    """
    return run(net, theta, x)[0]


def run(net: Layered, theta: Array, x: Array, patterns: Patterns | None = None) -> tuple[Array, Tape]:
    """Outputs as by `outputs`, and a tape for `pull`; with `patterns` given, slopes are as they say."""
    theta, x = check(net, theta, x)
    return run_unchecked(net, theta, x, patterns)


def run_unchecked(
    net: Layered, theta: Array, x: Array, patterns: Patterns | None = None
) -> tuple[Array, Tape]:
    """As `run`, of arguments that `check` has returned: for the inside of long loops."""
    tape = Tape(net, theta, x, [], [], [])
    offset, h = 0, x
    fixed = list(patterns) if patterns is not None else None
    for stage in net.stages:
        matrices = []
        for piece in stage.parts:
            matrices.append(_matrix(piece, theta[..., offset : offset + piece.size]))
            offset += piece.size
        tape.matrices.append(matrices)
        if isinstance(stage, Plain):
            tape.values.append([h])
            h = tape.activate(_apply(h, matrices[0]), stage.slopes, fixed)
        else:
            assert isinstance(stage, Block)
            inner = tape.activate(_apply(h, matrices[0]), stage.inner, fixed)
            tape.values.append([h, inner])
            h = tape.activate(_apply(inner, matrices[1]) + _apply(h, matrices[2]), stage.slopes, fixed)
    return h[..., 0], tape


class Tape:
    """What a run leaves for the way back, and for whoever wants to know the activation patterns."""

    def __init__(
        self, net: Layered, theta: Array, x: Array, matrices: list[Any], values: list[Any], slopes: Patterns
    ) -> None:
        self.net, self.theta, self.x = net, theta, x
        self.matrices, self.values = matrices, values
        self.slopes: Patterns = slopes
        self.pre: list[Array] = []

    def activate(self, z: Array, slopes: Slopes, fixed: Patterns | None) -> Array:
        """Apply an activation, noting its arguments and slopes; linear ones leave no trace."""
        a, b = slopes
        if a == b:
            return z if a == 1 else z * float(a)
        xp = compat.array_namespace(z)
        if fixed is not None:
            slope = fixed[len(self.slopes)]
        else:
            high, low = (xp.asarray(float(s), dtype=z.dtype, device=compat.device(z)) for s in (a, b))
            slope = xp.where(z >= 0, high, low)
        self.pre.append(z)
        self.slopes.append(slope)
        return z * slope


def pull(tape: Tape, factors: Array) -> Array:
    """Sum over samples of a factor times the derivative of the output by each parameter.

    Parameters
    ----------
    tape
        Of `run`.
    factors : array, shape (..., n)
        The loss's derivative by the output at each sample.

    Returns
    -------
    array, shape (..., P)
    """
    xp = compat.array_namespace(tape.theta)
    back = factors[..., None]
    parts: list[Array] = []
    at = len(tape.slopes)
    for stage, matrices, values in zip(
        reversed(tape.net.stages), reversed(tape.matrices), reversed(tape.values), strict=True
    ):
        at, back = _through(tape, at, back, stage.slopes)  # type: ignore[union-attr]
        if isinstance(stage, Plain):
            parts.append(_slope(stage.piece, back, values[0]))
            back = xp.matmul(back, matrices[0])
        else:
            assert isinstance(stage, Block)
            into = xp.matmul(back, matrices[1])
            at, into = _through(tape, at, into, stage.inner)
            parts.append(_slope(stage.z, back, values[0]))
            parts.append(_slope(stage.u, back, values[1]))
            parts.append(_slope(stage.y, into, values[0]))
            back = xp.matmul(back, matrices[2]) + xp.matmul(into, matrices[0])
    return xp.concat(parts[::-1], axis=-1)


def _through(tape: Tape, at: int, back: Array, slopes: Slopes) -> tuple[int, Array]:
    if slopes[0] == slopes[1]:
        return at, back if slopes[0] == 1 else back * float(slopes[0])
    return at - 1, back * tape.slopes[at - 1]


def _apply(h: Array, matrix: Array) -> Array:
    xp = compat.array_namespace(matrix)
    return xp.matmul(h, xp.matrix_transpose(matrix))


def _is_dense(piece: Piece) -> bool:
    return piece.parameter == piece.shape


def _table(piece: Piece) -> tuple[Any, Any]:
    """For every place of the matrix its parameter (or one past the last), and its fixed number."""
    index = np.full(prod(piece.shape), piece.size)
    fixed = np.zeros(prod(piece.shape))
    for row, col, place, (top, bottom) in zip(piece.rows, piece.cols, piece.index, piece.fixed, strict=True):
        where = row * piece.shape[1] + col
        if place >= 0:
            index[where] = place
        else:
            fixed[where] = top / bottom
    return index, fixed


def _matrix(piece: Piece, theta: Array) -> Array:
    xp, lead = compat.array_namespace(theta), theta.shape[:-1]
    if _is_dense(piece):
        return xp.reshape(theta, (*lead, *piece.shape))
    index, fixed = _table(piece)
    place = {"dtype": theta.dtype, "device": compat.device(theta)}
    padded = xp.concat([theta, xp.zeros((*lead, 1), **place)], axis=-1)
    flat = xp.take(padded, xp.asarray(index, device=compat.device(theta)), axis=-1)
    return xp.reshape(flat + xp.asarray(fixed, **place), (*lead, *piece.shape))


def _slope(piece: Piece, back: Array, value: Array) -> Array:
    """Derivative by the parameters of a map, from those by its outputs and from its inputs."""
    xp = compat.array_namespace(back)
    full = xp.matmul(xp.matrix_transpose(back), value)
    flat = xp.reshape(full, (*full.shape[:-2], prod(piece.shape)))
    if _is_dense(piece):
        return flat
    if not piece.size:
        return flat[..., :0]
    index, _ = _table(piece)
    one_hot = (index[:, None] == np.arange(piece.size)).astype(np.float64)
    return xp.matmul(flat, xp.asarray(one_hot, dtype=flat.dtype, device=compat.device(flat)))


def check(net: Layered, theta: Any, x: Any) -> tuple[Array, Array]:
    """Parameters and samples as arrays of one library; raises as `outputs` does."""
    if not isinstance(net, Layered):
        raise TypeError(f"net must be a Layered network, got {arguments.shorten(net)}")
    theta, x = arguments.arrays({"theta": theta, "x": x})
    allowed = f"of shape (..., {net.size})"
    arguments.require(theta.ndim >= 1 and theta.shape[-1] == net.size, "theta", theta, allowed)
    allowed = f"of shape (n, {net.n_inputs})"
    arguments.require(x.ndim == 2 and x.shape[-1] == net.n_inputs, "x", x, allowed)
    for index, stage in enumerate(net.stages):
        allowed = "a Plain or a Block: in floating point there is no max pooling"
        arguments.require(isinstance(stage, Plain | Block), f"stages[{index}]", stage, allowed)
    return theta, x
