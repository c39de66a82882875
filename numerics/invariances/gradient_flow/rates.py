"""How fast the arguments of activations move, when the parameters move in a direction."""

from __future__ import annotations

import numpy as np

from numerics.arrays.arguments import Array
from numerics.invariances.architecture import floating
from numerics.invariances.architecture.layered import Layered
from numerics.invariances.architecture.stages import Block, Plain
from numerics.invariances.network.graph import Slopes


def arguments_rate(net: Layered, theta: Array, x: Array, patterns: list[Array], direction: Array) -> Array:
    """Derivatives of all arguments along a direction, every slope being as the patterns say.

    Parameters
    ----------
    net
        Stages `Plain` and `Block`.
    theta, direction : arrays, shape (P,)
    x : array, shape (n, n_inputs)
    patterns
        One array of slopes an activation that is not linear, as a tape has them.

    Returns
    -------
    array
        Flat, in the order of the patterns.
    """
    value, moving, found = x, 0 * x, []
    left = list(patterns)
    offset = 0

    def activate(z: Array, rate: Array, slopes: Slopes) -> tuple[Array, Array]:
        if slopes[0] == slopes[1]:
            return z * float(slopes[0]), rate * float(slopes[0])
        slope = left.pop(0)
        found.append(rate.ravel())
        return z * slope, rate * slope

    for stage in net.stages:
        matrices = []
        for piece in stage.parts:
            part = slice(offset, offset + piece.size)
            # The map is affine in its parameters: what is fixed in it does not move.
            still = floating._matrix(piece, 0 * theta[part])
            matrices.append(
                (floating._matrix(piece, theta[part]), floating._matrix(piece, direction[part]) - still)
            )
            offset += piece.size

        def through(
            index: int, h: Array, rate: Array, maps: list[tuple[Array, Array]] = matrices
        ) -> tuple[Array, Array]:
            matrix, turn = maps[index]
            return h @ matrix.T, rate @ matrix.T + h @ turn.T

        if isinstance(stage, Plain):
            value, moving = activate(*through(0, value, moving), stage.slopes)
        else:
            assert isinstance(stage, Block)
            inner = activate(*through(0, value, moving), stage.inner)
            (up, up_rate), (skip, skip_rate) = through(1, *inner), through(2, value, moving)
            value, moving = activate(up + skip, up_rate + skip_rate, stage.slopes)
    return np.concatenate(found) if found else np.ones(1)
