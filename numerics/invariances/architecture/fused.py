"""Gradients of many small dense networks at once, in buffers that are made once.

What `floating` does for any architecture and any array library, for NumPy arrays and dense maps, with less
work: the map behind the inputs is one product for all networks, since they share the samples; and behind the
last activation a network is a row r, so that only f = r h and g = sum_i c_i h_i meet the samples: the
derivatives by the linear maps there are outer products of rows from behind and columns from before.
"""

from __future__ import annotations

from math import prod
from typing import Any

import array_api_compat as compat
import numpy as np

from numerics.arrays.arguments import Array
from numerics.descent import losses
from numerics.descent.losses import Loss
from numerics.invariances.architecture.layered import Block, Layered, Plain
from numerics.invariances.network.graph import LINEAR, RELU, Slopes


def applies(net: Layered, theta: Any) -> bool:
    """Whether all maps are dense, every block lies behind the last activation, and arrays are NumPy's."""
    dense = all(piece.parameter == piece.shape for stage in net.stages for piece in stage.parts)
    plain = all(isinstance(stage, Plain) for stage in net.stages[: _bends(net)])
    return compat.is_numpy_array(theta) and dense and plain


def _bends(net: Layered) -> int:
    """How many stages there are up to the last with an activation that is not linear."""
    pairs = [(getattr(stage, "inner", LINEAR), getattr(stage, "slopes", LINEAR)) for stage in net.stages]
    return max((at for at, both in enumerate(pairs, 1) if any(a != b for a, b in both)), default=0)


