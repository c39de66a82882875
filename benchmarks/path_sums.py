"""Sums over paths by listing them and in time proportional to the edges; exact gradients; counting laws.

Run with ``python benchmarks/path_sums.py``. All ways must agree on every number.
"""

import time
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
from flint import fmpq
from rich.console import Console
from rich.table import Table

from numerics.invariances import conservation
from numerics.invariances.conservation import PRIME
from numerics.invariances.network import Network, count_paths, dense_network, paths

WIDTH = 4


def dense(width: int, depth: int, number: Callable[[float], Any] = float) -> Network:
    rng = np.random.default_rng(0)
    return dense_network(width, depth, lambda _: number(int(rng.integers(-5, 6))))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Median of at least three runs, which go on for a fifth of a second, and the result."""
    seconds: list[float] = []
    while len(seconds) < 3 or sum(seconds) < 0.2:
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    return sorted(seconds)[1], result


def by_networkx(net: Network) -> int:
    graph = nx.DiGraph(net.edges)
    return sum(1 for i in range(net.n_inputs) for _ in nx.all_simple_paths(graph, i, net.output))


def main() -> None:
    table = Table(title=f"Number of paths, width {WIDTH}: seconds")
    for column in ("depth", "paths", "O(E)", "listed, ours", "listed, networkx", "listed / O(E)"):
        table.add_column(column, justify="right")
    for depth in (3, 5, 7, 8):
        net = dense(WIDTH, depth)
        fast, count = timed(lambda net=net: count_paths(net))
        own, listed = timed(lambda net=net: sum(1 for _ in paths(net)))
        theirs, found = timed(lambda net=net: by_networkx(net))
        assert count == listed == found
        table.add_row(
            str(depth), str(count), f"{fast:.2g}", f"{own:.2g}", f"{theirs:.2g}", f"{own / fast:.3g}"
        )
    Console().print(table)

    table = Table(title="Gradient of a dense ReLU network of width 8 and depth 5, one input: milliseconds")
    for column in ("arithmetic", "ms", "over float"):
        table.add_column(column, justify="right")
    base = 0.0
    for name, number in (("float", float), ("fmpq", lambda w: fmpq(int(w))), ("Fraction", Fraction)):
        net = dense(8, 5, number)
        x = [number(i - 3) for i in range(8)]
        seconds, _ = timed(lambda net=net, x=x: net.gradient(x))
        base = base or seconds
        table.add_row(name, f"{seconds * 1e3:.2f}", f"{seconds / base:.2f}")
    Console().print(table)

    table = Table(title="Conservation laws of linear dense networks")
    for column in ("widths", "weights", "laws", "seconds"):
        table.add_column(column, justify="right")
    for widths in ((2, 2, 1), (3, 2, 2, 1), (3, 3, 2, 1), (3, 3, 3, 1), (3, 3, 3, 2)):
        size = sum(m * n for m, n in pairwise(widths))

        def laws(widths: tuple[int, ...] = widths, size: int = size) -> int:
            w = conservation.weights(size, modulo=PRIME)
            matrices = conservation.dense_matrices(widths, w)
            product = reduce(lambda a, b: conservation.multiply(b, a), matrices)
            return size - conservation.lie_rank(conservation.entries(product))

        begin = time.perf_counter()
        found = laws()
        table.add_row("-".join(map(str, widths)), str(size), str(found), f"{time.perf_counter() - begin:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
