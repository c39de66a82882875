"""What happens to the linear tail of a layered network along a path of its parameters.

Source: Le & Jegelka 2022, arXiv 2201.11968, Section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.invariances.architecture import floating
from numerics.invariances.architecture.layered import Block, Layered, Plain
from numerics.invariances.tail import layers


@dataclass(frozen=True)
class TailCourse:
    """Records at k points of a path, of a tail of L layers.

    Attributes
    ----------
    frobenius, spectral : arrays, shape (k, L)
        Squared norms of [U Z], Out(T) or W.
    singular : list of L arrays, shape (k, rank at most)
        Singular values, the largest first.
    drift : array, shape (k,)
        Largest entry of C_j(t) - C_j(0) in size, over all j: 0 along the flow.
    sines, sine_bounds : arrays, shape (k, L - 1)
        Angles between neighbouring layers and their bounds (Eq. 15); NaN next to a block or convolution.
    gamma, bound : arrays, shape (L,)
        Theorem 2 with the constants of the first point: frobenius/gamma - spectral <= bound.
    """

    frobenius: Array
    spectral: Array
    singular: list[Array]
    drift: Array
    sines: Array
    sine_bounds: Array
    gamma: Array
    bound: Array


def layers_of(net: Layered, theta: Any, *, skip: int = 0) -> list[layers.Layer]:
    """Layers as `numerics.invariances.tail` wants them.

    Parameters
    ----------
    net
        Stages `Plain` and `Block`, of dense maps, convolutions and free blocks from `skip` on.
    theta : array, shape (P,)
    skip
        How many stages come before the tail.
    """
    skip = arguments.count(skip, "skip")
    arguments.require(skip < len(net.stages), "skip", skip, f"below {len(net.stages)}")
    arrays = net.split(theta)
    found: list[layers.Layer] = []
    for stage in net.stages:
        if isinstance(stage, Block):
            y, u, z, *arrays = arrays
            found.append(("free", u, y, z))
        else:
            assert isinstance(stage, Plain)
            value, *arrays = arrays
            positions = (stage.piece.shape[0] // value.shape[2],) if value.ndim == 3 else ()
            found.append(("conv" if positions else "dense", value, *positions))
    return found[skip:]


def record(net: Layered, path: Any, *, skip: int = 0) -> TailCourse:
    """Record conserved quantities, singular values, angles and bounds along a path.

    Parameters
    ----------
    net
        As for `layers_of`; it ends with a dense row.
    path : array_like, shape (k, P)
        Parameters at k points, as flows and `numerics.invariances.descent.train` give them.
    skip
        How many stages come before the tail.

    Returns
    -------
    TailCourse

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described.

    Examples
    --------
    >>> from numerics.invariances.architecture import Layered, Plain, dense
    >>> net = Layered([Plain(dense(2, 2)), Plain(dense(1, 2))])
    >>> course = record(net, [[3.0, 0.0, 0.0, 0.0, 3.0, 0.0]])
    >>> course.frobenius.tolist(), course.spectral.tolist(), course.bound.tolist()
    ([[9.0, 9.0]], [[9.0, 9.0]], [0.0, 0.0])
    """
    (points,) = arguments.arrays({"path": path})
    allowed = f"of shape (k, {getattr(net, 'size', 'P')}), k at least 1"
    arguments.require(points.ndim == 2 and len(points) > 0, "path", path, allowed)
    floating.check(net, points, np.zeros((1, getattr(net, "n_inputs", 1))))
    chains = [layers_of(net, at, skip=skip) for at in points]
    limits = layers.bounds(chains[0])
    squares = [layers.norms(chain) for chain in chains]
    start = layers.differences(chains[0])
    moved = [zip(start, layers.differences(chain), strict=True) for chain in chains]
    drift = [max((float(np.abs(new - old).max()) for old, new in pairs), default=0.0) for pairs in moved]
    angles = np.array([[_angle(*pair) for pair in pairwise(chain)] for chain in chains])
    angles = angles.reshape(len(chains), len(start), 2)
    return TailCourse(
        np.array([f for f, _ in squares]),
        np.array([s for _, s in squares]),
        [
            np.array([np.linalg.svd(layers.out_stack(chain[j]), compute_uv=False) for chain in chains])
            for j in range(len(chains[0]))
        ],
        np.array(drift),
        angles[..., 0],
        angles[..., 1],
        limits.gamma,
        limits.bound,
    )


def _angle(first: layers.Layer, second: layers.Layer) -> tuple[float, float]:
    return layers.sines(first[1], second[1]) if first[0] == second[0] == "dense" else (np.nan, np.nan)
