"""Feedforward networks on any acyclic graph: value and gradient, in exact or floating arithmetic.

Source: Le & Jegelka 2022, arXiv 2201.11968, Section 2. Every activation is positively homogeneous of
degree 1: z is multiplied by one slope where z >= 0 and by another where z < 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import array_api_compat as compat
import networkx as nx
import numpy as np
from flint import fmpq

from numerics.arrays import arguments
from numerics.arrays.arguments import Array
from numerics.invariances.network import well_formed
from numerics.invariances.network.well_formed import Edge, Slopes

__all__ = ["LINEAR", "RELU", "Edge", "Network", "Slopes"]

LINEAR: Slopes = (1, 1)
RELU: Slopes = (1, 0)


@dataclass(frozen=True, eq=False)
class Network:
    """A network without biases on a directed acyclic graph, with one weight an edge.

    Parameters
    ----------
    n_inputs : int
        Vertices 0 .. n_inputs - 1 are the inputs.
    edges : sequence of (int, int)
        From and to; every vertex must lie on a path from an input to the output.
    weights : array_like, shape (E,)
        One an edge, in the order of `edges`; exact numbers (Fraction, fmpq) or floats.
    slopes : mapping of int to (number, number)
        By vertex, the slope where its argument is >= 0 and the slope where it is < 0; a vertex left out is
        linear.
    output : int
        The vertex whose value is the network's.

    Attributes
    ----------
    order : tuple of int
        All vertices, each after those with an edge to it.
    into, out_of : tuple of tuples of int
        Indices of the edges that end, and that begin, at each vertex.

    Raises
    ------
    TypeError, ValueError
        If the graph has a cycle, a loop, a double edge, an edge into an input or a vertex off every path from
        an input to the output; or if numbers of weights or slopes are wrong. The message names the edge or
        vertex.

    Examples
    --------
    >>> from fractions import Fraction
    >>> net = Network(1, [(0, 1), (1, 2)], [Fraction(2), Fraction(3)], {1: RELU}, 2)
    >>> net.forward([Fraction(5)])
    Fraction(30, 1)
    >>> list(net.gradient([Fraction(5)]))
    [Fraction(15, 1), Fraction(10, 1)]
    """

    n_inputs: int
    edges: Sequence[Edge]
    weights: Any
    slopes: Mapping[int, Slopes]
    output: int
    order: tuple[int, ...] = field(init=False, repr=False)
    into: tuple[tuple[int, ...], ...] = field(init=False, repr=False)
    out_of: tuple[tuple[int, ...], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        edges = well_formed.edges(self.edges)
        graph = well_formed.graph(self.n_inputs, edges, self.output)
        object.__setattr__(self, "edges", edges)
        object.__setattr__(self, "slopes", well_formed.slopes(self.slopes, len(graph)))
        object.__setattr__(self, "weights", self._checked_weights(self.weights))
        object.__setattr__(self, "order", tuple(nx.topological_sort(graph)))
        into: list[list[int]] = [[] for _ in range(len(graph))]
        out_of: list[list[int]] = [[] for _ in range(len(graph))]
        for index, (start, end) in enumerate(edges):
            into[end].append(index)
            out_of[start].append(index)
        object.__setattr__(self, "into", tuple(map(tuple, into)))
        object.__setattr__(self, "out_of", tuple(map(tuple, out_of)))

    @property
    def n_vertices(self) -> int:
        """How many vertices, inputs included."""
        return len(self.order)

    @property
    def hidden(self) -> tuple[int, ...]:
        """All vertices that are neither inputs nor the output."""
        return tuple(v for v in range(self.n_inputs, self.n_vertices) if v != self.output)

    def with_weights(self, weights: Any) -> Network:
        """Return the same graph with other weights, of shape (E,), checked as on construction."""
        checked = self._checked_weights(weights)
        other = object.__new__(Network)
        other.__dict__.update(self.__dict__)  # the graph has been checked already
        object.__setattr__(other, "weights", checked)
        return other

    def forward(self, x: Any) -> Array:
        """Value of the output vertex.

        Parameters
        ----------
        x : array_like, shape (..., n_inputs)
            Exact if the weights are.

        Returns
        -------
        array or number, shape (...)
        """
        return self.values(x)[1][self.output]

    def values(self, x: Any) -> tuple[list[Array], list[Array], list[Array]]:
        """Arguments, values and slopes in use of all vertices.

        Parameters
        ----------
        x : array_like, shape (..., n_inputs)
            Exact if the weights are.

        Returns
        -------
        pre, post, slope : lists of arrays, shape (...)
            By vertex; at an argument of 0 the slope is the one for z >= 0.
        """
        inputs, weights = self._checked(x)
        number = _field(weights)
        pre: list[Any] = [None] * self.n_vertices
        post: list[Any] = [None] * self.n_vertices
        slope: list[Any] = [None] * self.n_vertices
        for v in self.order:
            if v < self.n_inputs:
                pre[v] = inputs[..., v]
            else:
                terms = [weights[e] * post[self.edges[e][0]] for e in self.into[v]]
                pre[v] = sum(terms[1:], terms[0])
            a, b = self.slopes.get(v, LINEAR)
            slope[v] = _slope_at(pre[v], (number(a), number(b)))
            post[v] = slope[v] * pre[v]
        return pre, post, slope

    def gradient(self, x: Any) -> Array:
        """Derivative of the output with respect to every edge weight.

        Parameters
        ----------
        x : array_like, shape (..., n_inputs)
            Exact if the weights are.

        Returns
        -------
        array, shape (..., E)
            Where an argument is 0, the derivative from the side of z >= 0.
        """
        pre, post, slope = self.values(x)
        _, weights = self._checked(x)
        back: list[Any] = [0 * pre[self.output]] * self.n_vertices  # derivative by the vertex's argument
        for v in reversed(self.order):
            if v == self.output:
                back[v] = slope[v] + 0 * pre[v]
                continue
            for e in self.out_of[v]:
                back[v] = back[v] + weights[e] * back[self.edges[e][1]]
            back[v] = back[v] * slope[v]
        parts = [back[end] * post[start] for start, end in self.edges]
        if arguments.is_exact(self.weights):
            return np.stack([np.asarray(part, dtype=object) for part in parts], axis=-1)
        return compat.array_namespace(self.weights).stack(parts, axis=-1)

    def _checked_weights(self, weights: Any) -> Array:
        (checked,) = arguments.arrays({"weights": weights}, exact=True)
        allowed = f"of shape ({len(self.edges)},), one weight an edge"
        arguments.require(tuple(checked.shape) == (len(self.edges),), "weights", weights, allowed)
        if arguments.is_exact(checked):
            well_formed.require_exact(self.slopes)
        return checked

    def _checked(self, x: Any) -> tuple[Array, Array]:
        inputs, weights = arguments.arrays({"x": x, "weights": self.weights}, exact=True)
        allowed = f"of shape (..., {self.n_inputs})"
        fits = inputs.ndim >= 1 and inputs.shape[-1] == self.n_inputs
        arguments.require(fits, "x", x, allowed)
        return inputs, weights


def _field(weights: Array) -> Callable[[Any], Any]:
    """How slopes become numbers of the same kind as the weights."""
    if not arguments.is_exact(weights):
        return lambda slope: int(slope.p) / int(slope.q) if isinstance(slope, fmpq) else float(slope)
    if isinstance(weights[0], fmpq):
        return lambda slope: (
            slope if isinstance(slope, fmpq | int) else fmpq(slope.numerator, slope.denominator)
        )
    return lambda slope: Fraction(int(slope.p), int(slope.q)) if isinstance(slope, fmpq) else slope


def _slope_at(z: Any, slopes: Slopes) -> Any:
    """Slope in use at z, for one exact number or an array."""
    a, b = slopes
    if a == b:
        return a
    if not hasattr(z, "shape"):
        return a if z >= 0 else b
    if arguments.is_exact(z):
        out = np.empty(z.shape, dtype=object)
        out[...] = b
        out[z >= 0] = a
        return out
    xp = compat.array_namespace(z)
    place = {"dtype": z.dtype, "device": compat.device(z)}
    return xp.where(z >= 0, xp.asarray(a, **place), xp.asarray(b, **place))
