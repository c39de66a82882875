"""Layered networks, compiled to a network on a graph with shared weights, with exact gradients.

Source: Le & Jegelka 2022, arXiv 2201.11968, Section 2. A residual block turns x into U sigma(Y x) + Z x, with
Z the identity, diagonal or free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import networkx as nx
import numpy as np
from flint import fmpq

from numerics.arrays import arguments
from numerics.arrays.objects import instance, sequence
from numerics.invariances.architecture import pieces
from numerics.invariances.architecture.pieces import Piece
from numerics.invariances.architecture.stages import Block, MaxPool, Plain, Skip, Stage, block, widths
from numerics.invariances.network import LINEAR, RELU, Network
from numerics.invariances.network.graph import Slopes

__all__ = ["Block", "Compiled", "Layered", "MaxPool", "Plain", "Skip", "Stage", "block"]


@dataclass(frozen=True)
class Compiled:
    """A layered network as a network on a graph.

    Attributes
    ----------
    network : Network
        Vertices off every path are left out.
    inputs : tuple of int
        The layered network's inputs that the graph has.
    places : tuple of int
        For every edge the place of its weight among all parameters, or -1 for a fixed one.
    units : tuple of tuples of int
        For every stage the vertices after it, -1 for one that is left out.
    inner : tuple of tuples of int
        For every stage the vertices of the hidden units of a block.
    """

    network: Network
    inputs: tuple[int, ...]
    places: tuple[int, ...]
    units: tuple[tuple[int, ...], ...]
    inner: tuple[tuple[int, ...], ...]


class Layered:
    """Stages one after the other, the last with a single output.

    Parameters
    ----------
    stages : sequence of Plain, Block or MaxPool

    Attributes
    ----------
    shapes : list of tuples of int
        Shapes of the parameters' arrays: one a `Plain` with parameters, Y, U and, unless it is fixed, Z a
        block.

    Raises
    ------
    ValueError
        If a stage does not fit the one before, or the last has several outputs.

    Examples
    --------
    >>> Layered([Plain(pieces.dense(3, 2), RELU), Plain(pieces.dense(1, 3))]).shapes
    [(3, 2), (1, 3)]
    """

    def __init__(self, stages: Sequence[Stage]) -> None:
        sequence(stages, "stages", "Plain, Block or MaxPool")
        arguments.require(len(stages) > 0, "stages", stages, "at least one stage")
        for index, stage in enumerate(stages):
            instance(stage, f"stages[{index}]", (Plain, Block, MaxPool))
        self.stages = tuple(stages)
        self.shapes = [p.parameter for stage in stages for p in stage.parts if p.parameter]
        self.n_inputs = width = widths(stages[0])[0]
        for index, stage in enumerate(stages):
            n_in, n_out = widths(stage)
            arguments.require(n_in == width, f"stages[{index}]", n_in, f"for {width} features, as come in")
            width = n_out
        arguments.require(width == 1, f"stages[{len(stages) - 1}]", width, "of one output")

    @property
    def size(self) -> int:
        """How many parameters."""
        return sum(map(prod, self.shapes))

    def compile(self, parameters: Sequence[Any]) -> Compiled:
        """Write the network as a graph.

        Parameters
        ----------
        parameters : sequence of object arrays
            One a shape of `shapes`, exact.
        """
        flat = self.flatten(parameters)
        builder = _Builder(self.n_inputs, flat)
        for stage in self.stages:
            builder.add(stage)
        return builder.finish()

    def flatten(self, parameters: Sequence[Any]) -> list[Any]:
        """All parameters in one list; raises ValueError if a shape is not the one of `shapes`."""
        given = [np.asarray(value, dtype=object) for value in parameters]
        shapes = [value.shape for value in given]
        arguments.require(shapes == self.shapes, "parameters", shapes, f"of shapes {self.shapes}")
        return [value for array in given for value in array.flat]

    def split(self, flat: Any) -> list[Any]:
        """Inverse of `flatten`, on arrays of shape (..., size)."""
        arrays, start = [], 0
        for shape in self.shapes:
            stop = start + prod(shape)
            arrays.append(flat[..., start:stop].reshape(*flat.shape[:-1], *shape))
            start = stop
        return arrays

    def gradient(
        self, parameters: Sequence[Any], samples: Sequence[Any], factors: Sequence[Any]
    ) -> list[Any]:
        """Sum over samples of a factor times the output's derivative by each parameter, exactly.

        Parameters
        ----------
        parameters
            As for `compile`.
        samples : sequence of sequences of numbers
            Inputs.
        factors : sequence of numbers
            One a sample: the loss's derivative by the output there.

        Returns
        -------
        list of object arrays
            Of the shapes of the parameters; derivatives by shared weights are added up.
        """
        compiled = self.compile(parameters)
        total = np.array([fmpq(0)] * self.size, dtype=object)
        for sample, factor in zip(samples, factors, strict=True):
            slopes = compiled.network.gradient([fmpq(_exact(sample[i])) for i in compiled.inputs])
            for place, slope in zip(compiled.places, slopes, strict=True):
                if place >= 0:
                    total[place] += _exact(factor) * slope
        return self.split(total)

    def value(self, parameters: Sequence[Any], sample: Sequence[Any]) -> Any:
        """The output, exactly."""
        compiled = self.compile(parameters)
        return compiled.network.forward([fmpq(_exact(sample[i])) for i in compiled.inputs])


def _exact(number: Any) -> fmpq:
    return number if isinstance(number, fmpq) else fmpq(number.numerator, number.denominator)


class _Builder:
    """Adds stages to a graph, then leaves out what is on no path."""

    def __init__(self, n_inputs: int, flat: list[Any]) -> None:
        self.flat = flat
        self.n_inputs = n_inputs
        self.front = list(range(n_inputs))
        self.slopes: dict[int, Slopes] = {}
        self.edges: list[tuple[int, int, int, tuple[int, int]]] = []
        self.count, self.offset = n_inputs, 0
        self.units: list[list[int]] = []
        self.inner: list[list[int]] = []

    def add(self, stage: Stage) -> None:
        start = self.front
        hidden: list[int] = []
        if isinstance(stage, MaxPool):
            self.front = self._pool(stage)
        elif isinstance(stage, Plain):
            self.front = self._vertices(stage.piece.shape[0], stage.slopes)
            self._connect(stage.piece, start, self.front)
        else:
            hidden = self._vertices(stage.y.shape[0], stage.inner)
            self.front = self._vertices(stage.u.shape[0], stage.slopes)
            self._connect(stage.y, start, hidden)
            self._connect(stage.u, hidden, self.front)
            self._connect(stage.z, start, self.front)
        self.units.append(self.front)
        self.inner.append(hidden)

    def _vertices(self, n: int, slopes: Slopes) -> list[int]:
        new = list(range(self.count, self.count + n))
        self.count += n
        self.slopes.update(dict.fromkeys(new, slopes))
        return new

    def _connect(self, piece: Piece, start: list[int], end: list[int]) -> None:
        for row, col, index, fixed in zip(piece.rows, piece.cols, piece.index, piece.fixed, strict=True):
            place = -1 if index < 0 else self.offset + index
            self.edges.append((start[col], end[row], place, fixed))
        self.offset += piece.size

    def _pool(self, stage: MaxPool) -> list[int]:
        m, out = prod(stage.size), []
        for channel in range(stage.channels):
            for window in pieces.pool_windows(stage.size, stage.width):
                best = self.front[channel * m + window[0]]
                for p in window[1:]:
                    other = self.front[channel * m + p]
                    (excess,), (larger,) = self._vertices(1, RELU), self._vertices(1, LINEAR)
                    for begin, finish, sign in (
                        (best, excess, 1), (other, excess, -1), (excess, larger, 1), (other, larger, 1),
                    ):  # fmt: skip
                        self.edges.append((begin, finish, -1, (sign, 1)))
                    best = larger
                out.append(best)
        return out

    def finish(self) -> Compiled:
        (output,) = self.front
        graph = nx.DiGraph((start, end) for start, end, _, _ in self.edges)
        graph.add_nodes_from(range(self.count))
        used = nx.ancestors(graph, output) | {output}
        # One more vertex before all inputs, to ask once which vertices are fed.
        graph.add_edges_from((-1, i) for i in range(self.n_inputs))
        used &= nx.descendants(graph, -1)
        arguments.require(output in used, "stages", output, "such that some input reaches the output")
        name = {vertex: new for new, vertex in enumerate(sorted(used))}
        kept = [edge for edge in self.edges if edge[0] in used and edge[1] in used]
        network = Network(
            sum(vertex < self.n_inputs for vertex in used),
            [(name[start], name[end]) for start, end, _, _ in kept],
            [fmpq(*fixed) if place < 0 else _exact(self.flat[place]) for _, _, place, fixed in kept],
            {name[vertex]: pair for vertex, pair in self.slopes.items() if vertex in used},
            name[output],
        )
        return Compiled(
            network,
            tuple(vertex for vertex in sorted(used) if vertex < self.n_inputs),
            tuple(place for _, _, place, _ in kept),
            tuple(tuple(name.get(v, -1) for v in stage) for stage in self.units),
            tuple(tuple(name.get(v, -1) for v in stage) for stage in self.inner),
        )