class Fused:
    """Parameters of many networks, map by map, and the gradients of their risks.

    Parameters
    ----------
    net
        A network to which the module `applies`.
    theta : array, shape (..., P)
        Flat parameters, checked.
    x, y : arrays, shapes (n, n_inputs) and (n,)
        Samples and labels, checked.
    loss
        As in `numerics.descent.losses`.

    Attributes
    ----------
    values, gradient : arrays, shape (S P,)
        Parameters and gradient of all networks, all of the first map before all of the second; each may be
        written to in place.
    """

    def __init__(self, net: Layered, theta: Array, x: Array, y: Array, loss: Loss) -> None:
        self.net, self.loss, self.y = net, loss, y
        self.x, self.columns = np.ascontiguousarray(x), np.ascontiguousarray(x.T)
        self.lead = theta.shape[:-1]
        self.n = prod(self.lead)
        self.values = np.empty(theta.size, theta.dtype)
        self.gradient = np.empty_like(self.values)
        self._parts, self._slopes = self._views(self.values), self._views(self.gradient)
        self.load(theta)
        bends = _bends(net)
        self.front = [stage for stage in net.stages[:bends] if isinstance(stage, Plain)]
        self.tail = [stage for stage in net.stages[bends:] if isinstance(stage, Plain | Block)]
        self._buffers = [
            [np.empty((self.n, stage.piece.shape[0], len(x)), theta.dtype) for _ in range(3)]
            for stage in self.front
        ]

    def load(self, theta: Array) -> None:
        """Take parameters of shape (..., P)."""
        flat, start = theta.reshape(self.n, -1), 0
        for part in self._parts:
            stop = start + part[0].size
            part[...] = flat[:, start:stop].reshape(part.shape)
            start = stop

    def theta(self) -> Array:
        """A copy of the parameters, shape (..., P)."""
        flat = np.concatenate([part.reshape(self.n, -1) for part in self._parts], axis=1)
        return flat.reshape(*self.lead, -1)

    def _views(self, flat: Array) -> list[Array]:
        """One array of shape (S, out, in) a map."""
        views, start = [], 0
        for shape in self.net.shapes:
            stop = start + self.n * prod(shape)
            views.append(flat[start:stop].reshape(self.n, *shape))
            start = stop
        return views

    def update(self) -> Array:
        """Compute the gradient at the present parameters, and return it: `gradient` itself."""
        h = self._forward()
        rows = self._rows()
        row = rows[0]
        f = row[:, 0] @ self.columns if h is None else np.matmul(row, h)[:, 0]
        factors = losses.slopes_unchecked(f, self.y, self.loss)
        column = factors @ self.x if h is None else np.matmul(h, factors[..., None])[..., 0]
        self._pull_tail(rows, column)
        if h is not None:
            self._pull_front(row, factors)
        return self.gradient

    def _forward(self) -> Array | None:
        """Values behind the last activation, features before samples; None without any activation."""
        h = None
        for stage, w, (z, slope, value) in zip(self.front, self._parts, self._buffers, strict=False):
            if h is None:
                np.matmul(w.reshape(-1, w.shape[2]), self.columns, out=z.reshape(-1, z.shape[2]))
            else:
                np.matmul(w, h, out=z)
            _activate(stage.slopes, z, slope, value)
            h = value
        return h

    def _rows(self) -> list[Array]:
        """For every stage of the tail the row, shape (S, 1, features), that leads from before it to f."""
        row = np.ones((self.n, 1, 1), self.values.dtype)
        rows = [row]
        parts = iter(self._parts[::-1])
        for stage in reversed(self.tail):
            row = row * float(stage.slopes[0]) if stage.slopes[0] != 1 else row
            rows[-1] = row
            if isinstance(stage, Block):
                z, u, y = next(parts), next(parts), next(parts)
                row = np.matmul(np.matmul(row, u) * float(stage.inner[0]), y) + np.matmul(row, z)
            else:
                w = next(parts)
                row = row * w if w.shape[1] == 1 else np.matmul(row, w)
            rows.append(row)
        return rows[::-1]

    def _pull_tail(self, rows: list[Array], column: Array) -> None:
        """Derivatives behind the last activation, from the sum of values there times factors."""
        at = len(self.front)
        for stage, row in zip(self.tail, rows[1:], strict=True):
            if isinstance(stage, Block):
                (y, u, _), (by_y, by_u, by_z) = self._parts[at : at + 3], self._slopes[at : at + 3]
                a = float(stage.inner[0])
                inner = a * _times(y, column)
                np.multiply(a * np.swapaxes(np.matmul(row, u), 1, 2), column[:, None], out=by_y)
                np.multiply(np.swapaxes(row, 1, 2), inner[:, None], out=by_u)
                np.multiply(np.swapaxes(row, 1, 2), column[:, None], out=by_z)
                column = _times(u, inner) + _times(self._parts[at + 2], column)
                at += 3
            else:
                np.multiply(np.swapaxes(row, 1, 2), column[:, None], out=self._slopes[at])
                column = _times(self._parts[at], column) if at + 1 < len(self._parts) else column
                at += 1
            if stage.slopes[0] != 1:
                column = column * float(stage.slopes[0])

    def _pull_front(self, row: Array, factors: Array) -> None:
        """Derivatives up to the last activation; the buffers of arguments are used up on the way."""
        np.multiply(np.swapaxes(row, 1, 2), factors[:, None], out=self._buffers[-1][0])
        for at in range(len(self.front) - 1, -1, -1):
            back = self._buffers[at][0]
            back *= self._buffers[at][1]
            if at:
                before, _, h = self._buffers[at - 1]
                np.matmul(back, np.swapaxes(h, 1, 2), out=self._slopes[at])
                np.matmul(np.swapaxes(self._parts[at], 1, 2), back, out=before)
            else:
                np.matmul(back.reshape(-1, back.shape[2]), self.x,
                          out=self._slopes[0].reshape(-1, self.x.shape[1]))  # fmt: skip


def _activate(pair: Slopes, z: Array, slope: Array, value: Array) -> None:
    """Slopes in use and values, in place."""
    np.greater_equal(z, 0, out=slope)
    if pair != RELU:
        slope *= float(pair[0]) - float(pair[1])
        slope += float(pair[1])
    np.multiply(z, slope, out=value)


def _times(matrix: Array, column: Array) -> Array:
    return np.matmul(matrix, column[..., None])[..., 0]
