"""Random rational networks, shared by this paper's proofs."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import strategies as st

from numerics.invariances.network import LINEAR, RELU, Network

seeds = st.integers(0, 2**32)
ACTIVATIONS = (LINEAR, RELU, (1, Fraction(1, 5)), (2, Fraction(-1, 3)))


def rational(rng: random.Random, *, zero: bool = True) -> Fraction:
    """A small random fraction."""
    while True:
        value = Fraction(rng.randint(-9, 9), rng.randint(1, 4))
        if value != 0 or zero:
            return value


def network(
    rng: random.Random,
    *,
    hidden: tuple[int, int] = (1, 5),
    activations: tuple[tuple[object, object], ...] = ACTIVATIONS,
    zeros: bool = False,
) -> Network:
    """A random acyclic graph with mixed activations, every vertex on a path."""
    n_in = rng.randint(1, 3)
    n = n_in + rng.randint(*hidden) + 1
    output = n - 1
    edges = {(u, v) for u, v in product(range(n), range(n_in, n)) if u < v and rng.random() < 0.45}
    for v in range(n_in, n):  # fed by something
        if not any(end == v for _, end in edges):
            edges.add((rng.randrange(v), v))
    for v in range(n - 1):  # and feeding something
        if not any(begin == v for begin, _ in edges):
            edges.add((v, rng.randrange(max(v + 1, n_in), n)))
    order = sorted(edges)
    rng.shuffle(order)
    weights = [rational(rng, zero=False) for _ in order]
    if zeros:
        weights = [Fraction(0) if rng.random() < 0.25 else w for w in weights]
    slopes = {v: rng.choice(activations) for v in range(n_in, n)}
    return Network(n_in, order, weights, slopes, output)


def sample(rng: random.Random, n: int) -> list[Fraction]:
    """A random rational input."""
    return [rational(rng, zero=False) for _ in range(n)]


def off_the_kinks(net: Network, x: list[Fraction]) -> bool:
    """Whether no argument of an activation is 0."""
    return all(z != 0 for z in net.values(x)[0])


def through(net: Network, vertex: int, values: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Sums over the edges into and out of a vertex."""
    total = [Fraction(0), Fraction(0)]
    for side, indices in enumerate((net.into[vertex], net.out_of[vertex])):
        for e in indices:
            total[side] += values[e]
    return total[0], total[1]


def twins(rng: random.Random) -> tuple[Network, int, int]:
    """A network in which two hidden units have the same edges in and out, mixed activations behind them."""
    n_in, n_out = rng.randint(1, 3), rng.randint(1, 3)
    u, v = n_in, n_in + 1
    after = range(n_in + 2, n_in + 2 + n_out)
    last = n_in + 2 + n_out
    edges = [(i, unit) for i in range(n_in) for unit in (u, v)]
    edges += [(unit, k) for k in after for unit in (u, v)] + [(k, last) for k in after]
    edges += [(i, k) for i in range(n_in) for k in after if rng.random() < 0.5]
    pair = rng.choice(ACTIVATIONS)
    slopes = {u: pair, v: pair, **{k: rng.choice(ACTIVATIONS) for k in after}}
    weights = [rational(rng, zero=False) for _ in edges]
    return Network(n_in, edges, weights, slopes, last), u, v


def rate(net: Network, u: int, v: int, slopes: Any) -> Fraction:
    """dQ_uv/dt from the velocities -slopes."""
    place = {edge: e for e, edge in enumerate(net.edges)}
    total = Fraction(0)
    for e in net.into[u]:
        other = place[(net.edges[e][0], v)]
        total -= slopes[e] * net.weights[other] + net.weights[e] * slopes[other]
    for e in net.out_of[u]:
        other = place[(v, net.edges[e][1])]
        total += slopes[e] * net.weights[other] + net.weights[e] * slopes[other]
    return total


def beta(net: Network, unit: int, slope: list[Any]) -> Any:
    """Derivative of the output by a unit's value."""
    after: list[Any] = [0] * net.n_vertices
    after[net.output] = slope[net.output]
    for k in reversed(net.order):
        if k == net.output:
            continue
        after[k] = sum(net.weights[e] * after[net.edges[e][1]] for e in net.out_of[k]) * slope[k]
    return sum(net.weights[e] * after[net.edges[e][1]] for e in net.out_of[unit])
